"""The board: a document's tasks in columns and lanes, as a view asks for them.

`project` is a pure function of document, view and roles. It is run again after every change
and every key in the filter, so it touches no more of a task than its ID and what it is
grouped and sorted by. Given the board before, it keeps that board's lanes and columns where
they hold the same tasks, so that widgets can tell by identity what they need not draw again.

Its values are plain classes: a board is drawn before anything that takes long to import, and
`dataclasses` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from ..roles import Roles
from ..task import Task
from ..words import urgency
from .dependencies import Links, links_of
from .grouping import Axis, Grouping, groupings

if TYPE_CHECKING:
    from ..document import Document

Sort = Literal["file", "id", "priority", "created", "title", "ready"]

SORTS: tuple[Sort, ...] = get_args(Sort)
"""How the cards of a lane can be ordered; `created` is newest first, `ready` what to take first."""


class View(NamedTuple):
    """What a reader wants to see, and how."""

    query: str = ""
    """In the language of `query`."""
    columns: Axis = "status"
    lanes: Axis = "category"
    sort: Sort = "file"
    only_prefix: str | None = None
    """Shows the tasks with this prefix alone, `BE`."""
    folded: frozenset[str] = frozenset()
    """Keys of the lanes that are drawn closed; the board holds their cards all the same."""


class Lane:
    """The cards of one column that belong to one group; never empty. Never changed."""

    __slots__ = ("cards", "count", "key", "title", "total")

    key: Final[str]
    """What it stands for on the lanes' axis, `BE-010+`; the same in every column."""
    title: Final[str]
    count: Final[int]
    """Cards in this column's lane."""
    total: Final[int]
    """Cards in the lane over all columns."""
    cards: Final[tuple[Task, ...]]

    def __init__(
        self, key: str, title: str, count: int, total: int, cards: tuple[Task, ...]
    ) -> None:
        self.key, self.title, self.count, self.total = key, title, count, total
        self.cards = cards


class Column:
    """One group of the columns' axis. Never changed."""

    __slots__ = ("count", "key", "lanes", "title")

    key: Final[str]
    """What it stands for, `in_progress`; a task dropped here gets this value."""
    title: Final[str]
    count: Final[int]
    lanes: Final[tuple[Lane, ...]]

    def __init__(self, key: str, title: str, count: int, lanes: tuple[Lane, ...]) -> None:
        self.key, self.title, self.count, self.lanes = key, title, count, lanes

    @property
    def cards(self) -> tuple[Task, ...]:
        """The cards of all its lanes, from top to bottom."""
        return tuple(card for lane in self.lanes for card in lane.cards)


_GONE = 64
"""Tasks of earlier documents that may be known still; each keeps the text that it had."""


class SortedBy(NamedTuple):
    """The column and the lane of tasks, as long as the axes and the roles are the same.

    Asking a task takes longer than all the rest of making a board of ten thousand, and after
    a change most of them are the same objects.
    """

    axes: tuple[Axis, Axis]
    roles: Roles
    keys: dict[Task, tuple[str, str]]
    """Of tasks that were on a board, by and by."""


class Board:
    """Columns of lanes of cards. Every task that the view shows stands in it exactly once.

    Never changed once it is made.
    """

    columns: Final[tuple[Column, ...]]
    total: Final[int]
    """Tasks in the file."""
    shown: Final[int]
    """Tasks that the view's query and prefix let through."""
    links: Final[Links]
    """The dependencies among all tasks of the file, shown or not."""
    sorted_by: Final[SortedBy]
    """Where its cards belong, for the next board."""

    def __init__(
        self,
        columns: tuple[Column, ...],
        total: int,
        shown: int,
        links: Links,
        sorted_by: SortedBy,
    ) -> None:
        self.columns, self.total, self.shown, self.links = columns, total, shown, links
        self.sorted_by = sorted_by

    def locate(self, key: str) -> tuple[int, int, int] | None:
        """The indices of a task's column, its lane in that, and its card; None if not shown."""
        for column, shown in enumerate(self.columns):
            for lane, group in enumerate(shown.lanes):
                for place, card in enumerate(group.cards):
                    if card.key == key:
                        return column, lane, place
        return None


def project(document: Document, view: View, roles: Roles, previous: Board | None = None) -> Board:
    """The board of a document under a view; `previous` lends what did not change.

    Raises `QueryError` if the view's query means nothing.
    """
    tasks = document.tasks
    links = links_of(tasks)
    shown = _chosen(tasks, view, links, roles)
    by = groupings(roles)
    known = _sorted_by(view, roles, len(tasks), previous)
    sorting = _sorting(view.sort, links)
    columns = _columns(shown, by[view.columns], by[view.lanes], sorting, known.keys)
    if previous is not None:
        columns = _reused(columns, previous.columns)
    return Board(columns, len(tasks), len(shown), links, known)


