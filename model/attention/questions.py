"""A conflict as a question that waits: what was wanted, and the texts that it is about."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..operations import (
    AddCriterion,
    AddTask,
    CheckCriterion,
    Conflict,
    DeleteTask,
    EditComment,
    EditCriterion,
    EditVerdictNote,
    GiveVerdict,
    MarkReviewItem,
    MoveCriterion,
    Operation,
    RemoveCriterion,
    ReplaceSection,
    RestoreLines,
    Revert,
    SetField,
    SetStatus,
    from_payload,
    section_text,
    to_payload,
)
from ..operations.base import Row
from ..standards import folded
from ..words import field_key

if TYPE_CHECKING:
    from ..document import Document


@dataclass(frozen=True, slots=True)
class Question:
    """What a user must decide, whenever it suits."""

    id: str
    """The same wish about the same place is the same question."""
    at: float
    """When it came up, in seconds since the epoch."""
    kind: Row
    task: str
    """Key of the task that it is about; may be empty."""
    reason: str
    """One sentence."""
    wishes: tuple[Mapping[str, Any], ...]
    """What the user wanted, as payloads of operations; several where one answer is for all."""
    title: str = ""
    """The task's title, as the user saw it."""
    base: str | None = None
    theirs: str | None = None
    mine: str | None = None
    candidates: tuple[str, ...] = ()
    section: str = ""
    """The task's text as the user saw it, to bring it back where it was deleted."""
    after: str = ""
    """Key of the task that it stood behind."""

    def operations(self) -> tuple[Operation, ...]:
        """What the user wanted. Raises `ValueError` for a wish that is not understood."""
        return tuple(from_payload(wish) for wish in self.wishes)


def question_of(operation: Operation, conflict: Conflict, seen: Iterable[Document]) -> Question:
    """The question that a conflict leaves; `seen` are documents that the user saw, newest first,
    to take from what the task was.
    """
    question = Question(
        id_of(operation),
        time.time(),
        conflict.kind,
        conflict.task or operation.task,
        conflict.reason,
        (to_payload(operation),),
        base=conflict.base,
        theirs=conflict.theirs,
        mine=conflict.mine if conflict.mine is not None else text_of(operation),
        candidates=conflict.candidates,
    )
    return _with_task(question, seen)


def _with_task(question: Question, seen: Iterable[Document]) -> Question:
    """The question with what the task was in the first document that has it."""
    for document in seen:
        task = document.task(question.task) if question.task else None
        if task is None:
            continue
        keys = [other.key for other in document.tasks]
        place = keys.index(task.key)
        behind = keys[place - 1] if place else ""
        return replace(question, title=task.title, section=section_text(task), after=behind)
    return question


def id_of(operation: Operation) -> str:
    """The name of the question that an operation may leave."""
    text = "\0".join((type(operation).__name__, *place_of(operation), text_of(operation) or ""))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def place_of(operation: Operation) -> tuple[str, str]:
    """Where an operation edits: the task, and the place in it."""
    match operation:
        case SetStatus():
            place = "status"
        case SetField(field=name):
            place = f"field {field_key(name)}"
        case CheckCriterion(criterion=ref):
            place = f"box {ref.ordinal} {ref.text}"
        case EditCriterion(criterion=ref) | RemoveCriterion(criterion=ref):
            place = f"criterion {ref.ordinal} {ref.text}"
        case MoveCriterion(criterion=ref):
            place = f"order {ref.ordinal} {ref.text}"
        case ReplaceSection(section=number):
            place = f"section {number}"
        case DeleteTask():
            place = "task"
        case MarkReviewItem(step=step):
            place = f"review {folded(step)}"
        case GiveVerdict():
            place = "verdict"
        case EditComment(author=author, at=at):
            place = f"comment {at} {author}"
        case EditVerdictNote():
            place = "verdict's note"
        case _:
            place = operation.describe()
    return operation.task, place


def text_of(operation: Operation) -> str | None:
    """The text that the user wrote, or chose."""
    match operation:
        case SetStatus(status=text) | SetField(value=text) | ReplaceSection(text=text):
            return text
        case EditCriterion(text=text) | AddCriterion(text=text):
            return text
        case EditComment(text=text) | EditVerdictNote(text=text):
            return text
        case AddTask(title=text):
            return text
        case CheckCriterion(criterion=ref, done=done):
            return f"[{'x' if done else ' '}] {ref.text}"
        case RemoveCriterion(criterion=ref):
            return f"(without) {ref.text}"
        case MarkReviewItem(state=state, note=note):
            return ": ".join(said for said in (state, note) if said) or None
        case GiveVerdict(verdict=verdict, note=note):
            return ": ".join(said for said in (verdict.replace("_", " "), note) if said)
        case RestoreLines(hunks=hunks):
            return "".join(hunk.old for hunk in hunks)
    return None


def is_kept(operation: Operation) -> bool:
    """Whether a conflict about it leaves a question: a text or a choice of the user's is at
    stake. What was to be taken back and cannot be is told, and that is all.
    """
    return not isinstance(operation, Revert)
