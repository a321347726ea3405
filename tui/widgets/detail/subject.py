"""What the detail pane is about: a task, the document it stands in, and what looks up around it."""

from __future__ import annotations

from dataclasses import dataclass

from ....model.board.dependencies import Links
from ....model.document import Document
from ....model.roles import Roles
from ....model.task import Task


@dataclass(frozen=True, eq=False, slots=True)
class Subject:
    """One task with its surroundings, as they were when the pane was last told."""

    document: Document
    task: Task
    links: Links
    roles: Roles
    approved: Task | None = None
    """The task as it was approved, where its approval is stale and that is known."""
