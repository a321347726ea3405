"""The fields and boxes below a task's first line, in the forms that people write them.

Taken for a field: a list item, line or quoted line that begins with a bold name and a colon,
of any width and in any language; one with a plain name if the name is a known one, or if it
is a list item with a name of few words; more fields on the same line behind `|`, `/` or `·`;
a table of two columns, or of one row, whose names are known. A bold known name alone on its
line heads what follows. A value goes on over what is indented below, or over the following
paragraph and list where its own line has none. Not taken: what stands in fences and comments,
and items inside another field, unless their name is a known one.

Taken for a criterion: every box, wherever it stands in the task; in a comments or review field
none is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import words
from ..markdown.syntax import Line
from ..reading import Criterion, Field, Span
from ..source import decode, encode, outdented
from .rows import cells_of, is_delimiter, is_row
from .threads import thread_at

_MARKER = re.compile(r"(?:>[ \t]?)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_BOX = re.compile(r"\[([^\[\]]{0,4})\](?:[ \t]+|$)")
_BOLD = re.compile(r"(\*\*|__)(?P<name>[^*\n]{1,60}?)(?:[ \t]*[:：][ \t]*\1|\1[ \t]*[:：])[ \t]*")
_ALONE = re.compile(r"(\*\*|__)(?P<name>[^*\n]{1,60}?)\1[ \t]*$")
_PLAIN = re.compile(
    r"(?P<name>[^\W\d_][^:：*`\[\]|\n]{0,40}?)[ \t]*(?::(?=\s|$|[^\x00-\x7f])|：)[ \t]*"
)
_NEXT = re.compile(r"[ \t]*(?:[|｜·•]|[ \t]/[ \t])[ \t]*")
_WORDS = 4
"""Words that an unknown plain name may have."""


class _Chunk:
    """A field as one line tells it; offsets count characters of the line."""

    def __init__(self, name: str, start: int, value: int, end: int, bold: bool) -> None:
        self.name, self.start, self.value, self.end, self.bold = name, start, value, end, bold
        self.key = words.field_key(name)

    @property
    def known(self) -> bool:
        return self.key in words.FIELDS


def read_fields(data: bytes, lines: Sequence[Line]) -> tuple[list[Field], tuple[Criterion, ...]]:
    """The fields and criteria of `lines`, which are a task's own lines behind its first."""
    fields: list[Field] = []
    skipped: set[int] = set()
    index = 0
    while index < len(lines):
        line = lines[index]
        if is_row(data, line):
            found, after = _table(data, lines, index)
            fields += found
            index = after
            continue
        if thread := thread_at(data, lines, index):
            fields.append(thread[0])
            skipped |= {inner.start for inner in lines[index : thread[1]]}
            index = thread[1]
            continue
        chunks = _chunks(data, line)
        if not chunks:
            index += 1
            continue
        after = _block_end(data, lines, index, chunks)
        block = lines[index:after]
        if len(chunks) == 1:
            fields.append(_field(data, block, chunks[0]))
        else:
            fields += (_part(data, line, chunk) for chunk in chunks)
        if chunks[0].key in ("comments", "review"):
            skipped |= {inner.start for inner in block}
        index = after
    return fields, criteria_of(data, [line for line in lines if line.start not in skipped])


def _content(data: bytes, line: Line) -> str:
    return decode(data[line.text : line.end]).rstrip(" \t\r\n")


def _chunks(data: bytes, line: Line) -> list[_Chunk]:
    """The fields that begin on a line."""
    if line.kind not in ("item", "text", "quote", "code"):
        return []
    text = _content(data, line)
    marker = _MARKER.match(text)
    at = marker.end() if marker else 0
    if _BOX.match(text, at):
        return []
    first = _chunk(text, at, item=line.kind == "item")
    if first is None:
        return []
    chunks = [first]
    for sign in _NEXT.finditer(text, first.value):
        following = _chunk(text, sign.end(), item=False)
        if following:
            chunks[-1].end = sign.start()
            chunks.append(following)
    return chunks


def _chunk(text: str, at: int, *, item: bool) -> _Chunk | None:
    if match := _BOLD.match(text, at):
        return _Chunk(match["name"].strip(), at, match.end(), len(text), True)
    if (match := _ALONE.match(text, at)) and words.field_key(match["name"]) in words.FIELDS:
        return _Chunk(match["name"].strip(), at, len(text), len(text), True)
    if match := _PLAIN.match(text, at):
        chunk = _Chunk(match["name"].strip(), at, match.end(), len(text), False)
        if chunk.known or (item and len(chunk.name.split()) <= _WORDS):
            return chunk
    return None


def _block_end(data: bytes, lines: Sequence[Line], index: int, chunks: list[_Chunk]) -> int:
    """Where the lines end that belong to the field which begins on line `index`."""
    first = lines[index]
    empty = chunks[-1].value >= chunks[-1].end
    item = first.kind == "item"
    after, blank = index + 1, False
    while after < len(lines):
        line = lines[after]
        if line.kind == "blank":
            blank = True
        elif line.kind in ("rule", "heading"):
            break
        elif (line.indent > first.indent and (item or not _chunks(data, line))) or (
            line.kind == "text"
            and not blank
            and line.depth >= first.depth
            and not _starts(data, line)
        ):
            pass
        elif item or len(chunks) > 1 or not empty or _ends(data, line, chunks[0]):
            break
        after += 1
    while after > index + 1 and lines[after - 1].kind == "blank":
        after -= 1
    return after


