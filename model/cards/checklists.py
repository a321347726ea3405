"""The checklist of a card: what is ticked when a task is looked at, under the headings above it."""

from __future__ import annotations

import re
from itertools import pairwise

from ..lazy import text_pattern
from ..standards import ChecklistSection
from . import wording
from .lists import Item, Row, heading_text, items_of, parts_of, plain, rows_of
from .outline import Outline, Section
from .reviewing import STEPS
from .where import CALLED, LIST, is_elsewhere, is_whole_card

_CHECK = text_pattern(
    CALLED + r"|\bgates?\b|definition of done|\bdod\b|review|sign[- ]?off",
    re.I,
)
_TITLED_CHECK = text_pattern(
    CALLED + r"|\bgates?\b(?!\s*\d)",
    re.I,
)
_DONE = text_pattern(r"definition of done|\bdod\b" + wording.DONE, re.I)
_LATER = text_pattern(
    r"deploy|release|launch|onboard|set-?up|environment|migration|rollback|kick-?off", re.I
)
_SLANTED = text_pattern(r"([*_])[^*_]+\1:?$")
"""A line in slanted letters alone: a title."""


def checklist_of(outline: Outline) -> tuple[ChecklistSection, ...]:
    """The checklist that a review ticks off, by sections; empty for none."""
    roots = _roots(outline)
    strong = [root for root in roots if _is_titled(outline, root)]
    if any(not _LATER.search(root.title) for root in strong):
        strong = [root for root in strong if not _LATER.search(root.title)]
    chosen = strong or [root for root in roots if _DONE.search(root.title)] or roots
    grouped: dict[str, dict[str, None]] = {}
    for root in chosen:
        for title, items in _groups(outline, root):
            grouped.setdefault(title, {}).update(dict.fromkeys(items))
    return tuple(ChecklistSection(title, tuple(items)) for title, items in grouped.items() if items)


def unread_checklist(outline: Outline) -> Section | None:
    """A section that calls itself a checklist and has nothing to tick that can be read."""
    for section in outline.sections:
        is_own = not (is_whole_card(outline, section) or is_elsewhere(section))
        if is_own and LIST.search(section.title) and not _groups(outline, section):
            return section
    return None


def _is_titled(outline: Outline, root: Section) -> bool:
    """Whether a section, or one in it, calls itself a checklist."""
    return any(
        _TITLED_CHECK.search(one.title)
        for one in outline.sections
        if root.line <= one.line < root.end
    )


def _roots(outline: Outline) -> list[Section]:
    """The outermost sections that speak of checking and have something to tick."""
    found: list[Section] = []
    for section in outline.sections:
        if found and section.line < found[-1].end:
            continue
        is_card = is_whole_card(outline, section) and not LIST.search(section.title)
        if is_card or not _CHECK.search(section.title) or is_elsewhere(section):
            continue
        if _groups(outline, section) and not _is_process(outline, section):
            found.append(section)
    return found


def _is_process(outline: Outline, section: Section) -> bool:
    """Whether it lists steps in their order and nothing to tick."""
    if LIST.search(section.title) or not STEPS.search(section.title):
        return False
    listed = items_of(outline.readable(section.start, section.end))
    return any(item.number for item in listed) and not any(item.is_box for item in listed)


def _groups(outline: Outline, root: Section) -> list[tuple[str, list[str]]]:
    """What is to be ticked below a heading, by the words that stand above it."""
    titles = {one.line: one for one in outline.sections if root.line <= one.line < root.end}
    named = _TITLED_CHECK.search(root.title) or _DONE.search(root.title)
    lines = outline.readable(root.line, root.end)
    entries = {item.line: item for item in items_of(lines)}
    any_box = any(item.is_box for item in entries.values())
    parents = _parents(list(entries.values()))
    groups: list[tuple[str, list[str]]] = []
    title, loose = _group_title(root), bool(named)
    parent: Item | None = None
    for index, line in lines:
        if index in titles:
            title, parent = _group_title(titles[index]), None
            loose = loose or _TITLED_CHECK.search(title) is not None
        item = entries.get(index)
        if item is None:
            lead = line.strip()
            is_lead = lead.endswith((":", "：")) and not lead.startswith(("|", "#", "*"))
            if len(lead) < 80 and (is_lead or _SLANTED.match(lead)):
                title, parent = heading_text(lead), None
        elif item.is_box or (loose and not any_box):
            if index in parents:
                parent = item
                continue
            nested = parent is not None and item.indent > parent.indent
            own = heading_text(parent.text) if nested and parent else title
            _put(groups, own, plain(item.text))
        elif any_box:
            parent = item
    if not groups and named:
        for row in rows_of(lines):
            _put_row(groups, _group_title(root), row)
    return groups


def _group_title(section: Section) -> str:
    return heading_text(section.title)


def _parents(entries: list[Item]) -> frozenset[int]:
    """The lines of entries that are a title for those nested below them."""
    return frozenset(
        item.line
        for item, later in pairwise(entries)
        if later.indent > item.indent
        and (not item.is_box or item.text.rstrip().endswith((":", "**")))
    )


def _put(groups: list[tuple[str, list[str]]], title: str, text: str) -> None:
    if not text:
        return
    for known, items in groups:
        if known == title:
            items.append(text)
            return
    groups.append((title, [text]))


def _put_row(groups: list[tuple[str, list[str]]], title: str, row: Row) -> None:
    cells = [plain(cell) for cell in row.cells]
    if re.fullmatch(r"#|no\.?|nr\.?|☐|\s*", row.head[0], re.I) and len(cells) > 1:
        row = row._replace(cells=row.cells[1:], head=row.head[1:])
        cells = cells[1:]
    grouped = re.search(r"area|section|categor|dimension|group|gate|topic", row.head[0], re.I)
    if len(cells) == 1:
        _put(groups, title, cells[0])
    elif grouped:
        for part in parts_of(row.cells[1]):
            _put(groups, cells[0], part)
    else:
        _put(groups, title, ": ".join(cell for cell in cells[:2] if cell))
