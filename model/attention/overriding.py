"""A wish that has seen what the file says by now: the answer “do mine” to a conflict.

An operation says what its user saw, so that it never replaces what nobody looked at. The user
who was shown what stands there and wants it all the same has seen that; else the answer would
come to the same question again.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from .. import words
from ..operations import (
    AddComment,
    Conflict,
    DeleteTask,
    EditComment,
    EditVerdictNote,
    GiveVerdict,
    MarkReviewItem,
    Operation,
    Planned,
    Refused,
    RenumberTask,
    ReplaceSection,
    SetField,
    SetStatus,
    Together,
    digest_of,
    section_text,
    value_of,
)

if TYPE_CHECKING:
    from ..document import Document
    from ..operations.base import Row
    from ..reviews.review import Review
    from ..task import Task


def over(wish: Operation, document: Document) -> Operation:
    """The wish as one that has seen what `document` says in its place."""
    if isinstance(wish, Together):
        return _together(wish, document)
    if isinstance(wish, RenumberTask):
        return _of_title(wish, document)
    task = document.task(wish.task)
    if task is None:
        return wish
    match wish:
        case SetStatus():
            return replace(wish, expect=task.status_text)
        case SetField(field=field):
            return replace(wish, expect=value_of(task, words.field_key(field)))
        case DeleteTask():
            return replace(wish, expect=digest_of(document, task))
        case ReplaceSection(section=number) if number < len(task.sections):
            return replace(wish, base=section_text(task, number))
        case MarkReviewItem():
            return _marked(wish, _review(task, wish))
        case GiveVerdict():
            return _judged(wish, task)
        case EditComment():
            return _reworded(wish, task)
        case EditVerdictNote():
            review = _review(task)
            return replace(wish, said=(review.note or "") if review else "")
    return wish


def _review(task: Task, *marks: MarkReviewItem) -> Review | None:
    """The review as the marks' operations read it: their titles tell where notes begin."""
    from ..reviews.entries import listing_of
    from ..reviews.review import read_review
    from ..standards import folded

    holder = task.holder("review")
    field = holder.reading.field("review") if holder else None
    if holder is None or field is None:
        return None
    titles = (title for mark in marks for title in (mark.step, *mark.after, mark.part or ""))
    return read_review(listing_of(holder, field), frozenset(folded(t) for t in titles if t))


def review_text(wish: MarkReviewItem | GiveVerdict, task: Task) -> str | None:
    """What the file says where a mark or a verdict goes; None for nothing."""
    if isinstance(wish, GiveVerdict):
        review = _review(task, *wish.marks)
        return review.head.strip() or None if review else None
    review = _review(task, wish)
    item = review.find(wish.step) if review else None
    if item is None:
        return None
    return f"{item.state}: {item.note}" if item.note else item.state


def _marked(mark: MarkReviewItem, review: Review | None) -> MarkReviewItem:
    item = review.find(mark.step) if review else None
    state = item.state if item else "open"
    return replace(mark, expect=state, expect_note=(item.note or "") if item else "")


def _judged(verdict: GiveVerdict, task: Task) -> GiveVerdict:
    from ..reviews.approval import digest_of as text_of

    review = _review(task, *verdict.marks)
    return replace(
        verdict,
        marks=tuple(_marked(mark, review) for mark in verdict.marks),
        seen=text_of(task),
        expect=review.head if review else "",
        expect_status=task.status,
    )


def _reworded(wish: EditComment, task: Task) -> Operation:
    """The words in the place of those that stand there now; said anew where none do."""
    from ..reviews.comments import comments_of

    now = [comment for comment in comments_of(task) if wish.is_of(comment)]
    if len(now) == 1:
        return replace(wish, said=now[0].text)
    return AddComment(wish.task, wish.author, wish.at, wish.text)


def _of_title(wish: RenumberTask, document: Document) -> RenumberTask:
    """The wish for the task that was meant, which may have another key by now."""
    meant = [task for task in document.tasks if wish.title and task.title == wish.title]
    return replace(wish, task=meant[0].key) if len(meant) == 1 else wish


def _together(wish: Together, document: Document) -> Together:
    """Each of several on the file as those before it leave it."""
    from ..document import reparse
    from ..source import splice

    seen: list[Operation] = []
    for one in wish.operations:
        seen.append(over(one, document))
        try:
            result = seen[-1].plan(document)
        except Refused:
            continue
        if isinstance(result, Planned):
            raw = document.source.write(splice(document.data, result.patches))
            document = reparse(document, raw)
    return replace(wish, operations=tuple(seen))


def on_task(wish: Operation, key: str) -> Operation | None:
    """The wish on the task with this key; None for one that is about no single task."""
    names = {field.name for field in fields(cast("Any", wish))}
    if "task" not in names or "hunks" in names:
        return None
    changed: Operation = replace(cast("Any", wish), task=key)
    if isinstance(changed, GiveVerdict):
        return replace(changed, marks=tuple(replace(mark, task=key) for mark in changed.marks))
    return changed


def leads_back(operations: tuple[Operation, ...], kind: Row, document: Document) -> bool:
    """Whether the file refuses these, one after the other, or asks the same kind of question."""
    whole = operations[0] if len(operations) == 1 else Together("an answer", operations)
    try:
        result = whole.plan(document)
    except Refused:
        return True
    return isinstance(result, Conflict) and result.kind == kind
