"""What one session knows about one file: shared by committing, recovering and checking.

What only writing needs is imported when it is first used; a program that lists tasks and
ends does not pay for it.
"""

from __future__ import annotations

import errno
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StorageError
from .history import History
from .system import System
from .values import Intent, Promise, Timing

if TYPE_CHECKING:
    from .custody import Custody
    from .ledger import Ledger
    from .probe import Way


class Desk:
    """The state of a session on the file at `path`, which holds no links."""

    def __init__(self, system: System, timing: Timing, path: str, root: Path) -> None:
        self.system = system
        self.timing = timing
        self.path = path
        self.name = os.path.basename(path)
        self.history = History()
        self._root = root
        self.mine: bytes | None = None
        """What our last commit made of the file."""
        self.seen: bytes | None = None
        """The content in which all our edits were last accounted for."""
        self.state_problem: str | None = None
        """Why intents cannot be written down, if they cannot."""
        self.swept = 0
        """When the file's folder was last changed as it was swept, in nanoseconds."""
        self.refused: frozenset[str] = frozenset()
        self._way: Way | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """The journal and the snapshots."""
        from .ledger import Ledger

        return Ledger(self.system, self._root, self.path, self.timing)

    @cached_property
    def custody(self) -> Custody:
        """What our swaps displaced."""
        from .custody import Custody

        return Custody(self.system, self.history, self.timing)

    def way(self) -> Way:
        """How this file is written. Raises `StorageError` if it cannot be read."""
        if self._way is None:
            from .probe import choose

            self._way = choose(self.system, self.path, self.refused)
        return self._way

    def look_again(self) -> None:
        """The file may be another one now: choose its way afresh."""
        self._way = None

    def refuse(self, way: Way) -> bool:
        """`way` has turned out not to fit; True if there is another one to try."""
        nothing_left = way.name == "replace"
        if way.leases and not self._has_leases():
            self.refused |= {"leases"}
        else:
            self.refused |= {way.name}
        self._way = None
        return not nothing_left

    def _has_leases(self) -> bool:
        from .probe import choose

        try:
            return choose(self.system, self.path).leases
        except StorageError:
            return False

    def keep(self, intent: Intent, base: bytes | None, new: bytes | None) -> bool:
        """Write an intent down; False if the state folder does not allow it."""
        try:
            self.ledger.keep(intent, base, new)
        except OSError as problem:
            self.note(problem)
            return False
        self.state_problem = None
        return True

    def note(self, problem: OSError) -> None:
        """The state folder could not be written."""
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        self.state_problem = "its disk is full" if full else (problem.strerror or "").lower()

    def promise(self) -> Promise:
        """What can be promised now. Raises `StorageError` if the file cannot be read."""
        promise = self.way().promise
        if self.state_problem is None:
            return promise
        text = "Edits are saved, but not kept through a crash or an overwrite: "
        return Promise("reduced", f"{text}no state folder ({self.state_problem}).")
