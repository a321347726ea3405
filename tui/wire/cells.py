"""Two grids of cells: what the program wants on the screen, and what the terminal was sent.

`Cells.read` takes one frame of Textual's output apart into the wanted grid; `Cells.changes`
gives the shortest text found that makes the terminal show it. A cell that nobody has told
about (`None`) is never sent.

Terminals disagree about the width of wide, combining and emoji characters. A row that holds
or held one is `odd`: it is rewritten whole, and the cursor is placed anew after each such
character, so that a terminal with another opinion still gets the rest of the row right.
"""

from __future__ import annotations

import re

from rich.cells import split_graphemes

from .pens import PLAIN, Pens, StyleError

FRAME = re.compile(r"\n*\x1b\[\d+;\d+H")
"""How a frame begins; no other write of Textual's does."""

_PIECES = re.compile(r"\x1b\[([0-9;:]*)([mH])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# One cell wide everywhere: Latin, Greek, Cyrillic, dashes, quotes, arrows, mathematics, box
# drawing and geometry, less the few that terminals may draw as emoji.
_EVEN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0391-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u203b\u203d-\u2048\u2070-\u209c\u20a0-\u20bf"
    "\u2190-\u2193\u219a-\u21a8\u21ab-\u22ff\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf"
    "\u25c1-\u25fa\u2713\u2717\u2800-\u28ff]*"
).fullmatch

_NEAR = 8
"""Cells that are never worth jumping over are at most this many; a jump is 3 to 5 bytes."""


class FrameError(ValueError):
    """Output that holds more than cursor moves, styles and characters."""


class Row:
    """A line of the screen: what is wanted and what was sent, cell by cell."""

    __slots__ = ("known", "odd", "pens", "sent", "sent_odd", "sent_pens", "text")

    def __init__(self) -> None:
        self.text: list[str | None] = []
        """The character of each cell; "" in the second cell of a wide one."""
        self.pens: list[int] = []
        self.odd = False
        self.sent: list[str | None] = []
        self.sent_pens: list[int] = []
        self.sent_odd = False

    def widen(self, width: int) -> None:
        """Make room for `width` cells."""
        missing = width - len(self.text)
        if missing > 0:
            self.text += [None] * missing
            self.pens += [PLAIN] * missing

    def put(self, x: int, text: str, pen: int, blank: int) -> int:
        """Write characters of one cell each at column `x`; the column after them."""
        end = x + len(text)
        if end > len(self.text):
            self.widen(end)
        if self.odd:
            self._part(x, end)
        self.text[x:end] = text
        if pen == blank or " " not in text:
            self.pens[x:end] = [pen] * len(text)
        elif text.isspace():
            self.pens[x:end] = [blank] * len(text)
        else:
            self.pens[x:end] = [blank if char == " " else pen for char in text]
        return end

    def put_odd(self, x: int, text: str, pen: int, blank: int) -> int:
        """Write any characters at column `x`; the column after them."""
        self.odd = True
        for start, stop, width in split_graphemes(text)[0]:
            grapheme = text[start:stop]
            if width == 0:
                if x and (before := self.text[x - 1]):
                    self.text[x - 1] = before + grapheme
                continue
            self.widen(x + width)
            self._part(x, x + width)
            self.text[x : x + width] = [grapheme, *[""] * (width - 1)]
            self.pens[x : x + width] = [blank if grapheme == " " else pen] * width
            x += width
        return x

    def _part(self, start: int, end: int) -> None:
        """Blank the halves of wide characters that writing `start` to `end` leaves."""
        if start < len(self.text) and self.text[start] == "":
            for x in range(start - 1, -1, -1):
                was, self.text[x] = self.text[x], " "
                if was != "":
                    break
        for x in range(end, len(self.text)):
            if self.text[x] != "":
                break
            self.text[x] = " "

    def settle(self) -> None:
        """The terminal now shows what is wanted."""
        if self.odd and all(not text or _EVEN(text) for text in self.text):
            self.odd = "" in self.text
        self.sent, self.sent_pens, self.sent_odd = self.text[:], self.pens[:], self.odd

    def forget(self) -> None:
        """Nobody knows what the terminal shows here."""
        self.sent, self.sent_pens, self.sent_odd = [None] * len(self.text), [], self.odd


