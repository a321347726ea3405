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

from ..content import EVEN
from .pens import PLAIN, Pens
from .pieces import Piece, read_piece
from .strokes import Drawing, Stroke, strokes

FRAME = re.compile(r"\n*\x1b\[\d+;\d+H")
"""How a frame begins; no other write of Textual's does."""

_PLACE = re.compile(r"\x1b\[(\d+);(\d+)H")
_ROOM = 300_000
"""Characters of pieces that are remembered, some five full screens."""


class Row:
    """A line of the screen: what is wanted and what was sent, cell by cell."""

    __slots__ = ("end", "first", "odd", "pens", "sent", "sent_odd", "sent_pens", "text")

    def __init__(self) -> None:
        self.text: list[str | None] = []
        """The character of each cell; "" in the second cell of a wide one."""
        self.pens: list[int] = []
        self.odd = False
        self.sent: list[str | None] = []
        self.sent_pens: list[int] = []
        self.sent_odd = False
        self.first = self.end = 0
        """What was written since: from column `first` up to `end`."""

    def widen(self, width: int) -> None:
        """Make room for `width` cells."""
        missing = width - len(self.text)
        if missing > 0:
            self.text += [None] * missing
            self.pens += [PLAIN] * missing

    def put(self, x: int, piece: Piece) -> None:
        """Write a piece at column `x`."""
        end = x + len(piece.text)
        if end > len(self.text):
            self.widen(end)
        if self.odd or piece.odd:
            self.odd = True
            self._part(x, end)
            if x and piece.joins and (before := self.text[x - 1]):
                self.text[x - 1] = before + piece.joins
        self.text[x:end] = piece.text
        self.pens[x:end] = piece.pens
        if self.first == self.end:
            self.first, self.end = x, end
        else:
            self.first, self.end = min(self.first, x), max(self.end, end)

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

    def crop(self, width: int) -> None:
        """Leave out the cells from column `width` on."""
        for cells in (self.text, self.pens, self.sent, self.sent_pens):
            del cells[width:]

    def settle(self) -> None:
        """The terminal now shows what is wanted."""
        if self.odd and all(not text or EVEN(text) for text in self.text):
            self.odd = "" in self.text
        self.sent, self.sent_pens, self.sent_odd = self.text[:], self.pens[:], self.odd
        self.first = self.end = 0

    def forget(self) -> None:
        """Nobody knows what the terminal shows here."""
        self.sent, self.sent_pens, self.sent_odd = [None] * len(self.text), [], self.odd
        self.first, self.end = 0, len(self.text)


class Cells:
    """The screen, wanted and sent."""

    def __init__(self) -> None:
        self._pens = Pens()
        self._rows: list[Row] = []
        self._touched: set[int] = set()
        self._known: dict[str, Piece] = {}
        self._room = _ROOM
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
        pieces = _PLACE.split(frame)
        x = y = written = 0
        for index in range(1, len(pieces), 3):
            y, x = int(pieces[index]) - 1, int(pieces[index + 1]) - 1
            if text := pieces[index + 2].rstrip("\n"):
                piece = self._known.get(text) or self._learn(text)
                self._row(y).put(x, piece)
                self._touched.add(y)
                x += len(piece.text)
                written += len(piece.text)
        self.cursor = (x, y)
        return written

    def _learn(self, text: str) -> Piece:
        """What styled text means; Textual draws the same text again and again."""
        self._room -= len(text)
        if self._room < 0:
            self._known.clear()
            self._room = _ROOM
        piece = self._known[text] = read_piece(text, self._pens)
        return piece

    def changes(self, columns: int | None = None) -> str:
        """What to send so that the terminal shows the wanted grid; "" if it does already.

        The terminal is taken to draw with its own pen, and does so again afterwards. Of a row
        that is longer than its `columns`, as those with an emoji can be, the rest is left out.
        """
        drawing = Drawing(self._pens)
        even: list[Stroke] = []
        width = 0
        for y in sorted(self._touched):
            row = self._rows[y]
            if columns is not None and len(row.text) > columns:
                row.crop(columns)
            if row.text == row.sent and row.pens == row.sent_pens:
                continue
            if row.odd or row.sent_odd:
                _redraw(drawing, y, row)
            else:
                even += strokes(self._pens, y, row.text, row.pens, _differing(row))
                width = max(width, len(row.text))
            row.settle()
        self._touched.clear()
        drawing.add(even, width)
        return drawing.end()

    @property
    def lines(self) -> list[str]:
        """The wanted screen as text, without the blanks at the ends of lines."""
        return ["".join(" " if c is None else c for c in row.text).rstrip() for row in self._rows]

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
            row.crop(width)

    def _row(self, y: int) -> Row:
        while len(self._rows) <= y:
            self._rows.append(Row())
        return self._rows[y]


def _redraw(drawing: Drawing, y: int, row: Row) -> None:
    """Draw a whole row from left to right; where a character ends is known inside it only."""
    last = len(row.text) - 1
    for x, char in enumerate(row.text):
        if char:
            known = x < last and EVEN(char)
            drawing.put(char, row.pens[x], y, x, x + 1 if known else None)


def _differing(row: Row) -> list[int]:
    """The columns whose cells are not what the terminal was sent."""
    sent, pens = row.sent, row.sent_pens
    if len(sent) != len(row.text) or len(pens) != len(row.pens):
        sent = sent + [None] * (len(row.text) - len(sent))
        pens = pens + [-1] * (len(row.pens) - len(pens))
    written = slice(row.first, row.end)
    cells = zip(row.text[written], sent[written], row.pens[written], pens[written], strict=False)
    return [
        x
        for x, (new, old, pen, was) in enumerate(cells, row.first)
        if (new != old or pen != was) and new is not None
    ]
