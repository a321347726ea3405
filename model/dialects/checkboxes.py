"""A list line that states a task: a checkbox and an ID, with what is nested below it.

Taken for a task: a line with a box, behind any list marker or none, whose text `leads` takes
for a statement; its box is its status, boxes nested in it without an ID are its criteria,
what is indented below it are its fields. A list item without a box, if its ID is bold, states
a task only where the ID has the prefix of other tasks of the file and is stated nowhere else.
Not taken: an ID in running text, a box line whose ID another line states more fully under a
quite different title: that is a mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..markdown.syntax import Line, scan
from ..reading import Field, Reading, Span
from ..source import decode
from .fields import read_fields
from .foreign import Foreign, Setting, Shift, assembled, line_text
from .leads import Lead, read_lead

_BOXED = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?\[([^\[\]]{0,4})\][ \t]+")
_ITEM = re.compile(r"[ \t]*[-*+][ \t]+")


def box_lead(text: str, setting: Setting) -> tuple[Lead, re.Match[str]] | None:
    """What a line with a box states, and the match whose end is where its content begins."""
    match = _BOXED.match(text)
    lead = read_lead(text[match.end() :], setting.legend) if match else None
    return (lead, match) if match and lead else None


def item_lead(text: str, setting: Setting) -> tuple[Lead, int] | None:
    """What a list item without a box states, and where its content begins."""
    match = _ITEM.match(text)
    lead = read_lead(text[match.end() :], setting.legend) if match else None
    return (lead, match.end()) if match and lead else None


def _continued(data: bytes, lines: list[Line]) -> int:
    """How many lines the item's own text has."""
    count = 1
    while count < len(lines) and lines[count].kind == "text":
        if read_fields(data, lines[count : count + 1]) != ([], ()):
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class BoxTask(Foreign):
    """A list line with a box and an ID."""

    rank = 2

    def read(self, data: bytes) -> Reading:
        """As `Dialect.read`."""
        lines = list(scan(data))
        text = line_text(data, lines[0].start, lines[0].end)
        found = box_lead(text, self.setting)
        assert found is not None
        lead, match = found
        box = self._box(text, match)
        return _read(data, lines, text, match.end(), lead, self.setting, [box] if box else [])

    def _box(self, text: str, match: re.Match[str]) -> Field:
        whole = Shift(text, 0)
        box = whole.span(match.start(1), match.end(1))
        line = whole.span(0, len(text))
        return Field("Status", "status", f"[{match[1]}]", line, box, "box")

    @property
    def why(self) -> str:
        """As `Dialect.why`."""
        return "a box with an ID" + self.setting.place


@dataclass(frozen=True, slots=True)
class ItemTask(Foreign):
    """A list item with a bold ID and no box."""

    rank = 2

    def read(self, data: bytes) -> Reading:
        """As `Dialect.read`."""
        lines = list(scan(data))
        text = line_text(data, lines[0].start, lines[0].end)
        found = item_lead(text, self.setting)
        assert found is not None
        lead, at = found
        doubt = ("a list item without a box: a task, since its ID is stated nowhere else",)
        return _read(data, lines, text, at, lead, self.setting, [], doubt)

    @property
    def why(self) -> str:
        """As `Dialect.why`."""
        return "a list item with an ID that is stated nowhere else" + self.setting.place


def _read(
    data: bytes,
    lines: list[Line],
    text: str,
    at: int,
    lead: Lead,
    setting: Setting,
    before: list[Field],
    doubts: tuple[str, ...] = (),
) -> Reading:
    own = _continued(data, lines)
    fields, criteria = read_fields(data, lines[own:])
    base = Shift(text, 0)
    content = text[at:].rstrip()
    shift = Shift(content, base.span(at, at).start)
    line = base.span(0, len(text))
    last = max((line.end for line in lines if line.kind != "blank"), default=len(data))
    reading = assembled(lead, shift, line, 0, fields, criteria, last, setting, doubts)
    merged = [f for f in reading.fields if not before or f.form != "section"]
    if own > 1:
        merged = _lengthened(data, lines[own - 1], merged)
    return Reading(reading.heading, (*before, *merged), criteria, last, (), doubts)


def _lengthened(data: bytes, last: Line, fields: list[Field]) -> list[Field]:
    """The title or description with the lines that its text goes on over."""
    found = next(
        (f for f in reversed(fields) if f.key in ("description", "title") and f.form == "part"),
        None,
    )
    if found is None:
        return fields
    end = last.start + len(data[last.start : last.end].rstrip(b" \t\r\n"))
    text = " ".join(decode(data[found.value.start : end]).split())
    span = Span(found.value.start, end)
    longer = Field(found.name, found.key, text, Span(found.block.start, last.end), span, "part")
    return [longer if f is found else f for f in fields]
