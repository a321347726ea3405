"""Which task was meant, where an ID alone does not tell any more.

An operation names its task by the ID. While it is on its way another task may come in under
the same ID, before ours or behind it, and the plain ID then names a stranger. So an edit
remembers the title that the user saw under the ID: with several tasks of one ID, the one
with that title is meant, and if there is not exactly one, the user is asked. A wish to move
under a heading remembers that there was one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import words
from .base import Conflict, Operation
from .fields import SetField
from .standing import places_for
from .status import SetStatus

if TYPE_CHECKING:
    from ..document import Document
    from ..task import Task


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the user saw of the task."""

    title: str
    under: str = ""
    """The status that it should go under the heading of, if there was such a heading."""


def anchor_of(operation: Operation, document: Document) -> Anchor | None:
    """What `document`, which the user sees, tells of the operation's task."""
    task = document.task(operation.task) if operation.task else None
    if task is None:
        return None
    under = ""
    if isinstance(operation, SetStatus) and document.foreign:
        wanted = words.status_of(operation.status) or ""
        under = wanted if wanted in places_for(document, task.home) else ""
    return Anchor(task.title, under)


def anchored(
    operation: Operation, anchor: Anchor | None, document: Document
) -> Operation | Conflict:
    """The operation on the very task that was meant, or the question which one that is."""
    if anchor is None:
        return operation
    key = operation.task.partition("#")[0].casefold()
    uses = [task for task in document.tasks if task.id.casefold() == key]
    if len(uses) > 1:
        titles = {anchor.title}
        if isinstance(operation, SetField) and words.field_key(operation.field) == "title":
            titles.add(operation.value)
        meant = [task for task in uses if task.title in titles]
        if len(meant) != 1:
            return _which(operation, uses)
        operation = _on(operation, meant[0].key)
    elif len(uses) == 1 and "#" in operation.task and uses[0].title == anchor.title:
        operation = _on(operation, uses[0].key)
    return _moves(operation, anchor, document)


def _on(operation: Operation, key: str) -> Operation:
    """The operation on the task with this key."""
    names = {field.name for field in dataclasses.fields(operation)}  # type: ignore[arg-type]
    if key == operation.task or "task" not in names:
        return operation
    changed: Operation = dataclasses.replace(operation, task=key)  # type: ignore[type-var]
    return changed


def _which(operation: Operation, uses: list[Task]) -> Conflict:
    keys = tuple(task.key for task in uses)
    reason = f"the ID {uses[0].id} is used for {len(uses)} tasks now: which one is meant?"
    return Conflict(reason, operation.task, kind="duplicate", candidates=keys)


def _moves(operation: Operation, anchor: Anchor, document: Document) -> Operation | Conflict:
    """The operation, unless the heading that the task should go under is gone."""
    task = document.task(operation.task)
    if not anchor.under or task is None or task.status == anchor.under:
        return operation
    places = places_for(document, task.home)
    if anchor.under in places or not places:
        return operation
    word = words.plain_word(anchor.under)
    reason = f"the heading for “{word}”, where {task.key} should go, is gone or renamed"
    there = task.status_text
    return Conflict(reason, task.key, there, anchor.under, there, "heading", places)


def with_anchor(payload: dict[str, Any], anchor: Anchor | None) -> dict[str, Any]:
    """A payload for the journal that keeps the anchor too."""
    return payload if anchor is None else {**payload, "anchor": dataclasses.asdict(anchor)}


def anchor_in(payload: Mapping[str, Any]) -> Anchor | None:
    """The anchor in a payload, if there is a whole one."""
    kept = payload.get("anchor")
    if not isinstance(kept, Mapping) or not isinstance(kept.get("title"), str):
        return None
    return Anchor(kept["title"], str(kept.get("under", "")))
