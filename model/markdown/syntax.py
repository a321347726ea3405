"""Markdown's block structure, line by line and byte by byte, as far as task files need it.

`scan` tells of each line what it is: heading, list item, text, fence, code, HTML, rule or
blank. It knows the containers that matter here (lists, fences, HTML blocks) and agrees with
CommonMark on where headings, fences and list items are; the tests hold it to markdown-it.

One departure from CommonMark is meant: a caller can name fences and HTML blocks that hide
nothing (`ignored`), because they are never closed (see `outline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..lazy import pattern

if TYPE_CHECKING:
    from .closing import Closers

Kind = Literal[
    "blank", "heading", "item", "text", "fence", "code", "html", "rule", "underline", "quote"
]

HEADING = pattern(rb"(#{1,6})(?=[ \t\r\n]|\Z)")
"""What a heading begins with, where one can begin."""

DEEPEST = 200
"""List items in each other; a marker inside that many is text."""

_LONGEST_RULE = 1000
"""Bytes of a rule in a list. Behind each of the markers on one line there could begin one."""

_BLANKS = pattern(rb"[ \t]*")
_LINE = pattern(rb"( *)[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = pattern(rb"(`{3,})(?=[^`\r\n]*(?:[\r\n]|\Z))|(~{3,})")
_ITEM = pattern(rb"(?:[-*+]|(\d{1,9})[.)])(?=[ \t\r\n]|\Z)")
_RULE = pattern(rb"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})(?=[\r\n]|\Z)")
_QUOTED_TEXT = pattern(rb">[ \t]?[ ]{0,3}[^\s#>`~<*+\d-]")
_ITEM_STARTS = b"-*+0123456789"
_UNDERLINE = pattern(rb"(?:=+|-+)[ \t]*(?=[\r\n]|\Z)")
_HTML = (
    (pattern(rb"<!--"), pattern(rb"-->")),
    (pattern(rb"<\?"), pattern(rb"\?>")),
    (pattern(rb"<![A-Za-z]"), pattern(rb">")),
    (pattern(rb"<!\[CDATA\["), pattern(rb"\]\]>")),
    (
        pattern(rb"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE),
        pattern(rb"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (
        pattern(
            rb"</?(?:address|article|aside|blockquote|body|center|dd|details|dialog|dir|div|dl|dt"
            rb"|fieldset|figcaption|figure|footer|form|frame|h[1-6]|head|header|hr|html|iframe"
            rb"|legend|li|link|main|menu|nav|ol|option|p|section|summary|table|tbody|td|tfoot|th"
            rb"|thead|title|tr|track|ul)(?=[\s>]|/>|\Z)",
            re.IGNORECASE,
        ),
        None,
    ),
)
"""How an HTML block begins, and what ends it; None: a blank line does."""


class Line(NamedTuple):
    """One line of Markdown."""

    kind: Kind
    start: int
    """Offset of its first byte."""
    end: int
    """Offset behind its line ending."""
    text: int
    """Offset of its first byte that is no blank."""
    indent: int
    """Columns before `text`, tabs counted to the next multiple of four."""
    depth: int
    """How many list items it stands in; an item's first line stands in that item."""
    level: int = 0
    """Of a heading: how many `#`; of an underline, 1 or 2."""


class State:
    """What is open between two lines."""

    __slots__ = (
        "bare",
        "closers",
        "fence",
        "html",
        "lists",
        "opened",
        "paragraph",
        "quoted",
        "unclosed",
        "underlinable",
    )

    def __init__(self) -> None:
        self.lists: list[int] = []
        """Content columns of the list items around the line, outermost first."""
        self.fence = b""
        """The marker that opened the fence around it."""
        self.html: re.Pattern[bytes] | Literal[False] | None = False
        """What ends the HTML block around it; False where there is none."""
        self.opened = 0
        """Offset of the line that opened the fence or HTML block."""
        self.paragraph = False
        self.underlinable = False
        """Whether the open paragraph stands outside any list or quote."""
        self.bare = False
        """Whether the line before is an item without content, which a blank line ends."""
        self.quoted = False
        """Whether the open paragraph stands in a quote, so that the next line only may join it."""
        self.closers: Closers | None = None
        """Known where blocks that nothing closes must not open."""
        self.unclosed: set[int] = set()
        """Offsets of the lines on which one did not, therefore."""

    @property
    def hiding(self) -> bool:
        """Whether an open block outside lists takes the next lines, whatever they say."""
        return bool(self.fence) or self.html is not False


