"""A card as a reader takes it in: its front matter, its headings, what stands under each.

Headings inside a sample count too, below the heading that the sample stands under: a card
shows its checklist inside a Markdown fence. A line in bold letters alone heads what follows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..lazy import text_pattern
from .fencing import Block, Fences, fences_of

_HEADING = text_pattern(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_BOLD = text_pattern(r"\s*(?:\*\*|__)([^*_].{0,118}?)(?:\*\*|__)\s*:?\s*$")
_UNDERLINE = text_pattern(r" {0,3}(=+|-{3,})[ \t]*$")
_QUOTED = text_pattern(r" {0,3}>[ \t]?(.*)$")
_PLAIN_START = text_pattern(r"\s*(?:[-*+>|#`~]|\d+[.)]|$)")
_BOLD_LEVEL = 7
_MOST_HEADINGS = 1500
_LONGEST_LINE = 4000
"""Characters of a line that are read; what a card says fits into them."""


class Section(NamedTuple):
    """A heading and everything below it."""

    title: str
    level: int
    """1 to 6; 7 for a line in bold letters."""
    line: int
    """Index of its heading."""
    start: int
    """Index of the first line below the heading."""
    own_end: int
    """Where the next heading of the same kind of text stands: the end of what is its own."""
    end: int
    """Where its last subsection ends; exclusive, like `own_end`."""
    block: Block | None
    """The sample that it stands in, if any."""
    above: tuple[str, ...]
    """The titles of the headings above it, outermost first."""

    @property
    def path(self) -> str:
        """All titles from the outermost to its own, in lower case."""
        return " > ".join((*self.above, self.title)).casefold()


class Outline(NamedTuple):
    """A card's text, taken apart."""

    lines: list[str]
    sections: tuple[Section, ...]
    """In the order of their headings."""
    fences: Fences
    code: frozenset[int]
    """Indexes of lines that are code, a fence, a comment or front matter: not to be read."""
    name: str
    """What the front matter calls the agent; empty where it does not."""

    @property
    def title(self) -> Section | None:
        """The card's own title, which everything stands under; None where it has none."""
        first = [one for one in self.sections if one.level == 1 and one.block is None]
        return first[0] if len(first) == 1 and not first[0].above else None

    def readable(self, start: int, end: int) -> list[tuple[int, str]]:
        """The lines that are text or a sample of text, with their indexes."""
        return [(n, self.lines[n]) for n in range(start, end) if n not in self.code]

    def blocks_in(self, start: int, end: int) -> list[Block]:
        """The fences that begin in a range."""
        return [block for block in self.fences.blocks if start <= block.start < end]

    def text_of(self, block: Block) -> str:
        """What a fence holds."""
        return "\n".join(self.lines[block.start + 1 : block.end])

    def holding(self, index: int) -> list[Section]:
        """The sections that a line stands in, outermost first."""
        return [s for s in self.sections if s.line <= index < s.end]


def outline_of(text: str) -> Outline:
    """Take a card's text apart."""
    lines = [line[:_LONGEST_LINE] for line in re.split(r"\r\n|\r|\n", text)]
    lines = _unquoted(lines)
    matter, name = _front_matter(lines)
    body = [""] * matter + lines[matter:]
    fences = fences_of(body)
    code = set(range(matter)) | set(fences.inner)
    for block in fences.blocks:
        code |= {block.start, block.end}
        if not block.is_prose:
            code |= set(range(block.start, block.end))
    _hide_comments(body, fences, code)
    return Outline(lines, _sections(body, fences, code), fences, frozenset(code), name)


def _unquoted(lines: list[str]) -> list[str]:
    """The lines, without the marks of quotations that begin with a heading: samples of a form."""
    found: list[str] = []
    is_form = False
    for line in lines:
        quoted = _QUOTED.match(line) if line[:4].lstrip()[:1] == ">" else None
        is_form = quoted is not None and (is_form or quoted[1].startswith("#"))
        found.append(quoted[1] if quoted and is_form else line)
    return found


