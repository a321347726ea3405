"""Where the cards of a column stand, by arithmetic.

A column's lines are its lanes, one below the other: a lane's heading and its cards, each of
the same height. The sums are kept per lane, never per card, so that a column of ten
thousand cards costs what its lanes cost. A folded lane is its heading alone, and the cursor
can stop there; elsewhere it stops at cards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ...model.board.projection import Lane
    from ...model.task import Task


class Spot(NamedTuple):
    """What a line of a column shows."""

    lane: int
    card: int
    """Index in the lane; `HEADING` on the lane's heading."""
    line: int
    """Which line of the card, from 0."""


HEADING = -1


class Rows(NamedTuple):
    """The lines and the stops of the lanes in a column."""

    lanes: tuple[Lane, ...]
    card_height: int
    folded: tuple[bool, ...]
    """Of each lane: whether only its heading is shown."""
    headed: bool
    """Whether each lane has a heading; tasks that are not grouped have none."""
    first_row: tuple[int, ...]
    """Of each lane: its first line, and behind them the number of lines of all."""
    first_stop: tuple[int, ...]
    """Of each lane: its first stop, and behind them the number of stops of all."""

    @classmethod
    def of(
        cls, lanes: Sequence[Lane], card_height: int, folded: frozenset[str], headed: bool = True
    ) -> Rows:
        """The rows of `lanes`, those with the keys `folded` closed."""
        closed = tuple(headed and lane.key in folded for lane in lanes)
        row, stop = [0], [0]
        for lane, is_folded in zip(lanes, closed, strict=True):
            cards = 0 if is_folded else len(lane.cards)
            row.append(row[-1] + headed + cards * card_height)
            stop.append(stop[-1] + (1 if is_folded else cards))
        return cls(tuple(lanes), card_height, closed, headed, tuple(row), tuple(stop))

    @property
    def height(self) -> int:
        """Lines of all lanes together."""
        return self.first_row[-1]

    @property
    def stops(self) -> int:
        """Places where the cursor can stand."""
        return self.first_stop[-1]

    def spot(self, row: int) -> Spot | None:
        """What line `row` shows, or None below the last line."""
        if not 0 <= row < self.height:
            return None
        lane = bisect_right(self.first_row, row) - 1
        inside = row - self.first_row[lane] - self.headed
        if inside < 0:
            return Spot(lane, HEADING, 0)
        card, line = divmod(inside, self.card_height)
        return Spot(lane, card, line)

    def stop_of(self, lane: int, card: int) -> int:
        """The stop of a card; of its lane's heading where that is folded."""
        return self.first_stop[lane] + (0 if self.folded[lane] else max(0, card))

    def lane_of(self, stop: int) -> int:
        """The index of the lane that a stop is in."""
        return bisect_right(self.first_stop, stop) - 1

    def card_at(self, stop: int) -> Task | None:
        """The task at a stop; None at a folded lane, or where there is no such stop."""
        if not 0 <= stop < self.stops:
            return None
        lane = self.lane_of(stop)
        return None if self.folded[lane] else self.lanes[lane].cards[stop - self.first_stop[lane]]

    def row_of(self, stop: int) -> int:
        """The first line of a stop."""
        lane = self.lane_of(stop)
        if self.folded[lane]:
            return self.first_row[lane]
        inside = (stop - self.first_stop[lane]) * self.card_height
        return self.first_row[lane] + self.headed + inside

    def height_of(self, stop: int) -> int:
        """The lines of a stop."""
        return 1 if self.folded[self.lane_of(stop)] else self.card_height

    def find(self, key: str, near: int = 0) -> int | None:
        """The stop of the task `key`, looked for around `near` first; None if it is not here."""
        for stop in (near, near - 1, near + 1):
            card = self.card_at(stop)
            if card is not None and card.key == key:
                return stop
        for index, lane in enumerate(self.lanes):
            for place, card in enumerate(lane.cards):
                if card.key == key:
                    return self.stop_of(index, place)
        return None

    def find_lane(self, key: str) -> int | None:
        """The index of the lane `key`."""
        return next((i for i, lane in enumerate(self.lanes) if lane.key == key), None)
