"""The lines of a section in the protocol's plainest form, known without taking each apart.

Nearly every task of a large file is a heading, fields in bold and boxes below one of them.
What `syntax.scan` says of their lines follows from how each begins.
"""

from __future__ import annotations

import re

from ..markdown.syntax import Line

_PLAIN = re.compile(
    rb"#{1,6} [^\r\n]*(?:\n- \*\*[A-Za-z][A-Za-z ]*\*\*:[^\r\n]*(?:\n  - \[[ xX]\] [^\r\n]*)*)+\n*"
)
_LEVEL = re.compile(rb"#+")


def plain_lines(data: bytes) -> list[Line] | None:
    """The lines as `scan` gives them; None for a section that is not so plain."""
    if not _PLAIN.fullmatch(data):
        return None
    lines: list[Line] = []
    start = depth = 0
    for text in data.splitlines(keepends=True):
        end = start + len(text)
        first = text[:1]
        if not start:
            level = len(_LEVEL.match(data)[0])  # type: ignore[index]
            lines.append(Line("heading", start, end, start, 0, 0, level))
        elif first == b"-":
            depth = 1
            lines.append(Line("item", start, end, start, 0, 1))
        elif first == b" ":
            depth = 2
            lines.append(Line("item", start, end, start + 2, 2, 2))
        else:
            lines.append(Line("blank", start, end, start, 0, depth))
        start = end
    return lines
