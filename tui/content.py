"""Text from the file made fit to show; the only place where it becomes `Content`.

A title may hold markup, escape sequences, bidi controls, wide or combining characters. So
file text is never a markup string: it goes through `visible` (what would act on a terminal
becomes a mark), is cut and wrapped by cells instead of characters, and becomes `Content` of
literal text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rich.cells import cell_len, split_graphemes
from textual.content import Content

from ..model import visible as marks

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
    return Content(visible(text, plain))


def fit(text: str, cells: int, ellipsis: str = "…") -> str:
    """`text` cut to at most `cells` cells; `ellipsis` (one cell wide) stands for the rest."""
    if cells <= 0:
        return ""
    if text.isascii():
        return text if len(text) <= cells else text[: cells - 1] + ellipsis
    if cell_len(text) <= cells:
        return text
    return split(text, cells - 1)[0] + ellipsis


def pad(text: str, cells: int, ellipsis: str = "…") -> str:
    """`text` cut or filled up with blanks to exactly `cells` cells."""
    text = fit(text, cells, ellipsis)
    return text + " " * (cells - width(text))


def width(text: str) -> int:
    """The cells that `text` takes on a line."""
    return len(text) if text.isascii() else cell_len(text)


def split(text: str, cells: int) -> tuple[str, str]:
    """`text` cut in two where the first part takes as many of `cells` cells as it can.

    A character that two cells wide is cut from neither part, nor a combining mark from what
    it stands on.
    """
    if text.isascii():
        return text[:cells], text[cells:]
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
    rest = " ".join(text.split())
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
