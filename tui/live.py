"""An application that follows its file: read when it changes, shown when it can be believed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.timer import Timer

from ..model.live.store import Reloaded, Store
from .disk import Disk
from .drawing import DrawingApp
from .hints import board_hints
from .messages import FIRST, KeepShowingRequested, LookRequested, PutBackRequested
from .pending import Pending
from .screens.board import BoardScreen
from .wire.driver import Wire

if TYPE_CHECKING:
    from ..model.history.changes import Change
    from ..model.live.results import Result
    from ..model.operations import Operation

TEND_SECONDS = 1.0
"""How often displaced content is looked after."""

RETRY_SECONDS = 0.2
"""How soon an edit that is kept is tried again."""

WONDER_SECONDS = 0.3
"""After how long of work the board says that it works."""

SAFE = "edits safe"
"""That the full promise holds, where there is room to say so."""


class LiveApp(DrawingApp):
    """Keeps the board at what the file says. Who makes one sets its attributes first."""

    store: Store
    disk: Disk
    """The store's calls, off the event loop."""
    path: Path
    """The file as the user named it."""
    board: BoardScreen
    wire: Wire
    pending: Pending
    """Edits that are shown and not kept yet."""
    _tending: Timer | None = None
    _is_tending = False
    _retrying: Timer | None = None
    _again: Timer | None = None
    """The next look at a file that is not to be believed yet."""
    _jobs = 0
    """Pieces of work under way that the user may wait for."""

    @work(exit_on_error=False)
    async def recover_edits(self) -> None:
        """Finish what a crash or a busy file left undone, and say so."""
        for notice in await self.disk.run(self.store.recover):
            self.board.tell(notice, "warning")
        self.take()
        await self.disk.run(self.store.remember)
        self.show_hints()
        self.disk.keep_history()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Say that there is work under way, if it takes so long that somebody may wonder."""
        self._jobs += 1
        wonder = asyncio.get_running_loop().call_later(WONDER_SECONDS, self._wonder)
        try:
            yield
        finally:
            wonder.cancel()
            self._jobs -= 1
            if not self._jobs:
                self.board.status_line.working = False

    def _wonder(self) -> None:
        self.board.status_line.working = True

    @work(exclusive=True, group="follow", exit_on_error=False)
    async def follow_file(self) -> None:
        """Look at the file now, and whenever it may have changed."""
        from ..model.live.watcher import follow

        self._look_again()  # what was written since the first reading; the watch is on by then
        async for _ in follow(self.path):
            await self.look()

    def tend_file(self) -> None:
        """From the first edit on, look after what writing displaced."""
        if self._tending is None:
            self._tending = self.set_interval(TEND_SECONDS, self._tend)

    @work(exit_on_error=False)
    async def _tend(self) -> None:
        self._retrying = None
        if self._is_tending:
            return  # to end that one would be to lose what it brings
        self._is_tending = True
        try:
            self.show_reloaded(await self.disk.run(self.store.tend))
        finally:
            self._is_tending = False

    async def look(self) -> None:
        """Read the file, and again for as long as it is not to be believed."""
        with self.at_work():
            seen = await self.disk.run(self.store.reload)
        self.show_reloaded(seen)
        if seen.again is not None and self._again is None:
            self._again = self.set_timer(seen.again, self._look_again)

    @work(exit_on_error=False)
    async def _look_again(self) -> None:
        self._again = None
        await self.look()

    def show_reloaded(self, seen: Reloaded) -> None:
        """Show what a look at the file brought."""
        self.show_state()
        if seen.changes:
            self.take(seen.changes)
            from ..model.history.changes import summarise

            self.board.tell(summarise(seen.changes))
        self.tell_notices(seen.notices)

    def tell_notices(self, notices: Iterable[str]) -> None:
        """Say what the store did of its own accord, and the key that takes it back."""
        for notice in notices:
            key = " (u takes it back)" if ": re-applied, " in notice else ""
            self.board.tell(notice + key, "warning")

    def paint_first(self) -> None:
        """What is shown now is painted before the next call of the store begins."""
        self.disk.give_way()
        self.board.call_after_refresh(self.disk.go_on)

    def take(self, changes: Iterable[Change] = ()) -> None:
        """Show what the store has by now, with the edits on their way; mark what changed."""
        changes = tuple(changes)
        document = self.pending.over(self.store.document)
        # With changes it is shown even if it is there already: another answer brought it first.
        if changes or document is not self.board.document:
            self.paint_first()
            self.board.pending = self.pending.keys
            self.board.take(document, changes)
            self.disk.keep_history()
        self.show_state()

    @contextmanager
    def on_its_way(self, operation: Operation) -> Iterator[None]:
        """Show what an edit will make of the board while it is written."""
        if self.pending.add(operation):
            self.paint_first()
            self.board.show_pending(self.pending.over(self.store.document), self.pending.keys)
        try:
            yield
        finally:
            self.pending.remove(operation)

    def show_state(self) -> None:
        """Tell the screen how the file is and what the keys would do."""
        health, promise, kept = self.store.health, self.disk.promise, self.store.kept
        locked = f"read-only: {health.message}" if health.state == "read_only" else ""
        full = promise is not None and promise.level == "full"
        text = health.message or (SAFE if full else promise.text if promise else "")
        if kept:
            edits = "1 edit" if kept == 1 else f"{kept} edits"
            text = f"{edits} kept, not yet in the file" + (f": {text}" if health.message else "")
            self.tend_file()
            if self._retrying is None:
                self._retrying = self.set_timer(RETRY_SECONDS, self._tend)
        good = not kept and health.state == "ok" and (full or promise is None)
        self.board.show_health(text, good, locked)
        if (self.store.shrunk, kept) != self.board.shrunk_seen:
            self.call_next(self.board.show_shrunk, self.store.shrunk, kept)
        self.show_hints()

    def show_hints(self) -> None:
        """Tell the screen what the keys would do."""
        self.board.show_hints(board_hints(self.store.undo_label, self.store.redo_label))

    @on(LookRequested)
    @work(name=FIRST, exit_on_error=False)
    async def _look_requested(self) -> None:
        """Draw anew, and believe what the file says, whatever that is."""
        self.wire.redraw()
        with self.at_work():
            seen = await self.disk.run(self.store.reload, believe=True)
        self.show_reloaded(seen)

    @on(KeepShowingRequested)
    def _keep_showing(self) -> None:
        """Ask no more what to make of a file that shrank, or is gone."""
        gone = self.store.shrunk is not None and self.store.shrunk.deleted
        self.store.keep_showing()
        self.show_state()
        later = "ctrl+l asks again" if gone else "! restores them, ctrl+l takes the file as it is"
        self.board.tell(f"the tasks of before stay; {later}")

    @on(PutBackRequested)
    @work(name=FIRST, exit_on_error=False)
    async def _put_back(self) -> None:
        with self.at_work():
            result = await self.disk.run(self.store.put_back)
        self.show_result(result)

    def show_result(self, result: Result) -> None:
        """Show what came of an edit that the store made of its own."""
        raise NotImplementedError
