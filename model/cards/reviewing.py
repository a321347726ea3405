"""What a card says of reviews: the steps, the checklist, the budgets.

What a section is shows in its title and in the form of what it lists: numbered entries,
phases as headings or rows of a table are steps, boxes to tick are a checklist.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from ..lazy import text_pattern
from ..standards import Budget, ChecklistSection, ReviewStep
from .lists import Item, Row, heading_text, items_of, parts_of, plain, rows_of, titled
from .outline import Outline, Section

_REVIEW = text_pattern(
    r"review|check(?:s|ing)?\b(?!-?\s?list)|(?<!de )verif|vérif|validat|accept|approv|quality|audit"
    r"|sign[- ]?off|inspect|evaluat|\bqa\b|revis[iã]|revue|prüfung|провер|レビュー|评审|审查|검토",
    re.I,
)
_PROCESS = text_pattern(
    r"proce[sd]|steps?\b|workflow|protocol|stages?|phases?|flow|how |when |gates?\b|cycle"
    r"|completed|finished",
    re.I,
)
_STEPS = text_pattern(r"proce[sd]|steps?\b|workflow|stages?|phases?", re.I)
_FINISHED = text_pattern(
    r"(?:completed?|finished|executed|delivered|done)\b.*(?:task|ticket)s?"
    r"|tasks?\b.*(?:completed?|finished|done)|when .*(?:marks?|complete)"
    r"|\b(?:after|on|upon|post)[- ]completion",
    re.I,
)
_CALLED = (
    r"check-?\s?list|lista de (?:veri|compr|contr)|liste de (?:vérif|contr)|prüfliste"
    r"|чек-?лист|チェックリスト|清单|체크리스트"
)
_CHECK = text_pattern(
    _CALLED + r"|\bgates?\b|definition of done|\bdod\b|review|sign[- ]?off",
    re.I,
)
_TITLED_CHECK = text_pattern(
    _CALLED + r"|\bgates?\b(?!\s*\d)",
    re.I,
)
_LIST = text_pattern(_CALLED, re.I)
_DONE = text_pattern(r"definition of done|\bdod\b", re.I)
_LATER = text_pattern(
    r"deploy|release|launch|onboard|set-?up|environment|migration|rollback|kick-?off", re.I
)
_ELSEWHERE = text_pattern(
    r"example|template|deliver|outputs?\b|task format|task creation|standard task"
    r"|acceptance criteria|test cases?\b",
    re.I,
)
"""In any title above: what follows is a sample of something else."""
_OTHERWISE = text_pattern(r"hand-?off|collaborat|categor|daily|requirements? analysis", re.I)
"""In its own title: what follows is about something else."""
_BUDGETS = text_pattern(
    r"benchmark|budget|performance (?:targets?|limits?|goals?)|response times?|web vitals"
    r"|\bslos?\b",
    re.I,
)
_LIMIT = text_pattern(
    r"(?P<limit>(?:[<>≤≥~]=?|under|below|at most|max\.?|within|up to|at least)\s*\d[^|]{0,60})$",
    re.I,
)
_MEASURE = text_pattern(r"(?P<limit>\d[\d.,]*\s?(?:ms|s|[kKMG]i?B|%|fps)(?![\w-])[^|]{0,60})$")
"""A limit without a word that says so."""
_MOST_STEPS = 60


def _is_elsewhere(section: Section) -> bool:
    is_form = "|" in section.title  # a task's heading, shown as a sample
    return bool(is_form or _ELSEWHERE.search(section.path) or _OTHERWISE.search(section.title))


def _is_whole_card(outline: Outline, section: Section) -> bool:
    """Whether it is the card's own title, with everything below it."""
    if section.level != 1 or section.block is not None or section.above:
        return False
    return sum(one.level == 1 and one.block is None for one in outline.sections) == 1


class _Steps(NamedTuple):
    weight: float
    steps: tuple[ReviewStep, ...]


def steps_of(outline: Outline) -> tuple[ReviewStep, ...]:
    """The steps of the review of a completed task, in the card's order; empty for none."""
    best = _Steps(0.0, ())
    for section in outline.sections:
        merit = _merit(outline, section)
        if merit < 2:
            continue
        kind, steps = _listed(outline, section)
        if len(steps) >= 2 and merit + kind > best.weight:
            best = _Steps(merit + kind, steps)
    return best.steps[:_MOST_STEPS]


def _merit(outline: Outline, section: Section) -> float:
    """How much a section's title and first words promise the steps of a review."""
    title = section.title
    if _is_elsewhere(section) or _is_whole_card(outline, section):
        return 0.0
    merit = 0.0
    if _REVIEW.search(title):
        merit = 3.0 if _PROCESS.search(title) else 2.0
        merit += 0.5 if re.search(r"review", title, re.I) else 0.0
        merit += (
            1.5
            if _FINISHED.search(title) or re.search(r"process|steps?\b|completed", title, re.I)
            else 0.0
        )
    elif _FINISHED.search(title):
        merit = 2.0
    if not merit:
        return 0.0
    intro = " ".join(outline.lines[section.start : section.start + 4])
    merit += 2.0 if _FINISHED.search(intro) else 0.0
    merit -= 2.0 if _LIST.search(title) and "process" not in title.casefold() else 0.0
    merit -= 1.0 if re.search(r"standards?|principles?|criteria", title, re.I) else 0.0
    return merit


