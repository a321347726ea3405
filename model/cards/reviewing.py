"""The steps in which a card has a completed task reviewed.

What a section is shows in its title and in the form of what it lists: numbered entries,
phases as headings or rows of a table are steps, boxes to tick are a checklist. A section that
speaks of quality, or of what is looked at every week, is no review of a task.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ..lazy import text_pattern
from ..standards import ReviewStep
from . import wording
from .lists import Item, Row, heading_text, items_of, plain, rows_of, titled
from .outline import Outline, Section
from .where import LIST, is_elsewhere, is_whole_card

_REVIEW = text_pattern(
    r"review|check(?:s|ing)?\b(?!-?\s?list)|(?<!de )verif|vérif|validat|accept|approv|quality|audit"
    r"|sign[- ]?off|inspect|evaluat|\bqa\b" + wording.REVIEW,
    re.I,
)
_PROCESS = text_pattern(
    r"proce[sd]|steps?\b|workflow|protocol|stages?|phases?|flow|how |when |gates?\b|cycle"
    r"|completed|finished" + wording.PROCESS,
    re.I,
)
STEPS = text_pattern(r"proce[sd]|steps?\b|workflow|stages?|phases?" + wording.PROCESS, re.I)
_JUDGED = text_pattern(
    r"review|sign[- ]?off|accept|approv|inspection|quality (?:gates?|control)|verification"
    + wording.REVIEW,
    re.I,
)
"""In a title: work is judged, and not merely that quality is spoken of."""
_BARE = text_pattern(r"\W*(?:quality )?(?:checks?|verification|validation|audit)\W*$", re.I)
"""A title that says nothing else."""
_ORDERED = text_pattern(
    r"proce[sd]|steps?\b|workflow|protocol|stages?|phases?|flow|cycle" + wording.PROCESS, re.I
)
"""In a title: its entries are gone through in their order."""
_REGULAR = text_pattern(
    r"daily|weekly|monthly|quarterly|annual|yearly|morning|evening|every|periodic|continuous"
    r"|metrics|self[- ]review|set-?up\b",
    re.I,
)
"""In a title: what is looked at from time to time, or measured, without a finished task."""
_FINISHED = text_pattern(
    r"(?:completed?|finished|executed|delivered|done)\b.*(?:task|ticket|work|stor(?:y|ie))s?\b"
    r"|tasks?\b.*(?:completed?|finished|done)|when .*(?:marks?|complete)"
    r"|\b(?:after|on|upon|post)[- ]completion" + wording.FINISHED,
    re.I,
)
_MOST_STEPS = 60


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


def unread_steps(outline: Outline) -> Section | None:
    """A section that is called a review of completed tasks and lists no steps."""
    for section in outline.sections:
        is_called = _FINISHED.search(section.title) or _JUDGED.search(section.title)
        if is_called and _leads_through(section) and _merit(outline, section) >= 2:
            return section
    return None


def _merit(outline: Outline, section: Section) -> float:
    """How much a section's title and first words promise the steps of a review."""
    title = section.title
    if is_elsewhere(section) or is_whole_card(outline, section):
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
    of_finished = _FINISHED.search(title) is not None or _FINISHED.search(intro) is not None
    if not (of_finished or _is_of_work(section)):
        return 0.0
    merit += 2.0 if _FINISHED.search(intro) else 0.0
    merit -= 2.0 if LIST.search(title) and "process" not in title.casefold() else 0.0
    merit -= 1.0 if re.search(r"standards?|principles?|criteria", title, re.I) else 0.0
    return merit


def _is_of_work(section: Section) -> bool:
    """Whether a title alone says that work is judged: not now and then, and not as a numbered
    part of something larger.
    """
    title = section.title
    if _REGULAR.search(title):
        return False
    is_process = _PROCESS.search(title) is not None
    if section.level > 2 and not is_process and re.match(r"\W*\d{1,2}[.)]", title):
        return False
    return is_process or _JUDGED.search(title) is not None or _BARE.match(title) is not None


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
    if len(bullets) >= 2 and _leads_through(section):
        bold = any(item.text.lstrip().startswith("**") for item, _ in bullets)
        return (2.0 if bold else 0.5), tuple(_step(item, below) for item, below in bullets)
    if heads or not (_ORDERED.search(section.title) or _FINISHED.search(section.title)):
        return 0.0, ()
    boxes = _top(listed, lambda item: item.is_box)
    return -1.0, tuple(_step(item, below) for item, below in boxes)


def _leads_through(section: Section) -> bool:
    """Whether entries without numbers can be steps: the title says whose order they are in."""
    title = section.title
    return _FINISHED.search(title) is not None or (
        _JUDGED.search(title) is not None and _ORDERED.search(title) is not None
    )


def _outside_forms(outline: Outline, section: Section) -> list[tuple[int, str]]:
    """A section's own lines without those of a task's form, whose fields are no steps, and of
    a checklist that is shown as a sample.
    """
    forms = [
        range(one.line, one.end)
        for one in outline.sections
        if section.line < one.line < section.own_end
        and ("|" in one.title or LIST.search(one.title))
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
