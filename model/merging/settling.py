"""Two versions of the same thing brought to one, down to the field that both changed.

A conflict is written with git's markers around the smallest thing that has two values: a
field, a criterion, a heading, some lines between tasks; a whole task only where one side
deleted what the other edited.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from ..dialects import native
from ..source import encode
from .aligning import pairs
from .elements import merged_cell, merged_field
from .lines import Clash, Line, pick, texts, with_ends
from .tokens import Form, Token
from .weaving import Strife, weave

_BOX = re.compile(rb"([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)([^\]\r\n]{1,4})(\].*)", re.DOTALL)
_CELL = re.compile(rb"\|?[^|]*")


@dataclass(frozen=True, slots=True)
class Markers:
    """How conflicts are marked."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7
    """Characters of a marker; git says how many (`%L`)."""
    newline: bytes = b"\n"

    def line(self, sign: bytes, label: str = "") -> Line:
        """A marker line."""
        name = b" " + encode(label) if label else b""
        return Line(sign * self.size + name, self.newline)

    def around(self, ours: Iterable[Line], theirs: Iterable[Line]) -> list[Line]:
        """Both versions between markers, each on lines of its own."""
        return [
            self.line(b"<", self.ours),
            *self._ended(ours),
            self.line(b"="),
            *self._ended(theirs),
            self.line(b">", self.theirs),
        ]

    def _ended(self, lines: Iterable[Line]) -> list[Line]:
        return [Line(line.text, line.end or self.newline) for line in lines]


@dataclass(slots=True)
class Settling:
    """One merge: how it marks conflicts, and how many it came upon."""

    markers: Markers
    conflicts: int = field(default=0)

    def sequence(
        self, base: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token]
    ) -> list[Line]:
        """The lines of two sequences that grew from `base`."""
        old, left, right = _named(base), _named(ours), _named(theirs)
        kept = _kept(old, left, right)
        ours, theirs = _restored(base, ours, kept), _restored(base, theirs, kept)
        found: list[Line] = []
        done: set[Hashable] = set()
        for item in weave(base, ours, theirs):
            if isinstance(item, Strife):
                found += self._conflict(_lines(item.ours), _lines(item.theirs))
            elif not item.named:
                found += item.lines
            elif item.key not in done:
                done.add(item.key)
                found += self.named(old.get(item.key), left.get(item.key), right.get(item.key))
        return found

    def named(self, base: Token | None, ours: Token | None, theirs: Token | None) -> list[Line]:
        """The lines of one named thing; none where it was deleted and nobody minds."""
        if ours is theirs is base and ours is not None:
            return list(ours.lines)
        if ours is None or theirs is None:
            rest = ours or theirs
            if base is None or rest is None:
                return list(rest.lines) if rest else []
            if _same(base, rest):
                return []
            return self._conflict(ours.lines if ours else (), theirs.lines if theirs else ())
        if _same(ours, theirs):
            old = base if base and _same(base, ours) else ours
            return with_ends(ours.lines, old.lines, theirs.lines)
        if base and base.lines == ours.lines:
            return list(theirs.lines)
        if base and base.lines == theirs.lines:
            return list(ours.lines)
        return self._both(base, ours, theirs)

    def _both(self, base: Token | None, ours: Token, theirs: Token) -> list[Line]:
        """What two edited versions come to, in the way of their form."""
        if ours.form is theirs.form is Form.PARTS:
            return self.sequence(base.parts if base else (), ours.parts, theirs.parts)
        try:
            if base and ours.form is theirs.form is base.form is Form.CELLS:
                return [self._row(base.lines[0], ours.lines[0], theirs.lines[0])]
            if base and ours.form is theirs.form is base.form is Form.BOX:
                return _box(base, ours, theirs)
            if ours.form is theirs.form is Form.LIST and (not base or base.form is Form.LIST):
                return [self._list(base, ours, theirs)]
            old = texts(base.lines) if base else None
            chosen = pick(old, texts(ours.lines), texts(theirs.lines))
            return list((ours if chosen == texts(ours.lines) else theirs).lines)
        except Clash:
            return self._conflict(ours.lines, theirs.lines)

    def _row(self, base: Line, ours: Line, theirs: Line) -> Line:
        """A heading's or table row's cells, each from the side that changed it. Raises `Clash`."""
        old, left, right = (_CELL.findall(line.text) for line in (base, ours, theirs))
        if len(old) == len(left) == len(right):
            parts = [self._cell(*cells) for cells in zip(old, left, right, strict=True)]
        else:
            parts = _woven(old, left, right)
        merged = Line(_spaced(parts), pick(base.end, ours.end, theirs.end))
        if _told(merged) != tuple(map(pick, _told(base), _told(ours), _told(theirs))):
            raise Clash
        return merged

    def _cell(self, base: bytes, ours: bytes, theirs: bytes) -> bytes:
        """One cell; blanks around its text are no change."""
        said = [cell.strip(b"| \t") for cell in (base, ours, theirs)]
        try:
            chosen = pick(*said)
        except Clash:
            return ours.replace(said[1], merged_cell(said, self._elements))
        return ours if said[1] == chosen else theirs

    def _list(self, base: Token | None, ours: Token, theirs: Token) -> Line:
        """A field that lists things on its line. Raises `Clash`."""
        old = base.lines[0].text if base else None
        (mine,), (other,) = ours.lines, theirs.lines
        text = merged_field(ours.kind, (old, mine.text, other.text), self._elements)
        return Line(text, pick(base.lines[0].end if base else None, mine.end, other.end))

    def _elements(
        self, base: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token]
    ) -> list[Line]:
        """What three lists come to. Raises `Clash`."""
        alone = Settling(self.markers)
        found = alone.sequence(base, ours, theirs)
        if alone.conflicts:
            raise Clash
        return found

    def _conflict(self, ours: Iterable[Line], theirs: Iterable[Line]) -> list[Line]:
        self.conflicts += 1
        return self.markers.around(ours, theirs)


