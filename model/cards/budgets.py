"""What times and sizes a card allows."""

from __future__ import annotations

import re

from ..lazy import text_pattern
from ..standards import Budget
from . import wording
from .lists import items_of, plain, rows_of, titled
from .outline import Outline, Section
from .where import is_elsewhere

_BUDGETS = text_pattern(
    r"benchmark|budget|performance (?:targets?|limits?|goals?)|response times?|web vitals"
    r"|\bslos?\b" + wording.BUDGETS,
    re.I,
)
_LIMIT = text_pattern(
    r"(?P<limit>(?:[<>≤≥~]=?|under|below|at most|max\.?|within|up to|at least)\s*\d[^|]{0,60})$",
    re.I,
)
_MEASURE = text_pattern(r"(?P<limit>\d[\d.,]*\s?(?:ms|s|[kKMG]i?B|%|fps)(?![\w-])[^|]{0,60})$")
"""A limit without a word that says so."""


def budgets_of(outline: Outline) -> tuple[Budget, ...]:
    """What times and sizes the card allows; empty where it names none."""
    found: dict[str, Budget] = {}
    for section in outline.sections:
        if section.block is not None or is_elsewhere(section):
            continue
        lines = _of_budgets(section, outline.readable(section.start, section.own_end))
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


def _of_budgets(section: Section, lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines below a heading for budgets, or below a line that ends with a colon for them."""
    if _BUDGETS.search(section.title):
        return lines
    found: list[tuple[int, str]] = []
    led = False
    for index, line in lines:
        text = line.strip()
        if text.endswith((":", "：")) and not text.startswith(("-", "*", "+", "|")):
            led = len(text) < 80 and _BUDGETS.search(text) is not None
        elif led:
            found.append((index, line))
    return found
