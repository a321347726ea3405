"""A review or a thread of comments under a heading of its own, below a task's.

    #### Review: approved by @ana, 2026-01-16
    - [x] Code review

It is the same field as `- **Review**: ...`, and its boxes are no acceptance criteria. It goes
on up to the next heading that is no deeper.
"""

from __future__ import annotations

from collections.abc import Sequence

from .. import words
from ..lazy import pattern
from ..markdown.syntax import Line
from ..reading import Field, Span
from ..source import decode

KEYS = ("comments", "review")
_HEADING = pattern(
    rb"#{1,6}[ \t]+(?P<name>[^:\r\n]{1,60}?)[ \t#]*(?::[ \t]*(?P<said>[^\r\n]*?)[ \t]*)?"
    rb"(?=[\r\n]|\Z)"
)


def thread_at(data: bytes, lines: Sequence[Line], index: int) -> tuple[Field, int] | None:
    """The field that the heading on line `index` begins, and the index behind its lines; None
    where it is another heading, or none.
    """
    first = lines[index]
    if first.kind != "heading":
        return None
    match = _HEADING.match(data, first.text, first.end)
    if match is None:
        return None
    name = decode(match["name"]).strip(" *_`")
    key = words.field_key(name)
    if key not in KEYS:
        return None
    after = index + 1
    while after < len(lines) and not _ends(lines[after], first):
        after += 1
    while after > index + 1 and lines[after - 1].kind in ("blank", "rule"):
        after -= 1
    last = lines[after - 1]
    end = last.start + len(data[last.start : last.end].rstrip(b" \t\r\n"))
    start = match.start("said") if match["said"] else match.end()
    if not match["said"] and after > index + 1:
        start = next(line for line in lines[index + 1 : after] if line.kind != "blank").text
    text = decode(data[start : max(start, end)])
    return Field(name, key, text, Span(first.start, last.end), Span(start, max(start, end))), after


def _ends(line: Line, first: Line) -> bool:
    return line.kind == "heading" and line.level <= first.level