def scan(data: bytes, position: int = 0, ignored: frozenset[int] = frozenset()) -> Iterator[Line]:
    """Every line of `data` from `position`, which must begin a block.

    Blocks that open on a line in `ignored` do not open.
    """
    return scan_on(data, position, len(data), State(), ignored)


def scan_on(
    data: bytes, position: int, limit: int, state: State, ignored: frozenset[int]
) -> Iterator[Line]:
    """The lines from `position` to `limit`, going on from `state`, which is kept up to date."""
    line = _LINE.match
    while position < limit:
        match = line(data, position, limit)
        assert match is not None
        text, end = match.end(1), match.end()
        indent = text - position
        if text < end and data[text] == 0x09:
            text, indent = _measure(data, text, indent)
        yield _classify(data, position, end, text, indent, state, ignored)
        position = end


def _measure(data: bytes, position: int, column: int) -> tuple[int, int]:
    """The offset and column of the next byte that is no blank."""
    match = _BLANKS.match(data, position)
    assert match is not None
    blanks = match[0]
    if b"\t" in blanks:
        before = column % 4
        return match.end(), column - before + len((b" " * before + blanks).expandtabs(4))
    return match.end(), column + len(blanks)


def _classify(
    data: bytes,
    start: int,
    end: int,
    text: int,
    indent: int,
    state: State,
    ignored: frozenset[int],
) -> Line:
    blank = text >= end or data[text] in b"\r\n"
    if state.fence or state.html is not False:
        if blank or not state.lists or indent >= state.lists[-1]:
            return _hidden(data, start, end, text, indent, blank, state)
        state.fence, state.html = b"", False
    if blank:
        state.paragraph = state.quoted = False
        if state.bare:
            state.lists.pop()
            state.bare = False
        return Line("blank", start, end, text, indent, len(state.lists))
    return _open(data, start, end, text, indent, state, ignored)


def _hidden(
    data: bytes, start: int, end: int, text: int, indent: int, blank: bool, state: State
) -> Line:
    """A line inside a fence or an HTML block, which it may close."""
    depth = len(state.lists)
    if state.fence:
        marker = state.fence
        run = len(data[text:end]) - len(data[text:end].lstrip(marker[:1]))
        inner = indent - (state.lists[-1] if state.lists else 0)
        if run >= len(marker) and inner < 4 and not data[text + run : end].strip():
            state.fence = b""
        return Line("fence", start, end, text, indent, depth)
    ends = state.html
    if blank if ends is None else (ends and ends.search(data, start, end)):
        state.html = False
        if blank:
            return Line("blank", start, end, text, indent, depth)
    return Line("html", start, end, text, indent, depth)


def _open(
    data: bytes,
    start: int,
    end: int,
    text: int,
    indent: int,
    state: State,
    ignored: frozenset[int],
) -> Line:
    """A line outside fences and HTML: what does it begin?"""
    state.bare = False
    outer = len(state.lists)
    while outer and indent < state.lists[outer - 1]:
        outer -= 1
    base = state.lists[outer - 1] if outer else 0
    if indent - base >= 4:
        if state.paragraph:
            return Line("text", start, end, text, indent, len(state.lists))
        del state.lists[outer:]
        return Line("code", start, end, text, indent, outer)
    found = _begin(data, start, end, text, indent, outer, state, ignored)
    if found is not None:
        return found
    if data[text] == 0x3E:
        _close(state, outer)
        state.paragraph = state.quoted = bool(_QUOTED_TEXT.match(data, text))
        state.underlinable = False
        return Line("quote", start, end, text, indent, outer)
    if not state.paragraph:
        _close(state, outer)
        state.paragraph, state.underlinable = True, not state.lists
    return Line("text", start, end, text, indent, len(state.lists))


