"""Inks: how the pieces of a line look, for widgets that draw their lines themselves.

A column has some forty kinds of pieces. As component classes each would be a node that
Textual styles anew with every column, at the start and at each change of theme, focus or
class: more work than all the rest of the screen. An ink is written as markup writes styles,
`bold $text-muted on $panel`, and worked out when it is first used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.style import Style
from textual.widget import Widget


class Inked(Widget):
    """A widget with inks, on the background that its CSS gives it."""

    ALLOW_SELECT = False

    INKS: ClassVar[Mapping[str, str]] = {}
    """By name."""
    INKS_ANSI: ClassVar[Mapping[str, str]] = {}
    """Those that are others where the terminal's own sixteen colours are used."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._inks: dict[str, Style] = {}

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
