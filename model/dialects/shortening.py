"""A section with more criteria than anybody reads, with all but the first ones left out.

A criterion that was read takes sixty times its line's memory, so a task with a million of them
would take a gigabyte. Only whole lines of one form that follow each other are left out, and
the last of them stays: what stands before and behind is read as if all were there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

from ..lazy import pattern
from ..reading import Criterion, Field, Reading, Span

MOST = 10_000
"""Criteria in a row that are read."""

_BOX_LINE = pattern(rb"(?m)^( *[-*+] )\[([ xX])\] [^\r\n]*\n")
_FIELD = pattern(rb"\n[-*+][ \t][^\n]*")
_CRITERIA = pattern(rb"(?i)\n- \*\*acceptance criteria\*\*:[ \t]*\Z")


class Shortened(NamedTuple):
    """A section's text without what was left out."""

    data: bytes
    cuts: tuple[int, ...]
    """Where something is missing in `data`."""
    missing: tuple[int, ...]
    """How many bytes, before each of them and there."""
    left_out: tuple[int, int]
    """How many criteria are missing that are ticked, and how many in all."""


def shortened(data: bytes, most: int = MOST) -> Shortened | None:
    """`data` without those criteria that are more than `most` in a row, the last one excepted;
    None where there are none.
    """
    if data.count(b"] ") <= most:
        return None
    found = _gaps(data, most)
    if not found:
        return None
    gaps = [gap for gap, _, _ in found]
    bounds = [0, *(offset for gap in gaps for offset in gap), len(data)]
    kept = [data[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    cuts = tuple(accumulate(map(len, kept[:-1])))
    missing = tuple(accumulate(gap.end - gap.start for gap in gaps))
    left_out = sum(done for _, done, _ in found), sum(total for _, _, total in found)
    return Shortened(b"".join(kept), cuts, missing, left_out)


class _Run:
    """Boxes of one form on lines that follow each other."""

    def __init__(self, form: bytes, most: int) -> None:
        self.form = form
        self.most = most
        self.start = self.end = self.cut = self.last = -1
        self.count = self.ticked = 0
        self._last_ticked = False

    def add(self, start: int, end: int, ticked: bool) -> None:
        self.start = start if self.start < 0 else self.start
        self.count += 1
        if self.count > self.most:
            self.cut = start if self.cut < 0 else self.cut
            self.ticked += ticked
        self.last, self.end, self._last_ticked = start, end, ticked

    def gap(self) -> tuple[Span, int, int] | None:
        """What to leave out of it, and how many boxes of that are ticked, and are there."""
        total = self.count - self.most - 1
        if total <= 0:
            return None
        return Span(self.cut, self.last), self.ticked - self._last_ticked, total


def _gaps(data: bytes, most: int) -> list[tuple[Span, int, int]]:
    """What to leave out, each with how many criteria of that are ticked, and are there."""
    runs = [run := _Run(b"", most)]
    for line in _BOX_LINE.finditer(data):
        start, form = line.start(), line[1]
        if start != run.end or form != run.form:
            if not run.gap():
                runs.pop()
            runs.append(run := _Run(form, most))
        run.add(start, line.end(), line[2] != b" ")
    found = (run.gap() for run in runs if _are_criteria(data, run.start, run.form))
    return [gap for gap in found if gap]


def _are_criteria(data: bytes, at: int, form: bytes) -> bool:
    """Whether boxes at `at` are criteria by themselves, and no text of another field."""
    if not form.startswith(b" "):
        return True
    above = max(data.rfind(b"\n" + marker, 0, at) for marker in (b"- ", b"* ", b"+ "))
    field = _FIELD.match(data, above) if above >= 0 else None
    return field is not None and _CRITERIA.match(field[0]) is not None


def restored(reading: Reading, short: Shortened) -> Reading | None:
    """What was read in the short text, with the places of the whole one; None if what was left
    out are no criteria, but lines of a fence, say.
    """
    if not {criterion.block.start for criterion in reading.criteria}.issuperset(short.cuts):
        return None
    missing = (0, *short.missing)

    def moved(span: Span) -> Span:
        before = bisect_right(short.cuts, span.start)
        within = max(before, bisect_left(short.cuts, span.end))
        return Span(span.start + missing[before], span.end + missing[within])

    def field(one: Field) -> Field:
        return one._replace(block=moved(one.block), value=moved(one.value))

    def criterion(one: Criterion) -> Criterion:
        return one._replace(block=moved(one.block), box=moved(one.box), body=moved(one.body))

    return reading._replace(
        fields=tuple(map(field, reading.fields)),
        criteria=tuple(map(criterion, reading.criteria)),
        end=moved(Span(0, reading.end)).end,
        odd_lines=tuple(map(moved, reading.odd_lines)),
        left_out=short.left_out,
    )
