"""What all dialects but the native one share: a value that reads its section in its setting.

Such a dialect is a frozen value, not a module: the legend of the file, the columns of the
table and the kanban heading above are part of it, so that two sections with the same bytes
in other settings are two. `read` is a pure function of the value and the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .. import words
from ..reading import Cell, Criterion, Field, Heading, Reading, Span
from ..source import decode, encode
from .leads import Lead, Place
from .marks import Legend, resolve


@dataclass(frozen=True, slots=True)
class Setting:
    """What the file around a section says about it."""

    legend: Legend = ()
    column: str = ""
    """The heading that names the status of what stands under it; empty where none does."""
    column_status: str = ""
    """What `column` means, as `Task.status` has it."""

    @property
    def place(self) -> str:
        """Where it is, as `Dialect.why` goes on: `, under “Done”`; empty without a `column`."""
        return f", under “{self.column}”" if self.column else ""


PLAIN = Setting()
"""A file without a legend, above its first heading."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """The base of the dialects whose sections are read in a setting."""

    setting: Setting
    rank = 0

    def read(self, data: bytes) -> Reading:
        """As `Dialect.read`."""
        raise NotImplementedError

    @property
    def why(self) -> str:
        """As `Dialect.why`."""
        raise NotImplementedError

    def status_text(self, _data: bytes) -> str | None:
        """As `Dialect.status_text`: there is no quick look."""
        return None

    def progress(self, _data: bytes) -> tuple[int, int] | None:
        """As `Dialect.progress`: there is no quick look."""
        return None

    def summarize(self, data: bytes) -> Mapping[str, str]:
        """As `Dialect.summarize`."""
        return {
            found.key: found.on_one_line
            for found in reading_of(self, data).fields
            if found.key in words.SUMMARY and found.text
        }

    def status_word(self, data: bytes) -> str | None:
        """As `Dialect.status_word`."""
        found = reading_of(self, data).field("status")
        return self.meaning(found) if found else None

    def meaning(self, found: Field) -> str | None:
        """What a status field of this section means."""
        if found.form == "section":
            return self.setting.column_status
        return resolve(found.text, self.setting.legend)


@lru_cache(maxsize=2048)
def reading_of(dialect: Foreign, data: bytes) -> Reading:
    """The reading, made once for the summary and the detail."""
    return dialect.read(data)


@dataclass(slots=True)
class Shift:
    """Turns character offsets of a piece of text into byte offsets of its section."""

    text: str
    base: int

    def span(self, start: int, end: int) -> Span:
        """The bytes of characters `start` to `end`."""
        head = len(encode(self.text[:start]))
        return Span(self.base + head, self.base + head + len(encode(self.text[start:end])))

    def of(self, place: Place) -> Span:
        """The bytes of a place."""
        return self.span(place.start, place.end)


def lead_fields(lead: Lead, shift: Shift, line: Span) -> list[Field]:
    """What the line that opens the task says: title, marks, priority, assignee, description."""
    found: list[Field] = []

    def add(key: str, place: Place | None, form: str) -> None:
        if place is not None and place.text:
            name = words.FIELDS[key][0]
            found.append(Field(name, key, place.text, line, shift.of(place), form))

    marks = sorted(lead.marks, key=lambda mark: mark.start)
    add("status", marks[0] if marks else None, "mark")
    add("priority", lead.priority, "part")
    add("assignee", lead.assignee, "part")
    if lead.title.text:
        text = lead.title.text.rstrip(".") if lead.description else lead.title.text
        place = Place(text, lead.title.start, lead.title.start + len(text))
        add("title", place, "part")
    add("description", lead.description, "part")
    return found


def assembled(
    lead: Lead,
    shift: Shift,
    line: Span,
    level: int,
    fields: Iterable[Field],
    criteria: tuple[Criterion, ...],
    end: int,
    setting: Setting,
    doubts: tuple[str, ...] = (),
) -> Reading:
    """The reading of a section whose first line is `lead` and whose other fields are `fields`."""
    own = checked(fields, setting.legend)
    first = lead_fields(lead, shift, line)
    if any(f.key == "title" for f in first):
        own = [renamed(f) if f.key == "title" else f for f in own]
    every = with_column([*first, *own], setting)
    heading = Heading(level, Cell(lead.id.text, shift.of(lead.id)), line=line)
    return Reading(heading, tuple(every), criteria, end, (), doubts)


def checked(fields: Iterable[Field], legend: Legend) -> list[Field]:
    """The fields; a status that is a sentence and no status goes by its own name."""
    return [renamed(f) if f.key == "status" and not resolve(f.text, legend) else f for f in fields]


def renamed(found: Field) -> Field:
    """A field that does not mean what its name means elsewhere."""
    key = f"{found.name.casefold()} (text)"
    return Field(found.name, key, found.text, found.block, found.value, found.form)


def with_column(fields: list[Field], setting: Setting) -> list[Field]:
    """The fields, with the status of the heading above where they state none."""
    if setting.column and not any(f.key == "status" for f in fields):
        nowhere = Span(0, 0)
        return [Field("Status", "status", setting.column, nowhere, nowhere, "section"), *fields]
    return fields


def line_text(data: bytes, start: int, end: int) -> str:
    """The text of a line without its ending."""
    return decode(data[start:end]).rstrip("\r\n")
