"""Markdown's block structure, line by line and byte by byte, as far as task files need it.

`scan` tells of each line what it is: heading, list item, text, fence, code, HTML, rule or
blank. It knows the containers that matter here (lists, fences, HTML blocks) and agrees with
CommonMark on where headings, fences and list items are; the tests hold it to markdown-it.
`split` cuts a whole file at its headings. It finds them with two passes at C speed and
scans only the stretches in which something could hide a heading: a fence, an HTML block,
an underlined heading, an indented `#`.

One departure from CommonMark is meant: a fence or HTML comment that is never closed hides
nothing, since an author who forgot three backticks did not mean to lose the rest of the
tasks. `unclosed` tells where that is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .source import UTF8_BOM

Kind = Literal[
    "blank", "heading", "item", "text", "fence", "code", "html", "rule", "underline", "quote"
]

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADING = re.compile(rb"(#{1,6})(?=[ \t\r\n]|\Z)")
_FENCE = re.compile(rb"(`{3,})(?=[^`\r\n]*(?:[\r\n]|\Z))|(~{3,})")
_ITEM = re.compile(rb"(?:[-*+]|(\d{1,9})[.)])(?=[ \t\r\n]|\Z)")
_RULE = re.compile(rb"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})(?=[\r\n]|\Z)")
_QUOTED_TEXT = re.compile(rb">[ \t]?[ ]{0,3}[^\s#>`~<*+\d-]")
_UNDERLINE = re.compile(rb"(?:=+|-+)[ \t]*(?=[\r\n]|\Z)")
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_HTML = (
    (re.compile(rb"<!--"), re.compile(rb"-->")),
    (re.compile(rb"<\?"), re.compile(rb"\?>")),
    (re.compile(rb"<![A-Za-z]"), re.compile(rb">")),
    (re.compile(rb"<!\[CDATA\["), re.compile(rb"\]\]>")),
    (
        re.compile(rb"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE),
        re.compile(rb"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (
        re.compile(
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

_HASH = re.compile(rb"\n(?=#{1,6}(?:[ \t\r\n]|\Z))")
_INDENTED_HASH = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|\n) {1,3}#")
_DASHES = re.compile(rb"\n(?:-(?:-|[ \t]*[\r\n])| {1,3}-+[ \t]*[\r\n])")
_BELOW_TEXT = re.compile(rb"[^\r\n]\r?\n {0,3}(?:-+|=+)[ \t]*(?:[\r\n]|\Z)")

_RETRIES = 50
"""How many unclosed blocks are looked behind before the rest is taken for code."""


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


@dataclass(slots=True)
class _State:
    """What is open between two lines."""

    lists: list[int] = field(default_factory=list)
    """Content columns of the list items around the line, outermost first."""
    fence: bytes = b""
    """The marker that opened the fence around it."""
    html: re.Pattern[bytes] | None | Literal[False] = False
    """What ends the HTML block around it; False where there is none."""
    opened: int = 0
    """Offset of the line that opened the fence or HTML block."""
    paragraph: bool = False
    underlinable: bool = False
    """Whether the open paragraph stands outside any list or quote."""
    bare: bool = False
    """Whether the line before is an item without content, which a blank line ends."""
    quoted: bool = False
    """Whether the open paragraph stands in a quote, so that the next line only may join it."""

    @property
    def hiding(self) -> bool:
        """Whether an open block outside lists takes the next lines, whatever they say."""
        return bool(self.fence) or self.html is not False


def scan(data: bytes, position: int = 0, ignored: frozenset[int] = frozenset()) -> Iterator[Line]:
    """Every line of `data` from `position`, which must begin a block.

    Blocks that open on a line in `ignored` do not open.
    """
    yield from _scan(data, position, len(data), _State(), ignored)


def _scan(
    data: bytes, position: int, limit: int, state: _State, ignored: frozenset[int]
) -> Iterator[Line]:
    while position < limit:
        match = _LINE.match(data, position, limit)
        assert match is not None
        end = match.end()
        yield _classify(data, position, end, state, ignored)
        position = end


def _measure(data: bytes, position: int, column: int) -> tuple[int, int]:
    """The offset and column of the next byte that is no blank."""
    while position < len(data):
        byte = data[position]
        if byte == 0x20:
            column += 1
        elif byte == 0x09:
            column += 4 - column % 4
        else:
            break
        position += 1
    return position, column


def _classify(data: bytes, start: int, end: int, state: _State, ignored: frozenset[int]) -> Line:
    text, indent = _measure(data, start, 0)
    blank = text >= end or data[text] in b"\r\n"
    if state.hiding:
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
    data: bytes, start: int, end: int, text: int, indent: int, blank: bool, state: _State
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
    state: _State,
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
    state: _State,
    ignored: frozenset[int],
) -> Line | None:
    """The line as the beginning of a block, the lists that it leaves closed; or None."""
    first = data[text]
    if first == 0x23 and (heading := _HEADING.match(data, text)):
        _close(state, outer)
        return Line("heading", start, end, text, indent, outer, len(heading[1]))
    if first in b"=-" and state.paragraph and state.underlinable and not state.lists:
        if _UNDERLINE.match(data, text):
            state.paragraph = False
            return Line("underline", start, end, text, indent, 0, 1 if first == 0x3D else 2)
    if first in b"-*_" and _RULE.match(data, text):
        _close(state, outer)
        return Line("rule", start, end, text, indent, outer)
    if first in b"`~" and start not in ignored and (fence := _FENCE.match(data, text)):
        _close(state, outer)
        state.fence, state.opened = fence[0], start
        return Line("fence", start, end, text, indent, outer)
    if first == 0x3C and start not in ignored and _begin_html(data, start, end, text, state):
        _close(state, outer)
        return Line("html", start, end, text, indent, outer)
    if item := _ITEM.match(data, text):
        return _begin_item(data, start, end, text, indent, outer, item, state, ignored)
    return None


def _close(state: _State, outer: int) -> None:
    del state.lists[outer:]
    state.paragraph = state.quoted = False


def _begin_html(data: bytes, start: int, end: int, text: int, state: _State) -> bool:
    for begins, ends in _HTML:
        if match := begins.match(data, text, end):
            # A comment's end may share its beginning's hyphens: `<!-->` is a whole comment.
            behind = match.end() - 2 if ends is not None and match[0] == b"<!--" else match.end()
            if ends is None or not ends.search(data, behind, end):
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
    state: _State,
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


@dataclass(frozen=True, slots=True)
class Outline:
    """A file cut at its headings."""

    pieces: tuple[bytes, ...]
    """The text before the first heading, then each heading with what follows it. Joined, they
    are the file."""
    unclosed: tuple[int, ...]
    """Offsets of the lines that open a fence or HTML block which nothing closes."""


def level(piece: bytes) -> int:
    """How many `#` the heading has that `piece` begins with; 0 where it begins with none."""
    match = _HEADING.match(piece)
    return len(match[1]) if match else 0


def front_matter(data: bytes) -> int:
    """Where the front matter ends: YAML between two `---` lines at the very start; 0 if none."""
    start = len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0
    match = _FRONT_MATTER.match(data, start) if data.startswith(b"---", start) else None
    return match.end() if match else 0


def split(data: bytes) -> Outline:
    """`data` cut before each heading that stands outside lists, fences, HTML and comments."""
    start = front_matter(data) or (len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0)
    hiding = _Hiding.of(data)
    ignored: frozenset[int] = frozenset()
    if needs_scan(data):
        _, cuts, ignored = _scan_stretch(data, start, len(data), ignored)
    else:
        hashes = [match.end() for match in _HASH.finditer(data, start)]
        if _HEADING.match(data, start):
            hashes.insert(0, start)
        cuts, ignored = _unhidden(data, start, hashes, hiding) if hiding else (hashes, ignored)
    bounds = [0, *cuts, len(data)]
    pieces = tuple(data[a:b] for a, b in zip(bounds, bounds[1:], strict=False))
    return Outline(pieces, tuple(sorted(ignored)))


def needs_scan(data: bytes) -> bool:
    """Whether headings may stand elsewhere than behind a line feed: bare CR, indented `#`."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return True
    return _INDENTED_HASH.search(data) is not None


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What in a file may hide a heading or make one, so that a stretch wants scanning."""

    markers: tuple[bytes, ...]
    underlines: bool

    @classmethod
    def of(cls, data: bytes) -> _Hiding:
        """Looks for single characters first: that costs a fortieth of looking for two."""
        markers = tuple(
            marker
            for marker in (b"```", b"~~~", b"\n<", b"\n <", b"\n  <", b"\n   <")
            if marker[-1:] in data and marker in data
        )
        dashes = _DASHES.search(data) is not None
        return cls(markers, dashes or (b"=" in data and b"\n=" in data) or b"\n =" in data)

    def __bool__(self) -> bool:
        return bool(self.markers) or self.underlines

    def within(self, data: bytes, start: int, end: int) -> bool:
        """Whether the bytes from `start` to `end` want scanning."""
        if any(data.find(marker, start, end) >= 0 for marker in self.markers):
            return True
        return self.underlines and _BELOW_TEXT.search(data, start, end) is not None


def _unhidden(
    data: bytes, start: int, hashes: list[int], hiding: _Hiding
) -> tuple[list[int], frozenset[int]]:
    """The headings, of the lines in `hashes` that look like one and those that do not."""
    cuts: list[int] = []
    ignored: frozenset[int] = frozenset()
    bounds = [*hashes, len(data)] if hashes[:1] == [start] else [start, *hashes, len(data)]
    for begin, end in zip(bounds, bounds[1:], strict=False):
        if begin < start:
            continue
        if hiding.within(data, begin, end) or data.startswith(b"<", begin):
            start, found, ignored = _scan_stretch(data, begin, end, ignored)
            cuts += found
        elif data.startswith(b"#", begin) and _HEADING.match(data, begin):
            cuts.append(begin)
    return cuts, ignored


def _next_heading(data: bytes, position: int) -> int:
    """Offset of the next line that looks like a heading, or the end of the data."""
    found = _HASH.search(data, position)
    return found.end() if found else len(data)


def _scan_stretch(
    data: bytes, start: int, end: int, ignored: frozenset[int]
) -> tuple[int, list[int], frozenset[int]]:
    """Scan from `start` to `end`, or on to the first `#` line that nothing hides.

    Returns where that is, the headings on the way, and the blocks known to be unclosed.
    """
    while True:
        state, position, limit = _State(), start, end
        lines: list[Line] = []
        while True:
            lines += _scan(data, position, limit, state, ignored)
            if not state.hiding or limit >= len(data):
                break
            position, limit = limit, _next_heading(data, limit)
        if not state.hiding or len(ignored) >= _RETRIES:
            return limit, _cuts(lines), ignored
        ignored |= {state.opened}


def _cuts(lines: list[Line]) -> list[int]:
    """Offsets of the headings that stand outside lists."""
    cuts: list[int] = []
    paragraph = 0
    before: Kind = "blank"
    for line in lines:
        if line.kind == "heading" and not line.depth:
            cuts.append(line.start)
        elif line.kind == "underline":
            cuts.append(paragraph)
        elif line.kind == "text" and before != "text":
            paragraph = line.start
        before = line.kind
    return cuts