def _starts(data: bytes, line: Line) -> bool:
    return bool(_chunks(data, line)) or is_row(data, line) or bool(_boxed(data, line))


def _ends(data: bytes, line: Line, chunk: _Chunk) -> bool:
    """Whether a line ends the field whose name stands alone above it."""
    if line.kind == "html":
        return True
    found = _chunks(data, line)
    if not found:
        return bool(_ALONE.match(_content(data, line))) and chunk.bold
    return found[0].known or line.kind != "item" or (found[0].bold and not chunk.bold)


def _field(data: bytes, block: Sequence[Line], chunk: _Chunk) -> Field:
    first, last = block[0], block[-1]
    text = _content(data, first)
    start = first.text + len(encode(text[: chunk.value]))
    head = text[chunk.value :]
    end = last.start + len(data[last.start : last.end].rstrip(b" \t\r\n"))
    if not head:
        start = first.text + len(encode(text)) if len(block) == 1 else _first_text(block).text
        end = max(start, end)
    rest = [decode(data[line.start : line.end]).rstrip("\r\n") for line in block[1:]]
    tail = outdented("\n".join(rest).expandtabs(4)).rstrip() if rest else ""
    value = f"{head}\n{tail}".strip("\n") if tail else head
    return Field(
        chunk.name, chunk.key, value, Span(first.start, last.end), Span(start, end), "lines"
    )


def _first_text(block: Sequence[Line]) -> Line:
    return next(line for line in block[1:] if line.kind != "blank")


def _part(data: bytes, line: Line, chunk: _Chunk) -> Field:
    text = _content(data, line)
    value = text[chunk.value : chunk.end].rstrip()
    start = line.text + len(encode(text[: chunk.value]))
    block = Span(line.text + len(encode(text[: chunk.start])), start + len(encode(value)))
    return Field(
        chunk.name, chunk.key, value, block, Span(start, start + len(encode(value))), "part"
    )


def _table(data: bytes, lines: Sequence[Line], index: int) -> tuple[list[Field], int]:
    """The fields of a table of two columns, or of a single row, and where it ends."""
    after = index
    while after < len(lines) and is_row(data, lines[after]):
        after += 1
    rows = lines[index:after]
    if len(rows) < 3 or not is_delimiter(data, rows[1]):
        return [], after
    header = cells_of(data, rows[0])
    pairs: list[tuple[str, Span, Line]] = []
    if len(header) == 2:
        for row in (rows[0], *rows[2:]):
            cells = cells_of(data, row)
            if len(cells) == 2:
                pairs.append((cells[0][0], cells[1][1], row))
    elif len(rows) == 3 and len(cells := cells_of(data, rows[2])) == len(header):
        pairs = [(name, cell[1], rows[2]) for (name, _), cell in zip(header, cells, strict=True)]
    if not any(words.field_key(_bare(name)) in words.FIELDS for name, *_ in pairs):
        return [], after
    return [_cell(data, name, span, row) for name, span, row in pairs if row is not rows[0]], after


def _bare(name: str) -> str:
    return name.strip(" *_`:：")


def _cell(data: bytes, name: str, span: Span, row: Line) -> Field:
    text = decode(data[span.start : span.end])
    bare = _bare(name)
    return Field(bare, words.field_key(bare), text, Span(row.start, row.end), span, "cell")


def _boxed(data: bytes, line: Line) -> re.Match[str] | None:
    if line.kind not in ("item", "text", "code"):
        return None
    text = _content(data, line)
    marker = _MARKER.match(text)
    at = marker.end() if marker else 0
    return _BOX.match(text, at) if at else None


def criteria_of(data: bytes, lines: Sequence[Line]) -> tuple[Criterion, ...]:
    """Every box in `lines`, each with what is nested in it."""
    found: list[Criterion] = []
    seen: dict[str, int] = {}
    for index, line in enumerate(lines):
        match = _boxed(data, line)
        if match is None:
            continue
        block = lines[index : nested_end(data, lines, index)]
        own = 1
        while own < len(block) and block[own].kind == "text" and not _starts(data, block[own]):
            own += 1
        text = _content(data, line)
        start = line.text + len(encode(text[: match.end()]))
        last = block[own - 1]
        end = max(start, last.start + len(data[last.start : last.end].rstrip(b" \t\r\n")))
        body = " ".join(decode(data[start:end]).split())
        ordinal = seen.get(body, 0)
        seen[body] = ordinal + 1
        box = line.text + len(encode(text[: match.start(1)]))
        span = Span(box, box + len(encode(match[1])))
        mark = match[1] or " "
        found.append(
            Criterion(
                body,
                mark,
                ordinal,
                Span(line.start, block[-1].end),
                span,
                Span(start, end),
                line.indent,
            )
        )
    return tuple(found)


def nested_end(data: bytes, lines: Sequence[Line], index: int) -> int:
    """Where the lines end that belong to the list item on line `index`: what is indented below
    it, and text that goes on without a blank line.
    """
    first = lines[index]
    after, blank = index + 1, False
    while after < len(lines):
        line = lines[after]
        if line.kind == "blank":
            blank = True
        elif line.indent > first.indent or (line.kind == "fence" and line.depth >= first.depth > 0):
            blank = False
        elif (
            line.kind == "text" and not blank and not is_row(data, line) and not _boxed(data, line)
        ):
            pass
        else:
            break
        after += 1
    while after > index + 1 and lines[after - 1].kind == "blank":
        after -= 1
    return after
