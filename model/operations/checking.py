"""Trying an edit of a file in other forms than the protocol's before it is offered.

Those forms have narrow places: a cell, a line among others, a heading. What is planned is
applied to the document in memory; unless the file then reads as before but for the wish, the
operation is `Refused`, and nothing is written.
"""

from __future__ import annotations

from contextvars import ContextVar

from ..document import Document, patched
from ..task import Task
from .base import Operation, Planned, Unfit

_trying: ContextVar[bool] = ContextVar("_trying", default=False)
"""Set while an edit is being tried: what is planned on the result is not tried again."""


def checked(document: Document, operation: Operation, planned: Planned) -> Planned:
    """`planned`, if it does what is wanted and nothing else. Raises `Refused` if not."""
    if not document.foreign or _trying.get():
        return planned
    token = _trying.set(True)
    try:
        _check(document, operation, planned)
    finally:
        _trying.reset(token)
    return planned


def _check(document: Document, operation: Operation, planned: Planned) -> None:
    after = patched(document, planned.patches)
    if planned.strays(document, after):
        raise Unfit("written so, the file would state other tasks: edit its text itself")
    for task in document.tasks:
        if task.key == planned.task or task.key in planned.removes:
            continue
        other = after.task(task.key)
        if other is not task and (other is None or _told(other) != _told(task)):
            raise Unfit(f"written so, {task.key} would read otherwise too: edit the text itself")
    if not operation.present(after):
        raise Unfit("the form that this task is written in has no place for that: edit its text")


def _told(task: Task) -> tuple[object, ...]:
    """What a task says, as a reader compares it."""
    return (
        task.title,
        task.status,
        task.priority_text,
        task.assignee,
        task.dependencies,
        [(c.text, c.mark) for c in task.criteria],
        [(f.key, f.text) for f in task.fields],
    )
