"""Joining two contents that grew from a third, line by line.

What only one side changed is taken; what both inserted at one place is kept, the other
writer's first; what both changed differently stays as `ours`, and the caller is told.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from .source import common

if TYPE_CHECKING:
    from typing import Protocol

    class _Placed(Protocol):
        @property
        def start(self) -> int: ...

        @property
        def end(self) -> int: ...


C = TypeVar("C", bound="_Placed")
"""A change that replaces what stands from `start` to `end`."""

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of `merge`."""

    data: bytes
    clean: bool
    """False: somewhere both sides changed the same lines, and `ours` was kept."""


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines `start` to `end` of the base become `lines`."""

    start: int
    end: int
    lines: list[bytes]


def merge(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """What both `ours` and `theirs` made of `base`."""
    if ours == theirs or theirs == base:
        return Merged(ours, clean=True)
    if ours == base:
        return Merged(theirs, clean=True)
    old = _lines(base)
    mine, other = _changes(old, _lines(ours)), _changes(old, _lines(theirs))
    if mine is None or other is None:
        return Merged(ours, clean=False)
    parts: list[bytes] = []
    at, clean = 0, True
    for start, end, left, right in clusters(mine, other):
        parts += old[at:start]
        lines, fine = _settle(old, start, end, left, right)
        parts += lines
        at, clean = end, clean and fine
    return Merged(b"".join(parts + old[at:]), clean)


def differences(old: bytes, new: bytes) -> list[tuple[int, int, bytes]]:
    """What makes `new` of `old`: from and to which byte of it, and what those lines become."""
    lines = _lines(old)
    found = _changes(lines, _lines(new))
    if found is None:
        return [(0, len(old), new)]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return [(starts[c.start], starts[c.end], b"".join(c.lines)) for c in found]


def distance(one: bytes, other: bytes) -> int:
    """How many lines one of them has that the other has not, wherever they stand."""
    before, after = common(one, other)
    head = one.rfind(b"\n", 0, before) + 1
    same = one.find(b"\n", len(one) - after)
    tail = len(one) - same - 1 if same >= 0 else 0
    left = Counter(_lines(one[head : len(one) - tail]))
    right = Counter(_lines(other[head : len(other) - tail]))
    return sum((left - right).values()) + sum((right - left).values())


def only_in(one: bytes, other: bytes) -> list[bytes]:
    """The lines that `one` has and `other` has not, or has fewer of."""
    return list(Counter(_lines(one)) - Counter(_lines(other)))


def first_difference(one: bytes, other: bytes) -> int:
    """The index of the first byte in which they differ."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _lines(data: bytes) -> list[bytes]:
    return _LINE.findall(data)


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> list[_Change] | None:
    """What makes `new` of `old`; None where that would take too long to find out."""
    head, limit = 0, min(len(old), len(new))
    while head < limit and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < limit - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(left) > _MOST_LINES or len(right) > _MOST_LINES:
        return None
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    return [
        _Change(i + head, j + head, list(right[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


class Cluster(NamedTuple, Generic[C]):
    """Changes of two sides that touch one stretch, `start` to `end`, of what both grew from."""

    start: int
    end: int
    mine: list[C]
    other: list[C]


def clusters(mine: Iterable[C], other: Iterable[C]) -> list[Cluster[C]]:
    """The changes of both sides, in order, those together that touch the same stretch."""
    found: list[Cluster[C]] = []
    sides = [(change, 0) for change in mine] + [(change, 1) for change in other]
    for change, side in sorted(sides, key=lambda one: (one[0].start, one[0].end)):
        last = found[-1] if found else None
        if last and (
            change.start < last.end or (change.start == change.end == last.start == last.end)
        ):
            found[-1] = last._replace(end=max(last.end, change.end))
        else:
            found.append(Cluster(change.start, change.end, [], []))
        (found[-1].mine, found[-1].other)[side].append(change)
    return found


def _settle(
    old: list[bytes], start: int, end: int, left: list[_Change], right: list[_Change]
) -> tuple[list[bytes], bool]:
    """The lines for one cluster, and whether both sides live on in them."""
    mine, other = _applied(old, start, end, left), _applied(old, start, end, right)
    if not right or mine == other:
        return mine, True
    if not left:
        return other, True
    if start == end:
        if _holds(mine, other):
            return mine, True
        return (other, True) if _holds(other, mine) else (other + mine, True)
    return mine, False


def _applied(old: list[bytes], start: int, end: int, changes: list[_Change]) -> list[bytes]:
    lines: list[bytes] = []
    at = start
    for change in changes:
        lines += old[at : change.start] + change.lines
        at = change.end
    return lines + old[at:end]


def _holds(outer: list[bytes], inner: list[bytes]) -> bool:
    """Whether `inner` stands in `outer` in one piece."""
    size = len(inner)
    return any(outer[i : i + size] == inner for i in range(len(outer) - size + 1))
