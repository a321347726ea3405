"""Several operations as one: written at once or not at all, and taken back at once."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document, reparse
from ..merge import differences
from ..source import Patch, splice
from .base import Conflict, Operation, Plan, Planned, Repeatable, Unchanged


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
        now, done = document, 0
        for operation in self.operations:
            planned = operation.plan(now)
            if isinstance(planned, Conflict):
                return planned
            if isinstance(planned, Planned):
                done += 1
                now = reparse(now, now.source.write(splice(now.data, planned.patches)))
        if not done:
            return Unchanged(self.task, f"{self.summary}: it is so already")
        before = frozenset(task.key for task in document.tasks)
        after = frozenset(task.key for task in now.tasks)
        patches = tuple(Patch(*found) for found in differences(document.data, now.data))
        return Planned(patches, self.task, self.summary, after - before, before - after)
