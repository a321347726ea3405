"""Where a card shows how its tasks are written, and which prefix it is the card of.

The prefix is the one that the format's heading (`### FE-XXX | Frontend | ...`), its fields
(`- **ID**: FE-XXX`) and the ranges of numbers (`FE-010+`) agree on. An executor's reports and
examples of other people's tasks name prefixes too, and count for little or nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..lazy import text_pattern
from . import wording
from .lists import FIELD, plain
from .outline import Outline

_PLACE = (
    r"(?:[XxN#?_]{1,4}|0{0,2}[XNn]{1,3}|\[[^\]\s]{1,12}\]|\{[^}\s]{1,12}\}|<[^>\s]{1,12}>|0{1,3}1?)"
)
_PREFIX = r"[A-Z][A-Z0-9]{0,11}"
_FORMAT = text_pattern(
    r"\s*(?:[^`|:]{1,40}:\s*`)?(?:#{1,6}\s+|[-*+]\s+(?:\[ ?\]\s+)?|\*\*)?"
    rf"(?:\[?`?(?P<prefix>{_PREFIX})-(?:{_PLACE}|\d{{2,4}}(?=`?\]?\s*\|))`?\]?"
    rf"|(?P<any>[\[<{{][A-Za-z_ ]{{2,20}}[\]>}}])-?{_PLACE})"
    r"(?![\w+-])(?P<rest>.*)$"
)
_ENTRY = text_pattern(
    rf"\s*(?:[-*+•]|\d{{1,2}}[.)]|\|)\s*[*_`\[]*(?P<prefix>{_PREFIX})-(?:\d{{1,4}}|[XxN#]{{1,4}})"
)
_RANGE = text_pattern(
    rf"(?P<prefix>{_PREFIX})-\d{{1,4}}(?:\+|`?\s*(?:[-–—→…]|to|through|\.\.+)\s*`?(?P=prefix)-\d)"
)
_VALUE = text_pattern(rf"\[?({_PREFIX})(?:-(?:{_PLACE}|\d{{1,4}}\+?)\]?)?(?![\w-])")
_BADGE = text_pattern(r"COMPLETED|BLOCKED|IN[ _]PROGRESS|DONE|FIXED|✅|🚫|🔄")
_FORMAT_TITLE = text_pattern(
    r"tasks?\b|ticket|issue|format|creat|structure|how i " + wording.FORM, re.I
)
_OTHER_TITLE = text_pattern(
    r"example|receiv|collaborat|hand-?off|report|deliver|output|record|document"
    + wording.SAMPLE
    + wording.RECEIVED
    + wording.SOCIAL,
    re.I,
)
_LISTING_TITLE = text_pattern(
    r"categor|range|number|prefix|task types?|\bids?\b" + wording.LISTING, re.I
)
_ID_NAMES = frozenset({"id", "task id", "ticket", "ticket id", "identifier", "prefix"})
_NO_PREFIXES = frozenset({"UTF", "ISO", "RFC", "SHA", "GPT", "WCAG", "CVE", "ADR"})
_LEAST = 6.0
"""Votes below which a prefix is taken for a mention."""
_MOST = 300
"""Lines with an ID that are weighed."""


class Format(NamedTuple):
    """Where a card shows how its tasks are written."""

    prefix: str
    """Empty where the form is for every prefix: `### [CATEGORY]-XXX`."""
    line: int
    """Index of the line with the ID."""
    cells: tuple[str, ...]
    """What follows the ID in its heading, between bars."""
    weight: float
    """How much it looks like the form of all tasks."""


class Found(NamedTuple):
    """The prefix that a card is about."""

    prefix: str
    line: int
    """Index of the line that it was taken from."""
    format: Format | None
    """The form of its tasks; None for a card that only lists ranges."""


def find(outline: Outline, name: str) -> Found | None:
    """Which prefix the card is about, or None; `name` is what the agent is called."""
    formats = _formats(outline)
    entries = _entries(outline)
    votes: dict[str, float] = {}
    for one in formats:
        votes[one.prefix] = max(votes.get(one.prefix, 0.0), one.weight)
    for prefix, lines in entries.items():
        votes[prefix] = votes.get(prefix, 0.0) + min(2.0 * len(lines), 12.0)
    any_form = [one for one in formats if not one.prefix]
    for prefix in votes:
        votes[prefix] += 4.0 if prefix and _abbreviates(prefix, name) else 0.0
        votes[prefix] += 2.0 if any_form and prefix in entries else 0.0
    likely = [p for p in votes if p and votes[p] >= _LEAST and p not in _NO_PREFIXES]
    if not likely:
        return None
    prefix = max(likely, key=lambda p: votes[p])  # the first of equals: as the card names them
    own = [one for one in formats if one.prefix == prefix and one.weight > 2] or any_form
    if not own:
        lines = entries.get(prefix) or [one.line for one in formats if one.prefix == prefix]
        return Found(prefix, lines[0], None)
    best = max(own, key=lambda one: (one.weight, -one.line))
    return Found(prefix, best.line, best)


def _formats(outline: Outline) -> list[Format]:
    """Every line that may be the form of a task, with its weight."""
    found: list[Format] = []
    for index, line in enumerate(outline.lines):
        if len(found) >= _MOST:
            break
        if index in outline.code or not ("-" in line or ":" in line or "|" in line):
            continue
        if match := _FORMAT.match(line):
            cells = tuple(c.strip(" `") for c in match["rest"].split("|") if c.strip(" *:`"))
            weight = _weight(outline, index, line, match["rest"])
            if weight > 0:
                found.append(Format(match["prefix"] or "", index, cells, weight))
        elif named := _named_id(line):
            found.append(Format(named, index, (), 6.0))
    return found


def _weight(outline: Outline, index: int, line: str, rest: str) -> float:
    if _BADGE.search(rest):
        return 0.0
    weight = 4.0 if line.lstrip().startswith("#") else 1.0
    weight += 4.0 if "|" in rest else 0.0
    weight += 3.0 if "@" in rest else 0.0
    weight += 2.0 if "[" in rest or "<" in rest or "{" in rest else 0.0
    titles = " ".join(one.title for one in outline.holding(index)[-4:] if one.line != index)
    weight += 3.0 if _FORMAT_TITLE.search(titles) else 0.0
    weight -= 7.0 if _OTHER_TITLE.search(titles) else 0.0
    is_listed = _LISTING_TITLE.search(titles) is not None and "|" not in rest
    weight -= 4.0 if is_listed else 0.0
    is_given = re.search(r"-\d{2,}", line) is not None and "[" not in rest
    return weight - (5.0 if is_given else 0.0)


def _named_id(line: str) -> str | None:
    """The prefix in a field or a table's row that says what an ID looks like."""
    cells = line.strip().strip("|").split("|") if line.lstrip().startswith("|") else []
    if len(cells) >= 2:
        name, value = plain(cells[0]), plain(cells[1])
    elif field := FIELD.match(line):
        name, value = field["name"], plain(field["value"])
    else:
        return None
    match = _VALUE.match(value) if name.casefold().strip() in _ID_NAMES else None
    return match[1] if match else None


def _entries(outline: Outline) -> dict[str, list[int]]:
    """The lines that list a range of each prefix."""
    found: dict[str, list[int]] = {}
    count = 0
    for index, line in enumerate(outline.lines):
        if "-" not in line or index in outline.code or count >= _MOST:
            continue
        match = _RANGE.search(line)
        if match is None:
            match = _ENTRY.match(line)
            titles = " ".join(one.title for one in outline.holding(index)[-2:]) if match else ""
            if match is None or not _LISTING_TITLE.search(titles):
                continue
        count += 1
        found.setdefault(match["prefix"], []).append(index)
    return found


def _abbreviates(prefix: str, name: str) -> bool:
    """Whether a prefix abbreviates a word of the agent's name: `FE` for `frontend`."""
    for word in re.findall(r"[a-z]+", name.casefold()):
        rest = iter(word)
        if word[0] == prefix[0].casefold() and all(c in rest for c in prefix.casefold()):
            return True
    return False