def _listed(outline: Outline, section: Section) -> tuple[float, tuple[ReviewStep, ...]]:
    """The steps that stand under a heading, and how much their form is that of steps."""
    own = _outside_forms(outline, section)
    listed = items_of(own)
    numbered = _numbered(listed)
    if len(numbered) >= 2:
        return 3.0, numbered
    heads = _headed(outline, section)
    if len(heads) >= 2:
        return 2.5, heads
    rows = rows_of(own)
    if len(rows) >= 2:
        return 2.0, tuple(step for row in rows if (step := _from_row(row)).title)
    bullets = _top(listed, lambda item: not item.is_box)
    if len(bullets) >= 2:
        bold = any(item.text.lstrip().startswith("**") for item, _ in bullets)
        return (2.0 if bold else 0.5), tuple(_step(item, below) for item, below in bullets)
    if heads or not _PROCESS.search(section.title):
        return 0.0, ()
    boxes = _top(listed, lambda item: item.is_box)
    return -1.0, tuple(_step(item, below) for item, below in boxes)


def _outside_forms(outline: Outline, section: Section) -> list[tuple[int, str]]:
    """A section's own lines without those of a task's form: its fields are no steps."""
    forms = [
        range(one.line, one.end)
        for one in outline.sections
        if section.line < one.line < section.own_end and "|" in one.title
    ]
    lines = outline.readable(section.start, section.own_end)
    return [line for line in lines if not any(line[0] in form for form in forms)]


def _numbered(listed: list[Item]) -> tuple[ReviewStep, ...]:
    counted = _top(listed, lambda item: item.number is not None)
    return tuple(_step(item, below) for item, below in counted)


def _top(listed: list[Item], fits: Callable[[Item], bool]) -> list[tuple[Item, list[Item]]]:
    """The outermost entries of a kind, each with the entries nested below it."""
    chosen = [item for item in listed if fits(item)]
    if not chosen:
        return []
    depth = min(item.indent for item in chosen)
    found: list[tuple[Item, list[Item]]] = []
    for item in listed:
        if item.indent <= depth + 1 and fits(item):
            found.append((item, []))
        elif found and item.indent > found[-1][0].indent:
            found[-1][1].append(item)
    return found


def _step(item: Item, below: list[Item]) -> ReviewStep:
    title, text = titled(item.text)
    if not text:
        text = plain("; ".join(plain(one.text) for one in below))
    return ReviewStep(heading_text(title), text)


def _from_row(row: Row) -> ReviewStep:
    cells = [plain(cell) for cell in row.cells]
    if len(cells) > 1 and (
        re.fullmatch(r"\d{1,2}\.?", cells[0]) or row.head[0] in ("#", "No", "No.", "Nr")
    ):
        cells = cells[1:]
    return ReviewStep(
        heading_text(cells[0]) if cells[0] else "", cells[1] if len(cells) > 1 else ""
    )


def _headed(outline: Outline, section: Section) -> tuple[ReviewStep, ...]:
    """Steps that have a heading each: numbered ones, or all where each has its own text."""
    below = [
        one
        for one in outline.sections
        if section.line < one.line < section.end and one.block == section.block
    ]
    if not below:
        return ()
    level = min(one.level for one in below)
    direct = [one for one in below if one.level == level]
    numbered = [
        one for one in direct if re.match(r"\W*(?:step|phase|stage|gate)?\s*\d", one.title, re.I)
    ]
    if len(numbered) < 2 and not _PROCESS.search(section.title):
        return ()
    steps = numbered if len(numbered) >= 2 else direct
    if len(numbered) < 2 and any(
        item.is_box for one in steps for item in items_of(outline.readable(one.start, one.end))
    ):
        return ()
    return tuple(ReviewStep(heading_text(one.title), _first_words(outline, one)) for one in steps)


def _first_words(outline: Outline, section: Section) -> str:
    lines = outline.readable(section.start, section.own_end)
    for _, line in lines:
        if line.strip() and not items_of([(0, line)]):
            return plain(line)
    return plain("; ".join(plain(item.text) for item in items_of(lines)))


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
        is_card = _is_whole_card(outline, section) and not _LIST.search(section.title)
        if is_card or not _CHECK.search(section.title) or _is_elsewhere(section):
            continue
        if _groups(outline, section) and not _is_process(outline, section):
            found.append(section)
    return found


def _is_process(outline: Outline, section: Section) -> bool:
    """Whether it lists steps in their order and nothing to tick."""
    if _LIST.search(section.title) or not _STEPS.search(section.title):
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
            if lead.endswith(":") and len(lead) < 80 and not lead.startswith(("|", "#", "*")):
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


def budgets_of(outline: Outline) -> tuple[Budget, ...]:
    """What times and sizes the card allows; empty where it names none."""
    found: dict[str, Budget] = {}
    for section in outline.sections:
        if (
            section.block is not None
            or not _BUDGETS.search(section.title)
            or _is_elsewhere(section)
        ):
            continue
        lines = outline.readable(section.start, section.own_end)
        pairs = [titled(item.text) for item in items_of(lines)]
        pairs += [
            (plain(r.cells[0]), plain(r.cells[1])) for r in rows_of(lines) if len(r.cells) > 1
        ]
        for name, text in pairs:
            limit = _LIMIT.search(text) or _LIMIT.search(name) or _MEASURE.match(text)
            if limit and name:
                shown = limit["limit"].lstrip("<≤= ").strip()
                found.setdefault(name, Budget(name, shown))
    return tuple(found.values())[:40]
