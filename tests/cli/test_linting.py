"""`lint`: findings with their lines and rules, and the repairs of `--fix`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import TASKS, Run

SOUND = TASKS.replace(", INT-009", "")

ODD = """\
### BE-001 | Backend | Low
- **Title**: One
- **Status**: pending

### BE-001 | Backend | Low
- **Title**: Another
- **Status**: pending

```
### BE-002 | Backend
- **Title**: Behind a fence that nobody closed
"""

WRONG = """\
# Shop

### BE-000 | Backend | High | @me
- **Title**: Below every category
- **Status**: complted

### BE-001 | Backend | High | ✅ COMPLETED
- **Title**: Badge and field
- **Status**: in_progress
- **Dependencies**: BE-2, BE-9

### BE-002 | Backend | High
- **Title**: Circle
- **Status**: completed
- **Dependencies**: BE-003
- **Acceptance Criteria**:
  - [ ] Open
  - [x] Done
  -[ ] No blank

### BE-003 | Backend
- **Title**: Circle too
- **Dependencies**: be-002
- *Effort*: M
- **Status** pending

<<<<<<< ours
Ours
=======
Theirs
>>>>>>> theirs

### BE-004 | Backend | High | 🚫 BLOCKED
- **Title**: A report speaks for the badge
- **Status**: pending
- **Blocker**: No server
"""


def told(run: Run, *arguments: str) -> list[tuple[int, str, str, str | None]]:
    done = run("lint", "--json", *arguments)
    found = json.loads(done.stdout)
    assert done.returncode == any(f["severity"] != "info" for f in found)
    for finding in found:
        assert list(finding) == ["line", "severity", "rule", "task", "message"]
    return [(f["line"], f["severity"], f["rule"], f["task"]) for f in found]


def test_lint_says_where_how_bad_and_by_what_rule(task_file: Path, run: Run) -> None:
    task_file.write_text(ODD)
    assert told(run) == [
        (1, "error", "duplicate-id", "BE-001"),
        (5, "error", "duplicate-id", "BE-001#2"),
        (9, "warning", "unclosed-block", None),
        (10, "warning", "missing-field", "BE-002"),
    ]
    assert "1: error duplicate-id" in run("lint").stdout


def test_every_rule_finds_what_it_is_for(task_file: Path, run: Run) -> None:
    task_file.write_text(WRONG)
    assert told(run) == [
        (3, "warning", "outside-category", "BE-000"),
        (5, "warning", "unknown-status", "BE-000"),
        (7, "warning", "badge-mismatch", "BE-001"),
        (10, "warning", "dependency-spelling", "BE-001"),
        (10, "warning", "unresolved-dependency", "BE-001"),
        (15, "error", "circular-dependency", "BE-002"),
        (17, "warning", "open-criteria", "BE-002"),
        (19, "warning", "malformed-line", "BE-002"),
        (21, "warning", "missing-field", "BE-003"),
        (24, "warning", "malformed-line", "BE-003"),
        (25, "warning", "malformed-line", "BE-003"),
        (27, "error", "conflict-marker", None),
        (33, "warning", "badge-mismatch", "BE-004"),
    ]


def test_fix_repairs_what_has_one_right_answer(task_file: Path, run: Run) -> None:
    """The badge follows the field, a dependency is spelt as its task; nothing else is touched."""
    raw = WRONG.replace("\n", "\r\n").encode()
    task_file.write_bytes(raw)
    done = run("lint", "--fix")
    assert done.returncode == 1, "the other problems are still there"
    assert done.stdout.count(": fixed: ") == 2
    fixed = raw.replace("✅ COMPLETED".encode(), "🔄 IN PROGRESS".encode(), 1)
    fixed = fixed.replace(b"BE-2, BE-9", b"BE-002, BE-9")
    assert task_file.read_bytes() == fixed
    written = task_file.stat().st_mtime_ns
    assert ": fixed: " not in run("lint", "--fix").stdout
    assert (task_file.read_bytes(), task_file.stat().st_mtime_ns) == (fixed, written)
    rules = {rule for _, _, rule, _ in told(run, "--fix")}
    assert "dependency-spelling" not in rules


def test_fix_says_what_it_did_on_stderr_where_stdout_is_json(task_file: Path, run: Run) -> None:
    task_file.write_text(SOUND.replace("Dependencies**: ARCH-001\n", "Dependencies**: ARCH-1\n", 1))
    done = run("lint", "--fix", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert "fixed: BE-001" in done.stderr
    assert task_file.read_text() == SOUND


def test_lint_of_a_sound_file_says_nothing(run: Run, task_file: Path) -> None:
    by_the_way = "refresh tokens.\n  Priority: of the login, says its owner."
    task_file.write_text(SOUND.replace("refresh tokens.", by_the_way))
    done = run("lint", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert run("lint").stdout == ""


def test_an_approval_belongs_to_what_was_approved(run: Run, task_file: Path) -> None:
    task_file.write_text(SOUND.replace("  - [ ] Login", "  - [x] Login"))
    assert run("status", "BE-010", "completed").returncode == 0
    assert run("review", "BE-010", "--pass", "Code Review", "--approve").returncode == 0
    assert told(run) == []
    assert run("criteria", "BE-010", "edit", "1", "Login returns one token").returncode == 0
    (finding,) = told(run)
    assert finding[1:] == ("warning", "stale-approval", "BE-010")
    assert "criteria" in run("lint").stdout


@pytest.mark.parametrize(
    ("filling", "severity"), [("a", None), ("a" * 110_000, "warning"), ("é" * 21_000, "info")]
)
def test_a_file_that_agents_cannot_read_whole(
    run: Run, task_file: Path, filling: str, severity: str | None
) -> None:
    task_file.write_text(f"{SOUND}\n# Notes\n\n{filling}\n")
    found = told(run)
    assert found == ([(1, severity, "file-size", None)] if severity else [])


def test_another_form_of_file_is_held_to_less(run: Run, task_file: Path) -> None:
    task_file.write_text(
        "# Plan\n\n- [x] T001 Set up, needs T900\n  - [ ] optional\n- [ ] T002 Build\n\n"
        "Title\n=======\n\nStatus: mostly fine, says the author.\n"
    )
    assert [severity for _, severity, _, _ in told(run) if severity != "info"] == []
