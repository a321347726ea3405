"""Which lines of a column are on screen, and how that changes."""

from __future__ import annotations

from collections.abc import Sequence

from .rows import HEADING, Rows, Spot

NO_ROWS = Rows((), 1, (), True, (0,), (0,))


class Viewport:
    """A window on the lines of a column.

    Where lanes have headings, the window's first line always shows one: while it stands in
    the middle of a lane, that lane's heading covers it.
    """

    def __init__(self, rows: Rows = NO_ROWS, top: int = 0, page: int = 1) -> None:
        self.rows = rows
        self.top = top
        """The line of `rows` that comes first."""
        self.page = page
        """How many lines the window has."""

    def scroll_to(self, top: int) -> None:
        """Put line `top` first, as far as there are lines."""
        self.top = max(0, min(top, self.rows.height - self.page))

    def reveal(self, stop: int) -> None:
        """Scroll, if need be, so that a stop is on screen: by half a page where it is near."""
        first = self._first_line(stop)
        end = self.rows.row_of(stop) + self.rows.height_of(stop)
        if first < self.top:
            self.scroll_to(min(first, self.top - self.page // 2))
        elif end > self.top + self.page:
            self.scroll_to(min(first, max(end - self.page, self.top + self.page // 2)))
        else:
            self.scroll_to(self.top)

    def shows(self, stop: int) -> bool:
        """Whether the first line of a stop is on screen."""
        return self.top <= self._first_line(stop) and self.line_of(stop) < self.page

    def line_of(self, stop: int) -> int:
        """The line of the window where a stop begins, be it on screen or not."""
        return self.rows.row_of(stop) - self.top

    def _first_line(self, stop: int) -> int:
        """The first line that must be in the window for a stop to be seen: its own, and the one
        above it, which a heading may cover.
        """
        row = self.rows.row_of(stop)
        spot = self.rows.spot(row)
        return row - (self.rows.headed and spot is not None and spot.card != HEADING)

    def places(self) -> list[tuple[str, int]]:
        """The cards on screen, each with its line: places to come back to. None at the very
        top, where new cards may come into sight.
        """
        found: list[tuple[str, int]] = []
        for line in range(self.page if self.top else 0):
            spot = self.spot(line)
            if spot is not None and spot.card != HEADING and spot.line == 0:
                found.append((self.rows.lanes[spot.lane].cards[spot.card].key, line))
        return found

    def return_to(self, places: Sequence[tuple[str, int]]) -> None:
        """Scroll so that the first of `places` that is still here stands where it stood."""
        for key, line in places:
            stop = self.rows.find(key)
            if stop is not None:
                self.scroll_to(self.rows.row_of(stop) - line)
                return
        self.scroll_to(self.top)

    def spot(self, line: int) -> Spot | None:
        """What a line of the window shows, None where it is free."""
        if not 0 <= line < self.page:
            return None
        spot = self.rows.spot(self.top + line)
        if spot is not None and line == 0 and self.rows.headed:
            return Spot(spot.lane, HEADING, 0)
        return spot

    def stop_at(self, line: int) -> int | None:
        """The stop that a line of the window shows."""
        spot = self.spot(line)
        if spot is None or (spot.card == HEADING and not self.rows.folded[spot.lane]):
            return None
        return self.rows.stop_of(spot.lane, spot.card)

    def lane_at(self, line: int) -> str | None:
        """The key of the lane whose heading a line of the window shows."""
        spot = self.spot(line)
        if spot is None or spot.card != HEADING:
            return None
        return self.rows.lanes[spot.lane].key

    def nearest(self, line: int) -> int:
        """The stop nearest to a line of the window; asked only where there are cards."""
        spot = self.rows.spot(max(0, min(self.top + line, self.rows.height - 1)))
        assert spot is not None
        return self.rows.stop_of(spot.lane, spot.card)

    def thumb(self, line: int) -> bool:
        """Whether the scrollbar's thumb covers a line: none where all lines are on screen."""
        spare = self.rows.height - self.page
        if spare <= 0:
            return False
        size = max(1, self.page * self.page // self.rows.height)
        start = self.top * (self.page - size) // spare
        return start <= line < start + size