class Cells:
    """The screen, wanted and sent."""

    def __init__(self) -> None:
        self._pens = Pens()
        self._rows: list[Row] = []
        self._touched: set[int] = set()
        self.cursor = (0, 0)
        """Where the program wants the cursor: column, row."""

    def read(self, frame: str) -> int:
        """Take one frame of output into the wanted grid.

        Returns:
            How many cells the frame wrote: the whole screen's number for a full repaint.

        Raises:
            FrameError: if anything else than moves, styles and characters is in it; the
                wanted grid is then not to be trusted (see `drop`).
        """
        pieces = _PIECES.split(frame)
        x = y = written = 0
        codes, pen, blank, row = "", PLAIN, self._pens.blank(PLAIN), self._row(0)
        for index in range(0, len(pieces), 3):
            if text := pieces[index]:
                text = text.rstrip("\n")
                self._touched.add(y)
                start = x
                if _EVEN(text):
                    x = row.put(x, text, pen, blank)
                elif _CONTROL.search(text):
                    raise FrameError(f"control characters in {text!r}")
                else:
                    x = row.put_odd(x, text, pen, blank)
                written += x - start
            if index + 1 == len(pieces):
                break
            given, kind = pieces[index + 1], pieces[index + 2]
            if kind == "H":
                x, y = _place(given)
                row = self._row(y)
                continue
            codes = "" if given in ("", "0") else f"{codes};{given}" if codes else given
            try:
                pen = self._pens.of(codes)
            except StyleError as error:
                raise FrameError(f"unknown style {error}") from None
            blank = self._pens.blank(pen)
        self.cursor = (x, y)
        return written

    def changes(self) -> str:
        """What to send so that the terminal shows the wanted grid; "" if it does already.

        The terminal is taken to draw with its own pen, and does so again afterwards.
        """
        out: list[str] = []
        pen = PLAIN
        for y in sorted(self._touched):
            row = self._rows[y]
            if row.text == row.sent and row.pens == row.sent_pens:
                continue
            odd = row.odd or row.sent_odd
            pen = self._write(out, y, row, range(len(row.text)) if odd else _differing(row), pen)
            row.settle()
        self._touched.clear()
        if pen != PLAIN:
            out.append("\x1b[m")
        return "".join(out)

    def forget(self) -> None:
        """Nobody knows what the terminal shows: the next changes are the whole screen."""
        for row in self._rows:
            row.forget()
        self._touched.update(range(len(self._rows)))

    def drop(self) -> None:
        """Nobody knows what is wanted either."""
        self._rows.clear()
        self._touched.clear()

    def crop(self, width: int, height: int) -> None:
        """Leave out what lies outside a screen of this size."""
        del self._rows[height:]
        self._touched.intersection_update(range(height))
        for row in self._rows:
            for cells in (row.text, row.pens, row.sent, row.sent_pens):
                del cells[width:]

    def _row(self, y: int) -> Row:
        while len(self._rows) <= y:
            self._rows.append(Row())
        return self._rows[y]

    def _write(self, out: list[str], y: int, row: Row, columns: range | list[int], pen: int) -> int:
        """Append what draws `columns` of a row; the pen that the terminal then has."""
        text, pens, way = row.text, row.pens, self._pens.way
        even = not row.odd
        at = -1  # the cursor's column; -1 is not known to be on this row
        for x in columns:
            char = text[x]
            if char is None or not char:
                continue
            if x != at:
                pen = self._move(out, row, y, at, x, pen)
            if pens[x] != pen:
                change, pen = way(pen, pens[x])
                if change:
                    out.append(change)
            out.append(char)
            at = x + 1 if even or _EVEN(char) else -1
        return pen

    def _move(self, out: list[str], row: Row, y: int, at: int, x: int, pen: int) -> int:
        """Append what takes the cursor from column `at` to `x`: a jump, or the cells between."""
        if at < 0:
            out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
            return pen
        gap = x - at
        jump = "\x1b[C" if gap == 1 else f"\x1b[{gap}C"
        if gap <= _NEAR:
            between = "".join(char or "\n" for char in row.text[at:x])
            same = all(not self._pens.way(pen, other)[0] for other in row.pens[at:x])
            if same and "\n" not in between and len(between.encode()) <= len(jump):
                out.append(between)
                return pen
        out.append(jump)
        return pen


def _differing(row: Row) -> list[int]:
    """The columns whose cells are not what the terminal was sent."""
    sent, pens = row.sent, row.sent_pens
    if len(sent) != len(row.text) or len(pens) != len(row.pens):
        sent = sent + [None] * (len(row.text) - len(sent))
        pens = pens + [-1] * (len(row.pens) - len(pens))
    cells = zip(row.text, sent, row.pens, pens, strict=False)
    return [x for x, (new, old, pen, was) in enumerate(cells) if new != old or pen != was]


def _place(parameters: str) -> tuple[int, int]:
    row, _, column = parameters.partition(";")
    return int(column or "1") - 1, int(row or "1") - 1
