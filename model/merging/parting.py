"""A task's text as tokens: its heading, fields, criteria, comments, and what lies between.

What is cut is what the task's own dialect read there. A form whose parts share lines (a
table's row, a checkbox with all on one line) is one line here, and merged by its cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ..markdown.syntax import Line as Scanned
from ..markdown.syntax import scan
from ..reading import Field
from ..section import Section
from .elements import is_list
from .lines import lines_of
from .tokens import Form, Token, plain, together

_BOX = re.compile(rb"(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]\r\n]{1,4}\](?:[ \t]+|(?=[\r\n]|\Z))")


class _Cut(NamedTuple):
    start: int
    end: int
    field: Field | None
    """None for a box that stands for itself."""


def parts_of(section: Section) -> tuple[Token, ...]:
    """The tokens that a task's text consists of; joined, their lines are the text."""
    reading = section.reading
    data = section.data[: reading.end]
    first = _line_end(data, 0)
    tokens = [_head(data[:first])]
    seen: Counter[Hashable] = Counter()
    at = first
    for start, end, field in _cuts(section, first):
        tokens += plain(lines_of(data[at:start]))
        block = data[start:end]
        key = ("field", field.key) if field else ("box", _box_text(block))
        tokens.append(_item(block, (*key, seen[key]), field.key if field else ""))
        seen[key] += 1
        at = end
    return (*tokens, *plain(lines_of(data[at:])))


def _cuts(section: Section, first: int) -> Iterator[_Cut]:
    """The blocks of lines that are a field or a loose box, in order, none inside another."""
    reading = section.reading
    found = [_Cut(*f.block, f) for f in reading.fields if f.form == "lines"]
    found += [_Cut(*criterion.block, None) for criterion in reading.criteria]
    at = first
    for cut in sorted(found, key=lambda cut: (cut.start, -cut.end)):
        if cut.start >= at and cut.end <= reading.end and _begins_line(section.data, cut.start):
            end = cut.end
            if end < reading.end and not _begins_line(section.data, end):
                continue
            yield cut
            at = end


def _begins_line(data: bytes, at: int) -> bool:
    return at == 0 or (data[at - 1 : at] in (b"\n", b"\r") and data[at - 1 : at + 1] != b"\r\n")


def _line_end(data: bytes, at: int) -> int:
    """Where the line that begins at `at` ends, its ending included."""
    rest = lines_of(data[at:])[:1]
    return at + sum(len(line.text) + len(line.end) for line in rest)


def _head(line: bytes) -> Token:
    form = Form.BOX if _box_at(line) else Form.CELLS if b"|" in line else Form.LINES
    return Token("head", lines_of(line), named=True, large=True, form=form)


def _item(block: bytes, key: Hashable, kind: str) -> Token:
    """A field or a box, with the items below it as its parts."""
    large = not _box_at(block)

    def split() -> tuple[Token, ...]:
        return tuple(_split(block, kind))

    return Token(key, lines_of(block), named=True, large=large, form=Form.PARTS, split=split)


def _split(block: bytes, kind: str) -> Iterator[Token]:
    """What an item says itself, then the items below it."""
    lines = list(scan(block))
    depth = lines[0].depth
    starts = [at for at, line in enumerate(lines) if _is_item(line, depth + 1)]
    stop = starts[0] if starts else len(lines)
    while stop > 1 and lines[stop - 1].kind == "blank":
        stop -= 1
    head = lines_of(block[: lines[stop - 1].end])
    form = Form.BOX if _box_at(block) else Form.LINES
    if form is Form.LINES and len(head) == 1 and is_list(kind):
        form = Form.LIST
    yield Token("head", head, named=True, form=form, kind=kind)
    seen: Counter[Hashable] = Counter()
    at = lines[stop - 1].end
    for start, after in pairwise([*starts, len(lines)]):
        last = after
        while last > start + 1 and lines[last - 1].kind == "blank":
            last -= 1
        yield from plain(lines_of(block[at : lines[start].start]))
        at = lines[last - 1].end
        child = block[lines[start].start : at]
        if _box_at(child):
            key = ("box", _box_text(child, kind))
            yield _item(child, (*key, seen[key]), kind)
            seen[key] += 1
        else:
            yield together("item", lines_of(child))
    yield from plain(lines_of(block[at:]))


def _is_item(line: Scanned, depth: int) -> bool:
    return line.kind == "item" and line.depth == depth


def _box_at(block: bytes) -> re.Match[bytes] | None:
    return _BOX.match(block.lstrip(b" \t"))


def _box_text(block: bytes, kind: str = "") -> bytes:
    """By what a box is known: its text; in a review without the note behind the colon."""
    match = _box_at(block)
    assert match is not None
    lines = list(scan(block))
    own = 1
    while own < len(lines) and lines[own].kind == "text":
        own += 1
    indent = len(block) - len(block.lstrip(b" \t"))
    text = b" ".join(block[indent + match.end() : lines[own - 1].end].split())
    return text.partition(b": ")[0] if kind == "review" else text
