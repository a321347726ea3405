"""Operations: what they change, what they leave alone, and the way back."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from functools import partial

import pytest
from archie_board.model import operations as ops
from archie_board.model.document import Document, parse, reparse
from archie_board.model.markdown import syntax
from archie_board.model.operations import (
    AddCriterion,
    AddTask,
    CheckCriterion,
    Conflict,
    CriterionRef,
    DeleteTask,
    EditCriterion,
    MoveCriterion,
    Operation,
    Planned,
    Refused,
    RemoveCriterion,
    Revert,
    SetField,
    SetStatus,
    Unchanged,
)
from archie_board.model.operations.fields import where_they_differ
from archie_board.model.source import splice
from archie_board.model.task import Task
from hypothesis import assume, given
from hypothesis import strategies as st

from ..draws import draws
from .strategies import TEXTS, files

NATIVE = """# Board

### BE-010 | Backend | High | @backend-specialist
- **Title**: Implement JWT authentication
- **Status**: pending
- **Assigned**: backend-specialist
- **Dependencies**: ARCH-001
- **Acceptance Criteria**: 
  - [ ] Login returns both tokens
  - [x] Refresh rotates the refresh token
- **Technical notes**: Argon2id

---

### BE-035 | Backend | Low | 🚫 BLOCKED
- **Title**: Webhooks
- **Status**: blocked
- **Blocker**: Signature is not documented
"""  # noqa: W291


def applied(document: Document, operation: Operation) -> Document:
    """The document after an operation that must be possible."""
    result = operation.plan(document)
    assert isinstance(result, Planned), result
    return reparse(document, document.source.write(splice(document.data, result.patches)))


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that differ, as a diff shows them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def text_after(operation: Operation, before: str = NATIVE) -> str:
    return applied(parse(before.encode()), operation).raw.decode()


@pytest.mark.parametrize(
    ("operation", "diff"),
    [
        (SetStatus("BE-010", "in progress"), ["-- **Status**: pending", "+- **Status**: in_progress"]),
        (
            SetStatus("BE-035", "completed"),
            [
                "-### BE-035 | Backend | Low | 🚫 BLOCKED",
                "+### BE-035 | Backend | Low | ✅ COMPLETED",
                "-- **Status**: blocked",
                "+- **Status**: completed",
            ],
        ),
        (
            SetStatus("BE-010", "blocked", reason="No keys"),
            ["-- **Status**: pending", "+- **Status**: blocked", "+- **Blocker**: No keys"],
        ),
        (
            SetField("BE-010", "assignee", "@bob"),
            [
                "-### BE-010 | Backend | High | @backend-specialist",
                "+### BE-010 | Backend | High | @bob",
                "-- **Assigned**: backend-specialist",
                "+- **Assigned**: bob",
            ],
        ),
        (
            SetField("BE-010", "priority", "critical"),
            [
                "-### BE-010 | Backend | High | @backend-specialist",
                "+### BE-010 | Backend | Critical | @backend-specialist",
            ],
        ),
        (
            SetField("BE-010", "description", "One\n\n- two"),
            ["+- **Description**: One", "+", "+  - two"],
        ),
        (SetField("BE-010", "dependencies", ""), ["-- **Dependencies**: ARCH-001", "+- **Dependencies**: none"]),
        (SetField("BE-010", "technical notes", ""), ["-- **Technical notes**: Argon2id"]),
        (SetField("BE-035", "My own", "x"), ["+- **My own**: x"]),
        (
            CheckCriterion("BE-010", CriterionRef("Login returns both tokens")),
            ["-  - [ ] Login returns both tokens", "+  - [x] Login returns both tokens"],
        ),
        (AddCriterion("BE-010", "New"), ["+  - [ ] New"]),
        (AddCriterion("BE-035", "New"), ["+- **Acceptance Criteria**:", "+  - [ ] New"]),
        (
            EditCriterion("BE-010", CriterionRef("Refresh rotates the refresh token"), "Better"),
            ["-  - [x] Refresh rotates the refresh token", "+  - [x] Better"],
        ),
        (
            RemoveCriterion("BE-010", CriterionRef("Login returns both tokens")),
            ["-  - [ ] Login returns both tokens"],
        ),
    ],
)  # fmt: skip
def test_an_operation_changes_the_lines_that_it_names(
    operation: Operation, diff: list[str]
) -> None:
    assert changed_lines(NATIVE, text_after(operation)) == diff


def test_a_tick_changes_one_byte() -> None:
    before = NATIVE.encode()
    after = text_after(CheckCriterion("BE-010", CriterionRef("Login returns both tokens"))).encode()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_criteria_change_places() -> None:
    ref = CriterionRef("Login returns both tokens")
    after = parse(text_after(MoveCriterion("BE-010", ref, 1)).encode())
    assert [c.text[:5] for c in after.tasks[0].criteria] == ["Refre", "Login"]


def test_a_new_task_takes_the_lowest_free_number_and_the_spacing_of_its_neighbours() -> None:
    operation = AddTask("Roles", "auth", "2024-01-15 10:30", depends=("BE-010",), criteria=("a",))
    after = text_after(operation)
    assert (
        "\n---\n\n### BE-011 | Backend | Medium | @backend-specialist\n- **Title**: Roles\n"
        in after
    )
    assert (
        "- **Dependencies**: BE-010\n- **Acceptance Criteria**:\n  - [ ] a\n\n---\n\n### BE-035"
        in after
    )


def test_a_status_is_written_in_the_words_of_the_file() -> None:
    before = (
        "### BE-001 | B\n- **Title**: a\n- **Status**: In Progress\n\n"
        "### BE-002 | B\n- **Title**: b\n- **Status**: To Do\n"
    )
    assert (
        "- **Status**: In Progress\n\n### BE-002 | B\n- **Title**: b\n- **Status**: In Progress"
        in text_after(SetStatus("BE-002", "in_progress"), before)
    )
    assert "- **Status**: Completed" in text_after(SetStatus("BE-002", "done"), before)


def test_edits_go_to_the_section_that_has_the_last_word() -> None:
    update = "\n### BE-010 | Backend | High | ✅ COMPLETED\n- **Notes**: All met\n"
    after = text_after(SetStatus("BE-010", "approved"), NATIVE + update)
    assert after == NATIVE + update.replace("✅ COMPLETED", "✅ APPROVED")
    after = text_after(SetField("BE-010", "title", "New"), NATIVE + update)
    assert after == NATIVE.replace("Implement JWT authentication", "New") + update


@pytest.mark.parametrize(
    "operation",
    [
        SetField("BE-010", "title", "Mine", expect="What I saw"),
        SetStatus("BE-010", "approved", expect="in_progress"),
        SetField("BE-999", "title", "x"),
        CheckCriterion("BE-010", CriterionRef("Reworded meanwhile")),
        CheckCriterion("BE-010", CriterionRef("Login returns both tokens", 0, of=2)),
        DeleteTask("BE-010", expect="another digest"),
    ],
)
def test_what_the_user_did_not_see_is_a_conflict(operation: Operation) -> None:
    assert isinstance(operation.plan(parse(NATIVE.encode())), Conflict)


@pytest.mark.parametrize(
    "operation",
    [
        SetField("BE-010", "title", " "),
        SetField("BE-010", "priority", "soonish"),
        SetField("BE-010", "status", "done"),
        SetStatus("BE-010", "..."),
        SetStatus("BE-010", "done", reason="no"),
        AddCriterion("BE-010", "\n"),
        AddTask("x", "no such category", "now"),
        AddTask("", "auth", "now"),
    ],
)
def test_what_makes_no_sense_is_refused(operation: Operation) -> None:
    with pytest.raises(Refused):
        operation.plan(parse(NATIVE.encode()))


def test_a_full_category_says_so() -> None:
    text = "".join(f"### BE-{n:03} | B\n- **Title**: {n}\n\n" for n in range(10, 20))
    with pytest.raises(Refused, match="BE-010"):
        AddTask("x", "BE-010+", "now").plan(parse(text.encode()))


def stated(task: Task) -> list[bytes]:
    """What the sections of a task say, without the room between tasks."""
    return [part.data[: part.reading.end].rstrip() for part in task.sections]


def hangs_loose(raw: bytes) -> bool:
    """Whether indented lines stand outside any list: below a new item, they would join it."""
    lines = syntax.scan(raw)
    return any(line.indent and not line.depth and line.kind != "blank" for line in lines)


def carried_out(document: Document, operation: Operation) -> Planned | None:
    """What the store would write: not what swallows other tasks, as a text can on mangled files."""
    try:
        planned = operation.plan(document)
    except Refused:
        return None
    if not isinstance(planned, Planned):
        return None
    after = reparse(document, splice(document.data, planned.patches))
    return None if planned.strays(document, after) else planned


VALUES = st.sampled_from(["{}", "{}\n\nmore\n- list", "- a\n- b", "```\n### BE-9 | x\n```"])
PROSE = st.sampled_from(["description", "Notes", "technical notes", "x y"])
SHORT = st.sampled_from(["title", "assignee", "effort"])
DEPENDENCIES = st.sampled_from(["", "BE-1, ARCH-2"])
PRIORITIES = st.sampled_from(["High", "low", "P0"])
STATUSES = st.sampled_from(["pending", "done", "blocked", "in review"])
PLACES = st.sampled_from([None, 0, 1])
STEPS = st.integers(0, 3)


@st.composite
def edits(draw: st.DrawFn, document: Document) -> Operation:
    """Any operation on a task of the document."""
    task = draw(st.sampled_from(document.tasks))
    key, text = task.key, draw(TEXTS)
    value = draw(VALUES).replace("{}", text)
    found: list[Callable[[], Operation]] = [
        lambda: SetField(key, draw(PROSE), value),
        lambda: SetField(key, draw(SHORT), text),
        lambda: SetField(key, "dependencies", draw(DEPENDENCIES)),
        lambda: SetField(key, "priority", draw(PRIORITIES)),
        lambda: SetStatus(key, draw(STATUSES)),
        lambda: AddCriterion(key, text, draw(PLACES)),
        lambda: AddTask(text, "BE-010+", "2024-01-15", description=value, criteria=(text,)),
        lambda: DeleteTask(key),
    ]
    for criterion in task.criteria:
        ref, done = CriterionRef.to(task, criterion), criterion.done
        found += [
            partial(CheckCriterion, key, ref, not done),
            partial(EditCriterion, key, ref, text),
            partial(RemoveCriterion, key, ref),
            lambda ref=ref: MoveCriterion(key, ref, draw(STEPS)),
        ]
    return draw(st.sampled_from(found))()


@given(files(), st.data())
@draws(300)
def test_an_operation_touches_its_task_alone_and_can_be_taken_back(
    raw: bytes, data: st.DataObject
) -> None:
    document = parse(raw)
    assume(document.tasks and not document.unclosed and not hangs_loose(raw))
    operation = data.draw(edits(document))
    result = carried_out(document, operation)
    if result is None:
        return
    after = reparse(document, splice(raw, result.patches))
    others = [task for task in document.tasks if task.key != result.task]
    for task in others:
        same = after.task(task.key)
        assert same is not None
        assert stated(same) == stated(task)
    back = Revert.of(document, result).plan(after)
    assert isinstance(back, Planned), back
    assert splice(after.data, back.patches) == raw


@given(files(), st.data())
@draws(250)
def test_what_is_set_is_what_is_read_and_setting_it_again_changes_nothing(
    raw: bytes, data: st.DataObject
) -> None:
    document = parse(raw)
    assume(document.tasks and not document.unclosed and not hangs_loose(raw))
    operation = data.draw(edits(document))
    assume(not isinstance(operation, (AddTask, DeleteTask, MoveCriterion)))
    result = carried_out(document, operation)
    if result is None:
        return
    after = reparse(document, splice(raw, result.patches))
    assert isinstance(operation.plan(after), Unchanged)
    payload = ops.to_payload(operation)
    assert ops.from_payload(payload) == operation


def test_a_new_task_survives_the_journal() -> None:
    operation = AddTask("Rotate keys", "BE-010+", created="2024-01-15 10:30", depends=("BE-001",))
    assert ops.from_payload(ops.to_payload(operation)) == operation


def test_a_new_task_that_got_another_number_is_known_again() -> None:
    """Its number was taken by the time it was written; done again, it would be there twice."""
    operation = AddTask("Rotate keys", "BE-010+", created="2024-01-15 10:30", id="BE-012")
    other = b"### BE-012 | Backend | Low\n- **Title**: Another\n- **Created**: 2024-01-15 10:30\n\n"
    own = other.replace(b"BE-012", b"BE-013").replace(b"Another", b"Rotate keys")
    assert not operation.present(parse(other))
    assert operation.present(parse(other + own))


@given(st.text("ab ", max_size=90), st.text("ab ", max_size=90), st.text("ab ", max_size=90))
def test_two_long_texts_are_told_by_where_they_differ(same: str, mine: str, theirs: str) -> None:
    one, other = same + mine, same + theirs
    told = where_they_differ(one, other)
    assert (told[0] == told[1]) == (" ".join(one.split()) == " ".join(other.split()))
    assert max(map(len, told)) <= 48 + len("......")
