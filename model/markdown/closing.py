"""Whether a fence or an HTML block that opens somewhere in a file is ever closed.

An author who forgets one end forgets a hundred thousand, or means to: to read on from each
beginning to the file's end would take time with the square of them. Here the file is gone
through once for each kind of end, and a question takes a search among the last of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from ..lazy import lazy_property, pattern

_BEGIN = rb"(?:\A|(?<=\n)|(?<=\r)(?!\n))"
_FENCE_END = pattern(_BEGIN + rb"([ \t]*)(`{3,}|~{3,})\s*?(?=[\r\n]|\Z)")
_NOT_BLANK = pattern(_BEGIN + rb"([ \t]*)[^ \t\r\n]")
_BLANK = pattern(_BEGIN + rb"(?:[ \t]*[\r\n]|[ \t]+\Z)")
_CODE = 4
"""Columns of indentation from which a line of backticks is code and ends no fence."""


class _Last:
    """Where a number last was no larger than another one."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._places: list[int] = []

    def add(self, number: int, place: int) -> None:
        """Note that `number` stands at `place`, which is behind all places so far."""
        while self._numbers and self._numbers[-1] >= number:
            self._numbers.pop()
            self._places.pop()
        self._numbers.append(number)
        self._places.append(place)

    def place(self, most: int) -> int:
        """The last place of a number up to `most`; -1 if there is none."""
        at = bisect_right(self._numbers, most)
        return self._places[at - 1] if at else -1


class Closers:
    """The last ends of blocks in `data`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._html: dict[re.Pattern[bytes] | None, int] = {}

    def fence(self, marker: bytes, behind: int, lists: list[int]) -> bool:
        """Whether a fence of `marker` ends on a line that begins at `behind` or later.

        `lists` are the content columns of the list items around it: it ends with them, too.
        """
        base = lists[-1] if lists else 0
        ends = (self._fences.get((marker[:1], base + column)) for column in range(_CODE))
        return self._leaves(behind, lists) or any(
            end is not None and end.place(-len(marker)) >= behind for end in ends
        )

    def html(self, ends: re.Pattern[bytes] | None, behind: int, lists: list[int]) -> bool:
        """As `fence`, for a block that `ends` ends, or a blank line if that is None."""
        if ends not in self._html:
            found = (_BLANK if ends is None else ends).finditer(self._data)
            self._html[ends] = _last(match.start() for match in found)
        at = self._html[ends]
        return at >= behind or self._leaves(behind, lists)

    def _leaves(self, behind: int, lists: list[int]) -> bool:
        """Whether a line from `behind` on stands outside the innermost list item."""
        return bool(lists) and self._indents.place(lists[-1] - 1) >= behind

    @lazy_property
    def _indents(self) -> _Last:
        """The columns before the text of lines."""
        found = _Last()
        for match in _NOT_BLANK.finditer(self._data):
            found.add(_columns(match[1]), match.start())
        return found

    @lazy_property
    def _fences(self) -> dict[tuple[bytes, int], _Last]:
        """The lengths of fences, negated, by their character and the columns before them."""
        found: dict[tuple[bytes, int], _Last] = {}
        for match in _FENCE_END.finditer(self._data):
            key = match[2][:1], _columns(match[1])
            found.setdefault(key, _Last()).add(-len(match[2]), match.start())
        return found


def _columns(blanks: bytes) -> int:
    return len(blanks.expandtabs(4))


def _last(places: Iterable[int]) -> int:
    last = -1
    for last in places:  # noqa: B007 - the last one is what is wanted, and no list of all
        pass
    return last
