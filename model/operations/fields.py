"""Setting a field of a task, its title, priority, assignee or any other.

An edit goes to the section that has the last word on the field; a field that no section has
goes to the one that defines the task. `values` writes it. Protocol, sections 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import words
from ..document import Document
from ..reading import Cell
from ..section import Section
from ..source import LINE_END, Patch, decode, encode
from ..task import Task
from . import forms
from .base import (
    Conflict,
    Plan,
    Planned,
    Refused,
    Repeatable,
    Row,
    Unchanged,
    find,
    one_line,
    patch_in,
)
from .checking import checked
from .style import none_word
from .values import add_field, replace_value, set_value

_ONE_LINE = frozenset(
    {"title", "area", "assignee", "priority", "effort", "dependencies", "created"}
)


@dataclass(frozen=True, slots=True)
class SetField(Repeatable):
    """Give a field a value; an empty value takes the field away."""

    task: str
    field: str
    """Its name as the file has it, or a key of `words.FIELDS`."""
    value: str
    expect: str | None = None
    """The value that the user saw; None where any may be replaced."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        value = one_line(self.value)
        return (
            f"{self.task}: {self.field} = {value[:40]}"
            if value
            else f"{self.task}: no {self.field}"
        )

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for a value that the field cannot hold."""
        key = words.field_key(self.field)
        _refuse(key, self.value)
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        value = _cleaned(key, self.value)
        now = value_of(task, key)
        if _same(key, now, value):
            return Unchanged(task.key, f"{task.key} {self.field} is that already")
        if self.expect is not None and not _same(key, now, _cleaned(key, self.expect)):
            kind: Row = "field" if key in _ONE_LINE or key == "priority" else "prose"
            texts = (
                where_they_differ(now, value) if kind == "prose" else map(one_line, (now, value))
            )
            theirs, mine = texts
            reason = f"{task.key} {self.field} is now “{theirs}”; you chose “{mine}”"
            return Conflict(reason, task.key, now, value, self.expect, kind)
        patches = _patches(document, task, key, self.field, value)
        if document.foreign:
            from .standing import in_step

            written = _priority_word(document, value) if key == "priority" else value
            edited = task.holder(key)
            patches = (*patches, *in_step(document, task, key, written, edited))
        summary = f"{task.key} {self.field} {_short(now)} -> {_short(value)}"
        return checked(document, self, Planned(patches, task.key, summary))


def value_of(task: Task, key: str) -> str:
    """What the task says under a field key, as a user sees and edits it."""
    if key == "assignee":
        return task.assignee
    if key == "priority":
        return task.priority_text
    if key == "area":
        return task.area or task.text(key)
    return task.text(key)


def _refuse(key: str, value: str) -> None:
    if key in ("status", "criteria"):
        raise Refused(f"the {key} is not set as a field; it has a command of its own")
    if not one_line(key):
        raise Refused("a field needs a name")
    if key == "title" and not one_line(value):
        raise Refused("a task needs a title")
    if key == "priority" and value.strip() and not words.priority_of(value):
        raise Refused(f"no such priority: {value!r}; use Critical, High, Medium or Low")
    if key == "area" and (value.startswith("@") or "|" in value or _is_another_cell(value)):
        raise Refused(f"no such area: {value!r}; use plain words such as Backend")
    if key == "assignee" and "|" in value:
        raise Refused(f"a name cannot hold a bar, which parts the heading's cells: {value!r}")
    if any(c in key for c in "*:\n\r"):
        raise Refused(f"a field's name cannot hold a star, a colon or a line break: {key!r}")


def _is_another_cell(value: str) -> bool:
    """Whether a heading's cell of that text is read as a priority or a badge."""
    return words.priority_of(value) is not None or words.known_status(value) is not None


def _cleaned(key: str, value: str) -> str:
    lines = LINE_END.sub(b"\n", encode(value)).strip(b"\n")
    text = decode(lines)
    if key in _ONE_LINE:
        text = one_line(text)
    return text.lstrip("@") if key == "assignee" else text.strip()


