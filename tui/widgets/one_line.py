"""A widget of one line that says what its `Words` say."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from ..glyphs import GLYPHS_UNICODE, Glyphs
from .inked import Inked
from .words import Words


class OneLine(Words, Inked):
    """A line; subclasses give the variants."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """

    def __init__(self, glyphs: Glyphs = GLYPHS_UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs

    def render_line(self, y: int) -> Strip:
        """The first variant that fits."""
        parts = self.laid(self.size.width) if y == 0 else ()
        segments = [Segment(part.text, self.ink(part.name)) for part in parts]
        return Strip(segments).adjust_cell_length(self.size.width, self.ink(""))
