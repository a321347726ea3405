"""The line of tabs over a board that is too narrow for more than one column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from ..content import fit, visible_line, width
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .inked import Inked
from .one_line import segments_of

if TYPE_CHECKING:
    from ...model.board import Column


class _Tab(NamedTuple):
    column: int
    text: str
    start: int
    """Cell where it begins."""


def tab_texts(columns: Sequence[Column], active: int, cells: int, glyphs: Glyphs) -> list[str]:
    """A text for each column: with its name where all names fit, else its sign and count.

    The active one keeps its name, cut to what the others leave.
    """

    def long(index: int, room: int = 999) -> str:
        column = columns[index]
        name = visible_line(column.title, glyphs.plain)
        sign = glyphs.status(column.key)
        name = fit(name, max(1, room - width(sign) - len(str(column.count)) - 4), glyphs.ellipsis)
        return f" {sign} {name} {column.count} "

    full = [long(index) for index in range(len(columns))]
    if sum(map(width, full)) <= cells:
        return full
    short = [f" {glyphs.status(column.key)}{column.count} " for column in columns]
    others = sum(width(text) for index, text in enumerate(short) if index != active)
    if others + 8 > cells:
        short = [f"{glyphs.status(column.key)}{column.count} " for column in columns]
        others = sum(width(text) for index, text in enumerate(short) if index != active)
    short[active] = long(active, max(8, cells - others))
    return short


class TabLine(Inked):
    """Names and counts of the columns, the shown one marked."""

    INKS: ClassVar[Mapping[str, str]] = {
        "active": "bold $text on $background",
        "other": "$text-muted",
        "empty": "$text-disabled",
    }
    INKS_ANSI: ClassVar[Mapping[str, str]] = {
        "active": "bold reverse $text on $background",
        "empty": "dim $text-disabled",
    }

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
        self._columns: tuple[Column, ...] = ()
        self._active = 0

    def show(self, columns: tuple[Column, ...], active: int) -> None:
        """Take over the columns and the index of the shown one."""
        if columns != self._columns or active != self._active:
            self._columns, self._active = columns, active
            self.refresh()

    def _tabs(self) -> list[_Tab]:
        """The tabs that fit, the active one among them."""
        texts = tab_texts(self._columns, self._active, self.size.width, self.glyphs)
        first = 0
        while first < self._active and self._end(texts, first) <= self._active:
            first += 1
        tabs: list[_Tab] = []
        start = 0
        for index in range(first, self._end(texts, first)):
            tabs.append(_Tab(index, texts[index], start))
            start += width(texts[index])
        return tabs

    def _end(self, texts: Sequence[str], first: int) -> int:
        """Index behind the last tab that fits where `first` is the first one shown."""
        used = 0
        for index in range(first, len(texts)):
            used += width(texts[index])
            if used > self.size.width:
                return max(index, first + 1)
        return len(texts)

    def render_line(self, y: int) -> Strip:
        """The line of tabs."""
        segments: list[Segment] = []
        for tab in self._tabs() if y == 0 else ():
            segments += segments_of(tab.text, self.ink(self._ink_of(tab)))
        return Strip(segments).adjust_cell_length(self.size.width, self.ink(""))

    def _ink_of(self, tab: _Tab) -> str:
        if tab.column == self._active:
            return "active"
        return "other" if self._columns[tab.column].count else "empty"

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        event.stop()
        for tab in self._tabs():
            if tab.start <= event.x < tab.start + width(tab.text):
                self.post_message(self.Chosen(tab.column))
