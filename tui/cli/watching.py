"""`watch`: what changes in the task file, as events, one a line, until interrupted.

The file is compared with what was last told, never a queue of what happened in between: a
reader that does not keep up is told the way from one state to the next it can take, in order,
and what the program holds for it is one document. Nothing is told of a file that is half
written, missing, or just lost most of its tasks; it is told when the file can be believed.
"""

from __future__ import annotations

import asyncio
import select
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from ...model.document import Document
from ...model.history.changes import Change, changes, contents
from ...model.live.store import Store
from ...model.storage import StorageError
from ...model.visible import visible_line
from .locate import find_file
from .output import OK, say_raw, to_json, warn
from .parser import Arguments
from .reading import unreadable

_READER_SECONDS = 1.0
"""How often it is looked whether the reader is still there."""
BELIEVE_SECONDS = 5.0
"""How long a file without tasks is taken for an accident."""
_ALL = sys.maxsize
"""Every changed task is read in full, however many there are."""


def run_watch(arguments: Arguments) -> int:
    """Print the events; ends when the reader is gone, or by an interrupt."""
    path = find_file(arguments.file)
    store = Store(Path(path), read_only=True)
    try:
        store.open()
    except (StorageError, ValueError) as problem:
        raise unreadable(path, problem) from None
    follower = _Follower(Path(path))
    try:
        _stream(store, follower.changed, path, arguments.json)
    finally:
        follower.close()
    return OK


def _stream(store: Store, changed: Event, path: str, as_json: bool) -> None:
    shown = store.document
    warn(f"watching {path}: {len(shown.tasks)} tasks; Ctrl+C ends it")
    again: float | None = None
    held_since: float | None = None
    state = "ok"
    while _has_reader():
        wait = _READER_SECONDS if again is None else min(again, _READER_SECONDS)
        if not changed.wait(wait) and again is None and held_since is None:
            continue
        changed.clear()
        long_held = held_since is not None and time.monotonic() - held_since > BELIEVE_SECONDS
        again = store.reload(believe=long_held).again
        held = store.health.state == "held"
        held_since = (held_since or time.monotonic()) if held else None
        if store.health.state != state:
            state = store.health.state
            if state in ("missing", "unreadable", "held"):
                warn(f"note: {store.health.message}")
        if store.document is not shown:
            _tell(shown, store.document, as_json)
            shown = store.document


def _tell(old: Document, new: Document, as_json: bool) -> None:
    """All events of one step, in one piece."""
    found = changes(old, new, _ALL)
    if as_json:
        at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        lines = [_as_json(change, at) for change in _in_full(found, new)]
    else:
        clock = time.strftime("%H:%M:%S")
        lines = [visible_line(f"{clock} {change.describe()}") for change in found]
    if lines:
        say_raw("\n".join(lines) + "\n")
        if sys.stdout is not None:
            sys.stdout.flush()


def _in_full(found: tuple[Change, ...], new: Document) -> Iterator[Change]:
    """The changes, and behind each added task what it says: a program may know no other way."""
    for change in found:
        yield change
        task = new.task(change.task) if change.kind == "added" else None
        if task is not None:
            yield from contents(task)


def _as_json(change: Change, at: str) -> str:
    return to_json(
        {
            "at": at,
            "task": change.task,
            "kind": change.kind,
            "field": change.field,
            "old": change.old,
            "new": change.new,
        }
    )


def _has_reader() -> bool:
    """Whether somebody can still read stdout; a pipe tells without being written to."""
    if sys.stdout is None:
        return False
    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), 0)
        return not any(event & (select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
    except (OSError, ValueError):
        return True


class _Follower:
    """Sets `changed` whenever the file may have changed, from a thread of its own.

    So the main thread waits in calls that a signal ends: for a change, or for a slow reader.
    """

    def __init__(self, path: Path) -> None:
        self.changed = Event()
        self._path = path
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._follow())
        self._thread = Thread(target=self._run, name="follow", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
            self._loop.run_until_complete(self._end_rest())
        finally:
            self._loop.close()

    async def _end_rest(self) -> None:
        """What the watch itself started ends before the loop does, and says nothing then."""
        while rest := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
        await self._loop.shutdown_asyncgens()

    async def _follow(self) -> None:
        from ...model.live.watcher import follow

        looks = follow(self._path)
        first = asyncio.ensure_future(anext(looks))
        await asyncio.sleep(0)  # from here on it notices
        self.changed.set()  # what was written since the first reading
        await first
        self.changed.set()
        async for _ in looks:
            self.changed.set()

    def close(self) -> None:
        """End the thread; waits a moment for it."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(5)
