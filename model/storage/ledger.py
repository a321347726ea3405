"""The state folder of one file: its journal, its snapshots, and the lock that boards share.

It lies in the user's state home, never beside the file, and is made by the first edit:
opening and reading make nothing. Only its owner can enter it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .beside import Beside
from .journal import Journal, intent_line, owner_of_this_process
from .snapshots import Snapshots, digest
from .system import System
from .values import Backoff, Intent, Strand, Timing


class Ledger:
    """Where intents on one file are written down before it is touched."""

    def __init__(self, system: System, root: Path, path: str, timing: Timing) -> None:
        self._system = system
        self._timing = timing
        self.folder = str(root / digest(os.fsencode(path))[:16])
        self.journal = Journal(system, self.folder)
        self.snapshots = Snapshots(system, os.path.join(self.folder, "snap"))
        self.owner = owner_of_this_process()
        self.beside = Beside(self.journal, self.owner)

    @property
    def exists(self) -> bool:
        """Whether anything was ever written down for this file."""
        return os.path.isfile(self.journal.path)

    def keep(self, intent: Intent, base: bytes | None, new: bytes | None) -> None:
        """Write an intent down, durably. Raises `OSError` if that is not possible."""
        self._system.mkdir(os.path.join(self.folder, "snap"))
        os.chmod(self.folder, 0o700)
        before = self._snapshot(base, durable=True)
        after = self._snapshot(new, durable=False)
        if base is not None:
            self.snapshots.sync()
        self.journal.append([intent_line(intent, self.owner, before, after)], durable=True)

    def reopen(self, intents: Sequence[Intent]) -> None:
        """Intents that were done are to be done again. Raises `OSError`."""
        again = {"again": self._system.now()}
        lines = [intent_line(intent, self.owner, "", "") | again for intent in intents]
        self.journal.append(lines, durable=True)

    def attempt(self, intent: Intent, base: bytes, new: bytes) -> None:
        """Before the file's own bytes are written: both images durably. Raises `OSError`."""
        before = self.snapshots.put(base, durable=True)
        after = self._fresh(new)
        self.snapshots.sync()
        line = {"kind": "attempt", "id": intent.id, "in_place": True, "base": before, "new": after}
        self.journal.append([line], durable=True)

    def done(self, intent: Intent, new: bytes, base: bytes | None = None) -> None:
        """The intent is in the file. Lost in a power cut, it is found out again.

        `base` is what it was planned on at last, where that is not what it was kept with.
        """
        after = self.snapshots.put(new, durable=False)
        before = {} if base is None else {"base": self.snapshots.put(base, durable=False)}
        self._close("done", intent, new=after, **before)
        self.snapshots.prune()

    def withdraw(self, intent: Intent, why: str) -> None:
        """The intent will not be done, or not again."""
        self._close("gone", intent, why=why)

    def keep_strand(self, strand: Strand) -> Strand:
        """Write foreign work down, durably, if it is not; returns it with its name.

        Raises `OSError` if that is not possible.
        """
        if strand.id:
            return strand
        base = self.snapshots.put(strand.base, durable=True)
        theirs = self.snapshots.put(strand.theirs, durable=True)
        self.snapshots.sync()
        named = Strand(strand.base, strand.theirs, uuid.uuid4().hex)
        line = {"kind": "strand", "id": named.id, "owner": self.owner, "base": base, "new": theirs}
        self.journal.append([line], durable=True)
        return named

    def forget_strand(self, strand: Strand) -> None:
        """The foreign work is in the file. Raises `OSError`."""
        if strand.id:
            self.journal.append([{"kind": "gone", "id": strand.id}], durable=False)

    def left_strands(self) -> list[Strand]:
        """Foreign work that ended sessions wrote down and did not join; each is given once."""
        return [
            Strand(base, theirs, str(line["id"]))
            for line in self.beside.strands()
            if (base := self.snapshots.get(str(line.get("base")))) is not None
            and (theirs := self.snapshots.get(str(line.get("new")))) is not None
        ]

    def _close(self, kind: str, intent: Intent, **more: str) -> None:
        line = {"kind": kind, "id": intent.id, "at": self._system.now(), **more}
        self.journal.append([line], durable=False)

    def _snapshot(self, data: bytes | None, *, durable: bool) -> str:
        return "" if data is None else self.snapshots.put(data, durable=durable)

    def _fresh(self, data: bytes) -> str:
        """A durable snapshot even if one that is not durable is there already."""
        path = os.path.join(self.folder, "snap", digest(data))
        if os.path.exists(path):
            descriptor = self._system.open(path, os.O_RDONLY)
            try:
                self._system.sync(descriptor)
            finally:
                self._system.close(descriptor)
        return self.snapshots.put(data, durable=True)

    def compact(self) -> None:
        """Drop what nobody needs any more. Waits for peers only where the journal is large."""
        if not self.journal.is_large:
            return
        try:
            with self.lock():
                self.journal.compact()
        except OSError:
            return  # the long one serves as well

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """The lock among boards, waited for a moment; correctness does not depend on it."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = self._system.open(os.path.join(self.folder, "lock"), flags)
        except OSError:
            yield False
            return
        try:
            yield self._take(descriptor)
        finally:
            self._system.close(descriptor)

    def _take(self, descriptor: int) -> bool:
        backoff, start = Backoff(self._timing), self._system.clock()
        while not self._system.lock(descriptor):
            if self._system.clock() - start > self._timing.patience:
                return False
            self._system.sleep(backoff.next())
        return True
