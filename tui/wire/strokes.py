"""The shortest text found that puts changed cells on the terminal.

A stroke is a piece of one row in one pen. Selecting a pen costs up to 38 bytes and moving the
cursor at most 8, so strokes are drawn pen by pen, not row by row: the terminal shows all of a
frame at once. Blank cells go with any pen of their background, and cells that need not be
sent are written over where that is shorter than jumping.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .pens import PLAIN, Pens

_NEAR = 4
"""A jump to the right is 3 to 5 bytes: at most so many unchanged cells are written over."""


_FEW = 24
"""Pens among which the nearest is looked for; more are taken as they are sorted."""


class Stroke(NamedTuple):
    """Characters side by side, one cell each, in one pen."""

    y: int
    x: int
    text: str
    pen: int


def strokes(
    pens: Pens, y: int, text: Sequence[str | None], colours: Sequence[int], columns: Iterable[int]
) -> list[Stroke]:
    """The strokes that draw `columns`, in order, of a row of even cells."""
    found: list[Stroke] = []
    start = at = -1
    pen = blank = PLAIN
    for x in columns:
        wanted = colours[x]
        if x == at and wanted in (pen, blank):
            at += 1
            continue
        if at >= 0:
            joined = _joined(pens, text, colours, pen, range(at, x + 1))
            if joined is not None:
                pen, at = joined, x + 1
                blank = pens.blank(pen)
                continue
            found.append(Stroke(y, start, "".join(text[start:at]), pen))  # type: ignore[arg-type]
        start, at, pen = x, x + 1, wanted
        blank = pens.blank(pen)
    if at >= 0:
        found.append(Stroke(y, start, "".join(text[start:at]), pen))  # type: ignore[arg-type]
    return found


def _joined(
    pens: Pens, text: Sequence[str | None], colours: Sequence[int], pen: int, more: range
) -> int | None:
    """The pen of a stroke in `pen` that goes on over the cells `more`, or None."""
    if len(more) > _NEAR:
        return None
    for x in more:
        other = colours[x]
        if other != pen and pens.blank(pen) != other:
            if pens.blank(other) != pen:
                return None
            pen = other
        if len(more) > 1 and (text[x] or "\u2500") > "~":  # not worth writing over
            return None
    return pen


class Drawing:
    """Text that draws, and where it leaves the terminal."""

    def __init__(self, pens: Pens) -> None:
        self._pens = pens
        self._out: list[str] = []
        self._pen = PLAIN
        self._y = self._x = -1

    def add(self, strokes: list[Stroke], width: int) -> None:
        """Draw strokes, given in the order of the screen, on a screen of `width` columns."""
        by_pen: dict[int, list[Stroke]] = {}
        for stroke in strokes:
            by_pen.setdefault(stroke.pen, []).append(stroke)
        left = sorted(by_pen, key=self._pens.order)
        while left:
            pen = left[0]
            if len(left) <= _FEW:
                pen = min(left, key=lambda other: len(self._pens.way(self._pen, other)[0]))
            left.remove(pen)
            self.select(pen)
            for y, x, text, _ in by_pen[pen]:
                self.go(x, y)
                self._out.append(text)
                self._x = x + len(text)
                if self._x >= width:  # at the edge terminals differ about where the cursor is
                    self._y = -1

    def put(self, char: str, pen: int, y: int, x: int, after: int | None) -> None:
        """Draw one character whose end is at column `after`, None where nobody can tell."""
        self.go(x, y)
        self.select(pen)
        self._out.append(char)
        self._x, self._y = (after, y) if after is not None else (-1, -1)

    def select(self, pen: int) -> None:
        """Draw with `pen` from now on."""
        change, self._pen = self._pens.way(self._pen, pen)
        self._out.append(change)

    def go(self, x: int, y: int) -> None:
        """Move the cursor."""
        if (x, y) == (self._x, self._y):
            return
        move = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
        if self._y >= 0 and 0 <= y - self._y <= 1:
            near = _sideways(x - self._x)
            move = min(move, near if y == self._y else "\x1b[B" + near, key=len)
        self._out.append(move)
        self._x, self._y = x, y

    def end(self) -> str:
        """The text; after it the terminal draws with its own pen again."""
        if self._pen != PLAIN:
            self._out.append("\x1b[m")
        return "".join(self._out)


def _sideways(by: int) -> str:
    if by >= 0:
        return "" if by == 0 else "\x1b[C" if by == 1 else f"\x1b[{by}C"
    return "\b" * -by if by >= -4 else f"\x1b[{-by}D"
