"""Several steps that are one edit: each is planned on what the one before it left."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..document import Document, reparse
from ..merge import differences
from ..source import Patch, splice
from .base import Conflict, Plan, Planned

Step = Callable[[Document], Plan]


def in_sequence(document: Document, steps: Iterable[Step]) -> tuple[Patch, ...] | Conflict:
    """The patches that do all the steps; none where each was done already.

    The first conflict ends it. Raises `Refused` where a step does.
    """
    now = document
    for step in steps:
        plan = step(now)
        if isinstance(plan, Conflict):
            return plan
        if isinstance(plan, Planned):
            now = reparse(now, now.source.write(splice(now.data, plan.patches)))
    return tuple(Patch(*found) for found in differences(document.data, now.data))
