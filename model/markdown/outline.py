"""A whole file cut at its headings, those that stand outside lists, fences, HTML and comments.

They are found with a few passes at C speed; only the stretches in which something could hide
a heading are scanned: a fence, an HTML block, an underlined heading, an indented `#`.

A fence or HTML comment that is never closed hides nothing, since an author who forgot three
backticks did not mean to lose the rest of the tasks. `unclosed` tells where that is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..lazy import pattern
from ..source import UTF8_BOM
from .syntax import HEADING, Kind, Line, State, scan_on

if TYPE_CHECKING:
    from .closing import Closers

_FRONT_MATTER = pattern(rb"---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_HASH = pattern(rb"\n(?=#{1,6}(?:[ \t\r\n]|\Z))")
_DASHES = pattern(rb"\n(?:--|-[ \t]*(?:[\r\n]|\Z)| {1,3}-+[ \t]*(?:[\r\n]|\Z))")
_BELOW_TEXT = pattern(rb"[^\r\n]\r?\n {0,3}(?:-+|=+)[ \t]*(?:[\r\n]|\Z)")

_LARGE = 64 * 1024
"""Bytes of a stretch from which a look for the ends of blocks takes less than a second scan."""


class Outline(NamedTuple):
    """A file cut at its headings."""

    pieces: tuple[bytes, ...]
    """The text before the first heading, then each heading with what follows it. Joined, they
    are the file."""
    unclosed: tuple[int, ...]
    """Offsets of the lines that open a fence or HTML block which nothing closes."""
    scanned: bool
    """Whether headings may stand elsewhere than behind a line feed, so that all was scanned."""


def level(piece: bytes) -> int:
    """How many `#` the heading has that `piece` begins with; 0 where it begins with none."""
    match = HEADING.match(piece)
    return len(match[1]) if match else 0


def front_matter(data: bytes) -> int:
    """Where the front matter ends: YAML between two `---` lines at the very start; 0 if none."""
    start = len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0
    match = _FRONT_MATTER.match(data, start) if data.startswith(b"---", start) else None
    return match.end() if match else 0


def split(data: bytes) -> Outline:
    """`data` cut before each heading that stands outside lists, fences, HTML and comments."""
    start = front_matter(data) or (len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0)
    strays = _strays(data)
    scanned = _needs_scan(data)
    hiding = _NOTHING if scanned else _Hiding.of(data)
    scan = _Scan(data, hiding, strays)
    if scanned:
        _, cuts = scan.stretch(start, len(data))
    else:
        cuts = [match.end() for match in _HASH.finditer(data, start)]
        if HEADING.match(data, start):
            cuts.insert(0, start)
        if hiding:
            cuts = _unhidden(data, start, cuts, scan)
    bounds = [0, *cuts, len(data)]
    pieces = tuple([data[a:b] for a, b in pairwise(bounds)])
    return Outline(pieces, tuple(sorted(scan.ignored)), scanned)


def _strays(data: bytes) -> frozenset[int]:
    """As `fences.strays`; hardly any file needs to look for them."""
    if data.count(b"```") < 4:
        return frozenset()
    from .fences import strays

    return strays(data)


def _needs_scan(data: bytes) -> bool:
    """Whether headings may stand elsewhere than behind a line feed: bare CR, indented `#`."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return True
    if b" #" not in data:
        return False
    indented = (b" #", b"  #", b"   #")
    if data.startswith(indented, len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0):
        return True
    return any(b"\n" + marker in data for marker in indented)


class _Hiding(NamedTuple):
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
        underlines = b"=" in data and any(
            marker in data for marker in (b"\n=", b"\n =", b"\n  =", b"\n   =")
        )
        return cls(markers, underlines or _DASHES.search(data) is not None)

    def __bool__(self) -> bool:
        return bool(self.markers) or self.underlines

    def within(self, data: bytes, start: int, end: int) -> bool:
        """Whether the bytes from `start` to `end` want scanning."""
        if any(data.find(marker, start, end) >= 0 for marker in self.markers):
            return True
        return self.underlines and _BELOW_TEXT.search(data, start, end) is not None


_NOTHING = _Hiding((), False)


def _unhidden(data: bytes, start: int, hashes: list[int], scan: _Scan) -> list[int]:
    """The headings, of the lines in `hashes` that look like one and those that do not."""
    cuts: list[int] = []
    hiding = scan.hiding
    bounds = [*hashes, len(data)] if hashes[:1] == [start] else [start, *hashes, len(data)]
    for begin, end in pairwise(bounds):
        if begin < start:
            continue
        if hiding.within(data, begin, end) or data.startswith(b"<", begin):
            start, found = scan.stretch(begin, end)
            cuts += found
        elif data.startswith(b"#", begin) and HEADING.match(data, begin):
            cuts.append(begin)
    return cuts


def _next_heading(data: bytes, position: int) -> int:
    """Offset of the next line that looks like a heading, or the end of the data."""
    found = _HASH.search(data, position)
    return found.end() if found else len(data)


class _Scan:
    """Scans stretches of a file, and knows of the blocks in it that nothing closes."""

    def __init__(self, data: bytes, hiding: _Hiding, ignored: frozenset[int]) -> None:
        self.hiding = hiding
        self.ignored = set(ignored)
        """Offsets of lines that open a block which nothing closes, or end a badly nested one."""
        self._data = data
        self._strays = ignored
        self._closers: Closers | None = None
        self._limit = 0

    def stretch(self, start: int, end: int) -> tuple[int, list[int]]:
        """Scan from `start` to `end`, or on to the first `#` line that nothing hides.

        Returns where that is, and the headings on the way.
        """
        if end - start > _LARGE:
            self._know_closers()
        while True:
            state = State()
            state.closers = self._closers
            cuts = _cuts(self._lines(start, end, state))
            if not state.hiding or state.closers is not None:
                self.ignored |= state.unclosed
                return self._limit, cuts
            self._know_closers()

    def _know_closers(self) -> None:
        if self._closers is None:
            from .closing import Closers  # hardly any file needs it

            self._closers = Closers(self._data)

    def _lines(self, start: int, end: int, state: State) -> Iterator[Line]:
        position, self._limit = start, end
        while True:
            yield from scan_on(self._data, position, self._limit, state, self._strays)
            if not state.hiding or self._limit >= len(self._data):
                return
            position, self._limit = self._limit, _next_heading(self._data, self._limit)


def _cuts(lines: Iterable[Line]) -> list[int]:
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
