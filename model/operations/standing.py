"""Setting what several places of a task in other forms than the protocol's say.

A task that an index, a checklist and a section state is changed in all of them, as far as
they agreed before. A status is written in the form that it has in each place; where it is the
heading that a task stands under, the task's lines move under the heading of the new one, and
where the file has no such heading the wish is `Refused`.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import words
from ..dialects.foreign import Foreign
from ..dialects.kanban import column_status, usual_column
from ..dialects.rows import cells_of, is_delimiter, is_row
from ..dialects.tables import RowTask
from ..document import Document
from ..markdown.outline import level, split
from ..markdown.syntax import scan
from ..reading import Field
from ..section import Section
from ..source import Patch, decode
from ..task import Task
from .base import Refused, Unfit
from .forms import add_field, in_place, is_foreign
from .style import box_mark, status_text, uses
from .values import replace_value


class NoPlace(Unfit):
    """The file has no heading for a status."""

    def __init__(self, reason: str, places: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.places = places
        """The statuses that it has headings for."""


def in_step(
    document: Document, task: Task, key: str, value: str, edited: Section | None
) -> list[Patch]:
    """The patches for the other places that state a field which is edited in one."""
    now = task.field(key)
    found = []
    for part in task.sections:
        field = part.reading.field(key) if part is not edited and is_foreign(part) else None
        if field is None or field.form == "section" or now is None:
            continue
        if key == "title" or _agrees(key, field, now):
            found.append(replace_value(document, part, field, value))
    return found


def _agrees(key: str, one: Field, other: Field) -> bool:
    if key == "dependencies":
        return words.ids_in(one.text) == words.ids_in(other.text)
    if key == "priority":
        return words.priority_of(one.text) == words.priority_of(other.text)
    return one.text.strip(" @").casefold() == other.text.strip(" @").casefold()


def set_status(document: Document, task: Task, wanted: str, given: str) -> list[Patch]:
    """The patches for every foreign section that states the task's present status.

    Raises `Refused` where a place cannot say the new one.
    """
    found: list[Patch] = []
    for part in task.sections:
        if is_foreign(part) and part.status_text and part.status == task.status:
            found += _in_section(document, part, wanted, given)
    return found


def first_status(document: Document, task: Task, wanted: str, given: str) -> Patch:
    """The patch that gives a status to a task which has none: as others of the file say theirs."""
    return _own_status(document, task.home, wanted, given)


def _own_status(document: Document, part: Section, wanted: str, given: str) -> Patch:
    model = next(
        (
            (other, field)
            for other, field in uses(document, "status")
            if field.form == "mark" and type(other.dialect) is type(part.dialect)
        ),
        None,
    )
    title = part.reading.field("title")
    if model is None or title is None or title.form != "part":
        return add_field(
            document, part, "status", "Status", status_text(document, wanted, given, None)
        )
    other, field = model
    text = status_text(document, wanted, given, field)
    its_title = other.reading.field("title")
    base = document.start(part)
    if its_title is not None and field.value.start < its_title.value.start:
        at = base + title.value.start
        return Patch(at, at, f"{text} ".encode())
    at = base + title.value.end
    return Patch(at, at, f" {text}".encode())


def _in_section(document: Document, part: Section, wanted: str, given: str) -> list[Patch]:
    fields = [f for f in part.reading.fields if f.key == "status"]
    if fields[0].form == "section":
        return _out_of_section(document, part, wanted, given)
    found: list[Patch] = []
    others = [f for f in fields if f.form != "box"]
    for box in (f for f in fields if f.form == "box"):
        mark = box_mark(document, part, wanted)
        if mark is None and not others:
            text = status_text(document, wanted, given, None)
            found.append(add_field(document, part, "status", "Status", text))
        mark = mark if mark is not None else ("x" if wanted in words.FINISHED else " ")
        if f"[{mark}]" != box.text:
            found.append(in_place(document, part, box, mark))
    for field in others:
        found.append(
            replace_value(document, part, field, status_text(document, wanted, given, field))
        )
    return found


def _out_of_section(document: Document, part: Section, wanted: str, given: str) -> list[Patch]:
    """A task that stands under its status moves; a heading may get a status of its own instead."""
    if isinstance(part.dialect, RowTask):
        return _moved(document, part, wanted)
    marked = any(
        f.form != "section" and o.reading.heading.level for o, f in uses(document, "status")
    )
    if marked and part.reading.heading.level:
        return [_own_status(document, part, wanted, given)]
    try:
        return _moved(document, part, wanted)
    except Refused:
        return [_own_status(document, part, wanted, given)]


def _moved(document: Document, part: Section, wanted: str) -> list[Patch]:
    """The patches that take a task's lines under the heading of another status."""
    start = document.start(part)
    data = part.data[: part.reading.end]
    data = data if data.endswith((b"\n", b"\r")) else data + document.newline
    return [
        Patch(start, start + part.reading.end, b""),
        place_for_status(document, part, wanted, data),
    ]


