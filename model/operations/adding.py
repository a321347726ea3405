"""A new task in a file whose tasks have other forms than the protocol's: made like its neighbour.

A row gets a row, a box line a box line, a heading a heading, with ID and title in the
neighbour's places and what else is given as fields in the file's style. What the form has no
place for is `Refused`, so that nothing of a new task is lost silently.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .. import words
from ..dialects.checkboxes import BoxTask, ItemTask
from ..dialects.rows import cells_of
from ..dialects.tables import RowTask
from ..document import Document
from ..markdown.syntax import scan
from ..section import Section
from ..source import LINE_END, Patch, encode
from .base import Unfit, insert_lines, one_line, patch_in
from .forms import lines_of_field, pad, prefix_of, run_of
from .standing import place_for_status
from .style import field_name, none_word, status_text, uses


class NewTask(NamedTuple):
    """What a new task says."""

    id: str
    title: str
    """On one line."""
    given: tuple[tuple[str, str], ...]
    """Field keys with their values, the title not among them."""
    criteria: tuple[str, ...]


def placed(document: Document, near: Section, new: NewTask) -> Patch:
    """The patch that adds the task behind the one of section `near`. Raises `Refused`."""
    if isinstance(near.dialect, RowTask):
        if new.criteria:
            raise Unfit(
                "the tasks of this file are rows of a table, which has no place for criteria"
            )
        lines = [_row(document, near, near.dialect, new)]
    elif isinstance(near.dialect, BoxTask | ItemTask):
        lines = _item(document, near, new)
    else:
        lines = _heading(document, near, new)
    column = near.reading.field("status")
    if column is not None and column.form == "section" and near.status != "pending":
        return place_for_status(
            document, near, "pending", document.newline.join(lines) + document.newline
        )
    at = near.reading.end
    if near.reading.heading.level:
        tail = near.data[at:]
        at = len(near.data)
        gap = tail if tail.strip(b"\r\n \t-") == b"" and tail else document.newline
        if near.data.endswith((b"\n", b"\r")):
            text = document.newline.join(lines) + document.newline + gap
            return patch_in(document, near, at, at, text if tail else document.newline + text)
        return patch_in(document, near, at, at, document.newline * 2 + document.newline.join(lines))
    return insert_lines(document, near, at, lines)


def _row(document: Document, near: Section, dialect: RowTask, new: NewTask) -> bytes:
    columns, given = dialect.columns, dict(new.given)
    lost = [key for key in given if key not in columns.keys and key not in ("status", "created")]
    if lost:
        raise Unfit(f"the table has no column for {', '.join(lost)}: add the task without")
    line = next(iter(scan(near.data)))
    reading = near.reading
    cells = []
    for index, (text, span) in enumerate(cells_of(near.data, line)):
        raw = near.data[span.end :]
        width = (text, len(raw) - len(raw.lstrip(b" ")))
        key = columns.keys[index] if index < len(columns.keys) else ""
        if index == columns.id:
            cell = text.replace(reading.heading.id.text, new.id, 1)
            old = next((f.text for f in reading.fields if f.key == "title"), "")
            cell = cell.replace(old, new.title, 1) if columns.title == index and old else cell
        elif key == "title":
            cell = new.title
        elif key == "status":
            model = reading.field("status")
            cell = status_text(document, "pending", "pending", model)
        elif key == "dependencies":
            cell = given.get(key) or none_word(document)
        else:
            cell = given.get(key, "")
        cells.append(pad(cell.replace("|", "\\|"), *width))
    return b"| " + b"| ".join(cells) + b"|"


def _first_line(near: Section, new: NewTask) -> bytes:
    """The neighbour's line with another ID and title, without its marks and flags."""
    reading = near.reading
    line = reading.heading.line
    task_id = reading.heading.id.span
    start = line.start
    head = near.data[start : task_id.start]
    box = next((f for f in reading.fields if f.form == "box"), None)
    if box:
        head = near.data[start : box.value.start] + b" " + near.data[box.value.end : task_id.start]
    for mark in (f for f in reading.fields if f.form == "mark" and f.value.end <= task_id.start):
        head = head.replace(encode(mark.text) + b" ", b"").replace(encode(mark.text), b"")
    old = reading.field("title")
    if old is None or not line.start <= old.value.start < line.end:
        return head + encode(new.id) + b": " + encode(new.title)
    between = near.data[task_id.end : old.value.start]
    between = re.sub(rb"[ \t]*\[[^\[\]]*\]", b"", between) if b"[" in between else between
    for found in reading.fields:
        if found.form in ("part", "mark") and task_id.end <= found.value.start < old.value.start:
            value = near.data[found.value.start : found.value.end]
            between = re.sub(rb"[ \t]*[|\xc2\xb7]*[ \t]*" + re.escape(value), b"", between, count=1)
    between = between if between.strip() or between else b" "
    match = re.match(rb"[.*_`~]*", near.data[old.value.end : line.end])
    return head + encode(new.id) + between + encode(new.title) + (match[0] if match else b"")


def _item(document: Document, near: Section, new: NewTask) -> list[bytes]:
    first = _first_line(near, new)
    match = re.match(rb"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+", first)
    indent = b" " * len(match[0]) if match else b"  "
    lines = [first]
    for key, value in new.given:
        if key in ("status", "created"):
            continue
        name = encode(field_name(document, key, key.capitalize()))
        head, *rest = value.split("\n")
        lines.append(indent + b"- **" + name + b"**: " + encode(head))
        lines += (indent + b"  " + encode(line) if line.strip() else b"" for line in rest)
    lines += (indent + b"- [ ] " + encode(one_line(text)) for text in new.criteria)
    return lines


def _heading(document: Document, near: Section, new: NewTask) -> list[bytes]:
    lines = [_first_line(near, new)]
    run = run_of(near)
    model = run[-1] if run else None
    known = {f.key for _, f in uses(document, "status") if f.form in ("lines", "part", "cell")}
    data = near.data[near.reading.heading.line.end :]
    match = LINE_END.match(data)
    if match and LINE_END.match(data, match.end()):
        lines.append(b"")
    fields = []
    for key, value in new.given:
        if key == "status" and "status" not in known:
            continue
        if key == "created" and not any(True for _ in uses(document, "created")):
            continue
        text = status_text(document, "pending", value, None) if key == "status" else value
        name = field_name(document, key, key.capitalize())
        prefix = (prefix_of(near, model, name) if model else None) or b"- **" + encode(
            name
        ) + b"**:"
        fields += lines_of_field(prefix, text, b"  ")
    lines += fields
    if new.criteria:
        if fields:
            lines.append(b"")
        lines.append(b"**" + encode(field_name(document, "criteria", "")) + b"**:")
        lines += (b"- [ ] " + encode(one_line(text)) for text in new.criteria)
    return lines


def restyled(new_id: str, taken: list[str]) -> str:
    """A new ID as the file writes those of its prefix: `T034`, not `T-034`."""
    prefix = words.split_id(new_id)[0]
    same = [one for one in taken if words.split_id(one)[0] == prefix]
    if same and all("-" not in one for one in same):
        digits = re.search(r"\d+$", new_id)
        width = max(len(re.sub(r"\D", "", one.partition(".")[0])) for one in same)
        return f"{prefix}{int(digits[0]):0{width}}" if digits else new_id
    return new_id
