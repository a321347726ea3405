"""What a card writes for others: its messages to colleagues and its documents."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..lazy import text_pattern
from ..standards import Handoff, OutputTemplate
from . import wording
from .colleagues import colleague_in
from .lists import heading_text, items_of, plain, rows_of
from .outline import Outline, Section

LONGEST_TEXT = 64 * 1024
"""Characters of one template that are taken."""

_PARENT = text_pattern(
    r"collaborat|hand-?\s?(?:offs?|over|ing)\b|working with|talking|messages?\b|colleagues?"
    r"|other (?:agents|roles|teams|specialists)|team ?mates|interfaces? (?:to|with)"
    + wording.SOCIAL,
    re.I,
)
"""In a title above: what follows is for colleagues."""
_LOOSELY = text_pattern(r"communicat|coordinat|interfaces?\b", re.I)
"""The same, where the title below it names a colleague as one is named in a sentence."""
_RECEIVED = text_pattern(r"receiv|^\W*from\b|incoming" + wording.RECEIVED, re.I)
_NOT_SOCIAL = text_pattern(
    r"example|review|checklist|template|categor|format|workflow|methodology|knowledge"
    + wording.SAMPLE
    + wording.CHECKLIST,
    re.I,
)
_CHECKED = text_pattern(
    r"review|verif|checklist|quality gates?|sign[- ]?off" + wording.REVIEW + wording.CHECKLIST, re.I
)
"""In a title above: what follows is part of a review."""
_OUTPUT = text_pattern(
    r"output|deliver|templates?\s*$|artifacts?|artefacts?|what i (?:deliver|produce|hand)"
    + wording.PAPER,
    re.I,
)
_TEMPLATE = text_pattern(r"templates?\b" + wording.PAPER, re.I)
_NO_PAPER = text_pattern(
    r"task (?:format|template|creation)|ticket|example|hand-?off|collaborat|checklist|review"
    + wording.SAMPLE
    + wording.CHECKLIST,
    re.I,
)


class _Span(NamedTuple):
    start: int
    end: int


def handoffs_of(outline: Outline) -> tuple[Handoff, ...]:
    """The messages that the card gives for its colleagues, in its order."""
    found: list[Handoff] = []
    taken: list[_Span] = []
    for section in outline.sections:
        if section.block is not None or _NOT_SOCIAL.search(section.title):
            continue
        if any(span.start <= section.line < span.end for span in taken):
            continue
        if any(_OUTPUT.search(title) or _CHECKED.search(title) for title in section.above):
            continue
        who = colleague_in(section.title, among_people=_is_social(outline, section))
        if who and _speaks(outline, section):
            text = _message(outline, section)
            if text:
                received = _RECEIVED.search(section.title) is not None
                found.append(Handoff(who, heading_text(section.title), text, received))
                taken.append(_Span(section.line, section.end))
        elif _PARENT.search(section.title) or _LOOSELY.search(section.title):
            found += _listed(outline, section)
    return tuple(found[:40])


def _is_social(outline: Outline, section: Section) -> bool:
    """Whether a section stands among messages to colleagues."""
    above = section.above
    if above and (first := outline.title) is not None and first.title == above[0]:
        above = above[1:]
    return any(_PARENT.search(title) for title in above[-2:])


def _speaks(outline: Outline, section: Section) -> bool:
    """Whether a section is about one colleague: short, and with something to say."""
    return section.end - section.start <= 80 and bool(_message(outline, section))


def _message(outline: Outline, section: Section) -> str:
    """What is written to the colleague: the sample, else the quotation, else the text."""
    blocks = [b for b in outline.blocks_in(section.start, section.end) if b.is_prose]
    if blocks:
        return _unquoted(outline.text_of(blocks[0]))
    lines = [text for _, text in outline.readable(section.start, section.end)]
    quoted = [
        line.lstrip()[1:].removeprefix(" ") for line in lines if line.lstrip().startswith(">")
    ]
    return _unquoted("\n".join(quoted or [line for line in lines if not _is_rule(line)]))


def _is_rule(line: str) -> bool:
    return re.fullmatch(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*", line) is not None


def _unquoted(text: str) -> str:
    """A message without the quotation marks around it and the blank lines at its ends."""
    text = text.strip()
    for opening, closing in (('"', '"'), ("“", "”"), ("'", "'"), ("«", "»")):
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip()
    return text[:LONGEST_TEXT]


def _listed(outline: Outline, section: Section) -> list[Handoff]:
    """Messages in a list or a table: one entry or row a colleague."""
    lines = outline.readable(section.start, section.own_end)
    found: list[Handoff] = []
    for row in rows_of(lines):
        cells = [plain(cell) for cell in row.cells]
        who = colleague_in(cells[0], among_people=True)
        if who and len(cells) > 1 and cells[-1]:
            found.append(Handoff(who, cells[0], _unquoted(cells[-1])))
    entries = items_of(lines)
    for place, item in enumerate(entries):
        named = re.match(
            r"\W*(?:\*\*|`|@)+\s*([^*`:]{2,60}?)[`*]*\s*(?:\*\*)?\s*[:–—-]+\s*(.*)$", item.text
        )
        name = named[1] if named and not item.text.startswith("@") else item.text
        who = colleague_in(name, among_people=True) if named else ""
        if named is None or not who:
            continue
        nested = []
        for one in entries[place + 1 :]:
            if one.indent <= item.indent:
                break
            nested.append(f"- {plain(one.text)}")
        text = "\n".join([plain(named[2]).strip(" *"), *nested]).strip()
        if text:
            found.append(Handoff(who, heading_text(named[1]), _unquoted(text)))
    return found


def templates_of(outline: Outline, format_line: int) -> tuple[OutputTemplate, ...]:
    """The documents that the card gives the form of; `format_line` is its task format's."""
    found: dict[str, OutputTemplate] = {}
    taken: list[_Span] = []
    for section in outline.sections:
        if section.block is not None or any(s.start <= section.line < s.end for s in taken):
            continue
        if (
            _OUTPUT.search(section.title)
            and not _NO_PAPER.search(section.title)
            and section.level < 7
        ):
            papers = _papers_in(outline, section, format_line)
            if papers:
                taken.append(_Span(section.line, section.end))
        elif _TEMPLATE.search(section.title) and not _NO_PAPER.search(section.path):
            papers = _paper(outline, section, heading_text(section.title), format_line)
        else:
            continue
        for paper in papers:
            found.setdefault(paper.title.casefold(), paper)
    return tuple(found.values())[:60]


