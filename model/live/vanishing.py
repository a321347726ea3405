"""The guard of tasks that vanish at once: half of a file, a program's mistake, a file deleted.

A content without most of the tasks is not believed for two seconds: it may be half written.
Then somebody who sits at the board is asked, and until they answer the board shows what the
file said before, and edits wait. Where nobody can answer, it is believed, unless it has no task
at all. A file that is gone for two seconds is asked about likewise.
Nothing is ever restored unasked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .results import Health, Reloaded

if TYPE_CHECKING:
    from ..document import Document
    from ..operations import Operation

HOLD_SECONDS = 2.0
"""How long a file that lost most of its tasks is held back before it is believed."""

_SMALL = 4
"""Fewer tasks than this may vanish at once without being held back."""


class Shrunk(NamedTuple):
    """Most tasks are gone from the file, or it is gone; the user decides what to make of it."""

    file: str
    was: int
    now: int
    at: float
    """When it was seen first, in seconds since the epoch."""
    shown: bool = True
    """Whether the question is open; the user may have chosen to go on with what was before."""
    deleted: bool = False
    """Whether there is no file any more."""

    @property
    def text(self) -> str:
        """One line for people."""
        clock = time.strftime("%H:%M:%S", time.localtime(self.at))
        if self.deleted:
            return f"{self.file} is gone ({clock})"
        return f"{self.file} shrank from {self.was} to {counted(self.now)} ({clock})"


class Vanishing:
    """A content that is not believed yet, if there is one."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._since = 0.0
        self._at = 0.0
        self._away = False
        self.fresh: Document | None = None
        """What the file says, and the board does not show."""
        self.shrunk: Shrunk | None = None
        """What the user is asked."""

    def look(
        self, old: Document, fresh: Document, may_ask: Callable[[float], bool]
    ) -> tuple[Health, Reloaded] | None:
        """How the file is, where `fresh` is not to be believed.

        `may_ask` tells whether somebody can be asked; it is given the time of the loss.
        """
        was, now = len(old.tasks), len(fresh.tasks)
        if was < _SMALL or now * 2 >= was:
            self.forget()
            return None
        if self.fresh is None or (self.fresh.raw != fresh.raw and self.shrunk is None):
            self._since, self._at = time.monotonic(), time.time()
        self.fresh = fresh
        left = HOLD_SECONDS - (time.monotonic() - self._since)
        if left > 0:
            text = f"{self._file} has {now} of {was} tasks; waiting whether that is meant"
            return Health("held", text), Reloaded(again=max(left, 0.01))
        if not may_ask(self._at):
            text = f"{self._file} has no tasks any more; this is what it said before"
            return None if now else (Health("held", text), Reloaded())
        shown = self.shrunk is None or self.shrunk.shown
        self.shrunk = Shrunk(self._file, was, now, self._at, shown)
        text = f"{self._file} has {counted(now)}; the board shows the {was} of before"
        return Health("held", text), Reloaded()

    def miss(self, old: Document, may_ask: Callable[[float], bool]) -> None:
        """There is no file. One that is replaced by two steps is away for a moment only."""
        if self.shrunk is not None and self.shrunk.deleted:
            return
        if not self._away:
            self._away, self._since, self._at = True, time.monotonic(), time.time()
        if time.monotonic() - self._since >= HOLD_SECONDS and may_ask(self._at):
            self.fresh = None
            self.shrunk = Shrunk(self._file, len(old.tasks), 0, self._at, deleted=True)

    def came_back(self) -> None:
        """There is a file."""
        if self._away:
            self.forget()

    def ask_again(self) -> None:
        """The user wants to decide now."""
        if self.shrunk is not None:
            self.shrunk = self.shrunk._replace(shown=True)

    def keep_showing(self) -> None:
        """The user goes on with what was before, and may decide later."""
        if self.shrunk is not None:
            self.shrunk = self.shrunk._replace(shown=False)

    def forget(self) -> None:
        """The file is believed."""
        self.fresh = self.shrunk = None
        self._away = False


def counted(tasks: int) -> str:
    """`no tasks`, `1 task`, `3 tasks`."""
    return f"{tasks or 'no'} task" + ("" if tasks == 1 else "s")


def restoring(old: Document, fresh: Document) -> Operation:
    """What puts back all that vanished. Raises `ValueError` where there is nothing."""
    from ..attention.alarms import alarms
    from ..attention.restores import restore

    for alarm in alarms(old, fresh):
        if alarm.kind == "shrank":
            return restore(alarm, fresh)
    raise ValueError("there is nothing to put back any more")


def puts_back(operation: Operation) -> bool:
    """Whether an operation only brings tasks back, as `restoring` makes it."""
    from ..operations import RestoreTask, Together

    parts = operation.operations if isinstance(operation, Together) else (operation,)
    return all(isinstance(part, RestoreTask) for part in parts)
