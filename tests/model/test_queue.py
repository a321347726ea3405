"""What waits for a person, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest
from archie_board.model.author import NOBODY, handle, person
from archie_board.model.document import parse, reparse
from archie_board.model.handover.executor import executor_of, is_executor, report_of
from archie_board.model.reviews.queue import queue_of, waiters_of
from hypothesis import given
from hypothesis import strategies as st

FILE = """# T

### BE-001 | Backend | High | ✅ COMPLETED
- **Title**: Later
- **Completed**: 2024-02-01 10:00

### BE-002 | Backend | High
- **Title**: Begun
- **Status**: completed
- **Completed**: 2024-01-01 10:00
- **Review**:
  - [x] Code review
  - [!] Performance check

### BE-003 | Backend | High
- **Title**: Earlier, sent back once
- **Status**: completed
- **Completed**: 2024-1-2 9:00
- **Review needed**: please
- **Review**: changes requested by @bob, 2024-01-02 08:00

### BE-004 | Backend | High
- **Title**: Approved
- **Status**: completed
- **Review**: approved by @bob, 2024-01-02 08:00

### BE-005 | Backend | High | 🚫 BLOCKED
- **Title**: Blocked
- **Blocked since**: 2024-01-16 11:30
- **Required action**: @Ada.Lovelace please decide

### BE-006 | Backend | High
- **Title**: Asked
- **Status**: in_progress
- **Comments**:
  - 2024-01-10 10:00 @bob: @ada-lovelace which one?

### BE-007 | Backend | High
- **Title**: Answered
- **Status**: in_progress
- **Comments**:
  - 2024-01-10 10:00 @bob: @ada-lovelace which one?
  - 2024-01-11 10:00 @ada-lovelace: that one

### BE-008 | Backend | High
- **Title**: Not me: ada-lovelace@example.org
- **Status**: blocked
- **Required action**: mail ada-lovelace@example.org, @adam
"""


def test_reviews_come_first_then_those_begun_then_questions_each_oldest_first() -> None:
    ada = person("Ada Lovelace")
    document = parse(FILE.encode())
    found = [(w.task.id, w.kind) for w in queue_of(document.tasks, ada)]
    assert found == [
        ("BE-003", "review"),
        ("BE-001", "review"),
        ("BE-002", "begun"),
        ("BE-006", "asked"),
        ("BE-005", "asked"),
    ]
    told = {w.task.id: w.why for w in queue_of(document.tasks, ada)}
    assert told["BE-002"] == "review begun: 2 steps looked at, 1 failed"
    assert told["BE-006"] == "@bob: @ada-lovelace which one?"
    answered = FILE.replace(
        "which one?\n\n###", "which one?\n  - 2024-01-12 @Ada-Lovelace: x\n\n###"
    )
    later = reparse(document, answered.encode())
    assert "BE-006" not in [w.task.id for w in queue_of(later.tasks, ada)]
    assert [w.task.id for w in queue_of(document.tasks, person("bob"))] == [
        "BE-003",
        "BE-001",
        "BE-002",
    ]


_PARTS = FILE.split("### ")[1:]


@given(st.lists(st.sampled_from(_PARTS)), st.lists(st.sampled_from(_PARTS)))
def test_who_waits_after_an_edit_is_found_without_looking_at_all(
    before: list[str], after: list[str]
) -> None:
    ada = person("Ada Lovelace")
    old = parse("### ".join(["", *before]).encode())
    new = reparse(old, "### ".join(["", *after]).encode())
    waiters_of(old.tasks, ada)
    found = waiters_of(new.tasks, ada).kinds
    assert found == waiters_of(new.tasks, person("Ada Lovelace")).kinds


def test_who_writes_is_found_where_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_AUTHOR_NAME", "XDG_CONFIG_HOME", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USER", "sys")
    main, tree = tmp_path / "main", tmp_path / "tree"
    for folder in (main / ".git" / "worktrees" / "t", tree, tmp_path / "home"):
        folder.mkdir(parents=True)
    file = tree / "task.md"
    assert person(None, None, file).name == "sys"
    (tmp_path / "home" / ".gitconfig").write_text("[user]\n name = Home Name # x\n")
    assert person(None, None, file).name == "Home-Name"
    (main / ".git" / "config").write_text(
        '[user "x"]\n[core]\nname = no\n[user]\n\tname = "Re Po"\n'
    )
    (main / ".git" / "worktrees" / "t" / "commondir").write_text("../..\n")
    (tree / ".git").write_text(f"gitdir: {main}/.git/worktrees/t\n")
    assert person(None, None, file).name == "Re-Po"
    assert person(None, "@configured", file).name == "configured"
    assert person("said", "configured", file, also=["ada"]).is_named("@ADA")
    monkeypatch.setenv("USER", "@")
    assert person(None, None, tmp_path / "x" / "task.md").name == "Home-Name"
    assert (handle("@Ada  (Ms) Lovelace!"), handle(" @ ")) == ("Ada-Ms-Lovelace", "")
    assert NOBODY == "me"


def test_the_executor_and_the_report_are_read_in_a_reviewers_order() -> None:
    text = (
        "### BE-1 | Backend | High | @be\n- **Title**: T\n- **Notes**: fine\n- **Risk**: none\n"
        "- **Tests added**: 15\n- **Files changed**:\n  - a.ts\n"
    )
    task = parse(text.encode()).tasks[0]
    assert [f.name for f in report_of(task).fields] == ["Files changed", "Tests added", "Notes"]
    assert (executor_of(task), is_executor(task, person("BE"))) == ("be", True)
    other = parse((text + "- **Executed by**: @developer-executor\n").encode()).tasks[0]
    assert executor_of(other) == "developer-executor"
    assert not is_executor(other, person("be"))
