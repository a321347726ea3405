"""`convert`: a copy in the protocol's form, a list of what had no place, the original as it was."""

from __future__ import annotations

from pathlib import Path

from archie_board.model.document import parse

from .conftest import Run

FOUND = """# Plan

| ID | Task | Priority |
|----|------|----------|
| T001 | Login | P1 |

## In Progress

- [x] T001 [P] Login with tokens
  - **Owner**: ana
  - [ ] both tokens
"""


def test_the_copy_says_the_same_and_the_original_stays(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(FOUND, encoding="utf-8")
    done = run("convert", path)
    assert done.returncode == 0
    assert path.read_text(encoding="utf-8") == FOUND
    (task,) = parse((tmp_path / "plan.native.md").read_bytes()).tasks
    (before,) = parse(FOUND.encode()).tasks
    assert (task.title, task.status, task.assignee) == (before.title, "completed", "ana")
    assert (task.priority, task.progress) == ("high", (0, 1))
    assert "line 5: T001 is stated again" in done.stderr
    assert "the flags [P]" in done.stderr


def test_nothing_is_written_over(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(FOUND, encoding="utf-8")
    assert run("convert", path, "--output", path).returncode == 4
    assert path.read_text(encoding="utf-8") == FOUND
    (tmp_path / "none.md").write_text("# Hello\n", encoding="utf-8")
    assert run("convert", tmp_path / "none.md").returncode == 1