def _front_matter(lines: list[str]) -> tuple[int, str]:
    """How many lines it takes, and the name in it."""
    if not lines or lines[0].strip("\ufeff \t") != "---":
        return 0, ""
    for end in range(1, min(len(lines), 400)):
        if lines[end].rstrip() in ("---", "..."):
            named = (re.match(r"name\s*:\s*[\"']?([^\"'#]{1,80})", one) for one in lines[1:end])
            return end + 1, next((found[1].strip() for found in named if found), "")
    return 0, ""


def _hide_comments(lines: list[str], fences: Fences, code: set[int]) -> None:
    """Lines of HTML comments outside of fences are not to be read."""
    fenced = {n for block in fences.blocks for n in range(block.start, block.end + 1)}
    inside = False
    for index, line in enumerate(lines):
        if index in fenced:
            continue
        if not inside and line.lstrip().startswith("<!--"):
            inside = True
        if inside:
            code.add(index)
            inside = "-->" not in line


class _Heading(NamedTuple):
    line: int
    level: int
    title: str
    start: int
    block: Block | None


def _headings(lines: list[str], fences: Fences, code: set[int]) -> list[_Heading]:
    found: list[_Heading] = []
    blocks = iter(fences.blocks)
    block = next(blocks, None)
    for index, line in enumerate(lines):
        while block is not None and index > block.end:
            block = next(blocks, None)
        if index in code or len(found) >= _MOST_HEADINGS:
            continue
        here = block if block is not None and block.start < index < block.end else None
        if line[:4].lstrip().startswith("#") and (heading := _HEADING.match(line)):
            found.append(_Heading(index, len(heading[1]), heading[2], index + 1, here))
        elif "*" in line or "__" in line:
            if bold := _BOLD.match(line):
                title = bold[1].rstrip(": ")
                found.append(_Heading(index, _BOLD_LEVEL, title, index + 1, here))
        elif here is None and _is_underlined(lines, index, code):
            level = 1 if "=" in lines[index + 1] else 2
            found.append(_Heading(index, level, line.strip(), index + 2, None))
    return found


def _is_underlined(lines: list[str], index: int, code: set[int]) -> bool:
    """Whether the line is a heading for the line of `===` or `---` below it."""
    after = index + 1
    if after >= len(lines) or after in code or not _UNDERLINE.match(lines[after]):
        return False
    alone = index == 0 or not lines[index - 1].strip() or index - 1 in code
    return alone and _PLAIN_START.match(lines[index]) is None


def _sections(lines: list[str], fences: Fences, code: set[int]) -> tuple[Section, ...]:
    headings = _headings(lines, fences, code)
    ends = _ends(headings, len(lines))
    found: list[Section] = []
    open_ones: list[_Heading] = []
    for heading, (own_end, end) in zip(headings, ends, strict=True):
        while open_ones and not _holds(open_ones[-1], heading):
            open_ones.pop()
        above = tuple(one.title for one in open_ones)
        open_ones.append(heading)
        found.append(
            Section(
                heading.title,
                heading.level,
                heading.line,
                heading.start,
                own_end,
                end,
                heading.block,
                above[-8:],
            )
        )
    return tuple(found)


def _holds(outer: _Heading, inner: _Heading) -> bool:
    if outer.block == inner.block:
        return outer.level < inner.level
    return outer.block is None and inner.block is not None


def _ends(headings: list[_Heading], count: int) -> list[tuple[int, int]]:
    """For each heading where its own text ends and where all below it does."""
    ends: list[tuple[int, int]] = [(0, 0)] * len(headings)
    later: dict[int, list[tuple[int, int]]] = {}
    for place in range(len(headings) - 1, -1, -1):
        heading = headings[place]
        scope = heading.block.start if heading.block else -1
        stack = later.setdefault(scope, [])
        last = heading.block.end if heading.block else count
        own_end = stack[-1][1] if stack else last
        while stack and stack[-1][0] > heading.level:
            stack.pop()
        ends[place] = (own_end, stack[-1][1] if stack else last)
        stack.append((heading.level, heading.line))
    return ends
