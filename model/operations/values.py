"""Where a task's fields stand, and how a value is put there.

A value's bytes are replaced alone. A field that a section lacks gets a line of its own where a
careful author would put it, in the style of the lines around; in forms that have narrower
places `forms` says how. Protocol, section 1.
"""

from __future__ import annotations

from .. import words
from ..document import Document
from ..reading import Field
from ..section import Section
from ..source import LINE_END, Patch, encode
from ..task import Task
from . import forms
from .base import insert_lines, patch_in

_ORDER = (
    "title", "status", "assignee", "created", "dependencies", "effort", "blocker", "description",
    "criteria", "technical notes",
)  # fmt: skip
"""Where fields stand among each other (protocol, section 1)."""


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
    if not inline and forms.goes_inline(value):
        start = first_line_end
    elif inline and not forms.goes_inline(value):
        start = _behind_colon(part, field)
    return patch_in(document, part, start, max(field.value.end, start), data)


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
    if not forms.goes_inline(value):
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
    at = place_for(part, key)
    prefix = _prefix(part, title, at)
    indent = b" " * (len(prefix) - len(prefix.lstrip(b" ")) + 2)
    return insert_lines(document, part, at, forms.lines_of_field(prefix, value, indent))


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
