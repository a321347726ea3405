"""`graph`: the chains as text, and drawings that no title can break."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Run

GRAPH = """\
### BE-001 | Backend | High
- **Title**: Schema
- **Status**: in_progress
- **Estimated effort**: L

### BE-002 | Backend | High
- **Title**: Done long ago
- **Status**: approved

### BE-003 | Backend | High
- **Title**: {title}
- **Status**: pending
- **Dependencies**: BE-001, BE-002, INT-009

### BE-004 | Backend | High
- **Title**: Round
- **Status**: pending
- **Dependencies**: BE-005, BE-003

### BE-005 | Backend | High
- **Title**: And round
- **Status**: pending
- **Dependencies**: BE-004

### BE-006 | Backend | High
- **Title**: Alone and done
- **Status**: completed
"""

HOSTILE = '"]; end --> x %%{init} `a` <b>&amp; #quot; \\N \\" | \x1b[31m \u202e {[()]} ;//'


def test_as_text(run: Run, task_file: Path) -> None:
    task_file.write_text(GRAPH.format(title="Tokens"))
    told = run("graph").stdout
    assert told == (
        "Critical path: 3 tasks, weight 8\n"
        "  BE-001  in progress  L  Schema\n"
        "  BE-003  pending         Tokens\n"
        "  BE-004  pending         Round\n"
        "\n"
        "Holds up\n"
        "  BE-001  in progress  L  3 (BE-003)  Schema\n"
        "  BE-003  pending         2 (BE-004)  Tokens\n"
        "  BE-004  pending         1 (BE-005)  Round\n"
        "  BE-005  pending         1 (BE-004)  And round\n"
        "\n"
        "Circle: BE-004 -> BE-005 -> BE-004\n"
        "\n"
        "Not in this file: INT-009, needed by BE-003\n"
    )
    assert run("graph", "--format", "text").stdout == told
    task_file.write_text("### BE-001 | Backend\n- **Title**: One\n")
    assert run("graph").stdout == "No open task depends on another.\n"
    assert run("graph", "--format", "png").returncode == 2


@pytest.mark.parametrize("title", ["Tokens", HOSTILE])
def test_mermaid_has_every_node_and_edge(run: Run, task_file: Path, title: str) -> None:
    task_file.write_text(GRAPH.format(title=title))
    lines = run("graph", "--format", "mermaid").stdout.splitlines()
    assert lines[0] == "flowchart LR"
    node = re.compile(r'  (n\d+)[\[(]"((?:[\w .,:/-]|#\d+;|[^\x00-\x7f])*)"[\])](:::\w+)?')
    edge = re.compile(r"  (n\d+) (-->|-\. circle \.->) (n\d+)")
    style = re.compile(r"  classDef \w+ fill:\w+,color:black")
    names = {}
    edges = []
    for line in lines[1:]:
        if found := node.fullmatch(line):
            names[found[1]] = found[2].partition(":")[0].partition(" ")[0]
        elif found := edge.fullmatch(line):
            edges.append((names[found[1]], found[2] == "-->", names[found[3]]))
        else:
            assert style.fullmatch(line), line
    assert list(names.values()) == ["BE-001", "BE-002", "BE-003", "BE-004", "BE-005", "INT-009"]
    assert edges == [
        ("BE-001", True, "BE-003"),
        ("BE-002", True, "BE-003"),
        ("INT-009", True, "BE-003"),
        ("BE-005", False, "BE-004"),
        ("BE-003", True, "BE-004"),
        ("BE-004", False, "BE-005"),
    ]
    everything = run("graph", "--format", "mermaid", "--all").stdout
    assert "BE-006" in everything


@pytest.mark.parametrize("title", ["Tokens", HOSTILE])
def test_dot_is_read_as_meant(run: Run, task_file: Path, title: str) -> None:
    task_file.write_text(GRAPH.format(title=title))
    dot = run("graph", "--format", "dot").stdout
    lines = dot.splitlines()
    assert (lines[0], lines[-1]) == ("digraph tasks {", "}")
    text = r'"((?:[^"\\\n]|\\\\|\\")*)"'
    node = re.compile(rf"  n\d+ \[label={text}, (?:fillcolor=\w+|style=dashed)\];")
    edge = re.compile(rf"  n\d+ -> n\d+(?: \[color=red, label={text}\])?;")
    assert all(node.fullmatch(line) or edge.fullmatch(line) for line in lines[2:-1])
    assert sum(bool(edge.fullmatch(line)) for line in lines) == 6
    assert "\x1b" not in dot
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tsvg"], input=dot, text=True, check=True, capture_output=True)