def _begin(
    data: bytes,
    start: int,
    end: int,
    text: int,
    indent: int,
    outer: int,
    state: State,
    ignored: frozenset[int],
) -> Line | None:
    """The line as the beginning of a block, the lists that it leaves closed; or None."""
    first = data[text]
    if first == 0x23 and (heading := HEADING.match(data, text)):
        _close(state, outer)
        return Line("heading", start, end, text, indent, outer, len(heading[1]))
    underlines = first in b"=-" and state.paragraph and state.underlinable and not state.lists
    if underlines and _UNDERLINE.match(data, text):
        state.paragraph = False
        return Line("underline", start, end, text, indent, 0, 1 if first == 0x3D else 2)
    short = not outer or end - text <= _LONGEST_RULE
    if first in b"-*_" and short and _RULE.match(data, text):
        _close(state, outer)
        return Line("rule", start, end, text, indent, outer)
    if first in b"`~" and start not in ignored and (fence := _FENCE.match(data, text)):
        closers = state.closers
        if closers is not None and not closers.fence(fence[0], end, state.lists[:outer]):
            state.unclosed.add(start)
            return None
        _close(state, outer)
        state.fence, state.opened = fence[0], start
        return Line("fence", start, end, text, indent, outer)
    if first == 0x3C and start not in ignored and _begin_html(data, start, end, text, outer, state):
        _close(state, outer)
        return Line("html", start, end, text, indent, outer)
    if first in _ITEM_STARTS and outer < DEEPEST and (item := _ITEM.match(data, text)):
        return _begin_item(data, start, end, text, indent, outer, item, state, ignored)
    return None


def _close(state: State, outer: int) -> None:
    del state.lists[outer:]
    state.paragraph = state.quoted = False


def _begin_html(data: bytes, start: int, end: int, text: int, outer: int, state: State) -> bool:
    for begins, ends in _HTML:
        if match := begins.match(data, text, end):
            # A comment's end may share its beginning's hyphens: `<!-->` is a whole comment.
            behind = match.end() - 2 if ends is not None and match[0] == b"<!--" else match.end()
            if ends is None or not ends.search(data, behind, end):
                closers = state.closers
                if closers is not None and not closers.html(ends, end, state.lists[:outer]):
                    state.unclosed.add(start)
                    return False
                state.html, state.opened = ends, start
            return True
    return False


def _begin_item(
    data: bytes,
    start: int,
    end: int,
    text: int,
    indent: int,
    outer: int,
    item: re.Match[bytes],
    state: State,
    ignored: frozenset[int],
) -> Line | None:
    """A list item, and what begins behind its marker on the same line."""
    marker_end = item.end()
    inner, column = _measure(data, marker_end, indent + marker_end - text)
    empty = inner >= end or data[inner] in b"\r\n"
    interrupts = not empty and item[1] in (None, b"1")
    if state.paragraph and not state.quoted and outer == len(state.lists) and not interrupts:
        return None
    width = indent + marker_end - text
    del state.lists[outer:]
    state.lists.append(width + 1 if empty or column - width > 4 else column)
    state.paragraph, state.quoted, state.bare = False, False, empty
    depth = len(state.lists)
    if not empty and column - width <= 4:
        nested = _begin(data, start, end, inner, column, depth, state, ignored)
        if nested is None:
            state.paragraph, state.underlinable = True, False
    return Line("item", start, end, text, indent, depth)
