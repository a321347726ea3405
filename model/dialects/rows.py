"""Rows of Markdown tables, as bytes: which lines are one, and where their cells stand.

A bar in backticks or behind a backslash parts nothing. A row need not end with a bar, and
may have too many or too few cells; what the columns mean is not known here.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ..markdown.syntax import Line
from ..reading import Span
from ..source import decode

_DELIMITER = re.compile(rb"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*\Z")
_TICKS = re.compile(rb"(`+)(?!`).*?(?<!`)\1(?!`)")


def is_row(data: bytes, line: Line) -> bool:
    """Whether a line is a table's row: it begins with a bar."""
    return line.kind in ("text", "code") and data[line.text : line.text + 1] == b"|"


def is_delimiter(data: bytes, line: Line) -> bool:
    """Whether a row parts a table's header from its body."""
    row = data[line.text : line.end].rstrip(b"\r\n")
    return b"-" in row and b"|" in row and _DELIMITER.match(row) is not None


def cells_of(data: bytes, line: Line) -> list[tuple[str, Span]]:
    """The text of each cell and where it stands, without the blanks around it."""
    start, end = line.text, line.start + len(data[line.start : line.end].rstrip(b" \t\r\n"))
    bars = [at for at in range(start, end) if data[at] == 0x7C and data[at - 1 : at] != b"\\"]
    hidden = [m.span() for m in _TICKS.finditer(data, start, end)]
    bars = [at for at in bars if not any(a < at < b for a, b in hidden)]
    if not bars or bars[0] != start:
        bars.insert(0, start - 1)
    if bars[-1] != end - 1:
        bars.append(end)
    found = []
    for left, right in pairwise(bars):
        raw = data[left + 1 : right]
        lead = len(raw) - len(raw.lstrip(b" \t"))
        text = raw.strip(b" \t")
        if not text and raw:
            lead = min(1, len(raw))
        found.append((decode(text), Span(left + 1 + lead, left + 1 + lead + len(text))))
    return found
