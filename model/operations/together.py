"""Several operations as one: written at once or not at all, and taken back at once."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document, patched
from .base import Conflict, Operation, Plan, Planned, Repeatable, Unchanged
from .sequence import in_sequence


@dataclass(frozen=True, slots=True)
class Together(Repeatable):
    """Carry operations out one after the other, in one write."""

    summary: str
    """What they do together, in a few words."""
    operations: tuple[Operation, ...]

    @property
    def task(self) -> str:
        """As `Operation.task`: that of the first."""
        return self.operations[0].task if self.operations else ""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return self.summary

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`: a conflict of one is the conflict of all. Raises what one raises."""
        patches = in_sequence(document, (operation.plan for operation in self.operations))
        if isinstance(patches, Conflict):
            return patches
        if not patches:
            return Unchanged(self.task, f"{self.summary}: it is so already")
        before = frozenset(task.key for task in document.tasks)
        now = patched(document, patches)
        after = frozenset(task.key for task in now.tasks)
        return Planned(patches, self.task, self.summary, after - before, before - after)
