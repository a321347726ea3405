"""The store behind the screen: its calls, one after another, off the event loop.

Every call may wait for the disk or for another writer, so none is made on the loop. They
run on one thread of their own in the order in which they were asked for: two quick edits
reach the file in the order in which the user made them.

A thread that computes takes the processor from the event loop, a millisecond at a time. So
whoever has something to show first says so (`give_way`), and calls begin when it is painted.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from ..model.live.store import Store
from ..model.storage import Promise

P = ParamSpec("P")
T = TypeVar("T")


_PATIENCE = 0.05
"""Seconds that a call waits for a painting at most: it may never come, as when the board closes."""


class Disk:
    """One store and the thread that it is used from."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.promise: Promise | None = None
        """What can be promised about edits, as it was after the latest call, for asking may wait;
        None before the first.
        """
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._recording: ThreadPoolExecutor | None = None
        self._painted = threading.Event()
        self._painted.set()

    def give_way(self) -> None:
        """Begin no call until `go_on` is called: there is something to be painted."""
        self._painted.clear()

    def go_on(self) -> None:
        """It is painted."""
        self._painted.set()

    def _wait(self) -> None:
        if not self._painted.wait(_PATIENCE):
            self._painted.set()

    def keep_history(self) -> None:
        """Write down what the store saw; nobody waits for it, no edit either."""
        if self._recording is None:
            self._recording = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history")
        self._recording.submit(self._record)

    def _record(self) -> None:
        self._wait()
        self.store.recorder.flush()

    def later(self, call: Callable[[], object]) -> None:
        """As `run`, for what nobody waits for."""
        self._thread.submit(call)

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call of the store, made when those before it are done."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: self._call(call, args, kwargs))

    def _call(self, call: Callable[..., T], args: tuple[Any, ...], named: dict[str, Any]) -> T:
        self._wait()
        try:
            return call(*args, **named)
        finally:
            self.promise = self.store.promise

    def close(self) -> None:
        """Finish what was asked for, and leave the file."""
        self._thread.submit(self.store.close)
        self._thread.shutdown(wait=True)
        if self._recording is not None:
            self._recording.shutdown(wait=True)
