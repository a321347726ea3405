"""Alarms: each kind is raised by what it is for, by nothing else, and can be put back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from archie_board.model.attention.alarms import Alarm, alarms
from archie_board.model.attention.restores import restore
from archie_board.model.document import Document, parse, reparse
from archie_board.model.operations import Planned
from archie_board.model.source import splice
from hypothesis import given
from hypothesis import strategies as st

FILE = """\
# Ferry

### BE-010 | Backend | High | @ana
- **Title**: Sign in
- **Status**: in_progress
- **Description**: Access tokens live for ten minutes.
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
  - [ ] Refresh rotates
  - [ ] Logout revokes

### BE-011 | Backend | Low | @bert
- **Title**: Log out
- **Status**: pending

### BE-012 | Backend | Low | @bert
- **Title**: Passkeys
- **Status**: approved
- **Acceptance Criteria**:
  - [x] Works

### BE-013 | Backend | Low | @bert
- **Title**: Hold a seat
- **Status**: pending
- **Acceptance Criteria**:
  - [ ] One
  - [ ] Two
"""

CASES = {
    "task gone": (FILE[FILE.index("### BE-011") : FILE.index("### BE-012")], ""),
    "criterion gone": ("  - [ ] Refresh rotates\n", ""),
    "reworded": ("Refresh rotates", "Refresh may rotate"),
    "all ticked": ("  - [ ] One\n  - [ ] Two\n", "  - [x] One\n  - [x] Two\n"),
    "straight to done": ("Log out\n- **Status**: pending", "Log out\n- **Status**: completed"),
    "approval undone": ("**Status**: approved", "**Status**: in_progress"),
}


def raised(old: str, new: str) -> tuple[Alarm, ...]:
    return alarms(parse(old.encode()), parse(new.encode()))


_PARTS = [*FILE.split("### ")[1:], "BE-011 | Backend\n- **Title**: Other words\n\n"]
_PARTS += [part.replace(*edit) for edit in CASES.values() for part in _PARTS if edit[0] in part]
SOME = st.lists(st.sampled_from(_PARTS), max_size=6).map(lambda parts: "### ".join(["", *parts]))


@given(SOME, SOME, st.lists(st.just(("BE-011", "Log out")), max_size=1))
def test_what_was_not_written_anew_need_not_be_looked_at(
    one: str, other: str, gone: list[tuple[str, str]]
) -> None:
    old = parse(one.encode())
    anew = alarms(old, parse(other.encode()), gone)
    assert alarms(old, reparse(old, other.encode()), gone) == anew


def restored(alarm: Alarm, new: str) -> Document:
    document = parse(new.encode())
    planned = restore(alarm, document).plan(document)
    assert isinstance(planned, Planned), planned
    return parse(document.source.write(splice(document.data, planned.patches)))


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_is_raised_alone_and_can_be_put_back(kind: str) -> None:
    old, new = CASES[kind]
    changed = FILE.replace(old, new, 1)
    found = raised(FILE, changed)
    assert [alarm.kind for alarm in found] == [kind]
    assert found[0].text
    assert restored(found[0], changed).raw.decode() == FILE


@pytest.mark.parametrize("kind", CASES)
def test_putting_back_leaves_alone_what_others_did_since(kind: str) -> None:
    old, new = CASES[kind]
    changed = FILE.replace(old, new, 1)
    alarm = raised(FILE, changed)[0]
    since = changed.replace("# Ferry", "# Ferry\n\nHello.").replace("Low", "Medium")
    expected = FILE.replace("# Ferry", "# Ferry\n\nHello.").replace("Low", "Medium")
    after = restored(alarm, since).raw.decode()
    # A task that is brought back has the words that it had.
    expected = expected if kind != "task gone" else expected.replace("Medium", "Low", 1)
    assert after == expected


WORK = {
    "a status moves on": ("**Status**: in_progress", "**Status**: completed"),
    "one box is ticked": ("[ ] Refresh", "[x] Refresh"),
    "some boxes are ticked": ("[ ] Refresh rotates\n  - [ ]", "[x] Refresh rotates\n  - [x]"),
    "a criterion is reworded before work begins": ("[ ] One", "[ ] One and a half"),
    "a criterion is added": ("[ ] Refresh", "[ ] More\n  - [ ] Refresh"),
    "a title is reworded": ("Passkeys", "Sign in with passkeys"),
    "a title becomes another one": ("**Title**: Sign in", "**Title**: Authentication"),
    "a task is renumbered": ("### BE-011", "### BE-019"),
    "a task begins": ("Log out\n- **Status**: pending", "Log out\n- **Status**: in_progress"),
    "a description is edited": ("ten minutes", "an hour"),
}


@pytest.mark.parametrize("what", WORK)
def test_work_raises_nothing(what: str) -> None:
    old, new = WORK[what]
    assert FILE.replace(old, new, 1) != FILE
    assert raised(FILE, FILE.replace(old, new, 1)) == ()


def test_a_file_that_shrank_is_one_alarm_that_brings_all_back() -> None:
    cut = FILE[: FILE.index("### BE-011")]
    found = raised(FILE, cut)
    assert [alarm.kind for alarm in found] == ["shrank"]
    assert found[0].text == "the file shrank from 4 to 1 tasks"
    assert restored(found[0], cut).raw.decode() == FILE


def test_a_file_that_lost_everything_comes_back() -> None:
    found = raised(FILE, "# Ferry\n")
    after = restored(found[0], "# Ferry\n")
    assert [task.key for task in after.tasks] == ["BE-010", "BE-011", "BE-012", "BE-013"]


def test_an_id_that_was_given_to_another_task() -> None:
    at, end = FILE.index("### BE-011"), FILE.index("### BE-012")
    other = "### BE-011 | Backend | High\n- **Title**: Weather\n- **Status**: in_progress\n\n"
    changed = FILE[:at] + other + FILE[end:]
    found = raised(FILE, changed)
    assert [alarm.kind for alarm in found] == ["ID again"]
    after = restored(found[0], changed)
    titles = {task.key: task.title for task in after.tasks}
    assert titles["BE-011"] == "Log out"
    assert titles["BE-014"] == "Weather"


def test_an_id_that_a_second_task_got() -> None:
    other = "### BE-011 | Backend | High\n- **Title**: Weather\n- **Status**: pending\n\n"
    for changed in (FILE + "\n" + other, FILE.replace("### BE-010", other + "### BE-010")):
        found = raised(FILE, changed)
        assert [alarm.kind for alarm in found] == ["ID again"]
        titles = {task.key: task.title for task in restored(found[0], changed).tasks}
        assert titles["BE-011"] == "Log out"
        assert titles["BE-014"] == "Weather"


def test_an_id_that_comes_back_with_another_task_after_its_own_vanished() -> None:
    at, end = FILE.index("### BE-011"), FILE.index("### BE-012")
    gone = parse((FILE[:at] + FILE[end:]).encode())
    other = "### BE-011 | Backend | High\n- **Title**: Weather\n- **Status**: pending\n\n"
    changed = parse((FILE[:at] + other + FILE[end:]).encode())
    assert [alarm.kind for alarm in alarms(gone, changed, [("BE-011", "Log out")])] == ["ID again"]
    assert alarms(gone, changed) == ()
    assert alarms(gone, parse(FILE.encode()), [("BE-011", "Log out")]) == ()


def test_what_cannot_be_put_back_says_why() -> None:
    old, new = CASES["straight to done"]
    alarm = raised(FILE, FILE.replace(old, new, 1))[0]
    with pytest.raises(ValueError, match="no task BE-099"):
        restore(replace(alarm, task="BE-099"), parse(FILE.encode()))
