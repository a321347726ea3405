"""The list below a field, item by item, with the place of each in the bytes.

Comments and reviews are lists that people, agents and the board write into one field. They are
read as a person reads them: an item is a line with a list marker, what is indented deeper
belongs to it, and text that stands below without a marker goes on with it. A fence hides
what it holds. Offsets count bytes of the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..lazy import pattern
from ..reading import Field, Span
from ..section import Section
from ..source import decode
from ..task import Task

_LINE = pattern(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ITEM = pattern(rb"([ \t>]*)((?:[-*+]|\d{1,9}[.)])[ \t]+)")
_HEADING = pattern(rb" {0,3}#{1,6}[ \t]")
_FENCE = pattern(rb"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})")


class Entry(NamedTuple):
    """One item of the list."""

    text: str
    """Its own text, without marker, box and items nested in it; lines joined by line breaks."""
    block: Span
    """All its lines with those nested in it, the last line ending included."""
    body: Span
    """Its own text's bytes, from behind the marker to the last character."""
    lead: bytes
    """Indentation and marker, `  - `."""
    inner: tuple[Entry, ...] = ()
    """The items nested in it."""

    @property
    def indent(self) -> int:
        """Columns before the marker, tabs counted to the next multiple of four."""
        return len(self.lead.expandtabs(4)) - len(self.lead.expandtabs(4).lstrip(b" "))


class Listing(NamedTuple):
    """A field taken apart."""

    head: str
    """What stands behind the colon, and any text before the first item."""
    span: Span
    """The bytes of the text behind the colon on the field's own line; empty where none is."""
    entries: tuple[Entry, ...]


class _Open:
    """An item whose lines are still being collected."""

    def __init__(self, lead: bytes, start: int, text: int, indent: int) -> None:
        self.lead, self.start, self.text, self.indent = lead, start, text, indent
        self.own_end = text
        self.end = start
        self.inner: list[Entry] = []

    def closed(self, data: bytes) -> Entry:
        lines = decode(data[self.text : self.own_end]).splitlines() or [""]
        rest = [line.expandtabs(4) for line in lines[1:]]
        text = "\n".join([lines[0].rstrip(), *_dedented(rest)]).rstrip()
        return Entry(
            text,
            Span(self.start, self.end),
            Span(self.text, self.own_end),
            self.lead,
            tuple(self.inner),
        )


def _dedented(lines: list[str]) -> list[str]:
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    cut = min(indents, default=0)
    return [line[cut:].rstrip() for line in lines]


def listing_of(part: Section, field: Field) -> Listing:
    """The head and items of a field of `part`."""
    data = part.data
    first = _LINE.match(data, field.block.start)
    assert first is not None
    own_end = first.start() + len(first[0].rstrip())
    if field.form != "lines":
        return Listing(field.text.strip(), field.value, ())
    inline = field.value.start <= own_end and field.value.start < field.value.end
    start = field.value.start if inline else own_end
    head = [decode(data[start:own_end]).strip()] if inline else []
    entries, prose = _entries(data, min(first.end(), field.block.end), field.block.end)
    text = "\n".join(line for line in [*head, *prose] if line)
    return Listing(text, Span(start, own_end), entries)


def _entries(data: bytes, position: int, limit: int) -> tuple[tuple[Entry, ...], list[str]]:
    """The items between two offsets, and the lines before the first of them."""
    top: list[Entry] = []
    open_items: list[_Open] = []
    prose: list[str] = []
    fences = _Fences(data)
    while position < limit:
        line = _LINE.match(data, position, limit)
        assert line is not None
        shown = fences.pass_line(position, line.end())
        item = _ITEM.match(data, position, line.end()) if shown else None
        heading = shown and _HEADING.match(data, position, line.end())
        if item or heading:
            indent = len(item[1].expandtabs(4)) if item else 0
            while open_items and open_items[-1].indent >= indent:
                _close(data, open_items, top)
        if item:
            open_items.append(_Open(item[0], position, item.end(), len(item[1].expandtabs(4))))
        if (end := position + len(line[0].rstrip())) > position:
            _extend(open_items, end, line.end())
            if not open_items and not heading:
                prose.append(decode(line[0]).strip())
        position = line.end()
    while open_items:
        _close(data, open_items, top)
    return tuple(top), prose


def _extend(open_items: list[_Open], end: int, line_end: int) -> None:
    """A line with text ends at `end`: it belongs to the items that are open."""
    for one in open_items:
        one.end = line_end
    if open_items and not open_items[-1].inner:
        open_items[-1].own_end = max(end, open_items[-1].text)


class _Fences:
    """Which fence is open, line after line."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.fence = b""
        self.inside = 0
        """Columns from which on a line still stands in the item that holds the fence."""

    def pass_line(self, start: int, end: int) -> bool:
        """Whether the next line stands outside of any fence."""
        text = self.data[start:end]
        blanks = len(text) - len(text.lstrip(b" \t>"))
        if self.fence and text.strip() and blanks < self.inside:
            self.fence = b""  # the item that it stands in ends, and it with it
        shown = not self.fence
        if shown:
            item = _ITEM.match(self.data, start, end)
            self.inside = len(item[0]) if item else blanks
        self.fence = _fence_after(self.data, start, end, self.fence)
        return shown


def _close(data: bytes, open_items: list[_Open], top: list[Entry]) -> None:
    entry = open_items.pop().closed(data)
    (open_items[-1].inner if open_items else top).append(entry)


def _fence_after(data: bytes, start: int, end: int, fence: bytes) -> bytes:
    """The fence that is open behind a line."""
    match = _FENCE.match(data, start, end)
    if match is None:
        return fence
    if not fence:
        return match[1]
    closes = match[1].startswith(fence) and not data[match.end() : end].strip()
    return b"" if closes else fence


def whole_text(data: bytes, entry: Entry) -> str:
    """The item's text with the items nested in it, indented as they are below it."""
    lines = decode(data[entry.body.start : entry.block.end]).rstrip().splitlines() or [""]
    rest = [line.expandtabs(4) for line in lines[1:]]
    return "\n".join([lines[0].strip(), *_dedented(rest)]).rstrip()


def holders(task: Task, key: str) -> Iterator[tuple[Section, Field]]:
    """Every field of the task that means `key`, in file order, with its section."""
    for part in task.sections:
        for field in part.reading.fields:
            if field.key == key:
                yield part, field


_AT = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?")


def time_in(text: str) -> re.Match[str] | None:
    """The first date, with its time where it has one, in `text`."""
    return _AT.search(text)
