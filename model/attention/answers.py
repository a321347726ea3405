"""What can be done about a question, as ordinary operations on the file as it is by now.

Answers are made when they are shown, never kept: the file may have moved on, and what was a
conflict then may fit by now, or be another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .. import words
from ..operations import (
    AddCriterion,
    Answer,
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
    RestoreTask,
    SetField,
    SetStatus,
    Together,
    Unchanged,
    section_text,
    value_of,
)
from ..operations.renumbering import free_id
from ..roles import BUILTIN, Roles
from .overriding import leads_back, on_task, over, review_text
from .questions import Question

if TYPE_CHECKING:
    from ..document import Document
    from ..task import Task

OfCriterion: TypeAlias = CheckCriterion | EditCriterion | RemoveCriterion | MoveCriterion
OfText: TypeAlias = SetField | ReplaceSection | EditCriterion

_GROUPED = ("branch", "war", "dropped")
"""Kinds of question that were not put because the wish did not fit."""


class Way(NamedTuple):
    """One answer that can be given."""

    answer: Answer
    label: str
    """What it does, in a few words."""
    operations: tuple[Operation, ...] = ()
    """What is written, in this order; nothing where only the question goes."""
    text: str | None = None
    """Where the user edits first: the text to start from; see `edited`."""
    stays: bool = False
    """Whether the question stays, since it is only made easier."""


def as_of_now(question: Question, document: Document) -> Question | None:
    """The question as the file stands now; None where the file says what was wanted already."""
    if question.kind in _GROUPED or len(question.wishes) != 1:
        return question
    operation = question.operations()[0]
    try:
        result = operation.plan(document)
    except Refused as problem:
        return replace(question, reason=str(problem))
    if isinstance(result, Unchanged):
        return None
    if isinstance(result, Planned):
        if question.kind in ("duplicate", "heading") or not _clear(document, result):
            return question
        return _fits(question, operation, document)
    return replace(
        question,
        kind=result.kind,
        reason=result.reason,
        base=question.base if question.base is not None else result.base,
        theirs=result.theirs,
        candidates=result.candidates,
    )


def _clear(document: Document, planned: Planned) -> bool:
    from ..operations.regions import in_the_way

    return in_the_way(document, planned) is None


def _fits(question: Question, operation: Operation, document: Document) -> Question:
    """A wish that can be carried out as it is by now."""
    task = document.task(operation.task)
    now = _now(operation, task) if task is not None else None
    reason = f"{question.reason} (by now it fits)" if "fits" not in question.reason else ""
    return replace(question, kind="field", reason=reason or question.reason, theirs=now)


def ways(question: Question, document: Document, roles: Roles = BUILTIN) -> tuple[Way, ...]:
    """The answers, the first one first. Give it what `as_of_now` made of the question.

    A task that gets another number stays in its category of `roles`.
    """
    from ..operations.base import ANSWERS

    wanted = ANSWERS[question.kind]
    wishes = question.operations()
    if question.kind in _GROUPED:
        return _grouped(question, wishes)
    found: list[Way] = []
    for answer in wanted:
        if answer == "renumber":
            found += _renumbered(question, document, roles)
        else:
            found += _way(answer, question, wishes[0], document)
    if question.kind != "damaged":
        found = [way for way in found if not _leads_back(way, question, document)]
    if all(way.operations for way in found):
        found.append(Way("drop", "let mine go"))
    return tuple(found)


def _leads_back(way: Way, question: Question, document: Document) -> bool:
    return bool(way.operations) and leads_back(way.operations, question.kind, document)


def _grouped(question: Question, wishes: tuple[Operation, ...]) -> tuple[Way, ...]:
    if question.kind == "dropped":
        return (
            Way("mine", "put it back", wishes),
            Way("theirs", "leave it out"),
        )
    again = "do it again" if len(wishes) == 1 else f"do all {len(wishes)} again"
    return (Way("mine", again, wishes), Way("theirs", "leave the file as it is"))


def _way(answer: Answer, question: Question, wish: Operation, document: Document) -> Iterator[Way]:
    task = document.task(wish.task)
    if answer == "mine":
        yield Way("mine", _label(wish), (over(wish, document),))
    elif answer == "theirs":
        yield Way("theirs", _keep_label(question, wish))
    elif answer == "edit":
        if isinstance(wish, OfText):
            yield Way("edit", "edit mine, then set it", text=question.mine or "")
    elif answer == "pick":
        yield from _picks(question, wish, task, document)
    elif answer == "recreate":
        found = _again(question, wish, task)
        if found is not None:
            yield Way("recreate", _recreate_label(question), (found,))
    else:
        yield Way("drop", "let mine go")


def _label(wish: Operation) -> str:
    match wish:
        case SetStatus(status=status):
            return f"set {words.plain_word(words.status_of(status) or status)}"
        case SetField(field=field, value=value):
            return f"set my {field}" if value else f"remove the {field}"
        case DeleteTask():
            return "delete it all the same"
        case ReplaceSection():
            return "set my text in the place of theirs"
        case MarkReviewItem(state=state, note=note):
            return f"mark it {state}" if state else "set my note" if note else "remove the note"
        case EditComment() | EditVerdictNote():
            return "set my words"
        case GiveVerdict(verdict=verdict):
            return "approve it" if verdict == "approved" else "request changes"
    return "do mine"


def _keep_label(question: Question, wish: Operation) -> str:
    if isinstance(wish, DeleteTask):
        return "keep the task"
    if question.theirs and len(question.theirs) <= 30 and "\n" not in question.theirs:
        return f"keep {question.theirs}"
    return "keep theirs"


def _recreate_label(question: Question) -> str:
    if question.kind == "task gone":
        return "bring the task back as I saw it, with mine"
    return "bring the criterion back, with mine"


def _now(wish: Operation, task: Task) -> str | None:
    """What the file says in the wish's place."""
    match wish:
        case SetStatus():
            return task.status_text
        case SetField(field=field):
            return value_of(task, words.field_key(field))
        case ReplaceSection(section=number) if number < len(task.sections):
            return section_text(task, number)
        case MarkReviewItem() | GiveVerdict():
            return review_text(wish, task)
    return None


