"""What differs between two documents, told in the terms of tasks."""

from __future__ import annotations

import pytest
from archie_board.model.document import parse, reparse
from archie_board.model.history.changes import IN_DETAIL, Change, changes, summarise
from hypothesis import given
from hypothesis import strategies as st

TASK = """\
### BE-010 | Backend | High | @backend-specialist
- **Title**: Implement JWT
- **Status**: pending
- **Dependencies**: ARCH-001
- **Estimated effort**: M
- **Description**: Access and refresh tokens.
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
  - [x] Refresh rotates
  - [ ] Logout revokes
- **Technical notes**: Argon2id

"""
OTHER = "### BE-020 | Backend\n- **Title**: Orders\n- **Status**: pending\n\n"


def told(old: str, new: str) -> list[str]:
    return [change.describe() for change in changes(parse(old.encode()), parse(new.encode()))]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("**Status**: pending", "**Status**: in_progress", ["pending -> in_progress"]),
        ("**Status**: pending", "**Status**: ✅ Complete", ["pending -> completed"]),
        ("**Status**: pending", "**Status**: todo", ["pending -> todo"]),
        ("- **Status**: pending\n", "", ["pending -> no status"]),
        ("Implement JWT", "Implement OAuth", ["title Implement JWT -> Implement OAuth"]),
        ("| High |", "| Critical |", ["priority High -> Critical"]),
        ("@backend-specialist", "@zoe", ["assignee backend-specialist -> zoe"]),
        ("effort**: M", "effort**: L", ["effort M -> L"]),
        ("ARCH-001", "ARCH-001, BE-001", ["dependencies ARCH-001 -> ARCH-001, BE-001"]),
        ("ARCH-001", "none", ["dependencies removed"]),
        ("| Backend |", "| Server |", ["area Backend -> Server"]),
        ("[ ] Login", "[x] Login", ["[x] Login returns both tokens"]),
        ("[x] Refresh", "[ ] Refresh", ["[ ] Refresh rotates"]),
        ("Login returns both", "Login gives both", ["criterion reworded: Login gives both tokens"]),
        ("  - [x] Refresh rotates\n", "", ["criterion removed: Refresh rotates"]),
        (
            "  - [ ] Logout revokes\n",
            "  - [ ] Logout revokes\n  - [ ] Reuse is seen\n",
            ["criterion added: Reuse is seen"],
        ),
        (
            "  - [x] Refresh rotates\n  - [ ] Logout revokes\n",
            "  - [ ] Logout revokes\n  - [x] Refresh rotates\n",
            ["criteria reordered"],
        ),
        (
            "  - [ ] Login returns both tokens\n  - [x] Refresh rotates\n  - [ ] Logout revokes\n",
            "  - [x] Refresh rotates\n  - [ ] Logout revokes\n  - [ ] New\n",
            ["criterion removed: Login returns both tokens", "criterion added: New"],
        ),
        ("Argon2id", "scrypt", ["Technical notes Argon2id -> scrypt"]),
        ("Argon2id", "Argon2id;\n  Redis", ["Technical notes edited"]),
        ("- **Technical notes**: Argon2id\n", "", ["Technical notes removed"]),
        ("- **Technical notes**", "- **ETA**: 2 h\n- **Technical notes**", ["ETA: 2 h"]),
        ("Argon2id\n", "Argon2id\n\n", []),
        ("Argon2id\n", "Argon2id\n\nA stray remark.\n", ["text edited"]),
        ("effort**: M", "effort**:  M", []),
    ],
)
def test_a_change_is_told(old: str, new: str, expected: list[str]) -> None:
    assert old in TASK
    new_text = OTHER + TASK.replace(old, new)
    assert told(OTHER + TASK, new_text) == [f"BE-010 {line}" for line in expected]


def test_the_values_are_there_for_programs() -> None:
    old = parse(TASK.encode())
    new = parse(TASK.replace("[ ] Login", "[x] Login").encode())
    assert changes(old, new) == (
        Change(
            "BE-010",
            "changed",
            "criterion",
            "[ ] Login returns both tokens",
            "[x] Login returns both tokens",
        ),
    )


def test_a_badge_and_a_new_section_are_told_by_what_they_mean() -> None:
    update = "### BE-010 | Backend | High | ✅ COMPLETED\n- **Executed by**: dev\n"
    assert told(TASK, TASK + update) == [
        "BE-010 pending -> completed",
        "BE-010 Executed by: dev",
        "BE-010 updated by a section",
    ]
    assert told(TASK + update, TASK)[-1] == "BE-010 update section removed"


def test_added_removed_and_renamed() -> None:
    assert told(TASK, TASK + OTHER) == ["BE-020 added: Orders"]
    assert told(TASK + OTHER, OTHER) == ["BE-010 removed: Implement JWT"]
    assert told(OTHER, OTHER.replace("BE-020", "BE-021")) == [
        "BE-021 added: Orders",
        "BE-020 removed: Orders",
    ]


