"""Adding a line to a task's notes, beside what others write there."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from .base import Conflict, Plan, Planned, Refused, Repeatable, Unchanged, find, one_line
from .fields import SetField

_FIELDS = ("technical notes", "notes")
"""The fields that hold notes; the first that a task has is taken."""


@dataclass(frozen=True, slots=True)
class AddNote(Repeatable):
    """Write a line below a task's notes, unless it stands there already."""

    task: str
    text: str
    """One line."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: note “{one_line(self.text)[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for no text, or where it has no place."""
        text = one_line(self.text)
        if not text:
            raise Refused("a note needs a text")
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        key = next((key for key in _FIELDS if task.text(key).strip()), _FIELDS[0])
        now = task.text(key)
        lines = [line.strip().removeprefix("- ") for line in now.splitlines()]
        if text in lines:
            return Unchanged(task.key, f"{task.key} has that note already")
        is_list = now.strip().startswith("- ")
        value = "\n".join(filter(None, [now.rstrip(), f"- {text}" if is_list else text]))
        plan = SetField(task.key, key, value).plan(document)
        if not isinstance(plan, Planned):
            return plan
        return Planned(plan.patches, task.key, f"{task.key} note: {text}")
