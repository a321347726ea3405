"""Inks: how the pieces of a line look, for widgets that draw their lines themselves.

A column has some forty kinds of pieces. As component classes each would be a node that
Textual styles anew with every column, at the start and at each change of theme, focus or
class: more work than all the rest of the screen. An ink is written as markup writes styles,
`bold $text-muted on $panel`, and worked out when it is first used.

The lines are kept as they were drawn. For each frame Textual asks every widget on screen for
all of its lines, and looks at each for borders, padding and filters, whichever line changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class Inked(Widget):
    """A widget with inks, on the background that its CSS gives it: nothing else of its CSS is
    drawn, no border, no padding.
    """

    ALLOW_SELECT = False

    INKS: ClassVar[Mapping[str, str]] = {}
    """By name."""
    INKS_ANSI: ClassVar[Mapping[str, str]] = {}
    """Those that are others where the terminal's own sixteen colours are used."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._inks: dict[str, Style] = {}
        self._lines: dict[int, Strip] = {}
        """What was drawn and is still right, by line."""
        self._drawn_for: tuple[Size, tuple[LineFilter, ...]] | None = None

    def ink(self, name: str) -> Style:
        """The ink with a name; the widget's own style where the name is empty."""
        found = self._inks.get(name)
        if found is None:
            ansi = self.INKS_ANSI if self.app.native_ansi_color else {}
            text = (ansi.get(name) or self.INKS[name]) if name else ""
            style = self.visual_style + self.app.stylesheet.parse_style(text)
            found = self._inks[name] = style.rich_style
        return found

    def notify_style_update(self) -> None:
        """The theme or a class changed: what was worked out and drawn is stale."""
        super().notify_style_update()
        self._inks.clear()
        self.refresh()

    def forget_lines(self) -> None:
        """What was drawn is stale; it is not on screen."""
        self._lines.clear()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """As `Widget.refresh`."""
        if regions:
            for region in regions:
                for y in region.line_range:
                    self._lines.pop(y, None)
        elif repaint:
            self._lines.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As `Widget.render_lines`."""
        size, filters = self.size, tuple(self.get_line_filters())
        if self._drawn_for != (size, filters):
            self._drawn_for = size, filters
            self._lines.clear()
        lines = self._lines
        missing = [y for y in crop.line_range if y not in lines]
        if missing:
            blank, background = self.ink(""), self.background_colors[1]
            for y in missing:
                strip = self.render_line(y).adjust_cell_length(size.width, blank)
                for each in filters:
                    strip = strip.apply_filter(each, background)
                lines[y] = strip
        strips = [lines[y] for y in crop.line_range]
        if crop.column_span != (0, size.width):
            return [strip.crop(*crop.column_span) for strip in strips]
        return strips
