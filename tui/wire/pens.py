"""Styles as the terminal knows them, and the shortest way from one to the next.

A pen is a foreground, a background and a set of attributes, each kept as the SGR parameters
that select it. Pens are numbered, so that a grid of cells holds small integers and two cells
compare without looking at styles.

A blank cell shows only its background and its lines (underline, strike, reverse), so it has a
pen whose foreground is `ANY`: it equals the blank of every pen that looks the same on a space,
and selecting it sends nothing for what would not be seen.
"""

from __future__ import annotations

from typing import NamedTuple

ANY = "any"
"""The foreground of a blank cell: whatever is selected will do."""

PLAIN = 0
"""The number of the terminal's own pen, as after `CSI m`."""

_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25",
    "7": "27", "8": "28", "9": "29", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
_SEEN_ON_BLANK = frozenset({"4", "21", "7", "9", "51", "52", "53"})


class StyleError(ValueError):
    """An SGR parameter that this module does not know."""


class Pen(NamedTuple):
    """What the terminal draws with."""

    ink: str
    """SGR parameters of the foreground, such as `38;2;1;2;3`; `39` is the default."""
    paper: str
    """SGR parameters of the background; `49` is the default."""
    marks: frozenset[str]
    """SGR parameters of the attributes that are on."""


class Pens:
    """The pens that a screen uses, by number."""

    def __init__(self) -> None:
        plain = Pen("39", "49", frozenset())
        self._pens: list[Pen] = [plain]
        self._numbers: dict[Pen, int] = {plain: PLAIN}
        self._of_codes: dict[str, int] = {"": PLAIN, "0": PLAIN}
        self._blanks: dict[int, int] = {}
        self._ways: dict[tuple[int, int], tuple[str, int]] = {}

    def of(self, codes: str) -> int:
        """The pen that the SGR parameters `codes` select on a fresh terminal.

        Raises:
            StyleError: for a parameter that is not a colour or a known attribute.
        """
        number = self._of_codes.get(codes)
        if number is None:
            number = self._of_codes[codes] = self._number(_parse(codes))
        return number

    def blank(self, number: int) -> int:
        """The pen that stands for `number` in a cell that holds a space."""
        blank = self._blanks.get(number)
        if blank is None:
            pen = self._pens[number]
            if "7" not in pen.marks:  # reversed, a space shows the foreground
                pen = Pen(ANY, pen.paper, pen.marks & _SEEN_ON_BLANK)
            blank = self._blanks[number] = self._number(pen)
        return blank

    def order(self, number: int) -> tuple[str, str, list[str]]:
        """A key that sorts pens so that neighbours have much in common."""
        pen = self._pens[number]
        return pen.paper, pen.ink, sorted(pen.marks)

    def way(self, now: int, wanted: int) -> tuple[str, int]:
        """What to send so that the terminal, drawing with `now`, draws as `wanted` asks.

        Returns:
            The escape sequence ("" where nothing needs to change) and the pen that the
            terminal then has, which is never one of a blank.
        """
        found = self._ways.get((now, wanted))
        if found is None:
            found = self._ways[now, wanted] = self._find(self._pens[now], self._pens[wanted])
        return found

    def _find(self, now: Pen, wanted: Pen) -> tuple[str, int]:
        if wanted.ink == ANY:
            kept = now.marks - _SEEN_ON_BLANK
            wanted = Pen(now.ink, wanted.paper, wanted.marks | kept)
        codes = _steps(now, wanted)
        number = self._number(wanted)
        if not codes:
            return "", number
        fresh = _steps(Pen("39", "49", frozenset()), wanted)
        change = ";".join(codes)
        anew = ";".join(["", *fresh])  # an empty parameter is 0: all off
        return f"\x1b[{min(change, anew, key=len)}m", number

    def _number(self, pen: Pen) -> int:
        number = self._numbers.get(pen)
        if number is None:
            number = self._numbers[pen] = len(self._pens)
            self._pens.append(pen)
        return number


def _steps(now: Pen, wanted: Pen) -> list[str]:
    """The SGR parameters that lead from one pen to another."""
    codes = []
    marks = now.marks
    for off in sorted({_OFF[mark] for mark in marks - wanted.marks}):
        codes.append(off)
        marks = frozenset(mark for mark in marks if _OFF[mark] != off)
    codes.extend(sorted(wanted.marks - marks))
    if now.ink != wanted.ink:
        codes.append(wanted.ink)
    if now.paper != wanted.paper:
        codes.append(wanted.paper)
    return codes


def _parse(codes: str) -> Pen:
    ink, paper, marks = "39", "49", set[str]()
    parts = iter(codes.split(";"))
    for part in parts:
        number = int(part or "0") if part.isdecimal() or not part else -1
        if number == 0:
            ink, paper, marks = "39", "49", set()
        elif part in _OFF:
            marks.add(part)
        elif part in ("38", "48"):
            kind = next(parts, "")
            values = [next(parts, "") for _ in range({"2": 3, "5": 1}.get(kind, 0))]
            if not values or not all(value.isdecimal() for value in values):
                raise StyleError(codes)
            colour = ";".join([part, kind, *values])
            ink, paper = (colour, paper) if part == "38" else (ink, colour)
        elif 30 <= number <= 37 or 90 <= number <= 97 or number == 39:
            ink = part
        elif 40 <= number <= 47 or 100 <= number <= 107 or number == 49:
            paper = part
        elif part in _OFF.values():
            marks -= {mark for mark in marks if _OFF[mark] == part}
        else:
            raise StyleError(codes)
    return Pen(ink, paper, frozenset(marks))
