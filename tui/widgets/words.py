"""What a line of one row says: as much as its width allows, and nothing by halves.

The lines at the top and the bottom of the screen have more to say than forty cells hold.
Each gives itself in variants, the fullest first; the first one that fits is taken.

Nothing here knows Textual: the first picture of a board is painted before Textual is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from ..content import fit, visible_line, width
from ..glyphs import Glyphs


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


def split_blanks(text: str) -> list[str]:
    """`text` with the blanks before it apart: some programs that show SVG pictures drop them."""
    inner = text.lstrip(" ")
    return [part for part in (" " * (len(text) - len(inner)), inner) if part]


class Words:
    """What a line says; subclasses give the variants."""

    INKS: ClassVar[Mapping[str, str]] = {}
    """By the name of a part."""
    INKS_ANSI: ClassVar[Mapping[str, str]] = {}
    """Those that are others where the terminal's own sixteen colours are used."""

    glyphs: Glyphs

    def variants(self) -> Iterator[Variant]:
        """What to say, the fullest first; the last is cut where it does not fit."""
        raise NotImplementedError

    def safe(self, text: str) -> str:
        """Text from outside, fit to be shown on this line."""
        return visible_line(text, self.glyphs.plain)

    def laid(self, cells: int) -> list[Part]:
        """The first variant that fits into `cells`, between a blank at each edge."""
        cells = max(0, cells - 2)
        chosen = Variant(())
        for chosen in self.variants():
            if chosen.width <= cells:
                break
        parts = [Part(" ")]
        used = 0
        space = cells - sum(width(part.text) for part in chosen.right)
        for part in chosen.left:
            text = fit(part.text, max(0, space - used), self.glyphs.ellipsis)
            used += width(text)
            parts += [Part(piece, part.name) for piece in split_blanks(text)]
        parts.append(Part(" " * max(0, space - used)))
        for part in chosen.right:
            parts += [Part(piece, part.name) for piece in split_blanks(part.text)]
        return parts