def test_a_moved_section_and_the_authors_text_are_no_change() -> None:
    assert told(TASK + OTHER, "# Plan\n\nText\n\n" + OTHER + TASK) == []


def test_the_status_is_told_first() -> None:
    new = TASK.replace("pending", "blocked").replace("Argon2id", "scrypt")
    new = new.replace("Implement JWT", "Implement OAuth")
    assert told(TASK, new)[0] == "BE-010 pending -> blocked"


def test_summaries() -> None:
    old = parse("".join(OTHER.replace("020", f"{n:03}") for n in range(20, 25)).encode())
    new = parse(old.raw.replace(b"pending", b"blocked"))
    found = changes(old, new)
    assert summarise(()) == ""
    assert summarise(found[:1]) == "BE-020 pending -> blocked"
    assert summarise(found[:2]) == (
        "2 tasks changed: BE-020 pending -> blocked; BE-021 pending -> blocked"
    )
    assert summarise(found).startswith("5 tasks changed: BE-020 ")
    assert summarise(found).endswith("; ...")
    assert summarise(changes(parse(b""), new)).startswith("5 tasks added: BE-020 added: Orders")


def test_one_task_with_several_changes_is_told_by_the_first() -> None:
    new = TASK.replace("pending", "blocked").replace("effort**: M", "effort**: L")
    found = changes(parse(TASK.encode()), parse(new.encode()))
    assert summarise(found) == "BE-010 pending -> blocked (and 1 more)"


def test_very_many_changes_are_told_without_detail() -> None:
    text = "".join(TASK.replace("010", f"{n:04}") for n in range(IN_DETAIL + 1))
    new = text.replace("[ ] Login", "[x] Login").replace("BE-0000 | Backend", "BE-0000 | Server")
    found = changes(parse(text.encode()), parse(new.encode()))
    assert [change.field for change in found] == ["area"] + ["text"] * IN_DETAIL


def test_only_what_was_parsed_again_is_compared() -> None:
    old = parse((OTHER + TASK).encode())
    new = reparse(old, old.raw.replace(b"Orders", b"Refunds"))
    assert [change.describe() for change in changes(old, new)] == ["BE-020 title Orders -> Refunds"]
    assert new.tasks[1].sections[0]._reading is None


LINES = st.sampled_from(
    [
        "### BE-001 | Backend | High\n",
        "### BE-002 | Backend\n",
        "- **Status**: pending\n",
        "- **Status**: blocked\n",
        "- **Title**: One\n",
        "- **Blocker**:\n",
        "- **Acceptance Criteria**:\n",
        "  - [ ] A\n",
        "  - [x] A\n",
        "  - [ ] B\n",
        "text\n",
        "\n",
    ]
)
TEXTS = st.lists(LINES, max_size=12).map("".join)


FIELDS = st.sampled_from(["Title", "Status", "Assigned", "Dependencies", "Technical notes"])
VALUES = st.sampled_from(
    ["One", "pending", "✅ Complete", "@zoe", "BE-002", "", "`x", "<!--", "[ ]"]
)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 12), FIELDS, VALUES, VALUES), max_size=2))
def test_a_line_that_is_read_alone_tells_what_reading_all_tells(
    text: str, edits: list[tuple[int, str, str, str]]
) -> None:
    old, new = ["### BE-009", *text.splitlines()], ["### BE-009", *text.splitlines()]
    for at, field, one, other in edits:
        old.insert(at + 1, f"- **{field}**: {one}")
        new.insert(at + 1, f"- **{field}**: {other}")
    sides = parse("\n".join(old).encode()), parse("\n".join(new).encode())
    quick = changes(*sides)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archie_board.model.history.changes._one_shown_line", lambda *_: False)
        assert changes(*sides) == quick


@given(TEXTS)
def test_a_document_does_not_differ_from_itself(text: str) -> None:
    document = parse(text.encode())
    assert changes(document, document) == ()
    assert changes(document, parse(text.encode())) == ()


@given(TEXTS, TEXTS)
def test_a_change_and_its_reverse_name_the_same_tasks(one: str, other: str) -> None:
    old, new = parse(one.encode()), parse(other.encode())
    forth, back = changes(old, new), changes(new, old)
    assert {change.task for change in forth} == {change.task for change in back}
    reversed_kind = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted({(change.task, change.kind) for change in forth}) == sorted(
        {(change.task, reversed_kind[change.kind]) for change in back}
    )
    assert all(change.describe().startswith(change.task) for change in forth)


@given(TEXTS, TEXTS)
def test_statuses_are_told_exactly_if_they_differ(one: str, other: str) -> None:
    old, new = parse(one.encode()), parse(other.encode())
    told = {change.task for change in changes(old, new) if change.field == "status"}
    differing = {
        task.key
        for task in new.tasks
        if (was := old.task(task.key)) is not None and was.status_text != task.status_text
    }
    assert told == differing
