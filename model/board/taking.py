"""Which ready task to take first, and why there is none where none is ready.

First by its own priority, critical before high; among equals the one with the longest chain
of open tasks behind it, then the one that holds up the most, then the oldest, then the first
in the file. A task without a priority comes behind low, one without a date behind the dated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .. import words
from ..task import Task
from .dependencies import Links
from .holding import Holding

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_UNDATED = "~"
"""Sorts behind every date."""
_NAMED = 3


def of_assignee(tasks: Sequence[Task], name: str) -> list[Task]:
    """The tasks of one assignee: those of exactly that name, else those whose name holds it."""
    wanted = name.strip().lstrip("@").casefold()
    exact = [task for task in tasks if task.assignee.casefold() == wanted]
    return exact or [task for task in tasks if wanted and wanted in task.assignee.casefold()]


def first_to_take(tasks: Sequence[Task], links: Links) -> Task | None:
    """The ready one of `tasks` to take first; None where none is ready."""
    ready = [task for task in tasks if links.is_ready(task)]
    if len(ready) < 2:
        return ready[0] if ready else None
    best = min(words.urgency(task.priority) for task in ready)
    ready = [task for task in ready if words.urgency(task.priority) == best]
    if len(ready) == 1:
        return ready[0]
    holding = Holding(links).behind(ready)
    return min(
        ready,
        key=lambda task: (-holding.chain_behind(task), -holding.count_held(task), _age(task)),
    )


def _age(task: Task) -> str:
    found = _DATE.match(task.created)
    return found[0].replace("T", " ") if found else _UNDATED


def why_none(tasks: Sequence[Task], links: Links) -> str:
    """Why none of `tasks` is ready, in one clause: what they wait on, or what they are."""
    waiting = [task for task in tasks if links.is_waiting(task)]
    if waiting:
        return f"{_count(len(waiting))} waiting on {_blockers(waiting, links)}"
    states = Counter(words.plain_word(task.status or "pending") for task in tasks)
    return "no task is pending: " + ", ".join(f"{n} {state}" for state, n in states.most_common())


def _count(number: int) -> str:
    return f"{number} task{'s' if number != 1 else ''}"


def _blockers(waiting: list[Task], links: Links) -> str:
    """What most of them wait on, with the status of each; a waiting one stands for its own."""
    wanted = Counter(i for task in waiting for i in links.waiting_on(task))
    roots = [i for i in wanted if not _waits(i, links)]
    named = sorted(roots or wanted, key=lambda i: -wanted[i])
    told = ", ".join(f"{i} ({_state(i, links)})" for i in named[:_NAMED])
    more = len(named) - _NAMED
    circle = "" if roots else ", which all wait on each other"
    return told + (f" and {more} more" if more > 0 else "") + circle


def _waits(task_id: str, links: Links) -> bool:
    found = links.find(task_id)
    return found is not None and links.is_waiting(found)


def _state(task_id: str, links: Links) -> str:
    found = links.find(task_id)
    return "not in this file" if found is None else words.plain_word(found.status or "no status")
