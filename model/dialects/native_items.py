"""A section in the protocol's own form read whole: every field and criterion, and where it stands.

A field is an item of the section's outermost list whose text begins with a bold name and a
colon; the protocol's own names do without the bold. Its value goes on over everything that
Markdown counts to the item. A criterion is an item with a box, inside the criteria field or
in the outermost list itself. Protocol, sections 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .. import words
from ..lazy import pattern
from ..markdown.syntax import Line, scan
from ..reading import Criterion, Field, Reading, Span
from ..source import decode, on_one_line, outdented
from .native_heading import read_heading
from .plain_lines import plain_lines
from .threads import thread_at

_FIELD = pattern(
    rb"[-*+][ \t]+(?:(\*\*|__)(?P<bold>[^*\r\n]+?)(?::[ \t]*\1|\1[ \t]*(?::|\xef\xbc\x9a))"
    rb"|(?P<plain>[^\W\d][^:*\[\r\n]{1,40}):(?=[ \t\r\n]|\Z))[ \t]*"
)
_BOX = pattern(rb"(?:[-*+]|\d{1,9}[.)])[ \t]+\[([^\]\r\n]{1,4})\](?:[ \t]+|(?=[\r\n]|\Z))")
_LARGE = 64 * 1024
"""Bytes of a section in which there may be criteria without number."""


def states_fields(piece: bytes) -> bool:
    """Whether a field stands in `piece`: then an ID alone opens a task."""
    return any(_field_at(piece, line) for line in scan(piece) if _outermost(line))


def read(data: bytes) -> Reading:
    """As `Dialect.read`; no more criteria than a few thousand."""
    return _read_large(data) if len(data) > _LARGE else _read(data)


@lru_cache(maxsize=1)  # a summary asks for it, and then the section itself
def _read_large(data: bytes) -> Reading:
    from .shortening import restored, shortened

    short = shortened(data)
    found = restored(_read(short.data), short) if short else None
    return found or _read(data)


def _read(data: bytes) -> Reading:
    lines = plain_lines(data) or list(scan(data))
    heading = read_heading(data, _line_end(data))
    tail = len(lines)
    while tail > 1 and lines[tail - 1].kind in ("blank", "rule", "html"):
        tail -= 1
    fields: list[Field] = []
    criteria: list[Criterion] = []
    odd: list[Span] = []
    for block in _blocks(lines[1:tail], threads := _threads(data, lines[:tail])):
        match = _field_at(data, block[0]) if _outermost(block[0]) else None
        if match:
            fields.append(_read_field(data, block, match))
        if not match or fields[-1].key == "criteria":
            criteria += _read_criteria(data, block)
        if not match and block[0].kind in ("text", "item") and not _box_at(data, block[0]):
            odd += (Span(line.start, line.end) for line in block)
    fields += threads.values()
    return Reading(heading, tuple(fields), _numbered(criteria), lines[tail - 1].end, tuple(odd))


def _line_end(data: bytes) -> int:
    """Where the first line ends, its ending not included."""
    ends = [at for at in (data.find(b"\n"), data.find(b"\r")) if at >= 0]
    return min(ends, default=len(data))


def _outermost(line: Line) -> bool:
    return line.kind == "item" and line.depth == 1


def _field_at(data: bytes, line: Line) -> re.Match[bytes] | None:
    """The field that begins on `line`; a name without bold counts if the protocol has it."""
    match = _FIELD.match(data, line.text, line.end)
    if match and match["plain"] and words.field_key(decode(match["plain"])) not in words.FIELDS:
        return None
    return match


def _box_at(data: bytes, line: Line) -> re.Match[bytes] | None:
    return _BOX.match(data, line.text, line.end) if line.kind == "item" else None


def _threads(data: bytes, lines: list[Line]) -> dict[Span, Field]:
    """The comments and the review that stand under headings of their own, by their bytes."""
    if b"\n#" not in data and b"\r#" not in data:
        return {}
    found = (thread_at(data, lines, index) for index in range(1, len(lines)))
    return {thread[0].block: thread[0] for thread in found if thread}


def _blocks(lines: list[Line], threads: Iterable[Span]) -> Iterator[list[Line]]:
    """The section's lines, each outermost list item with all that Markdown counts to it; those of
    `threads` left out.
    """
    block: list[Line] = []
    for line in lines:
        if any(start <= line.start < end for start, end in threads):
            continue
        joins = line.depth > 0 and not _outermost(line)
        if block and not joins:
            yield _trimmed(block)
            block = []
        if block or line.kind != "blank":
            block.append(line)
    if block:
        yield _trimmed(block)


def _trimmed(block: list[Line]) -> list[Line]:
    end = len(block)
    while end > 1 and block[end - 1].kind == "blank":
        end -= 1
    return block[:end]


def _read_field(data: bytes, block: list[Line], match: re.Match[bytes]) -> Field:
    first, last = block[0], block[-1]
    name = decode(match["bold"] or match["plain"]).strip()
    start = match.end()
    end = _content_end(data, last)
    if start >= _content_end(data, first):
        start = _colon_end(match) if len(block) == 1 else block[1].text
        end = max(start, end)
    return Field(
        name,
        words.field_key(name),
        _field_text(data, block, match.end()),
        Span(first.start, last.end),
        Span(start, end),
    )


def _colon_end(match: re.Match[bytes]) -> int:
    """Behind the colon; blanks at the line's end are not the value's."""
    return match.start() + len(match[0].rstrip(b" \t"))


def _content_end(data: bytes, line: Line) -> int:
    """Where the line's text ends, without trailing blanks and line ending."""
    return line.start + len(data[line.start : line.end].rstrip(b" \t\r\n"))


def _field_text(data: bytes, block: list[Line], start: int) -> str:
    head = decode(data[start : block[0].end]).strip()
    rest = [decode(data[line.start : line.end]).rstrip("\r\n") for line in block[1:]]
    if not rest:
        return head
    tail = outdented("\n".join(rest).expandtabs(4)).rstrip()
    return f"{head}\n{tail}".strip("\n") if tail else head


def _read_criteria(data: bytes, block: list[Line]) -> Iterator[Criterion]:
    """The boxes of a block, each with the lines nested in it."""
    for index, line in enumerate(block):
        match = _box_at(data, line)
        if match is None:
            continue
        after = index + 1
        while after < len(block) and not _ends_item(block[after], line):
            after += 1
        lines = _trimmed(block[index:after])
        own = 1
        while own < len(lines) and lines[own].kind == "text":
            own += 1
        body = Span(match.end(), max(match.end(), _content_end(data, lines[own - 1])))
        text = on_one_line(decode(data[body.start : body.end]))
        mark = Span(match.start(1), match.end(1))
        yield Criterion(
            text, decode(match[1]), 0, Span(line.start, lines[-1].end), mark, body, line.indent
        )


def _ends_item(line: Line, item: Line) -> bool:
    """Whether `line` stands outside the list item that begins with `item`."""
    if line.kind == "blank":
        return False
    return line.depth < item.depth or (line.kind == "item" and line.depth == item.depth)


def _numbered(criteria: list[Criterion]) -> tuple[Criterion, ...]:
    """The criteria with their ordinals among those of equal text."""
    seen: dict[str, int] = {}
    numbered = []
    for found in criteria:
        ordinal = seen.get(found.text, 0)
        seen[found.text] = ordinal + 1
        numbered.append(
            found
            if not ordinal
            else Criterion(
                found.text, found.mark, ordinal, found.block, found.box, found.body, found.indent
            )
        )
    return tuple(numbered)
