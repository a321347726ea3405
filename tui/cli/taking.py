"""`next`: the ready task to take first, or why there is none."""

from __future__ import annotations

from ...model.board.dependencies import links_of
from ...model.board.taking import first_to_take, of_assignee, why_none
from ...model.document import Document
from ...model.task import Task
from .listing import as_table
from .output import NO, OK, Stop, say_raw
from .parser import Arguments
from .reading import read_document
from .showing import task_json


def run_next(arguments: Arguments) -> int:
    """Print the task as `list` does, or as JSON; exit code 1 and a reason where none is ready."""
    document, path = read_document(arguments.file)
    tasks = _asked(document, arguments.assignee, path)
    links = links_of(document.tasks)
    task = first_to_take(tasks, links)
    if task is None:
        whose = f" for {arguments.assignee}" if arguments.assignee else ""
        raise Stop(NO, f"nothing is ready{whose} in {path}: {why_none(tasks, links)}")
    say_raw(task_json(task, document, path) if arguments.json else as_table([task]))
    return OK


def _asked(document: Document, assignee: str | None, path: str) -> list[Task]:
    if not document.tasks:
        raise Stop(NO, f"nothing is ready: {path} has no tasks; `archie-board help add`")
    if assignee is None:
        return list(document.tasks)
    found = of_assignee(document.tasks, assignee)
    if not found:
        names = sorted({task.assignee for task in document.tasks if task.assignee})
        told = f"there are {', '.join(names[:8])}" if names else "no task names an assignee"
        raise Stop(NO, f"no task in {path} is assigned to {assignee}: {told}")
    return found
