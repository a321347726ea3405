"""A copy of a task file in the protocol's own form (protocol, section 1).

Each task becomes one section where its fullest statement stood: a heading, then its fields,
its criteria, and what else its text said, as notes. Text that states no task stays as it is.
An ID keeps its form, since commits and other files name it. What the form has no place for
(a second statement in an index, flags, the heading that was a kanban column) is listed, never
dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .. import words
from ..document import Document
from ..markdown.outline import level
from ..reading import Field
from ..roles import BUILTIN, Roles
from ..section import Section
from ..source import LINE_END, decode, encode
from ..task import Task
from . import native
from .foreign import Foreign
from .headings import RestTask
from .tables import RowTask

_HEADER = re.compile(rb"(?:[ \t]*\|[^\r\n]*(?:\r\n|\r|\n)){2}\Z")
_FRAME = ("<details", "</details", "<summary", "|--", "---")
_FLAG = re.compile(r"\[[A-Z][A-Za-z0-9-]{0,9}\]")
_OWN = frozenset(
    {"title", "status", "assignee", "priority", "created", "dependencies", "effort", "criteria"}
)


@dataclass(frozen=True, slots=True)
class Converted:
    """The copy, and what had no place in it."""

    raw: bytes
    """As it is to be stored, in the encoding of the original."""
    left_out: tuple[str, ...]
    """One line for each thing, with the line number in the original."""


def convert(document: Document, roles: Roles = BUILTIN) -> Converted:
    """The document in the protocol's own form; an area that it does not say is the role's."""
    homes = {task.home: task for task in document.tasks}
    owner = {part: task for task in document.tasks for part in task.sections}
    parts: list[bytes] = []
    left_out: list[str] = []
    above = 0
    sections = document.sections
    for index, part in enumerate(sections):
        task = homes.get(part)
        following = sections[index + 1] if index + 1 < len(sections) else None
        if not isinstance(part.dialect, Foreign):
            header = following is not None and isinstance(following.dialect, RowTask)
            parts.append(_HEADER.sub(b"", part.data) if header else part.data)
            above = level(part.data) or above
        elif task is not None:
            left_out += _left_out(document, task)
            depth = part.reading.heading.level or min(max(above + 1, 3), 6)
            text = document.newline.join(encode(line) for line in _lines(task, depth, roles))
            parts.append(_spaced(parts, text + document.newline, part, document.newline))
        else:
            line = document.line_at(part, 0)
            left_out.append(f"line {line}: {owner[part].key} is stated again ({part.why})")
    return Converted(document.source.write(b"".join(parts)), tuple(left_out))


def _spaced(before: list[bytes], text: bytes, part: Section, newline: bytes) -> bytes:
    """A section with a blank line on either side, and the rules that stood behind it."""
    head = b"".join(before[-2:])
    lead = b""
    if head and not head.endswith((b"\n", b"\r")):
        lead = newline * 2
    elif head and not head.endswith((newline * 2, b"\n\n")):
        lead = newline
    tail = part.data[part.reading.end :]
    return lead + text + (tail if tail.strip() else newline)


def _lines(task: Task, depth: int, roles: Roles) -> Iterator[str]:
    """The task's lines in the protocol's order; what is not said is left out."""
    known = native.recognise(encode(f"### {task.id} |")) is not None
    priority = " ".join(task.priority_text.split())
    cells = [task.id]
    if known:
        area = task.area or roles.role(task.prefix).area
        assignee = f"@{task.assignee}" if task.assignee and " " not in task.assignee else ""
        cells += [cell for cell in (area, priority.replace("|", "/"), assignee) if cell]
        cells += [""] if len(cells) == 1 else []
    yield "#" * depth + " " + " | ".join(cells).rstrip()
    yield from _field("Title", task.title or "(untitled)")
    status = task.status or ""
    if status:
        yield from _field(
            "Status", status if status in words.STATUSES else words.plain_word(status)
        )
    yield from _field("Assigned", task.assignee)
    if not known or not words.priority_of(priority):
        yield from _field("Priority", priority)
    yield from _field("Created", task.created)
    told = task.summary("dependencies")
    yield from _field("Dependencies", ", ".join(task.dependencies) or told)
    yield from _field("Estimated effort", task.effort)
    if status in words.STATUSES and len(words.fold(task.status_text).split()) > 1:
        yield from _field("Status note", task.status_text)
    for field in task.fields:
        if field.key == "description":
            yield from _field("Description", field.text)
    yield from _criteria(task)
    for field in task.fields:
        if field.key not in _OWN and field.key != "description":
            name = words.FIELDS[field.key][0] if field.key in words.FIELDS else field.name
            name = f"{name} (text)" if words.field_key(name) in _OWN else name
            yield from _field(name, field.text)
    yield from _field("Notes", "\n".join(_leftover(task)))


def _field(name: str, text: str) -> Iterator[str]:
    text = text.strip("\n")
    if not text.strip():
        return
    first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    block = re.match(r"[-*+] |\d+[.)] |```|~~~|>|\||    ", first) or (
        rest and first.startswith(" ")
    )
    yield f"- **{name}**:" if block else f"- **{name}**: {first}"
    for line in [first, *rest] if block else rest:
        yield f"  {line}" if line.strip() else ""


def _criteria(task: Task) -> Iterator[str]:
    """The boxes, nested as they were; and a criteria field that is prose."""
    field = task.field("criteria")
    if task.criteria:
        yield "- **Acceptance Criteria**:"
        open_indents: list[int] = []
        for found in task.criteria:
            while open_indents and open_indents[-1] >= found.indent:
                open_indents.pop()
            yield f"{'  ' * (len(open_indents) + 1)}- [{found.mark}] {found.text}"
            open_indents.append(found.indent)
    elif field is not None and field.text.strip():
        yield from _field("Acceptance Criteria", field.text)


def _leftover(task: Task) -> Iterator[str]:
    """The lines of the task's sections that are no field, no box and not its first line."""
    for part in task.sections:
        if part is not task.home and part.rank < 3 and not isinstance(part.dialect, RestTask):
            continue
        taken = _taken(part)
        at = 0
        for match in [*LINE_END.finditer(part.data), None]:
            end = match.end() if match else len(part.data)
            line = decode(part.data[at:end]).rstrip()
            own = at < part.reading.end and not any(a <= at < b for a, b in taken)
            if own and line.strip() and not line.lstrip().startswith(_FRAME):
                yield _harmless(line)
            at = end


