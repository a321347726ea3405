"""What each open task holds up, and the chain of open tasks that takes longest.

A task is open until it is completed or approved. An open task holds up every open task that
depends on it, directly or through others. The chain behind a task is the longest one of those,
by effort: S counts 1, M 2, L 4, XL 8, no estimate as M. The critical path is the longest chain
of all; nothing ends sooner than it does.

Tasks that depend on each other hold each other up for ever, and no chain can be told through
them: a chain passes through one of such a set at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from .. import words
from ..task import Task
from .dependencies import Links, knots

EFFORT = {"S": 1, "M": 2, "L": 4, "XL": 8}
"""What an estimate counts; steps of two, as the letters are used."""


def weight_of(task: Task) -> int:
    """What the task's own estimate counts."""
    return EFFORT.get(task.effort.strip().upper(), EFFORT["M"])


def is_open(task: Task) -> bool:
    """Whether a task that depends on this one has to wait for it."""
    return task.status not in words.FINISHED


_Group = tuple[Task, ...]
"""Tasks that all depend on each other; mostly one alone."""


class _Chain(NamedTuple):
    weight: int
    following: Task | None
    """The task behind the first one."""


class Holding:
    """The open tasks of `links`, or those `among` them, and what each of them holds up."""

    def __init__(self, links: Links, among: Iterable[Task] | None = None) -> None:
        self.links = links
        self.open = tuple(filter(is_open, links.tasks if among is None else among))

    @cached_property
    def held_by(self) -> dict[Task, tuple[Task, ...]]:
        """The open tasks that depend directly on an open one, in file order."""
        found: dict[Task, dict[Task, None]] = {task: {} for task in self.open}
        for task in self.open:
            for task_id in task.dependencies:
                other = self.links.find(task_id)
                if other in found:
                    found[other][task] = None
        return {task: tuple(others) for task, others in found.items()}

    def behind(self, tasks: Iterable[Task]) -> Holding:
        """The same, of some open tasks and all that they hold up alone: that is soon done."""
        reached = dict.fromkeys(tasks)
        for task in (todo := list(reached)):  # grows while it is walked
            fresh = [other for other in self.held_by[task] if other not in reached]
            reached |= dict.fromkeys(fresh)
            todo += fresh
        return Holding(self.links, (task for task in self.open if task in reached))

    @cached_property
    def _group_of(self) -> dict[Task, tuple[Task, ...]]:
        """The open tasks that all depend on each other with a task; mostly the task alone."""
        found: dict[Task, tuple[Task, ...]] = {task: (task,) for task in self.open}
        position = {task: place for place, task in enumerate(self.open)}
        for knot in knots(self.held_by):
            members = tuple(sorted(knot, key=position.__getitem__))
            found |= dict.fromkeys(members, members)
        return found

    @cached_property
    def _groups(self) -> tuple[tuple[_Group, tuple[_Group, ...]], ...]:
        """Each group with those that it holds up directly, each behind all that it depends on."""
        onward = {
            group: tuple({self._group_of[o]: None for t in group for o in self.held_by[t]})
            for group in self._group_of.values()
        }
        missing = dict.fromkeys(onward, 0)
        for group, others in onward.items():
            for other in others:
                missing[other] += other is not group
        order = [group for group, count in missing.items() if not count]
        for group in order:  # grows while it is walked
            for other in onward[group]:
                missing[other] -= other is not group
                if not missing[other] and other is not group:
                    order.append(other)
        return tuple((group, tuple(o for o in onward[group] if o is not group)) for group in order)

    @cached_property
    def _chains(self) -> dict[Task, _Chain]:
        """The longest chain that begins with a task."""
        found: dict[Task, _Chain] = {}
        for group, others in reversed(self._groups):
            first = max(others, key=lambda g: found[_heaviest(g)].weight, default=None)
            following = _heaviest(first) if first else None
            behind = found[following].weight if following else 0
            found |= {task: _Chain(weight_of(task) + behind, following) for task in group}
        return found

    def chain_behind(self, task: Task) -> int:
        """The weight of the longest chain that waits for an open task, its own not counted."""
        return self._chains[task].weight - weight_of(task)

    @cached_property
    def _reach(self) -> dict[Task, int]:
        """The tasks that a task holds up, a bit each."""
        bit = {task: 1 << place for place, task in enumerate(self.open)}
        found: dict[Task, int] = {}
        for group, others in reversed(self._groups):
            together = sum(bit[task] for task in group) if len(group) > 1 else 0
            for other in others:
                for task in other:
                    together |= bit[task] | found[task]
            found |= {task: together & ~bit[task] for task in group}
        return found

    def count_held(self, task: Task) -> int:
        """How many open tasks an open task holds up, directly or through others."""
        return self._reach[task].bit_count()

    @cached_property
    def critical_path(self) -> tuple[Task, ...]:
        """The chain of open tasks that takes longest, the first to be done first."""
        if not self._chains:
            return ()
        task: Task | None = max(self.open, key=lambda one: self._chains[one].weight)
        path: list[Task] = []
        while task is not None:
            path.append(task)
            task = self._chains[task].following
        return tuple(path)


def weight_of_path(path: Iterable[Task]) -> int:
    """What the tasks of a chain count together."""
    return sum(map(weight_of, path))


def _heaviest(group: _Group) -> Task:
    return max(group, key=weight_of)
