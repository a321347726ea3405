"""How to put back what an alarm is about: one ordinary operation, planned on the file as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..history.changes import unboxed
from ..operations import (
    AddCriterion,
    CheckCriterion,
    CriterionRef,
    EditCriterion,
    Operation,
    RenumberTask,
    RestoreTask,
    SetStatus,
    Together,
)
from ..operations.renumbering import free_id
from ..roles import BUILTIN, Roles
from .alarms import Alarm

if TYPE_CHECKING:
    from ..document import Document
    from ..reading import Criterion
    from ..task import Task


def restore(alarm: Alarm, document: Document, roles: Roles = BUILTIN) -> Operation:
    """What puts back just that, and no more. Raises `ValueError` where there is nothing to
    put back any more, or no room.
    """
    found = tuple(_operations(alarm, document, roles))
    if not found:
        raise ValueError(f"{alarm.task or 'the file'}: there is nothing to put back any more")
    if len(found) == 1:
        return found[0]
    return Together(f"restored: {alarm.text}", found)


def _operations(alarm: Alarm, document: Document, roles: Roles) -> Iterator[Operation]:
    if alarm.kind == "shrank":
        for key, text, after, title in alarm.tasks:
            yield RestoreTask(key, text, after, title)
        return
    if alarm.kind == "task gone":
        yield RestoreTask(alarm.task, alarm.before, alarm.after, alarm.title)
        return
    if alarm.kind == "ID again":
        yield from _own_id(alarm, document, roles)
        return
    task = document.task(alarm.task)
    if task is None:
        raise ValueError(f"there is no task {alarm.task} in the file (any more)")
    if alarm.kind in ("straight to done", "approval undone"):
        yield SetStatus(task.key, alarm.old, expect=task.status_text)
    elif alarm.kind == "criterion gone":
        yield from _criteria_again(alarm, task)
    elif alarm.kind == "reworded":
        yield from _worded_again(alarm, task)
    else:
        ticked = {unboxed(box) for box in alarm.new.split("\n")}
        for criterion in task.criteria:
            if criterion.done and criterion.text in ticked:
                yield CheckCriterion(task.key, CriterionRef.to(task, criterion), done=False)


def _own_id(alarm: Alarm, document: Document, roles: Roles) -> Iterator[Operation]:
    """The newcomer gets an ID of its own; the task that had it comes back if it is gone."""
    newcomer = next(
        (
            task
            for task in document.tasks
            if task.title == alarm.new and task.id == alarm.task.partition("#")[0]
        ),
        None,
    )
    if newcomer is None:
        raise ValueError(f"{alarm.task}: “{alarm.new}” does not have that ID any more")
    new_id = free_id(document, newcomer.id, roles)
    yield RenumberTask(newcomer.key, new_id, newcomer.title)
    if alarm.old:
        yield RestoreTask(newcomer.id, alarm.before, "", alarm.old)


def _criteria_again(alarm: Alarm, task: Task) -> Iterator[Operation]:
    """Each criterion below the one that it stood under, ticked if it was."""
    order = [unboxed(line.strip().lstrip("-*+ ")) for line in alarm.before.splitlines()]
    for box in alarm.old.split("\n"):
        text = unboxed(box)
        if any(criterion.text == text for criterion in task.criteria):
            continue
        yield AddCriterion(task.key, text, _place(text, order, task.criteria))
        if box[:3].casefold() == "[x]":
            yield CheckCriterion(task.key, CriterionRef(text))


def _place(text: str, order: list[str], criteria: tuple[Criterion, ...]) -> int | None:
    """Where it goes among the criteria that are left: behind the last of those before it."""
    if text not in order:
        return None
    before = set(order[: order.index(text)])
    places = [n for n, criterion in enumerate(criteria) if criterion.text in before]
    return places[-1] + 1 if places else 0


def _worded_again(alarm: Alarm, task: Task) -> Iterator[Operation]:
    pairs = zip(alarm.old.split("\n"), alarm.new.split("\n"), strict=False)
    for was, now in pairs:
        found = [criterion for criterion in task.criteria if criterion.text == unboxed(now)]
        if found:
            yield EditCriterion(task.key, CriterionRef.to(task, found[0]), unboxed(was))