def _harmless(line: str) -> str:
    """A line that would begin something else in the copy, as text: a heading in bold."""
    heading = re.match(r"#{1,6}\s+(.*)", line)
    return f"**{heading[1].strip('* ')}**" if heading else line


def _taken(part: Section) -> list[tuple[int, int]]:
    reading = part.reading
    line = reading.heading.line
    spans = [(0, line.end + 1)] if line.end else []
    spans += [(f.block.start, f.block.end) for f in reading.fields if f.form in ("lines", "cell")]
    for field in reading.fields:
        if field.form == "part" and field.block.start >= line.end:
            begin = max(part.data.rfind(b"\n", 0, field.block.start), -1) + 1
            spans.append((begin, field.block.end + 1))
        elif field.form == "part":
            spans.append((field.block.start, max(field.block.end, field.value.end)))
    spans += [(c.block.start, c.body.end + 1) for c in reading.criteria]
    return spans


def _left_out(document: Document, task: Task) -> Iterator[str]:
    """What of a task's home section has no place."""
    part = task.home
    line = document.line_at(part, 0)
    reading = part.reading
    title: Field | None = reading.field("title")
    first = decode(part.data[: reading.heading.line.end])
    flags = _FLAG.findall(first.partition(title.text if title else "\n")[0].partition(task.id)[2])
    if flags:
        yield f"line {line}: {task.key}: the flags {' '.join(flags)}"
    column = next((f for f in reading.fields if f.form == "section"), None)
    if column is not None:
        yield f"line {line}: {task.key}: its place under “{column.text}” became its status"