def _named(tokens: Iterable[Token]) -> dict[Hashable, Token]:
    return {token.key: token for token in tokens if token.named}


def _lines(tokens: Iterable[Token]) -> list[Line]:
    return [line for token in tokens for line in token.lines]


def _same(one: Token, other: Token) -> bool:
    return texts(one.lines) == texts(other.lines)


def _kept(old: dict[Hashable, Token], *sides: dict[Hashable, Token]) -> list[Hashable]:
    """What one side deleted and the other edited: it must not vanish."""
    found = []
    for key, token in old.items():
        rest = [side[key] for side in sides if key in side]
        if len(rest) == 1 and not _same(token, rest[0]):
            found.append(key)
    return found


def _restored(
    base: Sequence[Token], side: Sequence[Token], keys: Sequence[Hashable]
) -> Sequence[Token]:
    """`side` with those of `keys` that it lacks put back behind what stood before them, with the
    blank line that parted them from what follows.
    """
    have = {token.key: at for at, token in enumerate(side) if token.named}
    missing = {key for key in keys if key not in have}
    if not missing:
        return side
    same = dict(pairs([token.key for token in base], [token.key for token in side]))
    behind: dict[int, list[Token]] = {}
    before = -1
    for at, token in enumerate(base):
        if token.named and token.key in missing:
            found = behind.setdefault(before, [])
            found.append(token)
            parted = at + 1 < len(base) and base[at + 1].blank and at + 1 not in same
            found += [base[at + 1]] if parted else []
        elif at in same or token.named:
            before = same.get(at, have.get(token.key, before))
    found = list(behind.get(-1, ()))
    for at, token in enumerate(side):
        found += (token, *behind.get(at, ()))
    return found


def _spaced(cells: list[bytes]) -> bytes:
    """The cells as one line; the one that was a line's last gets a blank where others have it."""
    found = b""
    for cell in cells:
        if cell.startswith(b"| ") and not found.endswith((b" ", b"\t")):
            found += b" " if found else b""
        found += cell
    return found


def _woven(old: list[bytes], left: list[bytes], right: list[bytes]) -> list[bytes]:
    """Cells of which one side has more. Raises `Clash` where both changed the same one."""

    def tokens(cells: list[bytes]) -> list[Token]:
        return [Token(cell.strip(b"| \t"), (Line(cell, b""),)) for cell in cells]

    found: list[bytes] = []
    for item in weave(tokens(old), tokens(left), tokens(right)):
        if isinstance(item, Strife):
            raise Clash
        found += texts(item.lines)
    return found


def _told(line: Line) -> tuple[str | None, ...]:
    """What a heading says, cell by cell; a line that is no heading is taken as it is."""
    if not native.recognise(line.text + b"\n"):
        return ()
    heading = native.read(line.text).heading
    cells = (heading.id, heading.area, heading.priority, heading.assignee, heading.badge)
    return tuple(cell.text if cell else None for cell in cells)


def _box(base: Token, ours: Token, theirs: Token) -> list[Line]:
    """A criterion: its mark from the side that changed it, and its text. Raises `Clash`."""
    old, left, right = map(_opened, (base, ours, theirs))
    if old is None or left is None or right is None:
        raise Clash
    mark = pick(old[0], left[0], right[0])
    begins, *rest = pick(old[1], left[1], right[1])
    lines = ours.lines if left[1] == (begins, *rest) else theirs.lines
    opened = _BOX.match(lines[0].text)
    assert opened is not None
    return [Line(opened[1] + mark + opened[3], lines[0].end), *lines[1:]]


def _opened(token: Token) -> tuple[bytes, tuple[bytes, ...]] | None:
    """The character in a box, and its lines with an empty one."""
    first, *rest = texts(token.lines)
    match = _BOX.fullmatch(first)
    return (match[2], (match[1] + match[3], *rest)) if match else None
