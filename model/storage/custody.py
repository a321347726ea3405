"""Watching over content that our swaps took out of the file, until nobody can miss it.

A program that was inside `open` when we swapped writes into the displaced inode. We hold
that inode open; when it changed and its writer is done, what the writer made of it is
joined to the file. The same goes for the two results of a swap that had to be taken back:
what was in the file for a moment only, and may have been read there.
"""

from __future__ import annotations

from dataclasses import dataclass

from .. import merge
from . import temporary
from .exchange import Displaced, Put
from .history import History
from .system import BUSY, HELD, System
from .values import Fingerprint, Plan, Strand, Timing

_MOST_HELD = 32
_SHOWN_SECONDS = 120.0
_LEAVING = 0.01
_MOST_SHOWN = 8


@dataclass(slots=True)
class _Shown:
    """Our content that was in the file for a moment and was taken back."""

    content: bytes
    restored: bytes
    """What stood in the file before and after it."""
    plan: Plan
    since: float
    lines: list[bytes] | None = None
    """What the restored content has and ours has not."""

    def lacks(self, data: bytes) -> bool:
        """Whether `data` grew from our content and so misses what was restored."""
        if self.lines is None:
            self.lines = merge.only_in(self.restored, self.content)
        if all(line in data for line in self.lines) or self.plan(data) != data:
            return False
        return merge.distance(self.content, data) < merge.distance(self.restored, data)


class Custody:
    """Everything displaced in this session, and the foreign work found there."""

    def __init__(self, system: System, history: History, timing: Timing) -> None:
        self._system = system
        self._history = history
        self._timing = timing
        self._held: list[Displaced] = []
        self._shown: list[_Shown] = []
        self.strands: list[Strand] = []
        self.conflicts: list[Strand] = []
        self.aliased = False
        """Somebody reaches displaced content in a way that a swap does not change."""

    def take(self, put: Put, new: bytes, plan: Plan) -> None:
        """Take over what an attempt displaced."""
        base = self._history.newest
        if put.restored is not None:
            self._shown.append(_Shown(new, put.restored, plan, self._system.clock()))
            del self._shown[:-_MOST_SHOWN]
        for stray in put.strays:
            self.strands.append(Strand(base if base is not None else stray, stray))
        for item in put.displaced:
            item.since = self._system.clock()
        self._held += put.displaced
        while len(self._held) > _MOST_HELD:
            self._drop(1 if len(self._held) > 1 else 0)

    def look(self) -> bool:
        """Look at all displaced inodes; True if new foreign work was found."""
        found = [self._look(item) for item in self._held]
        return any(found)

    def _look(self, item: Displaced) -> bool:
        """Whether this one holds new work; what the disk refuses to tell now is asked later."""
        try:
            return self._found_new(item)
        except OSError:
            return False

    def _found_new(self, item: Displaced) -> bool:
        stat = self._system.fstat(item.descriptor)
        if Fingerprint.of(stat) == item.fingerprint and not item.awaited:
            return False
        if self._system.now() - stat.st_ctime_ns / 1e9 < self._timing.quiet:
            return False
        data = self._whole(item)
        if data is None:
            return False
        if item.path:
            temporary.discard(self._system, item.path)
            item.path = ""
        item.fingerprint = Fingerprint.of(self._system.fstat(item.descriptor))
        item.awaited = False
        if data == item.content or not data:
            return False
        strand = Strand(self._origin(data, item.content), data)
        self.aliased = self.aliased or self._system.clock() - item.since > self._timing.alias
        halved = len(data) * 2 < len(item.content)
        (self.conflicts if halved else self.strands).append(strand)
        item.content = data
        return True

    def _whole(self, item: Displaced) -> bytes | None:
        """The content of a displaced inode; None while somebody writes it, or the disk refuses."""
        answer = None
        try:
            before = Fingerprint.of(self._system.fstat(item.descriptor))
            answer = self._system.lease(item.descriptor)
            if answer == BUSY:
                item.awaited = True
                return None
            data = self._system.read(item.descriptor, before.size)
            after = Fingerprint.of(self._system.fstat(item.descriptor))
        except OSError:
            return None
        finally:
            if answer == HELD:
                self._system.release(item.descriptor)
        return data if after == before else None

    def is_clean(self) -> bool:
        """Whether nobody writes to, or has changed, anything displaced; asked before leaving."""
        return all(self._is_clean(item) for item in self._held)

    def _is_clean(self, item: Displaced) -> bool:
        return (
            self._system.clock() - item.since >= _LEAVING
            and self._whole(item) == item.content
            and not item.awaited
        )

    def _origin(self, late: bytes, displaced: bytes) -> bytes:
        """What a late writer had read: the displaced content, unless an older one is closer."""
        if merge.distance(late, displaced) <= 2:
            return displaced
        closest = self._history.closest(late)
        if closest is None or merge.distance(late, displaced) <= merge.distance(late, closest):
            return displaced
        return closest

    def heal(self, data: bytes) -> bytes:
        """`data` with all foreign work joined in that it lacks through our doing."""
        data = self._without_shown(data)
        for strand in self.strands:
            merged = merge.merge(strand.base, data, strand.theirs)
            if not merged.clean and strand not in self.conflicts:
                self.conflicts.append(strand)
            data = merged.data
        return data

    def settled(self) -> list[Strand]:
        """What `heal` gave is in the file; returns the foreign work that it joined."""
        joined, self.strands = self.strands, []
        return joined

    def _without_shown(self, data: bytes) -> bytes:
        """Repair what somebody wrote who had read our content while it was in for a moment."""
        if not self._shown:
            return data
        now = self._system.clock()
        self._shown = [s for s in self._shown if now - s.since < _SHOWN_SECONDS]
        for shown in self._shown:
            if shown.lacks(data):
                data = merge.merge(shown.content, data, shown.restored).data
        return data

    def close(self) -> None:
        """Let go of everything; names that somebody still writes to stay for the next start."""
        while self._held:
            self._drop(0)

    def _drop(self, index: int) -> None:
        item = self._held.pop(index)
        if item.path and not item.awaited:
            temporary.discard(self._system, item.path)
        self._system.close(item.descriptor)
