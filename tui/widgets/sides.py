"""Texts side by side, or one below the other where there is no room: base, theirs and mine.

Lines that the first text does not have are marked with a sign, so that the difference is told
without colour too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from ..content import fit, split, visible_line, width
from ..glyphs import Glyphs

LEAST_CELLS = 26
"""Cells that a text needs to stand beside others."""

_MOST_LINES = 200
_GAP = "  "


class Side(NamedTuple):
    """One of the texts."""

    title: str
    text: str


class _Line(NamedTuple):
    sign: str
    text: str
    style: str


def sides(texts: Sequence[Side], cells: int, glyphs: Glyphs) -> Content:
    """The texts on `cells` columns; the first is what the others are compared with."""
    if not texts:
        return Content()
    each = (cells - len(_GAP) * (len(texts) - 1)) // len(texts)
    base = frozenset(texts[0].text.splitlines()) if len(texts) > 1 else None
    if each < LEAST_CELLS:
        return Content("\n").join(_stacked(texts, base, max(cells, 8), glyphs))
    columns = [list(_column(n, side, base, each, glyphs)) for n, side in enumerate(texts)]
    lines = []
    for row in range(max(map(len, columns))):
        parts: list[Content] = []
        for column in columns:
            line = column[row] if row < len(column) else Content()
            parts.append(line.pad_right(max(0, each - line.cell_length)))
        lines.append(Content(_GAP).join(parts))
    return Content("\n").join(lines)


def _stacked(
    texts: Sequence[Side], base: frozenset[str] | None, cells: int, glyphs: Glyphs
) -> Iterator[Content]:
    for number, side in enumerate(texts):
        yield from _column(number, side, base, cells, glyphs)


def _column(
    number: int, side: Side, base: frozenset[str] | None, cells: int, glyphs: Glyphs
) -> Iterator[Content]:
    """The title and the lines of one text, none wider than `cells`."""
    yield Content.styled(fit(side.title, cells, glyphs.ellipsis), "bold $text-secondary")
    lines = side.text.splitlines()
    if not side.text.strip():
        yield Content.styled("  (nothing)", "$text-muted")
        return
    for line in lines[:_MOST_LINES]:
        new = number > 0 and base is not None and line not in base
        sign, style = ("+ ", "$text-success") if new else ("  ", "")
        for part in _wrapped(visible_line(line, glyphs.plain), cells - 2):
            yield Content.styled(sign + part, style)
            sign = "  "
    if len(lines) > _MOST_LINES:
        yield Content.styled(f"  and {len(lines) - _MOST_LINES} more lines", "$text-muted")


def _wrapped(text: str, cells: int) -> Iterator[str]:
    """The text in pieces that fit, broken at a blank where there is one near the end."""
    while width(text) > cells:
        head, tail = split(text, cells)
        at = head.rfind(" ")
        if at > cells // 2:
            head, tail = head[:at], text[at + 1 :]
        if not head:
            break
        yield head
        text = tail
    yield text