def _same(key: str, a: str, b: str) -> bool:
    if key == "dependencies":
        return words.ids_in(a) == words.ids_in(b) and bool(words.ids_in(a) or a == b or not b)
    if key == "priority" and words.priority_of(a) == words.priority_of(b) is not None:
        return True
    return [line.rstrip() for line in a.splitlines()] == [line.rstrip() for line in b.splitlines()]


def where_they_differ(one: str, other: str, most: int = 48) -> tuple[str, str]:
    """Two texts on a line each, of a long one the piece in which they begin to differ."""
    texts = one_line(one), one_line(other)
    pairs = enumerate(zip(*texts, strict=False))
    same = next((n for n, (a, b) in pairs if a != b), min(map(len, texts)))
    start = 0
    if max(map(len, texts)) > most and same > most // 2:
        start = same - most // 2
        start = max(start, texts[0].find(" ", start, same) + 1)
    return _piece(texts[0], start, most), _piece(texts[1], start, most)


def _piece(text: str, start: int, most: int) -> str:
    end = start + most
    return f"{'...' if start else ''}{text[start:end]}{'...' if end < len(text) else ''}"


def _short(text: str) -> str:
    text = one_line(text)
    return (text[:37] + "...") if len(text) > 40 else text or "(none)"


def _patches(document: Document, task: Task, key: str, name: str, value: str) -> tuple[Patch, ...]:
    if key == "priority":
        return _set_priority(document, task, value)
    if key == "assignee":
        return _set_assignee(document, task, value)
    if key == "area":
        for part in task.ranked:
            if not forms.is_foreign(part) and (cell := part.reading.heading.area):
                if not value:
                    raise Refused("a heading keeps its area: use another")
                return (_set_cell(document, part, cell, value),)
    if key == "dependencies" and not value:
        value = none_word(document)
    return (set_value(document, task, key, name, value),)


def _set_assignee(document: Document, task: Task, value: str) -> tuple[Patch, ...]:
    """Heading cell and field of the section that has the last word, kept in step."""
    for part in task.ranked:
        reading = part.reading
        field, cell = reading.field("assignee"), reading.heading.assignee
        patches = []
        if field:
            at = "@" if field.text.startswith("@") and value else ""
            patches.append(replace_value(document, part, field, at + value))
        if cell:
            patches.append(_set_cell(document, part, cell, "@" + value if value else ""))
        if patches:
            return tuple(patches)
    return (add_field(document, task.home, "assignee", "Assigned", value),)


def _set_priority(document: Document, task: Task, value: str) -> tuple[Patch, ...]:
    written = _priority_word(document, value)
    for part in task.ranked:
        field, cell = part.reading.field("priority"), part.reading.heading.priority
        if field:
            return (replace_value(document, part, field, written),)
        if cell:
            return (_set_cell(document, part, cell, written),)
    part = task.home
    if forms.is_foreign(part):
        return (forms.add_field(document, part, "priority", "Priority", written),)
    heading = part.reading.heading
    before = heading.area or heading.id
    return (patch_in(document, part, before.span.end, before.span.end, encode(" | " + written)),)


def _priority_word(document: Document, value: str) -> str:
    """The word that the file itself uses for the priority, else the value as given."""
    wanted = words.priority_of(value)
    if wanted is None:
        return value
    for task in document.tasks:
        if task.priority == wanted:
            return task.priority_text
    model = next((t.priority_text for t in document.tasks if t.priority), "High")
    return words.like(wanted, model) if model.isalpha() else value


def _set_cell(document: Document, part: Section, cell: Cell, text: str) -> Patch:
    """The patch for a heading's cell; an empty text takes its bar away with it."""
    start = cell.span.start
    if not text:
        start = part.data.rindex(b"|", 0, start)
        start -= len(part.data[:start]) - len(part.data[:start].rstrip(b" \t"))
    return patch_in(document, part, start, cell.span.end, encode(text))
