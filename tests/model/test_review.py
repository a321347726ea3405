"""Comments and reviews: how they are read, written, and written by several at once."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from archie_board.model.board.dependencies import links_of
from archie_board.model.document import Document, parse, reparse
from archie_board.model.export import task_values
from archie_board.model.history.versions import Versions
from archie_board.model.operations import (
    AddComment,
    AddCriterion,
    CheckCriterion,
    Conflict,
    CriterionRef,
    EditComment,
    EditVerdictNote,
    GiveVerdict,
    MarkReviewItem,
    Operation,
    Planned,
    Refused,
    Revert,
    SetField,
    SetStatus,
    Unchanged,
    from_payload,
    to_payload,
)
from archie_board.model.reviews.approval import (
    approved_task,
    basis_of,
    digest_of,
    since,
    stale,
)
from archie_board.model.reviews.comments import Comment, comments_of, read_comment
from archie_board.model.reviews.review import review_of
from archie_board.model.reviews.sheet import sheet_of
from archie_board.model.roles import BACKEND, BUILTIN
from archie_board.model.source import splice
from archie_board.model.standards import ChecklistSection, ReviewStep, sentence
from archie_board.model.task import Task
from hypothesis import given
from hypothesis import strategies as st

from ..draws import draws
from .foreign import files as foreign_files
from .strategies import TEXTS
from .strategies import files as native_files

STEPS = [sentence(step.title) for step in BACKEND.review_steps]
PROTOCOL = """# Tasks

### BE-010 | Backend | High | ✅ COMPLETED
- **Title**: Implement JWT authentication
- **Status**: completed
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
  - [x] Refresh rotates the refresh token
- **Comments**:
  - 2024-01-16 14:35 @backend-specialist: Token lifetime is 15 minutes.
- **Review**: changes requested by @backend-architect, 2024-01-16 16:00
  - [x] Code review
  - [x] API testing
  - [ ] Performance check: login p95 is 240 ms, budget 200 ms
  - [x] Security review
    - [x] Input validation and sanitization
  - [ ] Documentation review
  - [x] Integration check
  - [ ] Next tasks

### BE-011 | Backend | Low | @backend-specialist
- **Title**: Another
- **Status**: pending
"""
PLAIN = """### BE-010 | Backend | High | ✅ COMPLETED
- **Title**: Implement JWT authentication
- **Status**: completed
- **Acceptance Criteria**:
  - [x] Login returns both tokens
- **Files changed**:
  - src/auth/tokens.ts (new)
