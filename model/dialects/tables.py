"""A table's row that states a task; its columns are known by their header.

Taken for a task table: a header and a delimiter row, one column of which holds IDs (alone, or
with the title behind them) under a name that `vocabulary.ID_COLUMNS` has, and a title. Column
names are looked up in eleven languages. A row with too many or too few cells is read from the
left; a value that cannot be what its column says (a date for a priority) is not taken for it.
Not taken: tables of risks, decisions and the like (`vocabulary.OTHER_TABLES`), rows whose
first cell only mentions IDs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .. import vocabulary, words
from ..markdown.syntax import Line, scan
from ..reading import Cell, Field, Heading, Reading, Span
from .foreign import Foreign, Shift, checked, renamed, with_column
from .leads import Lead, Place, read_lead
from .rows import cells_of

_DATE = re.compile(r"\d{2,4}[-./年]\d{1,2}|\d{1,2}[./]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table's columns mean."""

    names: tuple[str, ...]
    keys: tuple[str, ...]
    id: int
    title: int
    """The column of the title; that of the ID where both share one."""


def columns_of(data: bytes, header: Line, rows: Sequence[Line]) -> Columns | None:
    """What the columns of a table mean; None where it lists no tasks."""
    names = tuple(text.strip("*_` ") for text, _ in cells_of(data, header))
    folded = [words.fold(name) or name.strip() for name in names]
    if any(name in vocabulary.OTHER_TABLES for name in folded):
        return None
    cells = [[text for text, _ in cells_of(data, row)] for row in rows]
    at = _id_column(folded, cells)
    if at is None:
        return None
    keys = [words.field_key(name) for name in names]
    keys = [key if key in words.FIELDS else "" for key in keys]
    title = _title_column(folded, keys, at, cells)
    if title is None:
        return None
    keys = ["" if i == at or (key == "title" and i != title) else key for i, key in enumerate(keys)]
    keys[title] = "title"
    for index, key in enumerate(keys):
        if key and key in keys[:index]:
            keys[index] = ""
    return Columns(names, tuple(keys), at, title)


def _id_column(folded: list[str], cells: list[list[str]]) -> int | None:
    for index, name in enumerate(folded):
        if name not in vocabulary.ID_COLUMNS and name not in ("", "#"):
            continue
        told = [row[index] for row in cells if len(row) > index and row[index]]
        leads = [read_lead(text) for text in told]
        if told and sum(lead is not None for lead in leads) * 2 >= len(told):
            return index
    return None


def _title_column(
    folded: list[str], keys: list[str], at: int, cells: list[list[str]]
) -> int | None:
    shared = [lead for row in cells if len(row) > at and (lead := read_lead(row[at]))]
    if sum(bool(lead.title.text) for lead in shared) * 2 > len(shared):
        return at
    for key in ("title", "description"):
        found = [i for i, k in enumerate(keys) if k == key and i != at]
        if found:
            return found[0]
    named = [i for i, name in enumerate(folded) if name in vocabulary.TITLE_COLUMNS and i != at]
    if named:
        return named[0]
    return at + 1 if at + 1 < len(keys) and not keys[at + 1] and any(keys) else None


@dataclass(frozen=True, slots=True)
class RowTask(Foreign):
    """One row of a task table."""

    columns: Columns
    rank = 1

    def lead(self, cells: Sequence[tuple[str, Span]]) -> Lead | None:
        """What a row's ID cell states, the title of its own cell in it; None if it states none."""
        lead = read_lead(cells[self.columns.id][0], self.setting.legend)
        if lead is None or self.columns.title == self.columns.id:
            return lead
        title = cells[self.columns.title][0] if len(cells) > self.columns.title else ""
        lead.title = Place(title, 0, len(title))
        return lead

    def read(self, data: bytes) -> Reading:
        """As `Dialect.read`."""
        line = next(iter(scan(data)))
        cells = cells_of(data, line)
        ragged = len(cells) != len(self.columns.names)
        whole = Span(line.start, line.end)
        text, span = cells[self.columns.id]
        lead = read_lead(text, self.setting.legend)
        assert lead is not None
        shift = Shift(text, span.start)
        fields = []
        for index, (cell, place) in enumerate(cells):
            if index == self.columns.id:
                continue
            fields.append(self._field(index, cell, place, whole, ragged))
        if self.columns.title == self.columns.id:
            title = shift.of(lead.title)
            fields.insert(0, Field("Title", "title", lead.title.text, whole, title, "cell"))
        fields = with_column(checked(fields, self.setting.legend), self.setting)
        heading = Heading(0, Cell(lead.id.text, shift.of(lead.id)))
        count = f"{len(cells)} cells under {len(self.columns.names)} columns"
        doubts = (f"a row of {count}: read from the left",) if ragged else ()
        return Reading(heading, tuple(fields), (), line.end, (), doubts)

    def _field(self, index: int, cell: str, place: Span, whole: Span, ragged: bool) -> Field:
        known = index < len(self.columns.names)
        name = self.columns.names[index] if known else f"column {index + 1}"
        key = (
            (self.columns.keys[index] if known else "") or name.casefold() or f"column {index + 1}"
        )
        found = Field(name, key, cell, whole, place, "cell")
        return renamed(found) if ragged and not _fits(key, cell) else found

    @property
    def why(self) -> str:
        """As `Dialect.why`."""
        known = [n for n, k in zip(self.columns.names, self.columns.keys, strict=True) if k]
        names = [self.columns.names[self.columns.id], *known]
        told = ", ".join(dict.fromkeys(n for n in names if n))
        return f"a table row, columns {told}" + self.setting.place


def _fits(key: str, cell: str) -> bool:
    """Whether a cell of a ragged row can be what its column says."""
    if not cell:
        return True
    if key == "priority":
        return words.priority_of(cell) is not None
    if key == "created":
        return _DATE.search(cell) is not None
    if key == "dependencies":
        return bool(words.ids_in(cell)) or words.is_none(cell)
    if key in ("effort", "assignee"):
        return not _DATE.match(cell)
    return True
