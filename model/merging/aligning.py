"""Which parts of two sequences are the same: what a diff is made of.

Parts that occur once on both sides are paired first, as long as their order allows it, and
only what lies between two pairs is compared part by part. A task is such a part, so the work
grows with the file and not with its square, and a blank line never pairs two tasks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_MOST_PAIRS = 4_000_000
"""Where more would have to be compared, all is taken for changed."""


class Change(NamedTuple):
    """Parts `start` to `end` of the old sequence become `low` to `high` of the new one."""

    start: int
    end: int
    low: int
    high: int


def changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Change]:
    """What makes `new` of `old`, in order; between two changes all is the same."""
    found: list[Change] = []
    at = to = 0
    for one, other in [*pairs(old, new), (len(old), len(new))]:
        if one > at or other > to:
            found.append(Change(at, one, to, other))
        at, to = one + 1, other + 1
    return found


def pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The positions of equal parts, rising on both sides."""
    found: list[tuple[int, int]] = []
    ranges = [(0, len(old), 0, len(new))]
    while ranges:
        a, b, c, d = ranges.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(old[a:b], new[c:d])
        if not anchors:
            found += _compared(old, new, a, b, c, d)
            continue
        for one, other in anchors:
            found.append((a + one, c + other))
        for (one, other), (two, more) in zip(
            [(-1, -1), *anchors], [*anchors, (b - a, d - c)], strict=True
        ):
            ranges.append((a + one + 1, a + two, c + other + 1, c + more))
    return sorted(found)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest rising run of parts that occur once on either side."""
    left, right = Counter(old), Counter(new)
    places = {part: at for at, part in enumerate(new) if right[part] == 1}
    once = [(at, places[part]) for at, part in enumerate(old) if left[part] == 1 and part in places]
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, other) in enumerate(once):
        height = bisect_left(tops, other)
        before.append(ends[height - 1] if height else -1)
        tops[height : height + 1] = [other]
        ends[height : height + 1] = [index]
    run: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(once[index])
        index = before[index]
    return run[::-1]


def _compared(
    old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int
) -> list[tuple[int, int]]:
    """The equal parts of two stretches in which nothing occurs only once."""
    if (b - a) * (d - c) > _MOST_PAIRS:
        return []
    matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
    return [
        (a + block.a + step, c + block.b + step)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
