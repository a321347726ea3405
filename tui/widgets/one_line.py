"""A line that says as much as its width allows, and nothing by halves.

The widgets at the top and the bottom of the screen have more to say than forty cells hold.
Each gives its line in variants, the fullest first; the first one that fits is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ..content import fit, visible_line, width
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .inked import Inked


def segments_of(text: str, style: Style) -> list[Segment]:
    """`text` with the blanks before it apart: some programs that show SVG pictures drop them."""
    inner = text.lstrip(" ")
    blanks = len(text) - len(inner)
    parts = (" " * blanks, inner)
    return [Segment(part, style) for part in parts if part]


class Part(NamedTuple):
    """Some text of a line."""

    text: str
    name: str = ""
    """Its ink; empty for the line's own style."""


_GAP = 3
"""Least blanks between what stands at the left and at the right."""


class Variant(NamedTuple):
    """One way to say it: parts from the left edge, and parts up to the right edge."""

    left: Sequence[Part]
    right: Sequence[Part] = ()

    @property
    def width(self) -> int:
        """Cells that it takes, with the gap between left and right."""
        gap = _GAP if self.left and self.right else 0
        return sum(width(part.text) for part in (*self.left, *self.right)) + gap


class OneLine(Inked):
    """A widget of one line; subclasses give the variants."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """

    def __init__(self, glyphs: Glyphs = GLYPHS_UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs

    def variants(self) -> Iterator[Variant]:
        """What to say, the fullest first; the last is cut where it does not fit."""
        raise NotImplementedError

    def safe(self, text: str) -> str:
        """Text from outside, fit to be shown on this line."""
        return visible_line(text, self.glyphs.plain)

    def render_line(self, y: int) -> Strip:
        """The first variant that fits, between a blank at each edge."""
        cells = max(0, self.size.width - 2)
        chosen = Variant(())
        for chosen in self.variants() if y == 0 else ():
            if chosen.width <= cells:
                break
        paper = self.ink("")
        segments = [Segment(" ", paper)]
        used = 0
        space = cells - sum(width(part.text) for part in chosen.right)
        for part in chosen.left:
            text = fit(part.text, max(0, space - used), self.glyphs.ellipsis)
            used += width(text)
            segments += segments_of(text, self.ink(part.name))
        segments.append(Segment(" " * max(0, space - used), paper))
        for part in chosen.right:
            segments += segments_of(part.text, self.ink(part.name))
        return Strip(segments).adjust_cell_length(self.size.width, paper)
