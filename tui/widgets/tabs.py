"""The line of tabs over a board that is too narrow for more than one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from ..content import width
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .inked import Inked
from .tab_words import TabWords

if TYPE_CHECKING:
    from ...model.board.projection import Column


class TabLine(TabWords, Inked):
    """Names and counts of the columns, the shown one marked."""

    DEFAULT_CSS = """
    TabLine { height: 1; background: $panel; color: $text-muted; }
    """

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index
            """The column's index."""

    def __init__(self, glyphs: Glyphs = GLYPHS_UNICODE) -> None:
        super().__init__()
        self.glyphs = glyphs

    def show(self, columns: tuple[Column, ...], active: int, on_screen: bool) -> None:
        """Take over the columns and the index of the shown one.

        Where the line is not on screen, asking for a repaint would have Textual lay out all that
        is.
        """
        if columns != self.columns or active != self.active:
            self.columns, self.active = columns, active
            if on_screen:
                self.refresh()
            else:
                self.forget_lines()

    def render_line(self, y: int) -> Strip:
        """The line of tabs."""
        segments: list[Segment] = []
        for tab in self.fitting(self.size.width) if y == 0 else ():
            segments.append(Segment(tab.text, self.ink(self.ink_of(tab))))
        return Strip(segments).adjust_cell_length(self.size.width, self.ink(""))

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        event.stop()
        for tab in self.fitting(self.size.width):
            if tab.start <= event.x < tab.start + width(tab.text):
                self.post_message(self.Chosen(tab.column))
