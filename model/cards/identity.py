"""Whose card it is: the prefix, area, assignee and criteria that its task format states."""

from __future__ import annotations

import re
from typing import NamedTuple

from .. import words
from ..lazy import text_pattern
from . import wording
from .formats import Format, find
from .lists import FIELD, Item, Row, items_of, parts_of, plain, rows_of
from .outline import Outline, Section

_NAME = text_pattern(r"@([A-Za-z][\w.-]{1,60})")
_PLAIN_NAME = text_pattern(r"@?([a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*)\s*$", re.I)
_PLACEHOLDER = text_pattern(r"[\[\]<>{}]|\bXXX\b")
_DONE = text_pattern(r"definition of done|\bdod\b|done when|acceptance" + wording.DONE, re.I)
_HEAD = text_pattern(
    r"\s*(?:#{2,6}\s+(?P<name>[A-Za-z ]+?):?|(?:[-*+]\s+)?\*\*(?P<bold>[^*:]+)\*\*)\s*(?P<value>)$"
)
"""A field's name alone on its line."""
_SAMPLE = text_pattern(
    r"example|template|deliver|outputs?\b" + wording.SAMPLE + wording.PAPER, re.I
)
"""In a title above: what follows is the form of some other paper."""
_PROCESS = text_pattern(r"proce[sd]|workflow|steps?\b|review|gates?\b|\btest", re.I)
"""In a title: what follows is how a task is accepted, not when it is done."""
_FORMAT_LINES = 60


class Identity(NamedTuple):
    """Who the role is."""

    prefix: str
    line: int
    """Index of the line that it was taken from."""
    area: str
    assignee: str
    criteria: tuple[str, ...]
    format_lines: range
    """Where the task format stands; empty where there is none."""


def identity_of(outline: Outline, stem: str) -> Identity | None:
    """Whose card it is, or None for one without a task format; `stem` is its file's name."""
    found = find(outline, f"{outline.name} {stem}")
    if found is None:
        return None
    if found.format is None:
        return Identity(found.prefix, found.line, "", "", (), range(0))
    span = _span(outline, found.line)
    fields = _fields(outline, span)
    return Identity(
        found.prefix,
        found.line,
        _area(found.format, fields),
        _assignee(found.format, fields),
        _criteria(outline, span),
        span,
    )


def _span(outline: Outline, line: int) -> range:
    """The lines of the format that begins at a line."""
    holding = outline.holding(line)
    end = len(outline.lines)
    block = next((b for b in outline.fences.blocks if b.start < line < b.end), None)
    if block is not None:
        end = block.end
    if holding and (holding[-1].line == line or block is None):
        end = min(end, holding[-1].end)
    start = line
    while (
        start > 0
        and outline.lines[start - 1].lstrip().startswith(("|", "-", "*"))
        and start > line - 8
    ):
        start -= 1
    return range(start, min(end, line + _FORMAT_LINES))


def _fields(outline: Outline, span: range) -> dict[str, str]:
    """The fields of the format by their folded names."""
    found: dict[str, str] = {}
    for index, line in outline.readable(span.start, span.stop):
        cells = [plain(c) for c in line.strip().strip("|").split("|")]
        if line.lstrip().startswith("|") and len(cells) >= 2:
            found.setdefault(_key(cells[0]), cells[1])
        elif index != span.start and (field := FIELD.match(line)):
            found.setdefault(_key(field["name"]), plain(field["value"]))
    return found


def _key(name: str) -> str:
    folded = name.casefold().strip(" *:")
    if folded in ("area", "domain", "discipline", "team", "component"):
        return "area"
    if folded in ("agent", "responsible", "owner", "who", "handle", "mention"):
        return "assignee"
    return words.field_key(name)


def _area(found: Format, fields: dict[str, str]) -> str:
    for text in (found.cells[0] if len(found.cells) > 1 else "", fields.get("area", "")):
        if _PLACEHOLDER.search(text) or "@" in text:
            continue
        area = plain(text).strip(" :*")
        if area and len(area) < 40:
            return area
    return ""


def _assignee(found: Format, fields: dict[str, str]) -> str:
    for cell in found.cells:
        named = _NAME.search(cell)
        if named:
            return named[1].rstrip(".-")
    value = fields.get("assignee", "")
    named = None if _PLACEHOLDER.search(value) else _PLAIN_NAME.match(value)
    return named[1] if named else ""


def _criteria(outline: Outline, span: range) -> tuple[str, ...]:
    """What the format's field for acceptance criteria lists."""
    lines = outline.readable(span.start, span.stop)
    for place, (_, line) in enumerate(lines):
        field = FIELD.match(line) or _HEAD.match(line)
        if field is None or not _is_criteria(_name_of(field)):
            continue
        below = items_of(_nested(lines[place + 1 :], line))
        found = [plain(item.text) for item in below]
        return tuple(found or parts_of(field["value"]))
    for row in rows_of(lines):
        if _is_criteria(plain(row.cells[0])) and len(row.cells) > 1:
            return tuple(parts_of(row.cells[1]))
    return ()


def _name_of(field: re.Match[str]) -> str:
    name: str = field["name"] or field["bold"]
    return name


def _is_criteria(name: str) -> bool:
    return words.field_key(name) == "criteria" or _DONE.search(name) is not None


def _nested(lines: list[tuple[int, str]], head: str) -> list[tuple[int, str]]:
    """The lines up to the next field: those deeper than the head, or boxes below it."""
    depth = len(head) - len(head.lstrip())
    found: list[tuple[int, str]] = []
    for index, line in lines:
        if not line.strip():
            if found and head.lstrip().startswith("#"):
                break
            continue
        deeper = len(line) - len(line.lstrip()) > depth
        is_box = re.match(r"\s*(?:[-*+]\s+)?(?:\[[ xX]?\]|☐)", line) is not None
        listed = re.match(r"\s*(?:[-*+]|\d+[.)])\s+(?!\*\*)", line) is not None
        if not (deeper or is_box or (listed and not head.lstrip().startswith(("-", "*", "+")))):
            break
        found.append((index, line))
    return found


def done_criteria(outline: Outline) -> tuple[str, ...]:
    """What a section on when a task is done lists, for a format that lists no criteria."""
    for section in outline.sections:
        is_own = not (_PROCESS.search(section.title) or _SAMPLE.search(section.path))
        if is_own and _DONE.search(section.title):
            found = texts_below(outline, section)
            if found:
                return found
    return ()


def texts_below(outline: Outline, section: Section) -> tuple[str, ...]:
    """The entries of the lists or tables below a heading, without their markup."""
    lines = outline.readable(section.start, section.end)
    listed: list[Item] = items_of(lines)
    rows: list[Row] = rows_of(lines)
    return tuple(plain(item.text) for item in listed) or tuple(plain(r.cells[0]) for r in rows)