def place_for_status(document: Document, part: Section, wanted: str, data: bytes) -> Patch:
    """The patch that puts lines like those of `part` under the heading of a status.

    Raises `Refused` where the file has no such heading.
    """
    dialect = part.dialect
    assert isinstance(dialect, Foreign)
    at = 0
    for piece, told in _columns(document, dialect):
        place = _place_in(piece, part) if told == wanted else None
        if place is not None:
            lead = b"" if piece[:place].endswith((b"\n", b"\r")) else document.newline
            blank = lead + (document.newline if _wants_blank(piece, place) else b"")
            return Patch(at + place, at + place, blank + data)
        at += len(piece)
    raise NoPlace(
        f"{part.id} stands under “{dialect.setting.column}”, which is its status; the file has no"
        f" place under a heading for “{words.plain_word(wanted)}”: add one first",
        places_for(document, part),
    )


def _columns(document: Document, dialect: Foreign) -> Iterator[tuple[bytes, str | None]]:
    """The pieces of the file, each with the status that its heading stands for."""
    for piece in split(document.data).pieces:
        heading = decode(piece.partition(b"\n")[0]) if level(piece) else ""
        told = column_status(heading, dialect.setting.legend) or usual_column(heading)
        yield piece, (told or None) if heading else None


def places_for(document: Document, part: Section) -> tuple[str, ...]:
    """The statuses under whose headings the task of `part` could stand; none where its status
    is not told by a heading.
    """
    field = part.reading.field("status") if is_foreign(part) else None
    if field is None or field.form != "section" or not isinstance(part.dialect, Foreign):
        return ()
    columns = _columns(document, part.dialect)
    found = (told for piece, told in columns if told and _place_in(piece, part) is not None)
    return tuple(dict.fromkeys(found))


def _wants_blank(piece: bytes, place: int) -> bool:
    head = piece[:place].rstrip(b"\r\n")
    return b"\n" not in head and not piece[:place].endswith((b"\n\n", b"\r\n\r\n"))


def _place_in(piece: bytes, part: Section) -> int | None:
    """Where a task's lines go in a section: behind the last row or item, or under its heading."""
    lines = list(scan(piece))
    if isinstance(part.dialect, RowTask):
        rows = [i for i, line in enumerate(lines) if is_row(piece, line)]
        if len(rows) < 2 or not is_delimiter(piece, lines[rows[1]]):
            return None
        last = rows[0]
        while last + 1 < len(lines) and is_row(piece, lines[last + 1]):
            last += 1
        same = len(cells_of(piece, lines[rows[0]])) == len(part.dialect.columns.names)
        return lines[last].end if same else None
    if part.reading.heading.level:
        return len(piece)
    items = [line for line in lines if line.kind == "item" or (line.depth and line.kind != "blank")]
    if items:
        return items[-1].end
    head = lines[1:2]
    return head[0].end if head and head[0].kind == "blank" else lines[0].end
