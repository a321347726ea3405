"""Text from the file made fit to show; the only place where it becomes `Content`.

A title may hold markup, escape sequences, bidi controls, wide or combining characters. So
file text is never a markup string: it goes through `visible` (what would act on a terminal
becomes a mark), is cut and wrapped by cells instead of characters, and becomes `Content` of
literal text.

The first picture of a board is made before rich and Textual are there, so they are imported
where text needs them: for characters that are not one cell wide, and for `Content`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..model import visible as marks
from ..model.source import on_one_line

if TYPE_CHECKING:
    from textual.content import Content

# One cell wide everywhere: Latin, Greek, Cyrillic, dashes, quotes, arrows, mathematics, box
# drawing and geometry, less the few that terminals may draw as emoji. Pairs of first and last.
_RANGES = (
    " ~\u00a1\u00ac\u00ae\u02ff\u0370\u0377\u0391\u03ff\u0400\u0482\u048a\u052f"
    "\u2010\u2027\u2030\u203b\u203d\u2048\u2070\u209c\u20a0\u20bf"
    "\u2190\u2193\u219a\u21a8\u21ab\u22ff\u2500\u25a9\u25ac\u25b5\u25b7\u25bf"
    "\u25c1\u25fa\u2605\u2606\u2713\u2713\u2717\u2717\u2800\u28ff"
)
EVEN = re.compile(
    f"[{''.join(f'{a}-{z}' for a, z in zip(_RANGES[::2], _RANGES[1::2], strict=True))}]*"
).fullmatch
"""Whether text holds only characters about whose width no two terminals disagree."""

COMBINING_LIMIT = 8
"""Combining marks that one cell may carry; stacks of hundreds hide the lines around them."""

_PLAIN_MARKS = str.maketrans(
    {0x2400 + code: f"^{chr(0x40 + code)}" for code in range(0x20)}
    | {0x2421: "^?", 0x27E6: "<", 0x27E7: ">", 0x2424: "^J"}
)


def visible(text: str, plain: bool = False) -> str:
    """`text` with marks for what would act on a terminal; newlines stay. `plain`: ASCII marks."""
    return text if text.isascii() and text.isprintable() else _finish(marks.visible(text), plain)


def visible_line(text: str, plain: bool = False) -> str:
    """As `visible`, on one line."""
    if text.isascii() and text.isprintable():
        return text
    return _finish(marks.visible_line(text), plain)


def _finish(text: str, plain: bool) -> str:
    if text.isascii():
        return text
    text = _limit_combining(text)
    return text.translate(_PLAIN_MARKS) if plain else text


def _limit_combining(text: str) -> str:
    """`text` without the marks that a cell carries beyond `COMBINING_LIMIT`."""
    kept: list[str] = []
    stacked = 0
    for character in text:
        stacked = stacked + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if stacked <= COMBINING_LIMIT:
            kept.append(character)
    return "".join(kept)


def literal(text: str, plain: bool = False) -> Content:
    """File text as `Content`; nothing in it is markup."""
    from textual.content import Content

    return Content(visible(text, plain))


def fit(text: str, cells: int, ellipsis: str = "…") -> str:
    """`text` cut to at most `cells` cells; `ellipsis` (one cell wide) stands for the rest."""
    if cells <= 0:
        return ""
    if _is_even(text):
        return text if len(text) <= cells else text[: cells - 1] + ellipsis
    if width(text) <= cells:
        return text
    return split(text, cells - 1)[0] + ellipsis


def _is_even(text: str) -> bool:
    return text.isascii() or EVEN(text) is not None


def pad(text: str, cells: int, ellipsis: str = "…") -> str:
    """`text` cut or filled up with blanks to exactly `cells` cells."""
    text = fit(text, cells, ellipsis)
    return text + " " * (cells - width(text))


def width(text: str) -> int:
    """The cells that `text` takes on a line."""
    if _is_even(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def split(text: str, cells: int) -> tuple[str, str]:
    """`text` cut in two where the first part takes as many of `cells` cells as it can.

    A character that two cells wide is cut from neither part, nor a combining mark from what
    it stands on.
    """
    if _is_even(text):
        return text[:cells], text[cells:]
    from rich.cells import split_graphemes

    used = 0
    for start, _, size in split_graphemes(text)[0]:
        if used + size > cells:
            return text[:start], text[start:]
        used += size
    return text, ""


def wrap(text: str, widths: Sequence[int], ellipsis: str = "…") -> list[str]:
    """`text` flowed over one line for each of `widths` (cells), cut at the end of the last.

    Lines break at blanks; a word that is longer than the next line has room for is broken
    wherever the line ends.
    """
    lines: list[str] = []
    rest = on_one_line(text)
    for index, cells in enumerate(widths[:-1]):
        following = widths[index + 1]
        line, rest = _take_line(rest, max(0, cells), following)
        lines.append(line)
    lines.append(fit(rest, widths[-1], ellipsis))
    return lines


def _take_line(text: str, cells: int, following: int) -> tuple[str, str]:
    """The first line of `text`, and what is left for the line of `following` cells below."""
    if width(text) <= cells:
        return text, ""
    head, tail = split(text, cells)
    if tail.startswith(" "):
        return head, tail[1:]
    at = head.rfind(" ")
    word = text[at + 1 :].partition(" ")[0]
    if width(word) > following:
        return head, tail
    return head[: max(0, at)], text[at + 1 :]