def _sorted_by(view: View, roles: Roles, count: int, previous: Board | None) -> SortedBy:
    """What is known of tasks: nothing where they are sorted otherwise, or many are gone."""
    axes = (view.columns, view.lanes)
    if previous is not None:
        known = previous.sorted_by
        if known.axes == axes and known.roles is roles and len(known.keys) <= count + _GONE:
            return known
    return SortedBy(axes, roles, {})


def _chosen(tasks: tuple[Task, ...], view: View, links: Links, roles: Roles) -> Sequence[Task]:
    chosen: Sequence[Task] = tasks
    if view.only_prefix is not None:
        prefix = view.only_prefix.upper()
        chosen = [task for task in tasks if task.prefix == prefix]
    if not view.query:
        return chosen
    from .query import parse_query  # a board opens without a query, and sooner without this

    query = parse_query(view.query)
    return query.select(chosen, links, roles) if query.terms else chosen


_Sorting = Callable[[list[Task]], tuple[Task, ...]]


def _sorting(sort: Sort, links: Links) -> _Sorting:
    """Puts a lane's cards in order; those that it cannot tell apart stay in file order."""
    if sort == "file":
        return tuple
    key = _sort_key(sort, links)
    return lambda cards: tuple(sorted(cards, key=key, reverse=sort == "created"))


def _sort_key(sort: Sort, links: Links) -> Callable[[Task], Any]:
    if sort == "created":
        return lambda task: task.created
    if sort == "id":
        return lambda task: (task.prefix, task.number, task.id)
    if sort == "title":
        return lambda task: task.title.casefold()
    if sort == "priority":
        return lambda task: urgency(task.priority)
    return lambda task: (not links.is_ready(task), urgency(task.priority))


def _columns(
    shown: Sequence[Task],
    by_column: Grouping,
    by_lane: Grouping,
    sorting: _Sorting,
    known: dict[Task, tuple[str, str]],
) -> tuple[Column, ...]:
    column_of, lane_of = by_column.key, by_lane.key
    cells: dict[str, dict[str, list[Task]]] = {key: {} for key, _ in by_column.always}
    columns: dict[str, Task] = {}
    lanes: dict[str, Task] = {}
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    """Each once: every task keeps one."""
    for task in shown:
        try:
            column, lane = known[task]
        except KeyError:
            pair = column_of(task), lane_of(task)
            column, lane = known[task] = pairs.setdefault(pair, pair)
        try:
            cells[column][lane].append(task)
        except KeyError:
            cells.setdefault(column, {})[lane] = [task]
            columns.setdefault(column, task)
            lanes.setdefault(lane, task)
    lane_titles = _titled(lanes, by_lane)
    titles = dict(by_column.always) | _titled(columns, by_column)
    totals = {key: sum(len(c.get(key, ())) for c in cells.values()) for key in lanes}
    return tuple(
        _column(key, title, cells[key], lane_titles, totals, sorting)
        for key, title in titles.items()
    )


def _titled(firsts: dict[str, Task], grouping: Grouping) -> dict[str, str]:
    """Titles by key, in the order of the groups."""
    keys, order = list(firsts), grouping.order
    if order is not None:
        keys.sort(key=lambda key: order(key, firsts[key]))
    return {key: grouping.title(key, firsts[key]) for key in keys}


def _column(
    key: str,
    title: str,
    cells: dict[str, list[Task]],
    lanes: dict[str, str],
    totals: dict[str, int],
    sorting: _Sorting,
) -> Column:
    made = tuple(
        Lane(lane, lanes[lane], len(cells[lane]), totals[lane], sorting(cells[lane]))
        for lane in lanes
        if lane in cells
    )
    return Column(key, title, sum(lane.count for lane in made), made)


def _reused(columns: tuple[Column, ...], previous: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, each the very object of the board before where it says the same."""
    before = {column.key: column for column in previous}
    return tuple(_same_column(column, before.get(column.key)) for column in columns)


def _same_column(column: Column, before: Column | None) -> Column:
    if before is None:
        return column
    known = {lane.key: lane for lane in before.lanes}
    lanes = tuple(_same_lane(lane, known.get(lane.key)) for lane in column.lanes)
    if lanes == before.lanes and column.title == before.title:
        return before
    return Column(column.key, column.title, column.count, lanes)


def _same_lane(lane: Lane, before: Lane | None) -> Lane:
    if before is None or lane.cards != before.cards:
        return lane
    if (lane.title, lane.total) == (before.title, before.total):
        return before
    return Lane(lane.key, lane.title, lane.count, lane.total, before.cards)
