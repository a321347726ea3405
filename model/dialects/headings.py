"""A heading that states a task in another form than the protocol's, and what stands below it.

Taken for a task: a heading of any depth whose text `leads` takes for a statement, with all
that follows up to the next heading of its depth, but for the tasks stated inside it; a
`<details>` block whose `<summary>` does the same. Not taken: a heading over tasks that has no
field, box or mark of its own, which is a group; and inside fences and comments none is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..markdown.syntax import Line, scan
from ..reading import Cell, Heading, Reading, Span
from ..source import encode
from .fields import read_fields
from .foreign import Foreign, Setting, Shift, assembled, checked, line_text
from .leads import Lead, read_lead

_HASHES = re.compile(r"(#{1,6})[ \t]+")
_SUMMARY = re.compile(
    r"<summary>(?:\s*<(?:b|strong|h\d)>)?\s*(.*?)\s*(?:</\w+>\s*)*(?:$|</summary>)", re.IGNORECASE
)


def heading_lead(line: str, setting: Setting) -> tuple[Lead, int, int] | None:
    """What a heading's line states, where its content begins, and its depth; or None."""
    match = _HASHES.match(line)
    if match is None:
        return None
    lead = read_lead(line[match.end() :].rstrip(), setting.legend)
    return (lead, match.end(), len(match[1])) if lead else None


def summary_lead(line: str, setting: Setting) -> tuple[Lead, int] | None:
    """What a line with `<summary>` states, and where its content begins; or None."""
    match = _SUMMARY.search(line)
    lead = read_lead(match[1], setting.legend) if match else None
    return (lead, match.start(1)) if match and lead else None


def content_end(lines: list[Line]) -> int:
    """How many lines a section has without the blank lines, rules and comments it ends with."""
    count = len(lines)
    while count > 1 and lines[count - 1].kind in ("blank", "rule"):
        count -= 1
    return count


@dataclass(frozen=True, slots=True)
class HeadingTask(Foreign):
    """A section that begins with a heading."""

    rank = 3

    def read(self, data: bytes) -> Reading:
        """As `Dialect.read`."""
        lines = list(scan(data))
        first = lines[0]
        text = line_text(data, first.start, first.end)
        found = heading_lead(text, self.setting)
        assert found is not None
        lead, at, level = found
        lines = lines[: content_end(lines)]
        fields, criteria = read_fields(data, lines[1:])
        line = Span(0, len(encode(text)))
        shift = Shift(text[at:], len(encode(text[:at])))
        return assembled(lead, shift, line, level, fields, criteria, lines[-1].end, self.setting)

    @property
    def why(self) -> str:
        """As `Dialect.why`."""
        return "a heading that begins with an ID" + self.setting.place


@dataclass(frozen=True, slots=True)
class DetailsTask(Foreign):
    """A `<details>` block whose summary begins with an ID."""

    rank = 3

    def read(self, data: bytes) -> Reading:
        """As `Dialect.read`."""
        lines = list(scan(data))
        index = next(
            i for i, line in enumerate(lines) if b"<summary" in data[line.start : line.end]
        )
        first = lines[index]
        text = line_text(data, first.start, first.end)
        found = summary_lead(text, self.setting)
        assert found is not None
        lead, at = found
        lines = lines[: content_end(lines)]
        fields, criteria = read_fields(data, lines[index + 1 :])
        size = len(encode(text))
        line = Span(first.start, first.start + size)
        base = first.start + len(encode(text[:at]))
        body = _SUMMARY.search(text)
        assert body is not None
        return assembled(
            lead, Shift(body[1], base), line, 3, fields, criteria, lines[-1].end, self.setting
        )

    @property
    def why(self) -> str:
        """As `Dialect.why`."""
        return "a summary that begins with an ID"


@dataclass(frozen=True, slots=True)
class RestTask(Foreign):
    """More of a task, behind tasks that are stated inside it."""

    id: str
    rank = 2

    def read(self, data: bytes) -> Reading:
        """As `Dialect.read`."""
        lines = list(scan(data))
        lines = lines[: content_end(lines)]
        fields, criteria = read_fields(data, lines)
        heading = Heading(0, Cell(self.id, Span(0, 0)))
        own = checked(fields, self.setting.legend)
        return Reading(heading, tuple(own), criteria, lines[-1].end if lines else 0)

    @property
    def why(self) -> str:
        """As `Dialect.why`."""
        return f"more of {self.id}, behind the tasks inside it"


def states_anything(data: bytes) -> bool:
    """Whether text behind the tasks inside a task has a field or box, so that it belongs to it."""
    if b":" not in data and "：".encode() not in data and b"[" not in data and b"|" not in data:
        return False
    fields, criteria = read_fields(data, list(scan(data)))
    return bool(fields or criteria)
