"""Giving a task another ID, where two tasks got the same."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from ..roles import BUILTIN, Roles
from ..source import encode
from .base import Conflict, Plan, Planned, Refused, Repeatable, Unchanged, find, patch_in
from .checking import checked


@dataclass(frozen=True, slots=True)
class RenumberTask(Repeatable):
    """Give a task another ID; what refers to the old one is left to the task that keeps it."""

    task: str
    id: str
    """The new ID."""
    title: str = ""
    """The title that the user saw; empty where any task with the key is meant."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: gets the ID {self.id}"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for an ID that is taken."""
        new = document.task(self.id)
        if new is not None and self.title and new.title == self.title:
            return Unchanged(new.key, f"{self.title} is {self.id} already")
        if new is not None:
            raise Refused(f"the ID {self.id} is taken by “{new.title}”")
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        if self.title and task.title != self.title:
            reason = f"{task.key} is another task now: “{task.title}”"
            return Conflict(reason, task.key, task.title, self.title, self.title, "changed")
        patches = []
        for part in task.sections:
            span = part.reading.heading.id.span
            patches.append(patch_in(document, part, span.start, span.end, encode(self.id)))
        summary = f"{task.key} is {self.id} now"
        removes = _gone(document, task.key)
        planned = Planned(tuple(patches), self.id, summary, frozenset({self.id}), removes)
        return checked(document, self, planned)


def _gone(document: Document, key: str) -> frozenset[str]:
    """The keys that go: of several tasks with one ID the last number does."""
    task_id = key.partition("#")[0].casefold()
    uses = [task.key for task in document.tasks if task.id.casefold() == task_id]
    return frozenset({uses[-1]})


def free_id(document: Document, task_id: str, roles: Roles = BUILTIN) -> str:
    """The next free ID of the category of `roles` that `task_id` belongs to.

    Raises `ValueError` if its range is full.
    """
    taken = [task.id for task in document.tasks]
    category = roles.category_of(task_id)
    if category is None:
        raise ValueError(f"{task_id} belongs to no category: give it another ID by hand")
    return roles.next_id(category, taken)