"""


def task_of(text: str) -> Task:
    return parse(text.encode()).tasks[0]


def values(text: str) -> dict[str, Any]:
    document = parse(text.encode())
    return task_values(document.tasks[0], document, links_of(document.tasks), BUILTIN)


def after(document: Document, *operations: Operation) -> Document:
    """The document after operations that must all be possible, and can be journalled and undone."""
    for operation in operations:
        plan = operation.plan(document)
        assert isinstance(plan, Planned), plan
        assert from_payload(json.loads(json.dumps(to_payload(operation)))) == operation
        fresh = reparse(document, document.source.write(splice(document.data, plan.patches)))
        assert isinstance(operation.plan(fresh), Unchanged)
        back = Revert.of(document, plan).plan(fresh)
        assert isinstance(back, Planned)
        assert splice(fresh.data, back.patches) == document.data
        document = fresh
    return document


def text_after(text: str, *operations: Operation) -> str:
    return after(parse(text.encode()), *operations).data.decode()


def mark(step: str, state: str, note: str | None = None, **rest: Any) -> MarkReviewItem:
    before = STEPS[: STEPS.index(step)] if step in STEPS else []
    return MarkReviewItem("BE-010", step, state, note, tuple(before), **rest)


def test_the_protocols_example_is_read_as_it_says() -> None:
    told = values(PROTOCOL)
    assert told["comments"] == [
        {
            "at": "2024-01-16 14:35",
            "author": "backend-specialist",
            "text": "Token lifetime is 15 minutes.",
        }
    ]
    review = told["review"]
    assert (review["verdict"], review["by"], review["at"]) == (
        "changes_requested",
        "backend-architect",
        "2024-01-16 16:00",
    )
    assert [(i["step"], i["state"], i["note"]) for i in review["items"]] == [
        ("Code review", "passed", None),
        ("API testing", "passed", None),
        ("Performance check", "open", "login p95 is 240 ms, budget 200 ms"),
        ("Security review", "passed", None),
        ("Input validation and sanitization", "passed", None),
        ("Documentation review", "open", None),
        ("Integration check", "passed", None),
        ("Next tasks", "open", None),
    ]
    assert [criterion["done"] for criterion in told["criteria"]] == [False, True]
    assert told["fields"] == {}
    assert values(PLAIN)["review"] is None
    assert values(PLAIN)["comments"] == []


@pytest.mark.parametrize(
    ("text", "at", "author", "said"),
    [
        ("2024-01-16 14:35 @bob: a: b\nmore\n- c", "2024-01-16 14:35", "bob", "a: b\nmore\n- c"),
        ("@alice (2024-01-16): hello", "2024-01-16", "alice", "hello"),
        ("**@alice** (2024-01-16 14:35): hi", "2024-01-16 14:35", "alice", "hi"),
        ("[2024-01-16 14:35] bob: x", "2024-01-16 14:35", "bob", "x"),
        ("2024-01-16T14:35:00Z - @bob - text", "2024-01-16T14:35:00Z", "bob", "text"),
        ("_2024-01-16_ — **@ana** — ok", "2024-01-16", "ana", "ok"),
        ("2024-01-16 14:35 @Ada Lovelace: hey", "2024-01-16 14:35", "Ada Lovelace", "hey"),
        ("bob smith, 2024-01-16 14:00: foo", "2024-01-16 14:00", "bob smith", "foo"),
        ("2024-01-16: only a time", "2024-01-16", None, "only a time"),
        ("2024-01-16 14:35 no colon", "2024-01-16 14:35", None, "no colon"),
        ("backend-specialist: foo", None, "backend-specialist", "foo"),
        ("Note: foo", None, None, "Note: foo"),
        ("@bob please look: here", None, None, "@bob please look: here"),
        ("We met on 2024-01-16: it was ok", None, None, "We met on 2024-01-16: it was ok"),
        ("2024-01-16 14:35: We use: foo", "2024-01-16 14:35", None, "We use: foo"),
    ],
)
def test_comments_are_read_as_people_begin_them(
    text: str, at: str | None, author: str | None, said: str
) -> None:
    assert read_comment(text) == Comment(at, author, said)


def test_a_thread_is_what_all_sections_say() -> None:
    text = PROTOCOL + "\n### BE-010\n- **Status**: completed\n- **Comments**: one line, no list\n"
    document = parse(text.encode())
    assert [c.text for c in comments_of(document.tasks[0])] == [
        "Token lifetime is 15 minutes.",
        "one line, no list",
    ]


@pytest.mark.parametrize(
    ("head", "verdict", "by", "at", "note"),
    [
        ("approved by @x, 2024-01-16 16:00", "approved", "x", "2024-01-16 16:00", None),
        (
            "✅ Approved by Ada Lovelace on 2024-01-16",
            "approved",
            "Ada Lovelace",
            "2024-01-16",
            None,
        ),
        ("**Approved** (2024-01-16, @x)", "approved", "x", "2024-01-16", None),
        ("2024-01-16 16:00 @x: approved: fine", "approved", "x", "2024-01-16 16:00", "fine"),
        ("Approved. Good work", "approved", None, None, "Good work"),
        ("Not approved", "changes_requested", None, None, None),
        ("Needs work: naming", "changes_requested", None, None, "naming"),
        ("changes_requested", "changes_requested", None, None, None),
        ("in progress by @x", None, "x", None, "in progress"),
    ],
)
def test_verdicts_are_read_as_people_write_them(
    head: str, verdict: str | None, by: str | None, at: str | None, note: str | None
) -> None:
    review = review_of(task_of(PLAIN + f"- **Review**: {head}\n"))
    assert review is not None
    assert (review.verdict, review.by, review.at, review.note) == (verdict, by, at, note)


def test_items_are_read_with_or_without_boxes() -> None:
    text = (
        PLAIN
        + """- **Review**:
  1. [X] **Code review**: clean
  - ✅ API testing
  - ❌ Performance check - slow
  - Security review: passed, no findings
  - Documentation:
    - [-] README updated if needed
  - Next tasks
  - [ ] Accessibility: keyboard: works
  - Just a thought
