"""`lint` and `convert`: findings with lines and rules, and a copy that leaves the original."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

ODD = """\
### BE-001 | Backend
- **Title**: One

### BE-001 | Backend
- **Title**: Another

```
### BE-002 | Backend
- **Title**: Behind a fence that nobody closed
"""


def test_lint_says_where_how_bad_and_by_what_rule(task_file: Path, run: Run) -> None:
    task_file.write_text(ODD)
    done = run("lint", "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [(f["line"], f["severity"], f["rule"], f["task"]) for f in found] == [
        (1, "error", "duplicate-id", "BE-001"),
        (4, "error", "duplicate-id", "BE-001#2"),
        (7, "warning", "unclosed-block", None),
    ]
    assert "1: error duplicate-id" in run("lint").stdout


@pytest.mark.usefixtures("task_file")
def test_lint_of_a_sound_file_says_nothing(run: Run) -> None:
    done = run("lint", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert run("lint").stdout == ""


def test_convert_writes_a_copy_and_never_over_a_file(task_file: Path, run: Run) -> None:
    text = "# Plan\n\n- [x] **T-001**: First\n- [ ] **T-002**: Second\n"
    task_file.write_text(text)
    done = run("convert")
    copy = task_file.with_name("task.native.md")
    assert done.returncode == 0
    assert task_file.read_text() == text
    before = json.loads(run("list", "--json").stdout)
    after = json.loads(run("list", "--json", "--file", str(copy)).stdout)
    facts = [[(t["id"], t["title"], t["status"]) for t in tasks] for tasks in (before, after)]
    assert facts[0] == facts[1]
    assert run("convert").returncode == 4
