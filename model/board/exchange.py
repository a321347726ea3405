"""What was exchanged between two states of a file's tasks: a reload keeps what did not change.

Whoever counts or links ten thousand tasks needs to look at those alone. They are found between
what both states begin and end with, which is compared many tasks at once.
"""

from __future__ import annotations

from typing import NamedTuple

from ..source import longest
from ..task import Task

_STEP = 512
"""Tasks that are compared at once."""


class Exchange(NamedTuple):
    """How one tuple of tasks differs from another, by identity."""

    gone: tuple[Task, ...]
    fresh: tuple[Task, ...]
    """In file order, as `gone`; a task that only moved is in neither."""
    in_place: bool
    """Whether the IDs are the same ones in the same order: tasks were edited, and no more."""


def exchange(old: tuple[Task, ...], new: tuple[Task, ...]) -> Exchange:
    """What makes `new` out of `old`."""
    limit = min(len(old), len(new))
    before = longest(limit, _STEP, lambda n, at: old[at:n] == new[at:n])
    a, b = len(old), len(new)
    after = longest(limit - before, _STEP, lambda n, at: old[a - n : a - at] == new[b - n : b - at])
    leaving, coming = old[before : a - after], new[before : b - after]
    was, known = set(leaving), set(coming)
    return Exchange(
        tuple([task for task in leaving if task not in known]),
        tuple([task for task in coming if task not in was]),
        [task.id for task in leaving] == [task.id for task in coming],
    )
