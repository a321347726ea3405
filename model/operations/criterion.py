"""Which criterion of a task is meant, and where it stands by now.

A criterion is named by its text, and where a task has the same text twice by how many stand
before it. Nothing is ever found by position: a criterion that was reworded meanwhile is
another one, and the user is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from ..reading import Criterion
from ..section import Section
from ..task import Task
from .base import Conflict, find


@dataclass(frozen=True, slots=True)
class CriterionRef:
    """Which criterion of a task is meant."""

    text: str
    ordinal: int = 0
    """How many of the same text stand before it."""
    of: int | None = None
    """How many of the same text the user saw; None where that does not matter."""
    before: str | None = None
    """The text of the criterion above it, empty for none; None where nobody looked."""
    after: str | None = None
    """That of the one below it likewise."""

    @classmethod
    def to(cls, task: Task, criterion: Criterion) -> CriterionRef:
        """The reference to a criterion of this very task."""
        same = sum(other.text == criterion.text for other in task.criteria)
        before, after = _neighbours(task, criterion)
        return cls(criterion.text, criterion.ordinal, same, before, after)


def _neighbours(task: Task, criterion: Criterion) -> tuple[str, str]:
    """The texts above and below it; empty at an end."""
    texts = ["", *(other.text for other in task.criteria), ""]
    at = next(n for n, other in enumerate(task.criteria) if other is criterion) + 1
    return texts[at - 1], texts[at + 1]


def locate(document: Document, key: str, ref: CriterionRef) -> tuple[Task, Criterion] | Conflict:
    """The task and the criterion that are meant, or what the user has to be asked."""
    task = find(document, key)
    if isinstance(task, Conflict):
        return task
    same = [found for found in task.criteria if found.text == ref.text]
    if not same:
        return _vanished(task, ref)
    there = [found for found in same if (ref.before, ref.after) == _neighbours(task, found)]
    asked = len(same) > 1 or (ref.of or 1) > 1
    moved = asked and ref.before is not None and there != same[ref.ordinal : ref.ordinal + 1]
    if moved or ref.ordinal >= len(same) or (ref.of is not None and ref.of != len(same)):
        if len(there) == 1:
            return task, there[0]
        reason = f"{key} has the criterion “{ref.text}” {len(same)} times now: which one is meant?"
        texts = tuple(found.text for found in same)
        return Conflict(reason, key, None, ref.text, ref.text, "equal", texts)
    return task, same[ref.ordinal]


def _vanished(task: Task, ref: CriterionRef) -> Conflict:
    """A criterion that is gone: another one stands between its neighbours, or none does."""
    new = _reworded(task, ref)
    if new is None:
        reason = f"{task.key} has no criterion “{ref.text}” any more: it was removed"
        return Conflict(reason, task.key, None, ref.text, ref.text, "criterion gone")
    reason = f"{task.key}: “{ref.text}” was reworded or removed; “{new.text}” stands there now"
    return Conflict(reason, task.key, new.text, ref.text, ref.text, "reworded", (new.text,))


def _reworded(task: Task, ref: CriterionRef) -> Criterion | None:
    """The one criterion that stands where the reference's stood; None if that is not clear."""
    if ref.before is None or ref.after is None:
        return None
    texts = ["", *(other.text for other in task.criteria), ""]
    found = [
        criterion
        for at, criterion in enumerate(task.criteria)
        if (texts[at], texts[at + 2]) == (ref.before, ref.after)
    ]
    return found[0] if len(found) == 1 else None


def holder_of(task: Task) -> Section:
    """The section that has a task's criteria; for a task that has some."""
    holder = task.criteria_holder
    assert holder is not None
    return holder