def edited(question: Question, document: Document, text: str) -> Operation:
    """The operation that sets a text which the user made of the three.

    Raises `Refused` where the wish was not about a text.
    """
    wish = question.operations()[0]
    seen = over(wish, document)
    match seen:
        case SetField():
            return replace(seen, value=text)
        case ReplaceSection() | EditCriterion():
            return replace(seen, text=text)
    raise Refused("there is no text to edit in this question")


def _picks(
    question: Question, wish: Operation, task: Task | None, document: Document
) -> Iterator[Way]:
    if question.kind == "heading" and isinstance(wish, SetStatus) and task is not None:
        for status in question.candidates:
            operation = replace(wish, status=status, expect=task.status_text)
            yield Way("pick", f"move it to {words.plain_word(status)}", (operation,))
    elif question.kind == "duplicate":
        for key in question.candidates:
            other, meant = document.task(key), on_task(wish, key)
            if other is not None and meant is not None:
                yield Way("pick", f"mine is for {key} “{other.title}”", (meant,))
    elif isinstance(wish, OfCriterion) and task is not None:
        yield from _criteria(question, wish, task)


def _criteria(question: Question, wish: OfCriterion, task: Task) -> Iterator[Way]:
    wanted = set(question.candidates)
    for number, criterion in enumerate(task.criteria, 1):
        if criterion.text in wanted:
            operation = replace(wish, criterion=CriterionRef.to(task, criterion))
            yield Way("pick", f"{_verb(wish)} number {number}, “{criterion.text}”", (operation,))


def _verb(wish: OfCriterion) -> str:
    match wish:
        case CheckCriterion(done=done):
            return "tick" if done else "untick"
        case EditCriterion():
            return "set my words in the place of"
        case RemoveCriterion():
            return "remove"
    return "move"


def _again(question: Question, wish: Operation, task: Task | None) -> Operation | None:
    """What brings back what is gone and does the wish; None where nobody knows what it was."""
    if question.kind == "task gone":
        if isinstance(wish, ReplaceSection):
            return RestoreTask(wish.task, wish.text, question.after)
        if not question.section:
            return None
        restored = RestoreTask(wish.task, question.section, question.after, question.title)
        return Together(f"{wish.task} brought back: {wish.describe()}", (restored, wish))
    if task is None or not isinstance(wish, OfCriterion):
        return None
    text = wish.text if isinstance(wish, EditCriterion) else wish.criterion.text
    added = AddCriterion(task.key, text, _place(wish.criterion, task), wish.criterion.after)
    if isinstance(wish, CheckCriterion) and wish.done:
        ticked = CheckCriterion(task.key, CriterionRef(text))
        return Together(f"{task.key} brought back and ticked “{text}”", (added, ticked))
    return added


def _place(reference: CriterionRef, task: Task) -> int | None:
    """Behind the criterion that stood above it, where that is still there."""
    above = [n for n, one in enumerate(task.criteria) if one.text == reference.before]
    return above[0] + 1 if above else None


def _renumbered(question: Question, document: Document, roles: Roles) -> Iterator[Way]:
    newer = document.task(question.candidates[-1]) if question.candidates else None
    if newer is None:
        return
    try:
        new_id = free_id(document, newer.id, roles)
    except ValueError:
        return
    operation = RenumberTask(newer.key, new_id, newer.title)
    yield Way("renumber", f"make “{newer.title}” {new_id}", (operation,), stays=True)


def is_open(result: object) -> bool:
    """Whether a question stays open after what came of an answer."""
    return isinstance(result, Conflict)
