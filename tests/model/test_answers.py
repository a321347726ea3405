"""Every answer that is offered to a conflict does what it says on the file as it is by now.

The cases name each kind of operation: what the user wanted, and what another writer made of
the file meanwhile. No answer may come to a conflict again, since nobody could get out of that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from archie_board.model.attention.answers import Way, as_of_now, edited, ways
from archie_board.model.attention.questions import Question, question_of
from archie_board.model.document import Document, parse, reparse
from archie_board.model.operations import (
    _KINDS,
    AddComment,
    AddNote,
    AddTask,
    AddTasks,
    CheckCriterion,
    Conflict,
    CriterionRef,
    DeleteTask,
    EditComment,
    EditCriterion,
    EditVerdictNote,
    GiveVerdict,
    MarkReviewItem,
    MoveCriterion,
    Operation,
    Planned,
    Refused,
    RemoveCriterion,
    RenumberTask,
    ReplaceSection,
    RestoreLines,
    RestoreTask,
    SetField,
    SetStatus,
    Together,
    Unchanged,
    digest_of,
    section_text,
)
from archie_board.model.operations.criteria import AddCriterion
from archie_board.model.operations.revert import Hunk
from archie_board.model.reviews.approval import digest_of as text_digest
from archie_board.model.reviews.review import review_of
from archie_board.model.source import splice

FILE = """\
# Ferry

### BE-010 | Backend | High | ✅ COMPLETED
- **Title**: Sign in
- **Status**: completed
- **Description**: Tokens
- **Acceptance Criteria**:
  - [ ] Both tokens
  - [ ] Rotates
- **Comments**:
  - 2024-01-14 09:00 @ana: Hello
- **Review**:
  - [x] Code review
  - [ ] Performance check: slow

