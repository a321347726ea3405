"""Where the cursor goes when the board under it changes.

The cursor belongs to a task: it goes where the task goes. If the task vanished, it goes to
the nearest neighbour in the same column, and if that is empty, to the nearest column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .rows import Rows

_REACH = 12
"""Neighbours on each side that are asked for when a card vanishes."""


class Place(NamedTuple):
    """Where the cursor is: a stop of a column, and what stands there."""

    column: int
    stop: int
    column_key: str
    lane_key: str
    task: str | None
    """None on the heading of a folded lane."""


class Stops(NamedTuple):
    """A column as far as the cursor minds it."""

    key: str
    rows: Rows


def place_at(columns: Sequence[Stops], column: int, stop: int) -> Place:
    """The place of a stop."""
    key, rows = columns[column]
    card = rows.card_at(stop)
    lane = rows.lanes[rows.lane_of(stop)]
    return Place(column, stop, key, lane.key, card.key if card else None)


def find(columns: Sequence[Stops], key: str, near: Place | None = None) -> Place | None:
    """The place of a task, looked for around `near` first; None if no column has it."""
    order = list(range(len(columns)))
    if near is not None:
        order.sort(key=lambda index: columns[index].key != near.column_key)
    for index in order:
        stop = columns[index].rows.find(key, near.stop if near else 0)
        if stop is not None:
            return place_at(columns, index, stop)
    return None


def neighbours(rows: Rows, stop: int) -> list[str]:
    """The cards that would take the cursor if the card at `stop` vanished, nearest first."""
    near = (stop + sign * step for step in range(1, _REACH) for sign in (1, -1))
    return [card.key for card in map(rows.card_at, near) if card is not None]


def follow(before: Place | None, columns: Sequence[Stops], nearby: Sequence[str]) -> Place | None:
    """Where the cursor belongs in `columns` after it was at `before`.

    `nearby` are the `neighbours` that its card had. None where there is no card at all.
    """
    if before is not None:
        found = find(columns, before.task, before) if before.task is not None else None
        found = found or _in_column(before, columns, nearby)
        if found is not None:
            return found
    start = before.column if before is not None else 0
    order = sorted(range(len(columns)), key=lambda index: abs(index - start))
    return next((place_at(columns, i, 0) for i in order if columns[i].rows.stops), None)


def _in_column(before: Place, columns: Sequence[Stops], nearby: Sequence[str]) -> Place | None:
    """The best place in the column where the cursor was."""
    index = next((i for i, c in enumerate(columns) if c.key == before.column_key), None)
    if index is None or not columns[index].rows.stops:
        return None
    rows = columns[index].rows
    if before.task is None and (lane := rows.find_lane(before.lane_key)) is not None:
        return place_at(columns, index, rows.stop_of(lane, 0))
    for key in nearby:
        stop = rows.find(key, before.stop)
        if stop is not None:
            return place_at(columns, index, stop)
    return place_at(columns, index, min(before.stop, rows.stops - 1))
