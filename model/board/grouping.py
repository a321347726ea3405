"""The axes that a board can be grouped by: which group a task is in, its title and place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, get_args

from .. import words
from ..roles import Roles
from ..task import Task
from .terms import size_of

Axis = Literal["status", "category", "assignee", "priority", "effort", "prefix", "none"]

AXES: tuple[Axis, ...] = get_args(Axis)
"""What columns and lanes can be grouped by."""

NO_STATUS = "no status"
"""Key and title of the group of tasks of which the file states no status."""


class Grouping(NamedTuple):
    """An axis at work: the group of a task, and what is known of groups."""

    key: Callable[[Task], str]
    title: Callable[[str, Task], str]
    """The title of a group, from its key and its first task."""
    order: Callable[[str, Task], Any] | None = None
    """Sorts groups by key and first task; None keeps the order of the file."""
    always: tuple[tuple[str, str], ...] = ()
    """Keys and titles of groups that a board shows as columns even when empty."""


_STATUS_TITLES = {status: words.plain_word(status).capitalize() for status in words.STATUSES}
_STATUS_RANK = {status: rank for rank, status in enumerate(words.STATUSES)}
_EFFORT_RANK = {effort: rank for rank, effort in enumerate(words.EFFORTS)}


def _status_order(key: str, _task: Task) -> int:
    """Other words stay in file order between the protocol's statuses and `no status`."""
    return 100 if key == NO_STATUS else _STATUS_RANK.get(key, 99)


def groupings(roles: Roles) -> Mapping[Axis, Grouping]:
    """Every axis, with what it says of a task."""
    return {
        "status": Grouping(
            lambda task: task.status or NO_STATUS,
            lambda key, task: _STATUS_TITLES.get(key) or _own_word(task),
            _status_order,
            tuple(_STATUS_TITLES.items()),
        ),
        "category": Grouping(
            lambda task: roles.place_of(task.id).id,
            lambda _key, task: roles.place_of(task.id).title,
            lambda _key, task: roles.order_of(roles.place_of(task.id)),
        ),
        "assignee": Grouping(
            lambda task: task.assignee.casefold(),
            lambda _key, task: task.assignee or "nobody",
            lambda key, _task: (not key, key),
        ),
        "priority": Grouping(
            lambda task: task.priority or "",
            lambda key, _task: key.capitalize() or "no priority",
            lambda key, _task: words.urgency(key),
        ),
        "effort": Grouping(
            lambda task: size_of(task.effort),
            lambda key, _task: key or "no estimate",
            lambda key, _task: (not key, _EFFORT_RANK.get(key, 99), key),
        ),
        "prefix": Grouping(
            lambda task: task.prefix,
            lambda key, _task: key or "no prefix",
            lambda key, _task: roles.prefix_order(key),
        ),
        "none": Grouping(lambda _task: "", lambda _key, _task: "All tasks"),
    }


def _own_word(task: Task) -> str:
    """A status that is not the protocol's, as its first task writes it."""
    return task.status_text.strip(" *_`") or NO_STATUS
