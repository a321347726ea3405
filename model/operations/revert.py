"""Undo: putting back the lines that an operation changed, wherever they stand by now.

An undo is an operation like any other, never an old file: it looks for the very lines that
the edit left behind and replaces them by those that it found. Where somebody changed them
since, there is nothing to put back, and it says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..document import Document, patched
from ..source import LINE_END, UTF8_BOM, Patch, decode, encode, splice
from .base import Conflict, Plan, Planned, Repeatable, Unchanged

_CONTEXT = 3
"""Lines on either side that tell equal lines apart, to begin with."""
_REACH = 8192
"""Bytes on either side within which more are looked for."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Whole lines that an edit replaced, with their line endings."""

    old: str
    """As they were before the edit."""
    new: str
    """As the edit left them."""
    before: str
    """The lines before them, after the edit: enough to tell the place from others."""
    after: str
    """The lines behind them likewise."""


@dataclass(frozen=True, slots=True)
class Revert(Repeatable):
    """Take an edit back."""

    task: str
    summary: str
    """What the edit was."""
    hunks: tuple[Hunk, ...]
    takes_back: str = ""
    """The journal's name for the edit, by which a later session knows that it is taken back."""

    @classmethod
    def of(cls, document: Document, planned: Planned, intent: str = "") -> Revert:
        """What takes `planned`, which was planned on `document`, back."""
        hunks = hunks_of(document.data, planned.patches)
        return cls(planned.task, planned.summary, hunks, intent)

    def describe(self) -> str:
        """As `Operation.describe`."""
        return self.summary

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`."""
        found = lines_replaced(document, self.task, self.hunks)
        if found is None:
            return Unchanged(self.task, f"taken back already: {self.summary}")
        if isinstance(found, Hunk):
            reason = f"the lines were changed since: {self.summary}"
            return Conflict(reason, self.task, None, found.old, found.new, "undo")
        patches, adds, removes = found
        return Planned(patches, self.task, f"taken back: {self.summary}", adds, removes)


_Replaced = tuple[tuple[Patch, ...], frozenset[str], frozenset[str]]


def lines_replaced(
    document: Document, task: str, hunks: tuple[Hunk, ...]
) -> _Replaced | Hunk | None:
    """The patches that put every hunk's old lines in the place of its new ones, with the keys
    of the tasks that come and go; the hunk that has no place, or None where all is so already.
    """
    patches = []
    for hunk in hunks:
        patch = _found(document, task, hunk)
        if patch is None:
            other = (Hunk(one.new, one.old, one.before, one.after) for one in hunks)
            return None if all(_found(document, task, one) for one in other) else hunk
        patches.append(patch)
    before = frozenset(task.key for task in document.tasks)
    after = _keys_after(document, patches)
    return tuple(patches), after - before, before - after


def hunks_of(data: bytes, patches: Iterable[Patch]) -> tuple[Hunk, ...]:
    """The patches of `data` as lines that can be found again when others moved them."""
    return tuple(_hunks(data, patches))


def _keys_after(document: Document, patches: list[Patch]) -> frozenset[str]:
    return frozenset(task.key for task in patched(document, patches).tasks)


def _hunks(data: bytes, patches: Iterable[Patch]) -> Iterable[Hunk]:
    """The patches as whole lines with what stands around them afterwards."""
    merged: list[tuple[int, int, list[Patch]]] = []
    for patch in sorted(patches, key=lambda p: (p.start, p.end)):
        start, end = _lines_around(data, patch)
        if merged and start < merged[-1][1]:
            first, last, inside = merged[-1]
            merged[-1] = (first, max(last, end), [*inside, patch])
        else:
            merged.append((start, end, [patch]))
    edited = splice(data, [patch for *_, inside in merged for patch in inside])
    shift = 0
    for start, end, inside in merged:
        moved = [Patch(p.start - start, p.end - start, p.data) for p in inside]
        old, new = data[start:end], splice(data[start:end], moved)
        at = start + shift
        shift += len(new) - len(old)
        before, after = _context(edited, at, at + len(new))
        yield Hunk(decode(old), decode(new), decode(before), decode(after))


def _first(data: bytes) -> int:
    """Where the first line begins: behind a byte order mark."""
    return len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0


def _lines_around(data: bytes, patch: Patch) -> tuple[int, int]:
    """The whole lines that a patch touches; none for whole new lines between two others."""
    start = patch.start if _begins_line(data, patch.start) else _line_start(data, patch.start)
    if patch.start == patch.end == start and patch.data.endswith((b"\n", b"\r")):
        return start, start
    end = max(patch.end, start)
    if end > start and _begins_line(data, end):
        return start, end
    ending = LINE_END.search(data, end)
    return start, ending.end() if ending else len(data)


def _begins_line(data: bytes, at: int) -> bool:
    """Whether a line begins at `at`; behind a last line ending, the end of the data counts."""
    if at <= _first(data):
        return True
    inside = data[at - 1 : at + 1] == b"\r\n"
    return data[at - 1 : at] in (b"\n", b"\r") and not inside


def _line_start(data: bytes, at: int) -> int:
    """Where the line that holds `at` begins."""
    found = max(data.rfind(b"\n", 0, at - 1), data.rfind(b"\r", 0, at - 1)) + 1
    return max(found, _first(data))


def _context(data: bytes, start: int, end: int) -> tuple[bytes, bytes]:
    """The lines around a place: as few as tell it from all others, if any do."""
    above = data[max(0, start - _REACH) : start].splitlines(keepends=True)
    below = data[end : end + _REACH].splitlines(keepends=True)
    count = _CONTEXT
    while True:
        before, after = b"".join(above[-count:]), b"".join(below[:count])
        around = before + data[start:end] + after
        alone = data.find(around, data.find(around) + 1) < 0
        if alone or count >= max(len(above), len(below)):
            return before, after
        count *= 4


def _found(document: Document, key: str, hunk: Hunk) -> Patch | None:
    """The one place where the hunk's new lines stand; None if there is none, or no telling."""
    new, before, after = encode(hunk.new), encode(hunk.before), encode(hunk.after)
    data = document.data
    places = list(_places(data, new, before, after))
    task = document.task(key)
    if len(places) > 1 and task is not None:
        spans = [(document.start(p), document.start(p) + len(p.data)) for p in task.sections]
        places = [at for at in places if any(a <= at <= b for a, b in spans)] or places
    for fits in (_fits_both, _fits_one):
        if len(places) <= 1:
            break
        places = [at for at in places if fits(data, at, len(new), before, after)] or places
    if len(places) != 1:
        return None
    return Patch(places[0], places[0] + len(new), encode(hunk.old))


def _places(data: bytes, new: bytes, before: bytes, after: bytes) -> Iterable[int]:
    """Where the lines stand; lines that the edit took away stood between their neighbours."""
    if not new:
        joined = before + after
        if not joined and not data:
            yield 0
        at = data.find(joined) if joined else -1
        while at >= 0:
            yield at + len(before)
            at = data.find(joined, at + 1)
        return
    at = data.find(new)
    while at >= 0:
        end = at + len(new)
        whole = new.endswith((b"\n", b"\r")) or end == len(data)
        if whole and (at == _first(data) or data[at - 1 : at] in (b"\n", b"\r")):
            yield at
        at = data.find(new, at + 1)


def _fits_both(data: bytes, at: int, size: int, before: bytes, after: bytes) -> bool:
    return _follows(data, at, before) and _precedes(data, at + size, after)


def _fits_one(data: bytes, at: int, size: int, before: bytes, after: bytes) -> bool:
    return _follows(data, at, before) or _precedes(data, at + size, after)


def _follows(data: bytes, at: int, before: bytes) -> bool:
    """Whether `before` stands before `at`; empty, it means the beginning of the file."""
    return data.endswith(before, 0, at) if before else at == 0


def _precedes(data: bytes, at: int, after: bytes) -> bool:
    """Whether `after` stands behind `at`; empty, it means the end of the file."""
    return data.startswith(after, at) if after else at == len(data)
