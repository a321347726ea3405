"""Noticing that the file may have changed: the only user of watchfiles, where Linux does not
tell of it sooner (`inotify`).

The folder is watched, not the file: a watch on a file dies at its first rename. Where the
path is a link, the folders of the link and of its target are. Events are hints, and some
never come (writes through another hard link or a memory map, a flooded queue, a folder that
was swapped, network file systems), so the file's stat is taken each second as a net. What is
written through a map need not even show there: the bytes are hashed as well, each second where
that costs next to nothing, and each half minute at least. Whatever is noticed means "look", and
nothing else.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import Event

STAT_SECONDS = 1.0
"""How often the file's stat is taken, whatever events say."""
HASH_SECONDS = 30.0
"""How often its bytes are compared at least, whatever the stat says."""
HASHED_A_SECOND = 256 * 1024
"""Bytes of it that may be compared in a second: a few hundredths of a percent of a processor."""
_DEBOUNCE_MS, _STEP_MS = 100, 20
_CLOSING_SECONDS = 0.04
"""How long a writer may take from its last write to closing the file, before it is looked at."""
_TOGETHER_SECONDS = 0.005
"""After the first event of several: a writer makes more than one."""
_REFUSED = 5
"""So many times rarer a watch is tried again that the system refused: the stat does till then."""
_LARGEST_HASHED = 64 * 1024 * 1024
_TEMPORARY = ".archie-"


async def follow(
    path: Path, *, stat_seconds: float = STAT_SECONDS, hash_seconds: float = HASH_SECONDS
) -> AsyncIterator[None]:
    """Yield whenever the file at `path` may have changed; never yields twice for one look.

    Goes on whatever happens to the file or its folders, and ends only by being closed or
    cancelled. What changes while the consumer is busy is yielded once, afterwards.
    """
    changed, stop = asyncio.Event(), asyncio.Event()
    seen = _stat(path)
    tasks = [
        asyncio.create_task(_watch(path, changed, stop, stat_seconds)),
        asyncio.create_task(_poll(path, seen, changed, stat_seconds, hash_seconds)),
    ]
    try:
        while True:
            await changed.wait()
            await asyncio.sleep(_TOGETHER_SECONDS)
            changed.clear()
            yield
    finally:
        stop.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def folders(path: Path) -> tuple[str, ...]:
    """The folders that hold the link and its target, those that exist."""
    link = os.path.abspath(path)  # noqa: PTH100 - a Path would not drop ".."
    wanted = {str(Path(link).parent), str(Path(os.path.realpath(link)).parent)}
    return tuple(sorted(folder for folder in wanted if Path(folder).is_dir()))


async def _watch(path: Path, changed: Event, stop: Event, retry_seconds: float) -> None:
    """Turn events in the folders into `changed`, and start again when a folder goes."""
    while True:
        watched = folders(path)
        identities = _identities(watched)
        ended = asyncio.Event()
        if not watched:
            await asyncio.sleep(retry_seconds / 4)
            continue
        guard = asyncio.create_task(
            _until_moved(path, watched, identities, ended, stop, retry_seconds)
        )
        try:
            await _events(path, watched, changed, ended)
        finally:
            was_watched = ended.is_set()
            ended.set()
            guard.cancel()
            await asyncio.gather(guard, return_exceptions=True)
        if was_watched:
            changed.set()
        await asyncio.sleep(0.05 if was_watched else retry_seconds * _REFUSED)


async def _events(path: Path, watched: Iterable[str], changed: Event, ended: Event) -> None:
    """Set `changed` when something happens to the file, until `ended`."""
    try:
        await _told_by_linux(path, watched, changed, ended)
    except (OSError, NotImplementedError):  # NotImplementedError: a loop without descriptors
        await _told_by_watchfiles(path, watched, changed, ended)


async def _told_by_linux(path: Path, watched: Iterable[str], changed: Event, ended: Event) -> None:
    from . import inotify

    names = {path.name, os.path.basename(os.path.realpath(path))}  # noqa: PTH119

    loop = asyncio.get_running_loop()
    later: asyncio.TimerHandle | None = None

    def look_now() -> None:
        nonlocal later
        if later is not None:
            later.cancel()
        later = None
        changed.set()

    def look() -> None:
        nonlocal later
        told = inotify.told(descriptor, names.__contains__)
        if told is inotify.Told.DONE:
            look_now()
        elif told is inotify.Told.IN_WORK and later is None:
            # To look at what is not closed yet would be to wait for its writer.
            later = loop.call_later(_CLOSING_SECONDS, look_now)

    with inotify.watch(watched) as descriptor:
        loop.add_reader(descriptor, look)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(descriptor)
            if later is not None:
                later.cancel()


async def _told_by_watchfiles(
    path: Path, watched: Iterable[str], changed: Event, ended: Event
) -> None:
    from watchfiles import awatch

    own = f".{path.name}{_TEMPORARY}"
    with suppress(OSError, RuntimeError):
        async for changes in awatch(
            *watched,
            watch_filter=None,
            recursive=False,
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            stop_event=ended,
            rust_timeout=1000,
            force_polling=False,
        ):
            if any(not Path(name).name.startswith(own) for _, name in changes):
                changed.set()


async def _until_moved(
    path: Path,
    watched: tuple[str, ...],
    identities: object,
    ended: Event,
    stop: Event,
    seconds: float,
) -> None:
    """End the watch when its folders are not the right ones any more."""
    while not stop.is_set():
        await asyncio.sleep(seconds)
        if folders(path) != watched or _identities(watched) != identities:
            ended.set()
            return


def _identities(watched: Iterable[str]) -> tuple[tuple[int, int], ...]:
    found = []
    for folder in watched:
        with suppress(OSError):
            stat = Path(folder).stat()
            found.append((stat.st_dev, stat.st_ino))
    return tuple(found)


async def _poll(
    path: Path,
    seen: tuple[int, ...] | None,
    changed: Event,
    stat_seconds: float,
    hash_seconds: float,
) -> None:
    """The net under the events; it works where there are none.

    Its first stats come quickly, for the watch on the folder takes a moment to be there.
    """
    digest, since_hash = b"", hash_seconds
    waits = itertools.chain([min(0.1, stat_seconds)] * 10, itertools.repeat(stat_seconds))
    first = True
    for wait in waits:
        now = _stat(path)
        if now != seen:
            changed.set()
        if now != seen or since_hash >= min(hash_seconds, _affordable(now)):
            held = await asyncio.to_thread(_digest, path)
            if held != digest and not first:
                changed.set()
            digest, since_hash, first = held, 0.0, False
        seen = now
        await asyncio.sleep(wait)
        since_hash += wait


def _stat(path: Path) -> tuple[int, ...] | None:
    """What stands at the path, as far as a stat tells; None if nothing does."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_dev, stat.st_ctime_ns


def _affordable(seen: tuple[int, ...] | None) -> float:
    """How many seconds lie between two hashes of a file of this size."""
    return (seen[1] if seen else 0) / HASHED_A_SECOND


def _digest(path: Path) -> bytes:
    """A hash of the file's bytes; empty for what is no ordinary file or cannot be read."""
    import hashlib

    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_HASHED:
            return b""
        return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
    except OSError:
        return b""