def _papers_in(outline: Outline, section: Section, format_line: int) -> list[OutputTemplate]:
    """The templates of a section for them: one below each heading, or one a sample."""
    below = [
        one
        for one in outline.sections
        if section.line < one.line < section.end and one.block is None
    ]
    if not below:
        found = _samples(outline, section, format_line)
        if len(found) == 1 and re.search(r"\w+\s+template\b", section.title, re.I):
            return [found[0]._replace(title=heading_text(section.title))]
        return found
    level = min(one.level for one in below)
    found = []
    for one in below:
        if one.level == level:
            found += _paper(outline, one, heading_text(one.title), format_line)
    return found


def _paper(
    outline: Outline, section: Section, title: str, format_line: int
) -> list[OutputTemplate]:
    """The template below one heading: its first sample, else its text."""
    if section.line <= format_line < section.end:
        return []
    blocks = outline.blocks_in(section.start, section.end)
    if blocks:
        best = next((b for b in blocks if b.language in ("markdown", "md")), blocks[0])
        text = outline.text_of(best)
    else:
        text = "\n".join(outline.lines[section.start : section.end])
        if len([line for line in text.splitlines() if line.strip() and not _is_rule(line)]) < 3:
            return []
        text = f"# {title}\n\n{text.strip()}"
    return [OutputTemplate(title, text.strip("\n")[:LONGEST_TEXT])] if text.strip() else []


def _samples(outline: Outline, section: Section, format_line: int) -> list[OutputTemplate]:
    """One template a sample, called as the line before it or its own first heading says."""
    found: list[OutputTemplate] = []
    for block in outline.blocks_in(section.start, section.end):
        if block.start <= format_line < block.end or block.end - block.start < 3:
            continue
        text = outline.text_of(block).strip("\n")
        before = next(
            (one for one in reversed(outline.lines[section.start : block.start]) if one.strip()), ""
        )
        head = re.search(r"^#{1,3}\s+(.+)$", text, re.M)
        lead = heading_text(re.sub(r"^\s*[-*+]\s+|^\s*\d+[.)]\s+", "", before))
        is_lead = before.rstrip().endswith((":", "**")) or before.lstrip().startswith(
            ("-", "*", "1")
        )
        title = (
            lead
            if is_lead and lead
            else heading_text(head[1])
            if head
            else heading_text(section.title)
        )
        found.append(OutputTemplate(title[:120], text[:LONGEST_TEXT]))
    return found
