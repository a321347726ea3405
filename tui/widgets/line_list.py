"""A list of lines under a cursor, of which only those on screen are drawn.

Some lines are stops for the cursor, others are headings. Lines can be added while it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ..glyphs import Glyphs


class Row(NamedTuple):
    """One line."""

    content: Content
    stop: bool = True
    """Whether the cursor can stand here."""


class LineList(Widget, can_focus=True):
    """Rows, one of them under the cursor."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineList { width: 1fr; height: 1fr; }
    """

    class Moved(Message):
        """The cursor is on another row."""

    class Taken(Message):
        """A row was clicked."""

    def __init__(self, glyphs: Glyphs, empty: str = "", *, id: str | None = None) -> None:
        """`empty` is said where there is no row."""
        super().__init__(id=id)
        self.marker, self.ellipsis = glyphs.cursor, glyphs.ellipsis
        self.rows: list[Row] = []
        self.at = -1
        self.top = 0
        self.empty = empty

    def show(self, rows: Sequence[Row], at: int = 0) -> None:
        """Show other rows, with the cursor on the stop nearest to `at`."""
        self.rows = list(rows)
        self.at = self._stop_near(at, 1)
        self.refresh()
        self.post_message(self.Moved())

    def add(self, rows: Sequence[Row]) -> None:
        """Show more rows behind the others; the cursor stays."""
        self.rows += rows
        if self.at < 0 and self.rows:
            self.at = self._stop_near(0, 1)
            self.post_message(self.Moved())
        self.refresh()

    def put_first(self, rows: Sequence[Row]) -> None:
        """Show more rows before the others; the cursor stays on its row."""
        self.rows[:0] = rows
        if self.at >= 0:
            self.at += len(rows)
            self.top += len(rows) if self.top else 0
            self.refresh()
        else:
            self.show(self.rows)

    def walk(self, step: int) -> None:
        """Go on by so many rows, to a stop."""
        self.go(self.at + step, 1 if step > 0 else -1)

    def page(self, step: int) -> None:
        """Go on by so many pages."""
        self.walk(step * max(1, self.size.height - 2))

    def go(self, at: int, way: int = 1) -> None:
        """Put the cursor on the stop nearest to a row, looked for in the direction `way` first."""
        found = self._stop_near(at, way)
        if found >= 0 and found != self.at:
            self.at = found
            self.refresh()
            self.post_message(self.Moved())

    def _stop_near(self, at: int, way: int) -> int:
        if not self.rows:
            return -1
        at = max(0, min(at, len(self.rows) - 1))
        ahead = range(at, len(self.rows)) if way > 0 else range(at, -1, -1)
        behind = range(at, -1, -1) if way > 0 else range(at, len(self.rows))
        return next((n for part in (ahead, behind) for n in part if self.rows[n].stop), -1)

    def render(self) -> Content:
        """The rows on screen."""
        height = max(self.size.height, 1)
        above = self.at - 1 if self.at > 0 and not self.rows[self.at - 1].stop else self.at
        self.top = max(self.at - height + 1, min(self.top, above, len(self.rows) - height), 0)
        shown = self.rows[self.top : self.top + height]
        if not shown:
            return Content.styled(self.empty, "$text-muted")
        return Content("\n").join(
            [self._line(row, place == self.at) for place, row in enumerate(shown, self.top)]
        )

    def _line(self, row: Row, here: bool) -> Content:
        room = max(self.size.width, 4)
        line = Content.assemble((self.marker if here else " ", "$primary"), row.content)
        if line.cell_length > room:
            line = line.truncate(room - 1) + self.ellipsis
        line = line.pad_right(max(room - line.cell_length, 0))
        return line.stylize("on $boost") if here else line

    def on_click(self, event: events.Click) -> None:
        """A click goes to a row; on the row of the cursor it takes it."""
        place = self.top + event.y
        if place < len(self.rows) and self.rows[place].stop:
            if place == self.at:
                self.post_message(self.Taken())
            self.go(place)

    def on_mouse_scroll_down(self) -> None:
        """The wheel walks on."""
        self.walk(3)

    def on_mouse_scroll_up(self) -> None:
        """The wheel walks back."""
        self.walk(-3)
