"""`lint`: findings with their lines and rules."""

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
