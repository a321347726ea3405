"""The heading of the protocol's own form: `### BE-010 | Backend | High | @backend-specialist`.

Its cells are known by what they say, not by where they stand: a priority, `@` and a name, a
status, an area (protocol, section 1).
"""

from __future__ import annotations

import re
from functools import lru_cache

from .. import words
from ..reading import Cell, Heading, Span
from ..source import decode

TASK = re.compile(rb"(#{1,6})[ \t]+([A-Za-z][A-Za-z0-9]*-\d{1,9})[ \t]*(?:(\|)|(?=[\r\n]|\Z))")
"""A heading that may open a task: its marks, the ID, and the first bar if there is one."""


def heading_summary(data: bytes) -> dict[str, str]:
    """The texts of the cells at a glance, by the names that `Dialect.summarize` has for them."""
    end = data.find(b"\n")
    line = data[:end] if end >= 0 else data
    cells = line.partition(b"\r")[0].partition(b"|")[2]
    return _cell_texts(cells).copy()


@lru_cache(maxsize=4096)
def _cell_texts(cells: bytes) -> dict[str, str]:
    """The texts of a heading's cells behind its ID; headings repeat them over and over."""
    found: dict[str, str] = {}
    for cell in cells.split(b"|"):
        if text := decode(cell).strip(" \t\r"):
            found.setdefault(_cell_kind(text, "area" in found), text)
    names = {"priority": "heading_priority", "assignee": "heading_assignee"}
    return {names.get(kind, kind): text for kind, text in found.items() if kind != "other"}


def read_heading(data: bytes, end: int) -> Heading:
    """The first line's cells; each is known by what it says, not by where it stands."""
    match = TASK.match(data)
    assert match is not None
    found: dict[str, Cell] = {}
    position = match.end()
    while match[3] and position <= end:
        bar = data.find(b"|", position, end)
        stop = end if bar < 0 else bar
        cell = _cell(data, position, stop)
        if cell.text:
            found.setdefault(_cell_kind(cell.text, "area" in found), cell)
        position = stop + 1
    task_id = _cell(data, match.start(2), match.end(2))
    line = Span(0, end)
    return Heading(
        len(match[1]),
        task_id,
        found.get("area"),
        found.get("priority"),
        found.get("assignee"),
        found.get("badge"),
        line,
    )


@lru_cache(maxsize=4096)
def _cell_kind(text: str, has_area: bool) -> str:
    if text.startswith("@"):
        return "assignee"
    if words.priority_of(text):
        return "priority"
    if words.known_status(text) or words.is_badge(text, shouted=has_area):
        return "badge"
    return "area" if not has_area else "other"


def _cell(data: bytes, start: int, end: int) -> Cell:
    raw = data[start:end]
    left = len(raw) - len(raw.lstrip(b" \t"))
    text = raw.strip(b" \t\r")
    return Cell(decode(text), Span(start + left, start + left + len(text)))
