"""How wide each column is: a pure plan.

Columns without cards shrink to a rail so that full ones get the room; where even the least
useful width does not fit, the board shows a run of whole columns. Below `NARROW` cells one
column is shown at a time, under a line of tabs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

NARROW = 75
"""Cells of the board below which it shows one column at a time."""

LEAST = 16
"""Cells below which a column cannot be read."""

RAIL = 5
"""Cells of a column without cards."""


class Plan(NamedTuple):
    """Which columns are shown, and how wide each is."""

    first: int
    """Index of the first shown column."""
    widths: tuple[int, ...]
    """Of the shown columns, from left to right; together the width of the board."""
    tabs: bool
    """Whether one column is shown at a time."""


def plan(cells: int, counts: Sequence[int], at: int, first: int = 0) -> Plan:
    """The plan for columns with `counts` cards in `cells` cells, the cursor in column `at`.

    `first` is the first column that is shown now; it changes no more than it must.
    """
    if not counts:
        return Plan(0, (), False)
    if cells < NARROW:
        return Plan(at, (cells,), True)
    least = [LEAST if count else RAIL for count in counts]
    first = max(0, min(first, at))
    while sum(least[first : at + 1]) > cells and first < at:
        first += 1
    while first > 0 and sum(least[first - 1 :]) <= cells:
        first -= 1
    end = first
    while end < len(least) and sum(least[first : end + 1]) <= cells:
        end += 1
    return Plan(first, _share(cells, least[first:end]), False)


def _share(cells: int, least: list[int]) -> tuple[int, ...]:
    """`least`, and what is left shared among the columns with cards."""
    full = [index for index, width in enumerate(least) if width > RAIL]
    if not full:
        full = list(range(len(least)))
    spare = cells - sum(width for index, width in enumerate(least) if index not in full)
    each, odd = divmod(spare, len(full))
    widths = list(least)
    for rank, index in enumerate(full):
        widths[index] = each + (rank < odd)
    return tuple(widths)
