"""Cutting a file that has tasks in other forms than the protocol's into finer sections.

The file comes in cut at its headings. Pieces that state a task in the protocol's form stay
whole. In the others every line that may state a task becomes a `Found`; then the file as a
whole decides which of them do (`statements.decide`), and the pieces are cut around those. What
stands below a task's heading is the task's, but for the tasks stated inside it; text between
those and behind them belongs to it again where it has a field or box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from .. import vocabulary, words
from ..markdown.outline import front_matter, level
from ..markdown.syntax import Line, scan
from ..section import Section
from ..source import UTF8_BOM, decode
from . import native
from .checkboxes import BoxTask, ItemTask, box_lead, item_lead
from .fields import nested_end
from .foreign import Setting, line_text
from .headings import (
    DetailsTask,
    HeadingTask,
    RestTask,
    heading_lead,
    states_anything,
    summary_lead,
)
from .hints import is_untitled
from .kanban import column_status, usual_column
from .marks import Legend, find_legend
from .pieces import Found, Piece
from .rows import cells_of, is_delimiter, is_row
from .statements import decide
from .tables import RowTask, columns_of

if TYPE_CHECKING:
    from .base import Dialect

_NATIVE = cast("Dialect", native)


def carve(pieces: Sequence[bytes], unclosed: Sequence[int] = ()) -> tuple[Section, ...] | None:
    """The sections of a file whose pieces these are, with `unclosed` fences at those offsets;
    None where all its tasks are in the protocol's own form.
    """
    parted = _pieces(pieces, frozenset(unclosed))
    legend = find_legend("".join(decode(p.data) for p in parted if p.native_id is None))
    _place(parted, legend)
    for number, piece in enumerate(parted):
        if piece.native_id is None:
            piece.found = list(_found_in(piece, number))
    decide(parted)
    if not any(piece.found for piece in parted):
        return None
    return tuple(_sections(parted))


def _pieces(pieces: Sequence[bytes], unclosed: frozenset[int]) -> list[Piece]:
    found, at = [], 0
    told = [native.recognise(data) for data in pieces]
    open_ids = {one for one, data in zip(told, pieces, strict=True) if one and is_untitled(data)}
    titled = {one for one, data in zip(told, pieces, strict=True) if one and not is_untitled(data)}
    for data, native_id in zip(pieces, told, strict=True):
        if native_id in open_ids - titled:
            native_id = None
        piece = Piece(data, level(data), native_id)
        if native_id is None:
            start = front_matter(data) if not at else 0
            if not start and not at and data.startswith(UTF8_BOM):
                start = len(UTF8_BOM)
            ignored = frozenset(offset - at for offset in unclosed if offset >= at)
            piece.lines = list(scan(data, start, ignored))
        found.append(piece)
        at += len(data)
    return found


def _place(pieces: list[Piece], legend: Legend) -> None:
    """Give each piece the kanban column that it stands in."""
    headings = [_heading_text(piece.data) if piece.level else "" for piece in pieces]
    columns = [column_status(text, legend) if text else None for text in headings]
    usual = any(columns)
    stack: list[tuple[int, Setting, bool]] = []
    plain = Setting(legend)
    for piece, text, status in zip(pieces, headings, columns, strict=True):
        while piece.level and stack and stack[-1][0] >= piece.level:
            stack.pop()
        _, outer, mentions = stack[-1] if stack else (0, plain, False)
        inner = outer
        named = status or (usual_column(text) if usual and text else None)
        if named and piece.native_id is None:
            inner = Setting(legend, text.strip("# \t"), named)
        mentions = mentions or words.fold(text) in vocabulary.MENTION_SECTIONS
        piece.outer, piece.setting, piece.mentions = outer, inner, mentions
        if piece.level:
            stack.append((piece.level, inner, mentions))


def _heading_text(data: bytes) -> str:
    line = re.match(rb"[^\r\n]*", data)
    return decode(line[0]).lstrip("#").strip() if line else ""


def _found_in(piece: Piece, number: int) -> Iterator[Found]:
    """Every statement that a piece may hold, in file order."""
    data, lines = piece.data, piece.lines
    index = 0
    if piece.level and lines and (lead := heading_lead(_text(data, lines[0]), piece.outer)):
        dialect = HeadingTask(piece.outer)
        yield Found("heading", number, 0, len(lines), lead[0], dialect)
        index = 1
    while index < len(lines):
        line = lines[index]
        if is_row(data, line):
            after = index
            while after < len(lines) and is_row(data, lines[after]):
                after += 1
            yield from _rows(piece, number, index, after)
            index = after
            continue
        if found := _line_statement(piece, number, index):
            yield found
        index += 1


def _text(data: bytes, line: Line) -> str:
    return line_text(data, line.start, line.end)


def _line_statement(piece: Piece, number: int, index: int) -> Found | None:
    data, lines, setting = piece.data, piece.lines, piece.setting
    line = lines[index]
    if line.kind == "html":
        return _details(piece, number, index)
    if line.kind not in ("item", "text", "code") or (line.kind == "code" and not line.depth):
        return None
    if line.kind == "text" and not data.startswith(b"[", line.text) and not line.depth:
        return None
    text = _text(data, line)
    if boxed := box_lead(text, setting):
        end = nested_end(data, lines, index)
        return Found("box", number, index, end, boxed[0], BoxTask(setting))
    item = item_lead(text, setting) if line.kind == "item" and line.depth == 1 else None
    if item and item[0].bold and item[0].title.text:
        end = nested_end(data, lines, index)
        return Found("item", number, index, end, item[0], ItemTask(setting))
    return None


def _details(piece: Piece, number: int, index: int) -> Found | None:
    data, lines = piece.data, piece.lines
    lead = summary_lead(_text(data, lines[index]), piece.setting)
    if lead is None:
        return None
    first = index
    if first and b"<details" not in data[lines[index].start : lines[index].end]:
        before = data[lines[index - 1].start : lines[index - 1].end]
        first = index - 1 if b"<details" in before else index
    after = index + 1
    while after < len(lines):
        line = lines[after]
        after += 1
        if line.kind == "html" and b"</details" in data[line.start : line.end]:
            break
        if line.kind == "html" and b"<summary" in data[line.start : line.end]:
            return None
    return Found("details", number, first, after, lead[0], DetailsTask(piece.setting))


def _rows(piece: Piece, number: int, index: int, after: int) -> Iterator[Found]:
    data, rows = piece.data, piece.lines[index:after]
    if len(rows) < 3 or not is_delimiter(data, rows[1]):
        return
    columns = columns_of(data, rows[0], rows[2:])
    if columns is None:
        return
    dialect = RowTask(piece.setting, columns)
    for offset, row in enumerate(rows[2:], index + 2):
        cells = cells_of(data, row)
        if len(cells) <= columns.id:
            continue
        lead = dialect.lead(cells)
        if lead is not None:
            yield Found("row", number, offset, offset + 1, lead, dialect)


@dataclass(slots=True)
class _Open:
    """The heading task that the text belongs to at the moment."""

    id: str
    level: int
    parts: list[bytes]
    dialect: Dialect
    setting: Setting
    first: bool = True
    """Whether `parts` begin with the heading itself."""


def _sections(pieces: list[Piece]) -> Iterator[Section]:
    """The sections in file order, each byte in one."""
    owner: _Open | None = None
    for piece in pieces:
        if piece.native_id is not None:
            yield from _closed(owner)
            owner = _Open(piece.native_id, piece.level, [piece.data], _NATIVE, piece.outer)
            continue
        heading = next((f for f in piece.found if f.kind == "heading"), None)
        if heading is not None:
            yield from _closed(owner)
            owner = _Open(heading.lead.id.text, piece.level, [], heading.dialect, piece.outer)
        elif owner is not None and piece.level and piece.level <= owner.level:
            yield from _closed(owner)
            owner = None
        for data, statement in _stretches(piece):
            if statement is None and owner is not None:
                owner.parts.append(data)
            elif statement is None:
                yield Section(data)
            else:
                if owner is not None:
                    yield from _closed(owner)
                    owner = replace(owner, parts=[], first=False)
                yield Section(data, statement.lead.id.text, statement.dialect)
    yield from _closed(owner)


def _closed(owner: _Open | None) -> Iterator[Section]:
    """What the open task has gathered, as a section."""
    data = b"".join(owner.parts) if owner else b""
    if owner is None or not data:
        return
    if owner.first:
        yield Section(data, owner.id, owner.dialect)
    elif states_anything(data):
        yield Section(data, owner.id, RestTask(Setting(owner.setting.legend), owner.id))
    else:
        yield Section(data)


def _stretches(piece: Piece) -> Iterator[tuple[bytes, Found | None]]:
    """The piece's bytes, parted at the statements inside it."""
    inner = [found for found in piece.found if found.kind != "heading"]
    owners: list[Found | None] = [None] * len(piece.lines)
    for found in inner:
        owners[found.first : found.after] = [found] * (found.after - found.first)
    start = 0
    current: Found | None = None
    last: dict[int, bool] = {}
    for line, owned in zip(piece.lines, owners, strict=True):
        if owned is not current:
            if line.start > start:
                yield piece.data[start : line.start], _once(current, last)
            start, current = line.start, owned
    if len(piece.data) > start:
        yield piece.data[start:], _once(current, last)


def _once(found: Found | None, last: dict[int, bool]) -> Found | None:
    """The statement on its first stretch; what comes behind tasks nested in it is more of it."""
    if found is None:
        return None
    if id(found) in last:
        return found.rest()
    last[id(found)] = True
    return found
