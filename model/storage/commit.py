"""Bringing one edit into the file, in rounds.

Each round reads fresh bytes, plans on them, and tries to put the result in place; whatever
another program does meanwhile makes the attempt fail harmlessly, and the next round plans
on what is there then. The intent is written down before the first attempt. After a bounded
number of rounds the edit is kept for later instead of fighting.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

from .desk import Desk
from .errors import WRITTEN_BY_OTHERS, Busy, Missing, NotWritten, StorageError
from .leases import Occupied
from .probe import Way
from .reading import Look, ends_like, look, read_settled, rested
from .snapshots import sync_folder
from .temporary import Unfit
from .values import Backoff, Committed, Declined, Intent, Kept, Plan, Strand

_MISSING_SECONDS = 0.25
_READERS_ONLY_SECONDS = 1.0
_ROUNDS_AT_ONCE = 8


class Commit:
    """One edit on its way into the file."""

    def __init__(
        self,
        desk: Desk,
        intent: Intent,
        plan: Plan,
        *,
        kept: bool = False,
        joining: bool = False,
        keeps: bool = True,
    ) -> None:
        self._desk = desk
        self._system = desk.system
        self._timing = desk.timing
        self._intent = intent
        self._plan = plan
        self._kept = kept
        """The intent stands in the journal."""
        self._joining = joining
        """The edit only joins what was displaced; its content is in the snapshots."""
        self._keeps = keeps
        """An edit that cannot be made now waits in the journal, instead of being withdrawn."""
        self._noted: bytes | None = None
        """What the journal says that it was planned on."""
        self._locks = ExitStack()
        self._locked = False
        self._trusted = b""
        """A content that was seen to be whole although it surprised."""

    def run(self) -> Committed | Declined | Kept:
        """Do it. Raises `NotWritten` if it is neither in the file nor kept."""
        self._desk.look_again()
        with self._locks:
            try:
                return self._rounds()
            except NotWritten:
                raise
            except StorageError as problem:
                return self._keep(str(problem))
            except OSError as problem:
                return self._keep(f"{self._desk.name}: {(problem.strerror or '').lower()}")
            except BaseException:
                self._withdraw("the plan failed")
                raise

    def _rounds(self) -> Committed | Declined | Kept:
        backoff, start, rounds = Backoff(self._timing), self._system.clock(), 0
        while True:
            spent = self._system.clock() - start
            if rounds >= self._timing.rounds or spent > self._timing.limit:
                return self._keep(f"{self._desk.name} keeps changing")
            try:
                result = self._round(patient=spent > _READERS_ONLY_SECONDS)
            except (Busy, Occupied):
                if spent > self._timing.patience:
                    return self._keep(f"{self._desk.name} {WRITTEN_BY_OTHERS}")
            except Missing:
                self._desk.look_again()
                if spent > _MISSING_SECONDS:
                    raise
            else:
                if result is not None:
                    return result
                rounds += 1
                if rounds < _ROUNDS_AT_ONCE:
                    continue
            self._system.sleep(backoff.next())

    def _round(self, *, patient: bool) -> Committed | Declined | Kept | None:
        """One attempt; None if the file had changed under it."""
        way = self._desk.way()
        found = self._look(way)
        healed = self._desk.custody.heal(found.data)
        wished = self._plan(healed)
        if isinstance(wished, Declined):
            if not self._is_whole(found):
                return None
            if healed == found.data:
                return self._declined(wished)
        new = healed if isinstance(wished, Declined) else wished
        self._desk.history.add(found.data)
        if new == found.data:
            return self._finished(found.data, new, wished)
        if self._write_down(found.data, new):
            now = look(self._system, self._desk.path, leases=way.leases)
            if now.data != found.data:
                return None
        if not self._attempt(way, found.data, new, leases=way.leases and not patient):
            return None
        return self._finished(found.data, new, wished)

    def _look(self, way: Way) -> Look:
        """Fresh bytes, whole as far as can be known.

        A content without the end of the last one must rest first: a program may be writing it
        in several goes, closed in between. One that lost over half must stay so a while.
        """
        found = look(self._system, self._desk.path, leases=way.leases)
        known = self._desk.history.newest
        ends = known is None or ends_like(known, found.data)
        if way.leases and not ends and not rested(self._system, found, self._timing):
            raise Busy(f"{self._desk.name} {WRITTEN_BY_OTHERS}")
        shrunk = known is not None and len(found.data) * 2 < len(known)
        if shrunk and found.data != self._trusted:
            end = self._system.clock() + self._timing.shrunk
            while self._system.clock() < end:
                self._system.sleep(self._timing.longest_wait)
                now = look(self._system, self._desk.path, leases=way.leases)
                if now.data != found.data:
                    raise Busy(f"{self._desk.name} {WRITTEN_BY_OTHERS}")
            self._trusted = found.data
        return found

    def _is_whole(self, found: Look) -> bool:
        """Whether a plan that declined did so on a content that stays."""
        if found.data == self._desk.mine or rested(self._system, found, self._timing):
            return True
        leases = self._desk.way().leases
        settled = read_settled(self._system, self._desk.path, self._timing, leases=leases)
        return settled.data == found.data

    def _write_down(self, base: bytes, new: bytes) -> bool:
        """Before anything is touched: the intent in the journal, and the peers' lock.

        True if that took some time.
        """
        had = self._locked
        if not self._kept and not self._joining:
            self._kept = self._desk.keep(self._intent, base, new)
            self._noted = base
        if not self._locked and self._desk.ledger.exists:
            self._locks.enter_context(self._desk.ledger.lock())
            self._locked = True
        return not had

    def _attempt(self, way: Way, base: bytes, new: bytes, *, leases: bool) -> bool:
        """Try once; whether the file holds `new` now."""
        desk = self._desk
        if way.name == "in place":
            if self._kept:
                desk.ledger.attempt(self._intent, base, new)
        else:
            leases = way.leases
        try:
            put = way.put(self._system, desk.path, base, new, self._timing, leases)
        except Unfit as problem:
            if not desk.refuse(way):
                raise OSError(0, str(problem)) from problem
            return False
        desk.custody.take(put, new, self._plan)
        if put.done:
            sync_folder(self._system, os.path.dirname(desk.path))
        return put.done

    def _finished(self, base: bytes, new: bytes, wished: bytes | Declined) -> Committed | Declined:
        """The file holds what was wished, or at least what had to be joined."""
        self._forget(self._desk.custody.settled())
        if base != new:
            self._desk.mine = new
            self._desk.history.add(new)
        if isinstance(wished, Declined):
            return self._declined(wished)
        if self._kept:
            try:
                moved = None if base == self._noted else base
                self._desk.ledger.done(self._intent, new, moved)
            except OSError as problem:
                self._desk.note(problem)
        return Committed(new, base)

    def _forget(self, joined: list[Strand]) -> None:
        try:
            for strand in joined:
                self._desk.ledger.forget_strand(strand)
        except OSError as problem:
            self._desk.note(problem)

    def _declined(self, answer: Declined) -> Declined:
        self._withdraw(answer.reason)
        return answer

    def _withdraw(self, why: str) -> None:
        if self._kept:
            try:
                self._desk.ledger.withdraw(self._intent, why)
            except OSError as problem:
                self._desk.note(problem)

    def _keep(self, reason: str) -> Kept:
        """Give up for now; the edit waits in the journal. Raises `NotWritten` where it does not."""
        if self._joining:
            return Kept(reason)
        if not self._keeps:
            self._withdraw(reason)
            raise NotWritten(f"{reason}: nothing was written, try again")
        if not self._kept:
            self._kept = self._desk.keep(self._intent, None, None)
        if not self._kept:
            raise NotWritten(f"{reason}; not saved, and not kept either: no state folder")
        return Kept(f"{reason}; your edit is kept")
