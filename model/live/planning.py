"""An operation as the storage wants it: fresh bytes in, new bytes out.

The storage knows bytes alone, and asks for new ones as often as the file changes under it;
each time the operation is planned anew on what the file says by then.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..document import Document, reparse
from ..source import splice
from ..storage import Declined, Intent

if TYPE_CHECKING:
    from ..operations import Conflict, Operation, Planned, Revert, Unchanged
    from ..operations.anchors import Anchor


class Attempt:
    """What planning an operation was last made on, and came to.

    The storage goes on to plan after an edit is in the file, to see whether it still is; that
    finds it there, which says nothing of how it came there.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.planned: Planned | None = None
        """The last that was to change something, made on `document`."""
        self.result: Planned | Conflict | Unchanged | None = None
        self.intent = ""
        """The journal's name for the wish."""

    def note(self, document: Document, result: Planned | Conflict | Unchanged) -> None:
        """Planned once more."""
        from ..operations import Planned

        self.result = result
        if isinstance(result, Planned):
            self.document, self.planned = document, result


def planner(
    operation: Operation,
    attempt: Attempt,
    near: Callable[[], Document],
    anchor: Anchor | None = None,
    *,
    again: bool = False,
) -> Callable[[bytes], bytes | Declined]:
    """The plan of an operation; what it comes to is noted in `attempt`.

    `near` gives a document that the fresh one is likely to resemble; `anchor` tells the task
    that was meant from others with its ID. With `again`, an operation that shows to have been
    carried out is left as it is.
    """
    from ..operations import Conflict, Unchanged
    from ..operations.anchors import anchored

    def plan(raw: bytes) -> bytes | Declined:
        try:
            document = reparse(near(), raw)
            meant = anchored(operation, anchor, document)
            if again and not isinstance(meant, Conflict) and meant.present(document):
                return raw
            result = meant if isinstance(meant, Conflict) else meant.plan(document)
        except ValueError as problem:
            return Declined(str(problem), problem)
        attempt.note(document, result)
        if isinstance(result, Unchanged):
            return raw
        if isinstance(result, Conflict):
            return Declined(result.reason, result)
        return written(document, result)

    return plan


def planner_of(intent: Intent, near: Callable[[], Document]) -> Callable[[bytes], bytes | Declined]:
    """The plan of a wish that the journal kept. Raises `ValueError` for an unknown one."""
    from ..operations import from_payload
    from ..operations.anchors import anchor_in

    operation = from_payload(intent.payload)
    return planner(operation, Attempt(near()), near, anchor_in(intent.payload), again=True)


def intent_of(
    operation: Operation, anchor: Anchor | None = None, *, by_command: bool = False
) -> Intent:
    """The wish, as the journal keeps it."""
    from ..operations import to_payload
    from ..operations.anchors import with_anchor

    payload = with_anchor(to_payload(operation), anchor)
    return Intent(uuid.uuid4().hex, payload, operation.describe(), time.time(), by_command)


def taken_back(intent: Intent, edit: tuple[bytes, bytes], near: Callable[[], Document]) -> Revert:
    """What takes back an edit that was done again: `edit` is the file without it and with it."""
    from ..operations import Revert, from_payload
    from ..operations.revert import hunks_of
    from ..operations.sequence import difference

    before, after = (reparse(near(), raw) for raw in edit)
    patches = difference(before.data, after.data)
    operation = from_payload(intent.payload)
    return Revert(operation.task, intent.summary, hunks_of(before.data, patches), intent.id)


def numbered(operation: Operation, document: Document) -> Operation:
    """A new task with the ID that it is to get, so that a repetition knows it again."""
    from ..operations import AddTask, AddTasks

    if isinstance(operation, AddTasks):
        return operation.numbered(document)
    if not isinstance(operation, AddTask):
        return operation
    return replace(operation, id=operation.plan(document).task)


def written(document: Document, planned: Planned) -> bytes | Declined:
    """The new bytes, unless they would make or lose a task that the operation does not name,
    or reach into text that no edit may touch.
    """
    from ..operations.regions import in_the_way

    conflict = in_the_way(document, planned)
    if conflict is not None:
        return Declined(conflict.reason, conflict)
    raw = document.source.write(splice(document.data, planned.patches))
    strays = planned.strays(document, reparse(document, raw))
    if strays:
        changed = ", ".join(sorted(strays)[:5])
        return Declined(f"not written: the text would change other tasks too ({changed})")
    return raw
