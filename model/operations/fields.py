"""Setting a field of a task, its title, priority, assignee or any other.

An edit goes to the section that has the last word on the field, and replaces the value's
bytes alone. A field that no section has gets a line of its own in the first section, where
a careful author would put it and in the style of the lines around. Protocol, sections 1
and 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import words
from ..document import Document
from ..source import LINE_END, Patch, decode, encode
from ..task import Cell, Field, Section, Task
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
    insert_lines,
    one_line,
    patch_in,
)
from .checking import checked
from .style import none_word

_ORDER = (
    "title", "status", "assignee", "created", "dependencies", "effort", "blocker", "description",
    "criteria", "technical notes",
)  # fmt: skip
"""Where fields stand among each other (protocol, section 1)."""

_ONE_LINE = frozenset({"title", "assignee", "priority", "effort", "dependencies", "created"})
_BLOCK_START = re.compile(r"[-*+] |\d+[.)] |```|~~~|>|\|")


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
            texts = [_short(text) if kind == "prose" else one_line(text) for text in (now, value)]
            reason = f"{task.key} {self.field} is now “{texts[0]}”; you chose “{texts[1]}”"
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
        return task.area
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
    if key == "assignee" and "|" in value:
        raise Refused(f"a name cannot hold a bar, which parts the heading's cells: {value!r}")
    if any(c in key for c in "*:\n\r"):
        raise Refused(f"a field's name cannot hold a star, a colon or a line break: {key!r}")


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


def _short(text: str) -> str:
    text = one_line(text)
    return (text[:37] + "...") if len(text) > 40 else text or "(none)"


def _patches(document: Document, task: Task, key: str, name: str, value: str) -> tuple[Patch, ...]:
    if key == "priority":
        return _set_priority(document, task, value)
    if key == "assignee":
        return _set_assignee(document, task, value)
    if key == "dependencies" and not value:
        value = none_word(document)
    return (set_value(document, task, key, name, value),)


def set_value(document: Document, task: Task, key: str, name: str, value: str) -> Patch:
    """The patch that gives the field its value where it stands, or adds or removes its lines."""
    holder = task.holder(key)
    if holder is None:
        return add_field(document, task.home, key, name, value)
    field = holder.reading.field(key)
    assert field is not None
    return replace_value(document, holder, field, value)


def replace_value(document: Document, part: Section, field: Field, value: str) -> Patch:
    """The patch that gives an existing field its value; for an empty one, removes the field."""
    if field.form != "lines":
        return forms.in_place(document, part, field, value)
    if not value:
        return patch_in(document, part, field.block.start, field.block.end, b"")
    first_line_end = _first_line_end(part, field)
    inline = field.value.start <= first_line_end
    data = _written(document, part, field, value, inline)
    start = field.value.start
    if not inline and _goes_inline(value):
        start = first_line_end
    elif inline and not _goes_inline(value):
        start = _behind_colon(part, field)
    return patch_in(document, part, start, max(field.value.end, start), data)


def _goes_inline(value: str) -> bool:
    return not _BLOCK_START.match(value)


def _first_line_end(part: Section, field: Field) -> int:
    """Where the text of the field's first line ends, trailing blanks not counted."""
    line = LINE_END.split(part.data[field.block.start : field.block.end], maxsplit=1)[0]
    return field.block.start + len(line.rstrip(b" \t"))


def _behind_colon(part: Section, field: Field) -> int:
    start = field.value.start
    head = part.data[field.block.start : start]
    return field.block.start + len(head.rstrip(b" \t"))


def _written(document: Document, part: Section, field: Field, value: str, inline: bool) -> bytes:
    """The value's bytes with the blank before it where one is missing."""
    head = part.data[field.block.start :]
    indent = b" " * (len(head) - len(head.lstrip(b" ")) + 2)
    lines = [encode(line) for line in value.split("\n")]
    rest = [indent + line if line.strip() else b"" for line in lines]
    if not _goes_inline(value):
        if not inline:
            return document.newline.join(rest).lstrip(b" ")
        return document.newline + document.newline.join(rest)
    before = part.data[field.value.start - 1 : field.value.start] if inline else b""
    wide = inline and part.data.endswith(forms.WIDE_COLON, 0, field.value.start)
    blank = b"" if wide or before in (b" ", b"\t") else b" "
    return document.newline.join([blank + lines[0], *rest[1:]])


def add_field(document: Document, part: Section, key: str, name: str, value: str) -> Patch:
    """The patch that adds a field which the section lacks."""
    if forms.is_foreign(part):
        return forms.add_field(document, part, key, name, value)
    title = words.FIELDS[key][0] if key in words.FIELDS else name.strip()
    lines = [encode(line) for line in value.split("\n")] if value else []
    at = place_for(part, key)
    prefix = _prefix(part, title, at)
    indent = b" " * (len(prefix) - len(prefix.lstrip(b" ")) + 2)
    rest = [indent + line if line.strip() else b"" for line in lines]
    if lines and _goes_inline(value):
        new = [prefix + b" " + lines[0], *rest[1:]]
    else:
        new = [prefix, *rest]
    return insert_lines(document, part, at, new)


def _prefix(part: Section, name: str, at: int) -> bytes:
    """`- **Name**:` in the style of the field before `at`, or of the section's first."""
    fields = part.reading.fields
    model = next((f for f in reversed(fields) if f.block.end <= at), fields[0] if fields else None)
    if model is not None:
        head = part.data[model.block.start : model.value.start].rstrip(b" \t")
        own = encode(model.name)
        bold = head[: head.find(own)].rstrip().endswith((b"**", b"__"))
        fits = bold or words.field_key(name) in words.FIELDS
        if fits and head.count(own) == 1 and not LINE_END.search(head):
            return head.replace(own, encode(name))
    return b"- **" + encode(name) + b"**:"


def place_for(part: Section, key: str) -> int:
    """Where a field that the section lacks belongs: behind the one that goes before it."""
    reading = part.reading
    ends = {field.key: field.block.end for field in reading.fields}
    if reading.criteria and "criteria" in ends:
        ends["criteria"] = max(ends["criteria"], reading.criteria[-1].block.end)
    if key in _ORDER:
        for before in reversed(_ORDER[: _ORDER.index(key)]):
            if before in ends:
                return ends[before]
        return _behind_heading(part)
    return max(
        [*ends.values(), *(c.block.end for c in reading.criteria)], default=_behind_heading(part)
    )


def _behind_heading(part: Section) -> int:
    match = LINE_END.search(part.data)
    return match.end() if match else len(part.data)


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