"""
    )
    review = review_of(task_of(text), BACKEND)
    assert review is not None
    assert [(i.step, i.state, i.note) for i in review.every] == [
        ("Code review", "passed", "clean"),
        ("API testing", "passed", None),
        ("Performance check", "failed", "slow"),
        ("Security review", "passed", "no findings"),
        ("README updated if needed", "skipped", None),
        ("Next tasks", "open", None),
        ("Accessibility", "open", "keyboard: works"),
    ]
    assert review.prose == ("Just a thought",)


HEADINGS = """### BE-010 | Backend | High | ✅ COMPLETED
- **Title**: Implement JWT authentication
- **Acceptance Criteria**:
  - [x] One

#### Review
- [x] Code review
##### Security
- [!] XSS prevention measures: none

#### 💬 Comments

- @bob (2024-01-01): hi

#### Notes
- [ ] Two
"""


@pytest.mark.parametrize("heading", ["### BE-010 | Backend | High | ✅", "### BE-010: Log in ✅"])
def test_a_heading_of_their_own_is_read_and_written_too(heading: str) -> None:
    text = HEADINGS.replace("### BE-010 | Backend | High | ✅", heading)
    document = parse(text.encode())
    task = document.tasks[0]
    assert [c.text for c in task.criteria] == ["One", "Two"]
    later = after(
        document,
        mark("API testing", "passed"),
        mark("XSS prevention measures", "passed", ""),
        AddComment("BE-010", "ana", "2024-01-02 10:00", "Second"),
        GiveVerdict("BE-010", "changes_requested", "ana", "2024-01-02 10:01", "Look again"),
    ).data.decode()
    assert "#### Review: changes requested by @ana, 2024-01-02 10:01: Look again\n" in later
    assert "- [x] Code review\n- [x] API testing\n##### Security\n- [x] XSS prevention" in later
    assert "- @bob (2024-01-01): hi\n- 2024-01-02 10:00 @ana: Second\n" in later
    assert later.endswith("\n\n#### Notes\n- [ ] Two\n")


def test_an_open_fence_in_a_comment_hides_nothing() -> None:
    comments = [
        AddComment("BE-010", "ana", "2024-01-16 15:00", "see\n```\n- **Review**: approved"),
        AddComment("BE-010", "bob", "2024-01-16 15:01", "## BE-012 | Backend\n- [x] no"),
        AddComment("BE-010", "bob", "2024-01-16 15:02", "<!--\nmore"),
    ]
    document = after(parse(PROTOCOL.encode()), *comments)
    task = document.tasks[0]
    assert [c.text for c in comments_of(task)][1:] == [c.text for c in comments]
    assert len(document.tasks) == 2
    assert len(task.criteria) == 2
    review = review_of(task)
    assert review is not None
    assert review.verdict == "changes_requested"


@pytest.mark.parametrize("text", ["pending", "none", "", "N/A"])
def test_a_review_that_says_nothing_is_none(text: str) -> None:
    assert review_of(task_of(PLAIN + f"- **Review**: {text}\n")) is None


def test_a_whole_review_is_written_as_the_protocol_shows() -> None:
    security = {"part": "Security review", "part_after": tuple(STEPS[:3])}
    written = text_after(
        PLAIN,
        mark("API testing", "passed"),
        mark("Code review", "passed"),
        mark("Performance check", "failed", "login p95 is 240 ms,\nbudget 200 ms"),
        mark("XSS prevention measures", "skipped", **security),
        MarkReviewItem("BE-010", "SQL injection prevention", "passed", **security),
        AddComment("BE-010", "@backend-architect", "2024-01-16 15:00", "Why so slow?"),
        GiveVerdict("BE-010", "changes_requested", "backend-architect", "2024-01-16 16:00"),
    )
    assert written == PLAIN.replace("✅ COMPLETED", "🔄 IN PROGRESS").replace(
        "**Status**: completed", "**Status**: in_progress"
    ) + (
        "- **Comments**:\n"
        "  - 2024-01-16 15:00 @backend-architect: Why so slow?\n"
        "- **Review**: changes requested by @backend-architect, 2024-01-16 16:00\n"
        "  - [x] Code review\n"
        "  - [x] API testing\n"
        "  - [!] Performance check: login p95 is 240 ms, budget 200 ms\n"
        "  - [ ] Security review\n"
        "    - [x] SQL injection prevention\n"
        "    - [-] XSS prevention measures\n"
    )


def test_what_stands_in_the_file_keeps_its_style() -> None:
    text = PLAIN + "* **Review**:\n    * ✅ **Code review:** clean\n    * [X] Own step (odd)\n"
    assert text_after(text, mark("Code review", "failed")).endswith(
        "    * ❌ **Code review:** clean\n    * [X] Own step (odd)\n"
    )
    assert text_after(text, mark("Code review", "passed", "really")).endswith(
        "    * ✅ **Code review:** really\n    * [X] Own step (odd)\n"
    )
    assert text_after(text, mark("API testing", "passed")).endswith(
        "clean\n    * [x] API testing\n    * [X] Own step (odd)\n"
    )
    assert text_after(text, mark("own step (odd)", "open", "x")).endswith(
        "    * [ ] Own step (odd): x\n"
    )


def test_a_note_comes_changes_and_goes() -> None:
    noted = after(parse(PROTOCOL.encode()), mark("Code review", "passed", "fine"))
    assert b"  - [x] Code review: fine\n" in noted.data
    assert (
        b"- [!] Code review: worse\n" in after(noted, mark("Code review", "failed", "worse")).data
    )
    gone = after(noted, mark("Code review", "passed", ""))
    assert gone.data == PROTOCOL.encode()


def test_a_mark_that_was_made_already_is_made_once() -> None:
    document = parse(PROTOCOL.encode())
    assert isinstance(mark("Code review", "passed", expect="open").plan(document), Unchanged)
    assert isinstance(mark("Accessibility", "open").plan(document), Unchanged)


@pytest.mark.parametrize(
    ("operation", "theirs"),
    [
        (mark("Code review", "failed", expect="open"), "[x] Code review"),
        (
            mark("Performance check", "passed", "ok", expect="open", expect_note=""),
            "[ ] Performance check: login p95 is 240 ms, budget 200 ms",
        ),
        (
            GiveVerdict("BE-010", "approved", "x", "now", expect=""),
            "changes requested by @backend-architect, 2024-01-16 16:00",
        ),
        (GiveVerdict("BE-010", "approved", "x", "now", expect_status="approved"), "✅ COMPLETED"),
    ],
)
def test_what_was_changed_meanwhile_is_asked(operation: Operation, theirs: str) -> None:
    result = operation.plan(parse(PROTOCOL.replace("- **Status**: completed\n", "").encode()))
    assert isinstance(result, Conflict)
    assert result.theirs == theirs


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (AddComment("BE-010", "a", "now", " \n"), "needs a text"),
        (AddComment("BE-010", "@", "now", "x"), "needs an author"),
        (MarkReviewItem("BE-010", "Code review", "great"), "passed, failed, skipped"),
        (GiveVerdict("BE-010", "fine", "x", "now"), "approved, changes_requested"),
        (GiveVerdict("BE-010", "changes_requested", "x", "now"), "say what has to change"),
        (GiveVerdict("BE-011", "approved", "x", "now"), "archie-board status BE-011 completed"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_way_to_do_it(
    operation: Operation, reason: str
) -> None:
    text = PLAIN + "\n### BE-011 | Backend | Low\n- **Title**: Y\n- **Status**: pending\n"
    with pytest.raises(Refused, match=reason):
        operation.plan(parse(text.encode()))


def test_a_verdict_that_replaces_another_keeps_its_words() -> None:
    written = text_after(
        PLAIN,
        GiveVerdict("BE-010", "changes_requested", "ana", "2024-01-16 16:00", "Too slow"),
        SetStatus("BE-010", "completed"),
        GiveVerdict("BE-010", "approved", "bob", "2024-01-17 09:00"),
    )
    assert "  - 2024-01-16 16:00 @ana: Changes requested: Too slow\n" in written
    assert "- **Review**: approved by @bob, 2024-01-17 09:00 (text " in written
    assert "✅ APPROVED" in written
    assert "- **Status**: approved\n" in written


def test_an_approval_is_stale_when_what_was_approved_changes() -> None:
    approve = GiveVerdict("BE-010", "approved", "bob", "2024-01-17 09:00")
    approved = after(parse(PLAIN.encode()), approve)
    task = approved.tasks[0]
    assert stale(task) == ()
    assert isinstance(approve.plan(approved), Unchanged)
    fine = after(approved, AddComment("BE-010", "ana", "2024-01-18 10:00", "Nice"))
    assert stale(fine.tasks[0]) == ()
    changed = after(
        approved,
        SetField("BE-010", "description", "Tokens"),
        CheckCriterion("BE-010", CriterionRef("Login returns both tokens"), False),
        AddCriterion("BE-010", "Logout"),
    )
    assert stale(changed.tasks[0]) == ("description", "criteria")
    assert approve.present(changed)
    assert isinstance(approve.plan(changed), Unchanged)
    stricter = replace(approve, seen=digest_of(changed.tasks[0]))
    assert stale(after(changed, stricter).tasks[0]) == ()
    assert [(s.part, s.old, s.new) for s in since(changed.tasks[0], task)] == [
        ("description", None, "Tokens"),
        ("criteria", "[x] Login returns both tokens", "[ ] Login returns both tokens"),
        ("criteria", None, "[ ] Logout"),
    ]
    again = GiveVerdict("BE-010", "approved", "ana", "2024-01-19 09:00")
    assert stale(after(changed, again).tasks[0]) == ()


def test_an_approval_by_hand_was_given_to_what_was_seen_with_it_first(tmp_path: Path) -> None:
    completed = PLAIN.encode()
    by_hand = "- **Review**: approved by @bob, 2024-01-17 09:00\n"
    approved = (PLAIN.replace("completed", "approved") + by_hand).encode()
    other = approved.replace(b"BE-010", b"BE-011")
    documents = [completed, other + b"\n" + completed, other + b"\n" + approved]
    documents.append(after(parse(documents[-1]), AddCriterion("BE-010", "Logout")).data)
    documents.append(after(parse(documents[-1]), SetField("BE-010", "description", "T")).data)
    versions = Versions(str(tmp_path))
    versions.add([(time.time() - 9 + at, data) for at, data in enumerate(documents)], "a board")
    now = parse(documents[-1]).task("BE-010")
    assert now is not None
    basis = basis_of(now)
    assert basis == "approved by @bob, 2024-01-17 09:00"
    found = approved_task(versions, "BE-010", basis)
    assert stale(now) == ()
    assert stale(now, found) == ("description", "criteria")
    first = parse(documents[2]).task("BE-010")
    assert first is not None
    assert stale(first, found) == ()
    assert approved_task(versions, "BE-012", basis) is None


def test_a_verdict_is_given_to_the_text_that_was_seen() -> None:
    document = parse(PLAIN.encode())
    verdict = GiveVerdict(
        "BE-010", "approved", "bob", "2024-01-17 09:00", seen=digest_of(document.tasks[0])
    )
    after(document, verdict)
    changed = after(document, SetField("BE-010", "technical notes", "Argon2id"))
    result = verdict.plan(changed)
    assert isinstance(result, Conflict)
    assert "(notes)" in result.reason


FOREIGN = [
    "# Plan\n\n## BE-010: Implement JWT\n\n**Status**: done\n**Priority**: High\n\nSome prose.\n",
    "# Plan\n\n## BE-010: Implement JWT\n\n- **Status:** Done\n- **Owner:** bob\n\n---\n\n"
    "## BE-011: B\n\n- **Status:** Todo\n",
    "- [x] **BE-010**: Implement JWT\n  - Owner: bob\n- [ ] **BE-011**: B\n  - Owner: ana\n",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_other_forms_take_comments_and_reviews_too(text: str) -> None:
    document = after(
        parse(text.encode()),
        mark("Code review", "passed"),
        mark("Performance check", "failed", "slow"),
        mark("API testing", "passed"),
        AddComment("BE-010", "bob", "2024-01-16 14:35", "First\nand more"),
        AddComment("BE-010", "ana", "2024-01-16 14:36", "Second"),
    )
    task = document.tasks[0]
    review = review_of(task)
    assert review is not None
    assert [(i.step, i.state) for i in review.every] == [
        ("Code review", "passed"),
        ("API testing", "passed"),
        ("Performance check", "failed"),
    ]
    assert [c.text for c in comments_of(task)] == ["First\nand more", "Second"]
    assert task.criteria == parse(text.encode()).tasks[0].criteria
    assert [t.title for t in document.tasks] == [t.title for t in parse(text.encode()).tasks]


def test_a_tables_row_refuses_with_the_reason() -> None:
    text = (
        "| ID | Title | Status |\n|---|---|---|\n| BE-010 | One | Done |\n| BE-011 | Two | Todo |\n"
    )
    document = parse(text.encode())
    for operation in (mark("Code review", "passed"), AddComment("BE-010", "a", "now", "x")):
        with pytest.raises(Refused, match="no column"):
            operation.plan(document)


def _told(task: Task) -> object:
    others = [(f.key, f.text) for f in task.fields if f.key not in ("comments", "review", "status")]
    return task.title, [(c.text, c.mark) for c in task.criteria], sorted(others)


@draws(150)
@given(st.one_of(native_files(), foreign_files()), st.data())
def test_in_any_file_it_is_written_as_meant_or_refused(raw: bytes, data: st.DataObject) -> None:
    document = parse(raw)
    tasks = document.tasks
    if not tasks:
        return
    key = data.draw(st.sampled_from([task.key for task in tasks]))
    text = data.draw(TEXTS)
    operations = data.draw(
        st.lists(
            st.sampled_from(
                [
                    AddComment(key, "ana", "2024-01-16 14:35", f"{text}\n- {text}"),
                    AddComment(key, "bob", "2024-01-16 14:36", text),
                    MarkReviewItem(key, "Code review", "passed"),
                    MarkReviewItem(key, "API testing", "failed", text, ("Code review",)),
                    MarkReviewItem(key, "Own: item", "skipped", part="API testing"),
                    GiveVerdict(key, "changes_requested", "ana", "2024-01-16 16:00", text),
                    GiveVerdict(key, "approved", "ana", "2024-01-16 16:00"),
                ]
            ),
            min_size=1,
            max_size=6,
        )
    )
    for operation in operations:
        before = document
        try:
            plan = operation.plan(document)
        except Refused:
            continue
        if not isinstance(plan, Planned):
            continue
        fresh = document.source.write(splice(document.data, plan.patches))
        document = reparse(document, fresh)
        assert [t.key for t in document.tasks] == [t.key for t in before.tasks]
        for old, new in zip(before.tasks, document.tasks, strict=True):
            assert _told(new) == _told(old)
            if new.key != key:
                assert comments_of(new) == comments_of(old)
        assert operation.present(document)


@dataclass
class Writer:
    """Somebody who acts on the file as they saw it last."""

    name: str
    seen: Document
    said: list[str] = field(default_factory=list)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "bob", "executor"]),
        st.sampled_from(["look", "mark", "mark", "mark", "note", "comment", "tick", "field"]),
        st.sampled_from([*STEPS[:4], "SQL injection prevention", "XSS prevention measures"]),
        st.sampled_from(["passed", "failed", "skipped", "open"]),
    ),
    max_size=25,
)


@draws(60)
@given(st.one_of(native_files(), foreign_files()), TEXTS, TEXTS)
def test_a_comment_reworded_is_a_comment_said_so_at_once(raw: bytes, one: str, other: str) -> None:
    document = parse(raw)
    if not document.tasks:
        return
    key, at = document.tasks[0].key, "2024-01-16 14:35"
    texts = [f"{text.strip()} {end}\n- {text}" for text, end in ((one, "x"), (other, "y"))]
    try:
        plans = [AddComment(key, "ana", at, text).plan(document) for text in texts]
        if not all(isinstance(plan, Planned) for plan in plans):
            return
        said, wanted = (written_by(document, plan) for plan in plans)
        plan = EditComment(key, "@ana", at, texts[0], texts[1]).plan(parse(said))
    except Refused:
        return
    assert isinstance(plan, Planned)
    assert written_by(parse(said), plan) == wanted


def written_by(document: Document, plan: object) -> bytes:
    assert isinstance(plan, Planned)
    return document.source.write(splice(document.data, plan.patches))


@pytest.mark.parametrize(
    ("head", "said", "text", "written"),
    [
        ("approved by @bob, 2024-01-17 09:00{}", "", "Fine: all", ": Fine: all"),
        ("changes requested by @bob, 2024-01-17{}", "Slow", "", ""),
        ("approved by @bob (text 3f9a-1b2c-77d0){}", "ok", "good", ": good"),
    ],
)  # fmt: skip
def test_a_verdicts_words_are_changed_and_nothing_else(
    head: str, said: str, text: str, written: str
) -> None:
    lines = PLAIN + "- **Review**: {}\n  - [x] Code review\n- **Notes**: none\n"
    document = parse(lines.format(head.format(f": {said}" if said else "")).encode())
    done = after(document, EditVerdictNote("BE-010", said, text))
    assert done.data.decode() == lines.format(head.format(written))


@draws(60)
@given(ACTIONS, st.sampled_from([PLAIN, PROTOCOL, FOREIGN[1], FOREIGN[2]]), st.booleans())
def test_two_reviewers_and_an_executor_lose_nothing(
    actions: list[tuple[str, str, str, str]], text: str, crlf: bool
) -> None:
    document = parse((text.replace("\n", "\r\n") if crlf else text).encode())
    others = [section.data for task in document.tasks[1:] for section in task.sections]
    writers = {name: Writer(name, document) for name in ("ana", "bob", "executor")}
    first = review_of(document.tasks[0], BACKEND)
    marks = {i.step: (i.state, i.note or "") for i in first.every} if first else {}
    said: list[str] = [c.text for c in comments_of(document.tasks[0])]
    ticks, told = {c.text: c.done for c in document.tasks[0].criteria}, {}
    for turn, (name, kind, step, state) in enumerate(actions):
        writer = writers[name]
        if kind == "look":
            writer.seen = document
            continue
        operation = _operation(writer, turn, kind, step, state)
        if operation is None:
            continue
        result = operation.plan(document)
        if isinstance(result, Planned):
            fresh = document.source.write(splice(document.data, result.patches))
            document = reparse(document, fresh)
        if isinstance(operation, MarkReviewItem):
            was = marks.get(step, ("open", ""))
            note = was[1] if operation.note is None else operation.note
            saw = (operation.expect, operation.expect_note)
            stands = was == (state, note)
            assert isinstance(result, Conflict) == (
                not stands and (was[0] not in (saw[0], state) or was[1] not in (saw[1], note))
            )
            if isinstance(result, Planned):
                marks[step] = (state, note)
                if operation.part:
                    marks.setdefault(operation.part, ("open", ""))
        elif isinstance(result, Planned) and isinstance(operation, AddComment):
            said.append(operation.text)
        elif isinstance(result, Planned) and isinstance(operation, CheckCriterion):
            ticks[operation.criterion.text] = operation.done
        elif isinstance(result, Planned) and isinstance(operation, SetField):
            told[operation.field] = operation.value
    task = document.tasks[0]
    review = review_of(task, BACKEND)
    found = {i.step: (i.state, i.note or "") for i in review.every} if review else {}
    assert {s: m for s, m in found.items() if m != ("open", "")} == {
        s: m for s, m in marks.items() if m != ("open", "")
    }
    assert [c.text for c in comments_of(task)] == said
    assert {c.text: c.done for c in task.criteria} == ticks
    assert {name: task.text(name.lower()) for name in told} == told
    assert [section.data for t in document.tasks[1:] for section in t.sections] == others


def _operation(writer: Writer, turn: int, kind: str, step: str, state: str) -> Operation | None:
    """What the writer wishes, with what they saw last as expectation."""
    task = writer.seen.tasks[0]
    if kind in ("mark", "note"):
        review = review_of(task, BACKEND)
        item = review.find(step) if review else None
        saw: dict[str, Any] = {
            "expect": item.state if item else "open",
            "expect_note": (item.note if item else None) or "",
        }
        if step not in STEPS:
            saw |= {"part": "Security review", "part_after": tuple(STEPS[:3])}
        return mark(
            step, state, f"note {turn}: by {writer.name}" if kind == "note" else None, **saw
        )
    if kind == "comment":
        return AddComment(
            task.key, writer.name, f"2024-01-16 14:{turn:02}", f"said {turn}\n- {step}"
        )
    if kind == "tick" and task.criteria:
        return CheckCriterion(task.key, CriterionRef(task.criteria[0].text), state == "passed")
    return SetField(task.key, "Files changed", f"src/{turn}.ts") if kind == "field" else None


def test_two_items_of_one_title_are_two() -> None:
    role = BACKEND._replace(
        review_steps=(ReviewStep("Security"), ReviewStep("Docs"), ReviewStep("Security")),
        checklist=(
            ChecklistSection("Security", ("Tested", "Docs", "Tested")),
            ChecklistSection("Speed", ("Tested",)),
        ),
    )
    document = parse(b"### FE-001 | Frontend\n- **Title**: A\n- **Status**: completed\n")
    titles = [item.title for item in sheet_of(document.tasks[0], role).every]
    assert titles == [
        "Security", "Docs", "Security 2", "Tested", "Docs, Security", "Tested, Security",
        "Tested, Speed",
    ]  # fmt: skip
    for count, title in enumerate(titles):
        sheet = sheet_of(document.tasks[0], role)
        assert [item.title for item in sheet.every if item.state == "passed"] == titles[:count]
        item = next(item for item in sheet.every if item.title == title)
        document = after(document, item.mark(document.tasks[0], "passed", f"note: {count}"))
    sheet = sheet_of(document.tasks[0], role)
    assert [(i.state, i.note) for i in sheet.every] == [("passed", f"note: {n}") for n in range(7)]
