"""The door: one file, read and written safely among writers who know nothing of us."""

from __future__ import annotations

import os
from pathlib import Path
from threading import RLock

from .commit import Commit
from .desk import Desk
from .errors import ReadOnly, StorageError
from .ledger import default_root
from .probe import why_not_writable
from .reading import describe, read_settled
from .system import System
from .values import (
    Committed,
    Declined,
    Intent,
    Kept,
    Plan,
    Promise,
    Snapshot,
    Timing,
)


class Storage:
    """A shared Markdown file. Thread-safe; one object per file and process.

    `path` is what the user named, a link or not; a link is followed at every access and
    never replaced. If `within` is given, a link that leads out of that folder is read only.
    Making a `Storage` and reading through it writes nothing anywhere.
    """

    def __init__(
        self,
        path: Path,
        state_root: Path | None = None,
        *,
        within: Path | None = None,
        system: System | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._link = os.path.abspath(path)
        self._within = None if within is None else os.path.realpath(within)
        self._root = state_root if state_root is not None else default_root()
        self._system = system if system is not None else System()
        self._timing = timing if timing is not None else Timing()
        self._mutex = RLock()
        self._desk = self._new_desk()

    @property
    def path(self) -> Path:
        """The file itself, with all links followed."""
        return Path(self._desk.path)

    @property
    def promise(self) -> Promise:
        """What can be promised about edits on this file now."""
        try:
            reason = self.why_not_writable
            return self._desk.promise() if reason is None else Promise("none", f"{reason}.")
        except StorageError as problem:
            return Promise("none", f"{problem}.")

    @property
    def writable(self) -> bool:
        """Whether edits can be made at all."""
        return self.why_not_writable is None

    @property
    def why_not_writable(self) -> str | None:
        """One line that says why no edits can be made, or None."""
        desk = self._follow()
        if self._leaves():
            return f"{desk.name} is a link that leads out of the project"
        try:
            return why_not_writable(desk.path, os.stat(desk.path))
        except OSError as problem:
            return str(describe(problem, desk.name))

    def read(self) -> Snapshot:
        """The file's bytes, whole as far as can be known. May take up to the patience.

        Raises the `StorageError` that says in one line why there are none.
        """
        desk = self._follow()
        leases = "leases" not in desk.refused
        found = read_settled(self._system, desk.path, self._timing, known=desk.mine, leases=leases)
        with self._mutex:
            if desk.history.newest is None:
                desk.history.add(found.data)
        return found

    def commit(self, intent: Intent, plan: Plan) -> Committed | Declined | Kept:
        """Bring an edit into the file.

        `plan` gets fresh bytes, as often as it takes. Nothing is written, not even in the
        state folder, if it returns them unchanged or declines at once. Raises `ReadOnly`,
        or `NotWritten` if the edit is neither in the file nor in the journal.
        """
        with self._mutex:
            reason = self.why_not_writable
            if reason is not None and os.path.exists(self._desk.path):
                raise ReadOnly(reason)
            return Commit(self._desk, intent, plan).run()

    def close(self) -> None:
        """Leave; waits half a second at most for programs that write to displaced content."""
        with self._mutex:
            self._desk.custody.close()

    def _follow(self) -> Desk:
        """The desk of the file that the path stands for now."""
        with self._mutex:
            if os.path.realpath(self._link) != self._desk.path:
                self._desk.custody.close()
                self._desk = self._new_desk()
            return self._desk

    def _new_desk(self) -> Desk:
        return Desk(self._system, self._timing, os.path.realpath(self._link), self._root)

    def _leaves(self) -> bool:
        if self._within is None or not os.path.islink(self._link):
            return False
        return os.path.commonpath((self._within, self._desk.path)) != self._within
