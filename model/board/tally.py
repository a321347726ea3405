"""How many tasks stand where: the numbers of a status bar.

Reads no more of a task than its status, and of those that have not begun the dependencies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from .. import words
from ..task import Task
from .dependencies import Links

NO_STATUS = "no_status"
"""What tasks are counted under that say nothing about their status."""

_OWN = ("ready", "waiting", "total")


class Tally(NamedTuple):
    """Numbers of tasks."""

    by_status: dict[str, int]
    """The protocol's five statuses in their order, zeros included, then the file's own words by
    their first appearance, then `NO_STATUS` where there are such."""
    ready: int
    waiting: int
    total: int

    def values(self) -> dict[str, int]:
        """All numbers under one name each; a word of the file that is a name here gets `_`."""
        counts = {f"{k}_" if k in _OWN else k: n for k, n in self.by_status.items()}
        return counts | {"ready": self.ready, "waiting": self.waiting, "total": self.total}


def tally(tasks: Sequence[Task], links: Links) -> Tally:
    """The numbers of `tasks`."""
    found = Counter(task.status for task in tasks)
    nothing_said = found.pop(None, 0)
    by_status = dict.fromkeys(words.STATUSES, 0) | {str(k): n for k, n in found.items()}
    if nothing_said:
        by_status[NO_STATUS] = by_status.get(NO_STATUS, 0) + nothing_said
    unbegun = found["pending"] + nothing_said
    waiting = sum(map(links.is_waiting, tasks))
    return Tally(by_status, unbegun - waiting, waiting, len(tasks))
