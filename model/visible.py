"""Text from a file, made safe to show: what would act on a terminal becomes a visible mark.

A task's title may hold an escape sequence, a bidi override or a zero-width character, by
accident or to deceive. Shown raw it could clear the screen, set the clipboard, or make one
ID look like another. It is not dropped either: a reader sees that it is there.

Left alone: U+200C and U+200D, which Persian and emoji families are written with, soft
hyphens and variation selectors. JSON output does not pass through here; it escapes by itself.
"""

from __future__ import annotations

import re

TAB_WIDTH = 4
"""Spaces that a tab is shown as; its true width depends on where it stands."""

ACTING = re.compile(
    "\r\n"
    "|[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 without newline, DEL, C1
    "\u2028\u2029"  # line and paragraph separator
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\u200b\u180e\u2060-\u2064\ufeff\ufff9-\ufffb"  # zero width and annotations
    "\U000e0000-\U000e007f"  # tags: a whole hidden alphabet
    "\ud800-\udfff]"  # lone surrogates, among them bytes that are not UTF-8
)
"""A character that acts on a terminal or hides from a reader; a newline is none."""


def visible(text: str) -> str:
    """`text` with marks for the characters that act instead of show: `␛`, `⟦U+202E⟧`, `⟦0xFF⟧`.

    Newlines stay (CRLF becomes one), a tab becomes `TAB_WIDTH` spaces. The mark `⟦0xFF⟧`
    stands for a byte that is not UTF-8. Text that needs nothing is returned as it is.
    """
    # `isprintable` is false for every character named above: an exact and fast first look.
    return text if text.isprintable() else ACTING.sub(_mark, text)


def visible_line(text: str) -> str:
    """As `visible`, for one line: a newline becomes `␊`, a tab one space."""
    return text if text.isprintable() else re.sub(ACTING.pattern + "|\n", _mark_in_line, text)


def width(text: str) -> int:
    """The terminal cells of `text`: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(c) or c in "\u200c\u200d\ufe0f" else 1 + (east_asian_width(c) in "WF")
        for c in text
    )


def _mark_in_line(found: re.Match[str]) -> str:
    match found[0]:
        case "\t":
            return " "
        case "\n" | "\r\n":
            return "␊"
    return _mark(found)


def _mark(found: re.Match[str]) -> str:
    if found[0] == "\r\n":
        return "\n"
    if found[0] == "\t":
        return " " * TAB_WIDTH
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode has a picture of each C0 control, in the same order
    if code == 0x7F:
        return "␡"
    if 0xDC80 <= code <= 0xDCFF:
        return f"⟦0x{code - 0xDC00:02X}⟧"
    return f"⟦U+{code:04X}⟧"
