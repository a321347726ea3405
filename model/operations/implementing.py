"""Several new tasks from one that asks for them: an architecture task becomes backend tasks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..document import Document, patched
from .base import Conflict, Operation, Plan, Planned, Refused, Unchanged, find, one_line
from .comments import AddComment
from .sequence import difference
from .tasks import AddTask


@dataclass(frozen=True, slots=True)
class AddTasks:
    """Write new tasks and say on the one that asked for them which they are, in one write.

    All of it comes into the file or nothing does, so that no number is taken for a task that
    is not there.
    """

    task: str
    """Key of the task that asks for them."""
    tasks: tuple[AddTask, ...]
    author: str
    """Who says so on that task."""
    at: str
    """When, as it is to be written: `2024-01-16 14:35`."""
    received: str
    """What is said; a line for each new task follows it."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: {len(self.tasks)} new tasks"

    def numbered(self, document: Document) -> AddTasks:
        """The same with the IDs that the tasks get now. Raises `Refused` as `plan` does."""
        return replace(self, tasks=tuple(self._carried_out(document)[1]))

    def present(self, document: Document) -> bool:
        """As `Operation.present`: each of the tasks stands there."""
        found: set[str] = set()
        for task in self.tasks:
            key = _standing(task, document, found)
            if key is None:
                return False
            found.add(key)
        return True

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for no task, and what `AddTask` raises."""
        if not self.tasks:
            raise Refused("there is no task to add: give one a title")
        source = find(document, self.task)
        if isinstance(source, Conflict):
            return source
        now, tasks = self._carried_out(document)
        comment = self._comment(tasks).plan(now)
        if isinstance(comment, Conflict):
            return comment
        if isinstance(comment, Planned):
            now = patched(now, comment.patches)
        patches = difference(document.data, now.data)
        if not patches:
            return Unchanged(source.key, f"{self.describe()}: they are there already")
        before = {task.key for task in document.tasks}
        adds = frozenset(task.key for task in now.tasks) - before
        names = ", ".join(task.id or "" for task in tasks)
        return Planned(patches, source.key, f"{names} added for {source.key}", adds=adds)

    def _carried_out(self, document: Document) -> tuple[Document, list[AddTask]]:
        """The document with the tasks, and the tasks with their IDs."""
        now, done = document, []
        found: set[str] = set()
        for wanted in self.tasks:
            task = wanted
            key = _standing(task, now, found) if task.id else None
            plan = None if key else task.plan(now)
            if isinstance(plan, Planned):
                now = patched(now, plan.patches)
                task = replace(task, id=plan.task)
            found.add(key or task.id or "")
            done.append(task)
        return now, done

    def _comment(self, tasks: list[AddTask]) -> Operation:
        made = [f"→ Creating {task.id}: {one_line(task.title)}" for task in tasks]
        text = "\n".join([self.received.strip(), *made]).strip()
        return AddComment(self.task, self.author, self.at, text)


def _standing(task: AddTask, document: Document, others: set[str]) -> str | None:
    """The key of the task that was written for `task`, if it stands there; none of `others`."""
    title = one_line(task.title)
    same = [
        one.key
        for one in document.tasks
        if one.key not in others and one.title == title and one.created == task.created
    ]
    return task.id if task.id in same else next(iter(same), None)