### BE-011 | Backend | Low | @bert
- **Title**: Log out
- **Status**: pending
- **Review**: changes requested by @ana, 2024-01-15: Slow
"""
AT = "2024-01-16 16:00"
THEN = "2024-01-14 09:00"
BE = FILE[FILE.index("### BE-010") : FILE.index("### BE-011")]


@dataclass(frozen=True)
class Case:
    """A wish of a user who saw `FILE`, and what stands in its way."""

    wish: Callable[[Document], Operation]
    old: str
    new: str
    shows: str
    """What stands in the file once the first answer is given."""


def ref(document: Document, number: int) -> CriterionRef:
    task = document.task("BE-010")
    assert task is not None
    return CriterionRef.to(task, task.criteria[number])


def verdict(document: Document, word: str = "approved", **more: object) -> GiveVerdict:
    task = document.task("BE-010")
    assert task is not None
    review = review_of(task)
    return GiveVerdict(
        "BE-010", word, "ana", AT, note="Fine" if word == "approved" else "Not yet",
        seen=text_digest(task), expect=review.head if review else "", expect_status="completed",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def mark(state: str, note: str | None = None) -> MarkReviewItem:
    return MarkReviewItem(
        "BE-010", "Code review", state, note, expect="passed", expect_note="" if note else None
    )


def described(text: str) -> SetField:
    return SetField("BE-010", "description", text, expect="Tokens")


DROPPED = (Hunk("- **Description**: Tokens\n", "", "- **Status**: completed\n", ""),)
GONE = (BE, "")
CASES = {
    "SetStatus": Case(
        lambda _: SetStatus("BE-010", "blocked", expect="completed"),
        "**Status**: completed", "**Status**: in_progress", "**Status**: blocked",
    ),
    "SetField": Case(
        lambda _: described("Mine"),
        "Description**: Tokens", "Description**: Theirs", "Description**: Mine",
    ),
    "ReplaceSection": Case(
        lambda d: ReplaceSection(
            "BE-010", base=section_text(d.task("BE-010"), 0), text=BE.replace("Tokens", "Mine")
        ),
        "Tokens", "Theirs", "Description**: Mine",
    ),
    "DeleteTask": Case(
        lambda d: DeleteTask("BE-010", digest_of(d, d.task("BE-010"))),
        "Tokens", "Theirs", "# Ferry\n\n### BE-011",
    ),
    "MarkReviewItem": Case(
        lambda _: mark("skipped"), "[x] Code review", "[!] Code review: no", "[-] Code review: no",
    ),
    "MarkReviewItem, a note": Case(
        lambda _: mark("passed", "mine"), "Code review", "Code review: theirs", "Code review: mine",
    ),
    "GiveVerdict, another text": Case(
        verdict, "[ ] Rotates", "[x] Rotates", "approved by @ana",
    ),
    "GiveVerdict, another verdict": Case(
        lambda d: verdict(d, "changes_requested"),
        "Review**:", "Review**: approved by @bob, 2024-01-16 15:00: Good", "changes requested by",
    ),
    "GiveVerdict, a mark": Case(
        lambda d: verdict(d, "changes_requested", marks=(mark("failed", "mine"),)),
        "Code review", "Code review: theirs", "[!] Code review: mine",
    ),
    "GiveVerdict, approved by hand": Case(
        lambda d: verdict(d, "changes_requested"),
        "**Status**: completed", "**Status**: approved", "changes requested by",
    ),
    "CheckCriterion": Case(
        lambda d: CheckCriterion("BE-010", ref(d, 0)), "Both tokens", "Both of them", "[x] Both of",
    ),
    "EditCriterion": Case(
        lambda d: EditCriterion("BE-010", ref(d, 0), "Mine"), "Both tokens", "Both of", "[ ] Mine",
    ),
    "RemoveCriterion": Case(
        lambda d: RemoveCriterion("BE-010", ref(d, 0)),
        "Rotates", "Both tokens", "Criteria**:\n  - [ ] Both tokens\n- **Comm",
    ),
    "MoveCriterion": Case(
        lambda d: MoveCriterion("BE-010", ref(d, 0), 1),
        "Both tokens", "Both of them", "Rotates\n  - [ ] Both of them",
    ),
    "AddCriterion": Case(lambda _: AddCriterion("BE-010", "Mine"), *GONE, "[ ] Mine"),
    "AddComment": Case(
        lambda _: AddComment("BE-010", "ana", AT, "Mine"), *GONE, "@ana: Mine",
    ),
    "EditComment": Case(
        lambda _: EditComment("BE-010", "@ana", THEN, "Hello", "Mine"),
        "Hello", "Theirs", f"- {THEN} @ana: Mine\n",
    ),
    "EditComment, gone": Case(
        lambda _: EditComment("BE-010", "@ana", THEN, "Hello", "Mine"),
        f"- {THEN} @ana: Hello", "- Nothing", f"- {THEN} @ana: Mine\n",
    ),
    "EditVerdictNote": Case(
        lambda _: EditVerdictNote("BE-011", "Slow", "Mine"),
        ": Slow", ": Very slow", "requested by @ana, 2024-01-15: Mine\n",
    ),
    "AddNote": Case(lambda _: AddNote("BE-010", "Mine"), *GONE, "Mine"),
    "AddTasks": Case(
        lambda _: AddTasks("BE-010", (AddTask("Mine", "BE-010+", AT),), "ana", AT, "Received"),
        *GONE, "Mine",
    ),
    "AlignBadge": Case(lambda _: alignment(), *GONE, "COMPLETED"),
    "RenumberTask": Case(
        lambda _: RenumberTask("BE-011", "BE-012", "Log out"),
        "### BE-011", "### BE-011 | Backend | Low\n- **Title**: Other\n\n### BE-019",
        "### BE-012 | Backend | Low | @bert\n- **Title**: Log out",
    ),
    "Together": Case(
        lambda _: Together("both", (mark("skipped"), described("Mine"))),
        "Tokens", "Theirs", "Description**: Mine",
    ),
}  # fmt: skip
"""The kinds that can come to a conflict with an answer that does something."""

NEVER = {
    "AddTask": "it is about no task that stands in the file",
    "RestoreTask": "another task with its ID can only be left, or given another ID",
    "RestoreLines": "where their place is gone nobody knows where they belong",
    "Revert": "what cannot be taken back is told, and leaves no question",
}
"""The kinds without one, and why."""


def alignment() -> Operation:
    from archie_board.model.operations import AlignBadge

    return AlignBadge("BE-010")


def test_every_kind_of_operation_has_a_case() -> None:
    assert {name.partition(",")[0] for name in CASES} | NEVER.keys() == _KINDS.keys()


def asked(wish: Operation, seen: Document, now: Document) -> Question:
    result = wish.plan(now)
    assert isinstance(result, Conflict), result
    found = as_of_now(question_of(wish, result, [seen]), now)
    assert found is not None
    return found


def given(way: Way, document: Document) -> str:
    """The file once an answer is given, which must be possible and do something."""
    for operation in way.operations:
        result = operation.plan(document)
        assert isinstance(result, Planned), result
        raw = splice(document.data, result.patches)
        document = reparse(document, document.source.write(raw))
    return document.data.decode()


def case_of(name: str) -> tuple[Question, Document]:
    case, seen = CASES[name], parse(FILE.encode())
    now = parse(FILE.replace(case.old, case.new, 1).encode())
    assert now.data != seen.data
    return asked(case.wish(seen), seen, now), now


@pytest.mark.parametrize("name", CASES)
def test_the_first_answer_does_what_was_wanted(name: str) -> None:
    question, now = case_of(name)
    first = ways(question, now)[0]
    assert first.operations, first
    assert CASES[name].shows in given(first, now)


@pytest.mark.parametrize("name", CASES)
def test_no_answer_leads_back_to_the_question(name: str) -> None:
    question, now = case_of(name)
    found = ways(question, now)
    assert any(not way.operations and way.text is None for way in found)
    for way in found:
        given(way, now)
        if way.text is not None:
            assert isinstance(edited(question, now, way.text + " ").plan(now), Planned | Unchanged)


def test_what_cannot_be_done_any_more_is_not_offered() -> None:
    seen = parse(FILE.encode())
    taken_back = parse(FILE.replace("completed", "in_progress").encode())
    dropped = RestoreLines("BE-010", "BE-010 description", DROPPED)
    elsewhere = parse(
        FILE.replace("- **Status**: completed\n- **Description**: Tokens\n", "").encode()
    )
    for wish, now in ((verdict(seen), taken_back), (dropped, elsewhere)):
        found = ways(asked(wish, seen, now), now)
        assert [way.answer for way in found] == ["theirs"]


def test_of_two_tasks_with_one_id_either_can_be_meant_by_any_edit() -> None:
    twin = (
        FILE
        + "\n### BE-010 | Backend | Low | ✅ DONE\n- **Title**: Twin\n- **Status**: completed\n"
    )
    now = parse(twin.encode())
    keys = tuple(task.key for task in now.tasks if task.id == "BE-010")
    conflict = Conflict("which one?", "BE-010", kind="duplicate", candidates=keys)
    for wish in (mark("failed"), verdict(now), AddComment("BE-010", "ana", AT, "Mine")):
        found = ways(question_of(wish, conflict, [now]), now)
        meant = [way.operations[0].task for way in found if way.answer == "pick"]
        assert meant == list(keys)


def test_a_later_mark_of_an_item_is_about_the_same_place() -> None:
    from archie_board.model.attention.questions import place_of

    assert place_of(mark("failed")) == place_of(mark("passed", "mine"))
    document = parse(FILE.encode())
    assert place_of(verdict(document)) == place_of(verdict(document, "changes_requested"))


def test_a_task_that_is_another_one_is_not_brought_back_over_it() -> None:
    seen = parse(FILE.encode())
    wish = RestoreTask("BE-010", BE, "", "Another title")
    found = ways(asked(wish, seen, seen), seen)
    for way in found:
        given(way, seen)
    with pytest.raises(Refused):
        edited(
            asked(mark("skipped"), seen, parse(FILE.replace("[x] Code", "[!] Code").encode())),
            seen,
            "x",
        )
