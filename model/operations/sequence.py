"""Several steps that are one edit: each is planned on what the one before it left."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..document import Document, patched
from ..merge import differences
from ..source import Patch, common
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
            now = patched(now, plan.patches)
    return difference(document.data, now.data)


def difference(old: bytes, new: bytes) -> tuple[Patch, ...]:
    """The patches of whole lines that make `new` out of `old`: looked for only between what both
    begin and end with.
    """
    if old == new:
        return ()
    before, after = common(old, new)
    start = max(old.rfind(b"\n", 0, before), old.rfind(b"\r", 0, before)) + 1
    found = differences(old[start : len(old) - after], new[start : len(new) - after])
    return tuple(Patch(start + a, start + b, data) for a, b, data in found)
