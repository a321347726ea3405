"""One column of the board, drawn line by line.

There is no widget per card: `column_lines` works out by arithmetic which card a line belongs
to, and the strips that were made are kept. `repaint` compares what the lines on screen show
(`LineKey`) with what was painted last and refreshes the lines that differ, whatever the cause:
a cursor that moved, a card that changed, a scroll.

The column is told what to show by the board view and posts nothing; mouse and keys are the
board view's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from ..glyphs import GLYPHS_UNICODE, Glyphs
from .column_lines import ColumnLines
from .inked import Inked
from .painter import LineKey, Piece

if TYPE_CHECKING:
    from ...model.board.projection import Column

_STRIPS = 1024
"""Strips that a column keeps: some screens full. Each takes two kilobytes."""

_BOLD = Style(bold=True)


class StatusColumn(ColumnLines, Inked):
    """The lines of a column on the screen."""

    DEFAULT_CSS = """
    StatusColumn { background: $background; color: $text; }
    """

    def __init__(self, column: Column, glyphs: Glyphs = GLYPHS_UNICODE) -> None:
        super().__init__()
        self._painted: list[LineKey] = []
        self._strips: dict[LineKey, Strip] = {}
        self._styles: dict[tuple[str, str], Style] = {}
        self.prepare(column, glyphs)

    def take(self, box: Size, heading: bool, more: tuple[int, int]) -> None:
        """Take the room that the layout gives; what is on screen is kept in its place.

        `more` tells how many columns are out of sight on the left and on the right.
        """
        self.more = more
        resized = box != (self.cells, self.height)
        if not resized and heading == self.heading:
            self.repaint()
            return
        self.fit(*box, heading)
        self._painted = [self.key(y) for y in range(box.height)]
        self._lines.clear()
        if not resized:  # else Textual draws it anew, and asking here would lay out twice
            self.refresh()

    def repaint(self) -> None:
        """Refresh the lines that no longer show what was painted."""
        wanted = [self.key(y) for y in range(self.height)]
        painted, self._painted = self._painted, wanted
        if len(painted) != len(wanted):
            self.refresh()
            return
        regions: list[Region] = []
        for y, (old, new) in enumerate(zip(painted, wanted, strict=True)):
            if old == new:
                continue
            if regions and regions[-1].bottom == y:
                regions[-1] = regions[-1].grow((0, 0, 1, 0))
            else:
                regions.append(Region(0, y, self.cells, 1))
        if regions:
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        """The theme or a class changed: forget everything that was drawn."""
        super().notify_style_update()
        self.forget_drawn()
        self._styles.clear()

    def forget_drawn(self) -> None:
        """The same lines are drawn otherwise from now on."""
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the column."""
        painted = self._painted
        key = painted[y] if y < len(painted) else self.key(y)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= _STRIPS:
                self._strips.clear()
            segments = [
                Segment(piece.text, self._styled(piece)) for piece in self.painter.draw(key)
            ]
            strip = self._strips[key] = Strip(segments, self.cells)
        return strip

    def reverses(self, ink: str) -> bool:
        """Whether an ink is drawn in reverse video."""
        return bool(self.ink(ink).reverse)

    def _styled(self, piece: Piece) -> Style:
        """The style of a piece: its ink, on the background of another, the line's."""
        style = self._style(piece.ink, piece.paper)
        return style + _BOLD if piece.bold else style

    def _style(self, name: str, state: str) -> Style:
        """The style of an ink on the background of another, the line's."""
        found = self._styles.get((name, state))
        if found is None:
            own = self.ink(name)
            found = own
            if state and state != name:
                base = self.ink(state)
                # In sixteen colours the cursor is in reverse, where colours would become fields.
                found = own + Style(bgcolor=base.bgcolor)
                if base.reverse:
                    found = base + Style(bold=own.bold)
            self._styles[name, state] = found
        return found
