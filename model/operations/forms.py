"""Writing into the forms that other dialects than the native one have.

A value is written where it stands: in a table's cell, padded as it was; in a line among
others; in a box or mark. A field that the task has not got yet is added the way the section
writes its others; where the shape has no place for it, that is `Refused` with the reason, and
the file is never converted.
"""

from __future__ import annotations

import re

from ..dialects.checkboxes import BoxTask, ItemTask
from ..dialects.foreign import Foreign
from ..dialects.tables import RowTask
from ..document import Document
from ..reading import Field
from ..section import Section
from ..source import LINE_END, Patch, encode
from ..task import Task
from ..visible import width
from .base import Refused, Unfit, insert_lines, patch_in
from .style import field_name

_MARKER = re.compile(rb"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
WIDE_COLON = "：".encode()
"""Stands with its own white on its right; no blank follows it."""
_BLOCK = re.compile(r"[-*+] |\d+[.)] |```|~~~|>|\|")
_SINGLE = (
    "title",
    "status",
    "assignee",
    "priority",
    "created",
    "dependencies",
    "effort",
    "blocker",
)


def is_foreign(part: Section) -> bool:
    """Whether a section is in another form than the protocol's."""
    return isinstance(part.dialect, Foreign)


def in_place(document: Document, part: Section, field: Field, value: str) -> Patch:
    """The patch that gives a field its value where it stands in a line with other things.

    Raises `Refused` for a value of several lines, and where the status is the heading above.
    """
    if field.form == "section":
        raise Unfit(f"the {field.name} is the heading “{field.text}” that the task stands under")
    if "\n" in value:
        where = "a table's cell" if field.form == "cell" else "a line with other values"
        raise Refused(f"“{field.name}” stands in {where} and takes one line")
    if not value and field.key == "title":
        raise Refused("a task needs a title")
    span = field.value
    if field.form == "cell":
        return _cell(document, part, field, value)
    if not value and field.form == "part":
        return _without(document, part, field)
    before = part.data[span.start - 1 : span.start]
    lead = (
        b" "
        if value and span.start == span.end and before not in (b" ", b"\t", b"[", b"(")
        else b""
    )
    return patch_in(document, part, span.start, span.end, lead + encode(value))


def _cell(document: Document, part: Section, field: Field, value: str) -> Patch:
    """The cell's new text, with as many blanks behind it as keep the bar where it was."""
    span = field.value
    text = re.sub(r"(?<!\\)\|", r"\\|", value)
    tail = part.data[span.end :]
    blanks = len(tail) - len(tail.lstrip(b" "))
    room = width(field.text) + blanks
    closed = tail[blanks : blanks + 1] == b"|"
    keep = max(room - width(text), 1 if closed else 0) if closed and blanks else min(blanks, 1)
    lead = (
        b" " if span.start == span.end and part.data[span.start - 1 : span.start] == b"|" else b""
    )
    return patch_in(
        document, part, span.start, span.end + blanks, lead + encode(text) + b" " * keep
    )


def pad(text: str, model: str, blanks: int) -> bytes:
    """A cell's text with blanks behind it, as wide as `model` with its own; one at least."""
    room = width(model) + blanks
    return encode(text) + b" " * max(room - width(text), 1)


def _without(document: Document, part: Section, field: Field) -> Patch:
    """Takes one of several fields out of its line, with the sign that parts it from the next."""
    start, end = field.block.start, field.block.end
    if field.block.end - field.block.start > len(encode(field.text)) + 1 and field.name:
        before = re.search(
            rb"[ \t]*(?:\||\xc2\xb7|/|\xe2\x80\xa2|\xef\xbd\x9c)[ \t]*\Z", part.data[:start]
        )
        behind = re.match(
            rb"[ \t]*(?:\||\xc2\xb7|/|\xe2\x80\xa2|\xef\xbd\x9c)[ \t]*", part.data[end:]
        )
        if before:
            return patch_in(document, part, before.start(), end, b"")
        if behind:
            return patch_in(document, part, start, end + behind.end(), b"")
    raise Unfit(f"“{field.name}” cannot be taken out of this line: edit the text itself")


def add_field(document: Document, part: Section, key: str, name: str, value: str) -> Patch:
    """The patch that adds a field which a section lacks. Raises `Refused` where none fits."""
    title = field_name(document, key, name)
    if isinstance(part.dialect, RowTask):
        raise Unfit(
            f"{part.id} is a table's row, and the table has no column for “{title}”: add one first"
        )
    if isinstance(part.dialect, BoxTask | ItemTask):
        return _nested(document, part, title, value)
    return _below(document, part, title, value)


def goes_inline(value: str) -> bool:
    """Whether a value begins on the line of its name; a list or a fence begins below it."""
    return not _BLOCK.match(value)


def lines_of_field(prefix: bytes, value: str, indent: bytes) -> list[bytes]:
    """The lines of a field that is written anew; `indent` stands before all but the first."""
    first, *rest = [encode(line) for line in value.split("\n")]
    if not goes_inline(value):
        return [prefix, *(indent + line if line.strip() else b"" for line in (first, *rest))]
    head = prefix + (b"" if prefix.endswith(WIDE_COLON) else b" ") + first if first else prefix
    return [head, *(indent + line if line.strip() else b"" for line in rest)]


def _own_fields(part: Section) -> list[Field]:
    """The fields that have lines of their own, and no more than one."""
    return [
        f
        for f in part.reading.fields
        if f.form == "lines"
        and len(LINE_END.findall(part.data[f.block.start : f.block.end].rstrip())) == 0
    ]


def prefix_of(part: Section, model: Field, name: str) -> bytes | None:
    """What stands before the value, written for another name."""
    head = part.data[model.block.start : model.value.start].rstrip(b" \t")
    own = encode(model.name)
    return head.replace(own, encode(name)) if head.count(own) == 1 else None


def _below_marker(line: bytes) -> bytes:
    """The indentation of what belongs to a list item; empty for a line that is none."""
    match = _MARKER.match(line)
    return b" " * len(match[0]) if match and match[0].strip() else b""


def _nested(document: Document, part: Section, name: str, value: str) -> Patch:
    """A field below a list line, indented under its text."""
    own = _own_fields(part)
    indent = _below_marker(part.data) or b"  "
    ends = [f.block.end for f in part.reading.fields if f.form == "lines"]
    prefix = prefix_of(part, own[-1], name) if own else None
    if own and prefix:
        at = own[-1].block.end
        indent = prefix[: len(prefix) - len(prefix.lstrip(b" \t"))] + b"  "
        return insert_lines(document, part, at, lines_of_field(prefix, value, indent))
    at = max([_own_end(part), *ends])
    lines = lines_of_field(indent + b"- **" + encode(name) + b"**:", value, indent + b"  ")
    return insert_lines(document, part, at, lines)


def _own_end(part: Section) -> int:
    """Where the lines of a list item's own text end."""
    block = max((f.block.end for f in part.reading.fields if f.form in ("part", "box")), default=0)
    match = LINE_END.search(part.data, max(block - 1, 0))
    return match.end() if match else len(part.data)


def _below(document: Document, part: Section, name: str, value: str) -> Patch:
    """A field below a heading, in the form of those that stand there."""
    reading = part.reading
    run = run_of(part)
    if run and (prefix := prefix_of(part, run[-1], name)):
        at = run[-1].block.end
        lines = lines_of_field(prefix, value, _below_marker(prefix) or b"  ")
        spaced = (
            len(run) > 1
            and not part.data[run[0].block.end : run[1].block.start].strip()
            and (run[1].block.start > run[0].block.end)
        )
        return insert_lines(document, part, at, [b"", *lines] if spaced else lines)
    inline = [f for f in reading.fields if f.form == "part" and f.block != reading.heading.line]
    inline = [f for f in inline if f.block.start > reading.heading.line.end]
    if len(inline) > 1 and "\n" not in value and (prefix := prefix_of(part, inline[-1], name)):
        sign = part.data[inline[-2].block.end : inline[-1].block.start]
        at = inline[-1].block.end
        return patch_in(document, part, at, at, sign + lines_of_field(prefix, value, b"")[0])
    cells = [f for f in reading.fields if f.form == "cell"]
    if cells and "\n" not in value and (row := _field_row(document, part, cells[-1], name, value)):
        return row
    at = _behind_heading(part)
    lines = lines_of_field(b"- **" + encode(name) + b"**:", value, b"  ")
    return insert_lines(document, part, at, lines)


def run_of(part: Section) -> list[Field]:
    """The fields of one line that stand next to each other, first of all fields."""
    own = _own_fields(part)
    run: list[Field] = []
    for found in own:
        if run and part.data[run[-1].block.end : found.block.start].strip():
            break
        if run and found.block.start - run[-1].block.end > 4:
            break
        run.append(found)
    return run


def _field_row(
    document: Document, part: Section, model: Field, name: str, value: str
) -> Patch | None:
    """A row more in a table of fields, made like the last."""
    row = part.data[model.block.start : model.block.end]
    head = part.data[model.block.start : model.value.start]
    own = encode(model.name)
    if row.count(b"|") < 3 or head.count(own) != 1:
        return None
    tail = part.data[model.value.end : model.block.end].rstrip(b"\r\n")
    pad = max(width(model.name) - width(name), 0)
    new_head = head.replace(own, encode(name)).rstrip(b" ")
    text = re.sub(r"(?<!\\)\|", r"\\|", value)
    room = width(model.text) + len(tail) - len(tail.lstrip(b" "))
    filler = b" " * max(room - width(text), 1)
    before, bar, _ = new_head.rpartition(b"|")
    line = (
        before.rstrip(b" ")
        + b" " * (1 + pad)
        + bar
        + b" "
        + encode(text)
        + filler
        + tail.lstrip(b" ")
    )
    return insert_lines(document, part, model.block.end, [line])


def _behind_heading(part: Section) -> int:
    """Behind the heading, and behind a blank line that follows it."""
    match = LINE_END.search(part.data, part.reading.heading.line.end)
    at = match.end() if match else len(part.data)
    blank = re.match(rb"[ \t]*(?:\r\n|\r|\n)", part.data[at:])
    if blank and at + blank.end() < len(part.data):
        at += blank.end()
    return at


def first_criterion(document: Document, task: Task, text: str) -> Patch:
    """The patch that gives a task its first box. Raises `Refused` for a table's row."""
    part = task.home
    if isinstance(part.dialect, RowTask):
        raise Unfit(f"{task.key} is a table's row: there is no place for criteria in it")
    holder = task.holder("criteria")
    if holder is not None and is_foreign(holder):
        field = holder.reading.field("criteria")
        if field is not None and field.form == "lines":
            head = holder.data[field.block.start : field.value.start]
            line = _below_marker(head) + b"- [ ] " + encode(text)
            return insert_lines(document, holder, field.block.end, [line])
        raise Unfit(
            f"“{field.name if field else ''}” stands in a line: there is no place for a box"
        )
    if isinstance(part.dialect, BoxTask | ItemTask):
        ends = [f.block.end for f in part.reading.fields if f.form == "lines"]
        line = (_below_marker(part.data) or b"  ") + b"- [ ] " + encode(text)
        return insert_lines(document, part, max([_own_end(part), *ends]), [line])
    name = field_name(document, "criteria", "")
    ends = [f.block.end for f in part.reading.fields if f.form in ("lines", "cell")]
    at = max([_behind_heading(part), *ends])
    lines = [b"**" + encode(name) + b"**:", b"- [ ] " + encode(text)]
    if part.data[:at].rstrip(b" \t") and not part.data[:at].endswith((b"\n\n", b"\r\n\r\n")):
        lines.insert(0, b"")
    return insert_lines(document, part, at, lines)
