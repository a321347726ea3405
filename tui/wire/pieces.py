"""What Textual draws at one place: styled text, taken apart into cells."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..content import EVEN
from .pens import PLAIN, Pens, StyleError

_STYLE = re.compile(r"\x1b\[([0-9;:]*)m")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


class FrameError(ValueError):
    """Output that holds more than cursor moves, styles and characters."""


class Piece(NamedTuple):
    """Cells side by side."""

    text: list[str]
    """The character of each; "" in the second cell of a wide one."""
    pens: list[int]
    odd: bool
    """Whether terminals may disagree about the width of something in it."""
    joins: str
    """What has no cell of its own and belongs to the cell before."""


def read_piece(text: str, pens: Pens) -> Piece:
    """Take apart text and the styles in it, drawn with the terminal's own pen at first.

    Raises:
        FrameError: if there is anything else in it, or a style is left on.
    """
    piece = Piece([], [], not EVEN(_STYLE.sub("", text)), "")
    codes, pen = "", PLAIN
    parts = _STYLE.split(text)
    for index, part in enumerate(parts):
        if index % 2:
            codes = "" if part in ("", "0") else f"{codes};{part}" if codes else part
            try:
                pen = pens.of(codes)
            except StyleError as error:
                raise FrameError(f"unknown style {error}") from None
        elif part:
            blank = pens.blank(pen)
            if EVEN(part):
                piece.text.extend(part)
                piece.pens.extend([blank if char == " " else pen for char in part])
            elif _CONTROL.search(part):
                raise FrameError(f"control characters in {part!r}")
            else:
                piece = _odd(piece, part, pen, blank)
    if codes:
        raise FrameError(f"a style is left on after {text!r}")
    return piece


def _odd(piece: Piece, part: str, pen: int, blank: int) -> Piece:
    from rich.cells import split_graphemes  # when one is met: the first picture comes before rich

    joins = piece.joins
    for start, stop, width in split_graphemes(part)[0]:
        grapheme = part[start:stop]
        if width:
            piece.text.extend([grapheme, *[""] * (width - 1)])
            piece.pens.extend([blank if grapheme == " " else pen] * width)
        elif piece.text:
            head = max(x for x, char in enumerate(piece.text) if char)
            piece.text[head] += grapheme
        else:
            joins += grapheme
    return piece._replace(joins=joins)
