"""The categories of a card: which numbers of its prefix stand for what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..lazy import text_pattern
from ..roles import Category
from . import wording
from .lists import plain, unlinked
from .outline import Outline

_SECTION = text_pattern(
    r"categor|range|number|prefix|task types?|task ids?|\bids?\b" + wording.LISTING, re.I
)
_MOST = 200
_TAIL = (
    r"(?:`?\s*(?:-|–|—|to|through|\.\.\.?|…|→)\s*`?(?:{prefix}-)?(?:\d{{1,4}}|[Xx9]+|∞)"
    r"|`?\s+(?:and (?:above|up|later)|onwards?|ff\.?))"
)


class Misread(NamedTuple):
    """A line that could not be understood."""

    line: int
    """Its index."""
    text: str


def categories_of(
    outline: Outline, prefix: str
) -> tuple[tuple[Category, ...], tuple[Misread, ...]]:
    """The card's categories in the order of their numbers, and what could not be read."""
    found: dict[int, Category] = {}
    whole = ""
    misread: list[Misread] = []
    strict, loose, behind = _patterns(prefix)
    for index, line in _listed(outline, prefix, strict):
        if len(misread) >= _MOST:
            break
        match = strict.match(line) or behind.match(line)
        if match is None and _is_listing(outline, index):
            match = loose.match(line)
        if match is None:
            continue
        title = _title(match["title"])
        digits = re.sub(r"[XxN#]", "0", match["number"])
        if not title:
            misread.append(Misread(index, f"{prefix}-{match['number']} has no title"))
        elif re.fullmatch(r"[XxN#]+", match["number"]):
            whole = whole or title
        elif int(digits) in found:
            first = found[int(digits)].title
            misread.append(Misread(index, f"{prefix}-{digits} is “{first}” already"))
        elif len(found) < _MOST:
            found[int(digits)] = Category(prefix, int(digits), title)
    if not found and whole:
        return (Category(prefix, None, whole),), tuple(misread)
    return tuple(found[number] for number in sorted(found)), tuple(misread)


def _listed(outline: Outline, prefix: str, strict: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The lines that may state a range; one that lists several behind each other comes apart."""
    several = re.compile(rf"[,;]\s+(?={re.escape(prefix)}-\d)")
    for index, line in enumerate(outline.lines):
        if index in outline.code or f"{prefix}-" not in line:
            continue
        line = unlinked(line)
        parts = several.split(line, maxsplit=_MOST)
        if len(parts) > 1:
            parts[0] = parts[0][parts[0].index(f"{prefix}-") :]
            matches = [strict.match(part) for part in parts]
            if all(match and _title(match["title"]) for match in matches):
                yield from ((index, part) for part in parts)
                continue
        yield index, line


def _patterns(prefix: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A line of a list or table that begins with a range; one that may where ranges are
    listed; and one with the title first and the range behind it.
    """
    name = re.escape(prefix)
    lead = r"\s*(?:>\s*)?(?:[-*+•]\s+|\d{1,2}[.)]\s+|\|\s*)?(?:#{2,6}\s+)?[*_`\[]*"
    tail = _TAIL.format(prefix=name)
    rest = r"[\]`*_]*\s*(?:[:：|–—=→-]|\s|\()\s*(?P<title>.*)$"
    ranged = rf"{name}-(?P<number>\d{{1,4}}(?=\+|{tail})|\d{{1,3}}[Xx]{{1,2}}(?!\w))(?:\+|{tail})?"
    loose = rf"{lead}{name}-(?P<number>\d{{0,3}}[XxN#]{{1,4}}|\d{{1,4}})\+?{tail}?{rest}"
    entry = r"\s*(?:[-*+•]\s+|\d{1,2}[.)]\s+|\|\s*)[*_`]*"
    behind = (
        rf"{entry}(?P<title>[^|:(`*\d]{{3,80}}?)[*_`]*\s*[|:：(=→–—-]+\s*[*_`(]*{ranged}[)*_`|\s]*$"
    )
    return re.compile(f"{lead}{ranged}{rest}"), re.compile(loose), re.compile(behind)


def _is_listing(outline: Outline, index: int) -> bool:
    """Whether a line stands where the card lists its ranges."""
    holding = outline.holding(index)
    if not holding:
        return False
    own = holding[-1]
    if re.search(r"example|format|receiv|collab", " ".join(s.title for s in holding[-2:]), re.I):
        return False
    before = outline.lines[max(own.line, index - 12) : index]
    lead = next((one for one in reversed(before) if one.rstrip().endswith(":")), "")
    return _SECTION.search(own.title) is not None or _SECTION.search(lead) is not None


def _title(text: str) -> str:
    """The words behind a range: the first cell of a row, what bold letters enclose."""
    text = text.strip()
    if "|" in text:
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        text = next((cell for cell in cells if cell), "")
    text = re.sub(r"^[*_`\s:：|=→–—-]+", "", text)
    bold = re.match(r"([^*]+?)\s*\*\*\s*(?:[:：–—-]\s*.*)?$", text)
    text = bold[1] if bold else text
    text = plain(text).strip(" *:：|").removesuffix(".")
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text
