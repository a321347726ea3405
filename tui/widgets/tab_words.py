"""What the tabs over a narrow board say, and which of them fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ..content import fit, visible_line, width
from ..glyphs import Glyphs

if TYPE_CHECKING:
    from ...model.board.projection import Column


class Tab(NamedTuple):
    """One tab that is shown."""

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


class TabWords:
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

    glyphs: Glyphs
    columns: tuple[Column, ...] = ()
    active: int = 0

    def fitting(self, cells: int) -> list[Tab]:
        """The tabs that fit into `cells`, the active one among them."""
        texts = tab_texts(self.columns, self.active, cells, self.glyphs)
        first = 0
        while first < self.active and _end(texts, first, cells) <= self.active:
            first += 1
        tabs: list[Tab] = []
        start = 0
        for index in range(first, _end(texts, first, cells)):
            tabs.append(Tab(index, texts[index], start))
            start += width(texts[index])
        return tabs

    def ink_of(self, tab: Tab) -> str:
        """The name of a tab's ink."""
        if tab.column == self.active:
            return "active"
        return "other" if self.columns[tab.column].count else "empty"


def _end(texts: Sequence[str], first: int, cells: int) -> int:
    """Index behind the last tab that fits where `first` is the first one shown."""
    used = 0
    for index in range(first, len(texts)):
        used += width(texts[index])
        if used > cells:
            return max(index, first + 1)
    return len(texts)
