"""Inks as a terminal knows them, worked out as Textual and rich do, without either.

An ink is text such as `bold $text-muted on $panel`. A theme says what its variables stand for,
and the terminal's colours (`Depth`) what comes of them: all of a colour, the nearest of 256 or
of sixteen, or none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

Depth = Literal["truecolor", "256", "16", "none"]

_MARKS = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "reverse": "7"}
_BOLD = frozenset({"1"})
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_SIXTEEN = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0),
    (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85),
    (85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255),
)  # fmt: skip
"""What the terminal's own colours are taken to look like."""


class Look(NamedTuple):
    """How text looks: two colours as the theme names them, and attributes as SGR numbers."""

    ink: str
    paper: str
    marks: frozenset[str] = frozenset()


class Looks:
    """The looks of one theme on one terminal."""

    def __init__(self, variables: Mapping[str, str], depth: Depth) -> None:
        self._variables = variables
        self._depth = depth
        self.ansi = variables["background"].startswith("ansi_")
        """Whether the colours are the terminal's own."""

    def read(self, text: str, under: Look | None = None) -> Look:
        """The look that an ink asks for; what it does not say is as in `under`."""
        ink, paper, marks = under or Look("", "")
        is_paper = False
        for word in text.split():
            if word == "on":
                is_paper = True
            elif word.startswith("$"):
                colour = self._variables[word[1:]]
                ink, paper = (ink, colour) if is_paper else (colour, paper)
            else:
                marks |= {_MARKS[word]}
        return Look(ink, paper, marks)

    def codes(self, look: Look) -> str:
        """The SGR parameters that select a look on a fresh terminal."""
        marks = sorted(look.marks)
        if self._depth == "none":
            return ";".join(marks)
        return ";".join(
            [*marks, _code(look.ink, 30, self._depth), _code(look.paper, 40, self._depth)]
        )


class Inks:
    """The inks of a widget, as it would find them."""

    def __init__(
        self, looks: Looks, own: str, inks: Mapping[str, str], ansi: Mapping[str, str]
    ) -> None:
        self._looks = looks
        self._own = looks.read(own)
        self._inks = {**inks, **ansi} if looks.ansi else inks
        self._codes: dict[tuple[str, str, bool], str] = {}

    def look(self, name: str) -> Look:
        """The look of an ink; the widget's own where the name is empty."""
        return self._looks.read(self._inks[name], self._own) if name else self._own

    def reverses(self, name: str) -> bool:
        """Whether an ink is drawn in reverse video."""
        return "7" in self.look(name).marks

    def codes(self, name: str, paper: str = "", bold: bool = False) -> str:
        """The SGR parameters of an ink, on the background of the ink `paper`."""
        found = self._codes.get((name, paper, bold))
        if found is None:
            look = self.look(name)
            if paper and paper != name:
                base = self.look(paper)
                look = look._replace(paper=base.paper)
                if "7" in base.marks:  # in reverse, colours would become fields
                    look = base._replace(marks=base.marks - _BOLD | look.marks & _BOLD)
            if bold:
                look = look._replace(marks=look.marks | _BOLD)
            found = self._codes[name, paper, bold] = self._looks.codes(look)
        return found


def depth_of(environment: Mapping[str, str] = os.environ) -> Depth:
    """How many colours the environment says that the terminal has."""
    if environment.get("NO_COLOR"):
        return "none"
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "truecolor"
    last = environment.get("TERM", "").strip().lower().rpartition("-")[2]
    return "256" if last in ("256color", "kitty") else "16"


@cache
def _code(colour: str, base: int, depth: Depth) -> str:
    """The SGR parameters of a colour, for text with `base` 30 and for what is behind with 40."""
    if colour.startswith("ansi_"):
        name = colour.removeprefix("ansi_")
        if name == "default":
            return str(base + 9)
        bright = 60 * name.startswith("bright_")
        return str(base + bright + _NAMES.index(name.removeprefix("bright_")))
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    if depth == "truecolor":
        return f"{base + 8};2;{red};{green};{blue}"
    if depth == "256":
        return f"{base + 8};5;{_of_256(red, green, blue)}"
    number = _of_sixteen(red, green, blue)
    return str(base + number if number < 8 else base + 52 + number)


def _of_256(red: int, green: int, blue: int) -> int:
    """The nearest of 256 colours, grey ones told by their saturation."""
    from colorsys import rgb_to_hls

    _, light, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < 0.15:
        grey = round(light * 25)
        return 16 if grey == 0 else 231 if grey == 25 else 231 + grey
    steps = [part / 95 if part < 95 else 1 + (part - 95) / 40 for part in (red, green, blue)]
    return 16 + 36 * round(steps[0]) + 6 * round(steps[1]) + round(steps[2])


def _of_sixteen(red: int, green: int, blue: int) -> int:
    """The nearest of the terminal's own colours, as eyes weigh the difference."""

    def distance(number: int) -> float:
        other_red, other_green, other_blue = _SIXTEEN[number]
        mean = (red + other_red) // 2
        return (
            (((512 + mean) * (red - other_red) ** 2) >> 8)
            + 4 * (green - other_green) ** 2
            + (((767 - mean) * (blue - other_blue) ** 2) >> 8)
        )

    return min(range(16), key=distance)
