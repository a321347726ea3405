"""Swap the new content in, look at what came out, and put it back if it is a surprise.

No call can say "replace this file if it still holds these bytes". Three together can: a
read lease keeps writers out while the bytes are compared, the exchange hands over what was
really there at that moment, and if that is not what was compared (a rename got between),
the same call puts it back within microseconds.

Who waits in `open` while we swap would write into what came out; then, too, it goes back,
before they go on.

What comes out while we put something back is newer still, so it goes in again: the loop
ends when the last thing that went in is what comes out, and the file holds the newest.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import dataclass, field

from . import temporary
from .errors import StorageError
from .leases import Occupied, leased
from .reading import look, open_regular
from .system import System
from .temporary import Temporary, Unfit
from .values import Fingerprint, Timing

_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
_MUST_NOT = (errno.EBUSY, errno.EPERM, errno.EACCES, errno.EXDEV)
_SWAPS = 50


@dataclass(slots=True)
class Displaced:
    """An inode that our swap took out of the folder, held open to see late writes."""

    descriptor: int
    content: bytes
    """What it held when we looked, under the lease."""
    fingerprint: Fingerprint
    """Taken under the lease too: after it, a writer we let go may already have written."""
    awaited: bool = False
    """Somebody was waiting to write into it when the lease ended."""
    path: str = ""
    """Its name while it has one."""
    since: float = 0.0
    """When it was displaced, on the clock that never goes back."""


@dataclass(slots=True)
class Put:
    """How an attempt to put new content in place ended."""

    done: bool
    """False: the file had changed; plan again on fresh bytes."""
    displaced: list[Displaced] = field(default_factory=list)
    strays: list[bytes] = field(default_factory=list)
    """Foreign content that was in the file for a moment and was replaced by its successor."""
    restored: bytes | None = None
    """What went back in after a surprise, where it could be read."""
    shown: bool = False
    """Our content was in the file for a moment, and somebody may have read it."""


def put(system: System, path: str, base: bytes, new: bytes, timing: Timing, leases: bool) -> Put:
    """Make the file hold `new` if it holds `base`.

    Raises `Occupied` while somebody writes, `Unfit` where no exchange is possible,
    `OSError` if the disk fails; the file is whole in every case.
    """
    descriptor, stat = open_regular(system, path)
    keep = False
    try:
        temp = temporary.create(system, path, new, descriptor, stat)
        try:
            result = _swap(system, path, base, new, temp, descriptor, timing, leases)
        except BaseException:
            _discard_unused(system, temp)
            raise
        keep = result.done
        return result
    finally:
        if not keep:
            system.close(descriptor)


def _swap(
    system: System,
    path: str,
    base: bytes,
    new: bytes,
    temp: Temporary,
    descriptor: int,
    timing: Timing,
    leases: bool,
) -> Put:
    if not leases:
        await_quiet(system, path, base, timing)
    with leased(system, descriptor) as held:
        if held != leases:
            raise Unfit("there are no leases on this file")
        stat = system.fstat(descriptor)
        if stat.st_nlink > 1:
            raise Unfit("it has several names")
        if not _is_at(system, path, stat) or system.read(descriptor, len(base)) != base:
            temporary.discard(system, temp.path)
            return Put(False)
        if held and not system.leased(descriptor):
            raise Occupied
        _exchange(system, temp.path, path)
        starting = Fingerprint.of(system.fstat(descriptor))
        if held and not system.leased(descriptor):
            # Somebody waits in `open` for what we took out: let them find it in its place.
            return _put_back(system, path, new, temp, Fingerprint.of(system.stat(temp.path)))
    out = system.stat(temp.path)
    if (out.st_dev, out.st_ino) != starting.identity:
        return _put_back(system, path, new, temp, Fingerprint.of(out))
    temporary.discard(system, temp.path)
    return Put(True, [Displaced(descriptor, base, starting)])


def _put_back(system: System, path: str, new: bytes, temp: Temporary, out: Fingerprint) -> Put:
    """Undo a swap that took out something else than was compared."""
    result = Put(False, shown=True)
    inside, came_out = temp.fingerprint.identity, out.identity
    for _ in range(_SWAPS):
        going_in = came_out
        _exchange(system, temp.path, path)
        back = system.stat(temp.path)
        came_out = (back.st_dev, back.st_ino)
        if came_out == inside:
            break
        inside = going_in
    with suppress(StorageError):
        result.restored = look(system, path).data
    ours = came_out == temp.fingerprint.identity
    watched = _hold(system, temp.path, new if ours else None)
    temporary.discard(system, temp.path)
    if not ours:
        result.strays.append(watched.content)
    result.displaced.append(watched)
    return result


def _hold(system: System, path: str, content: bytes | None) -> Displaced:
    """Keep an eye on what a name stands for, before the name goes."""
    descriptor, stat = open_regular(system, path)
    if content is None:
        content = system.read(descriptor, stat.st_size)
    return Displaced(descriptor, content, Fingerprint.of(stat))


def _discard_unused(system: System, temp: Temporary) -> None:
    """Remove the temporary file, unless a swap has put somebody's content under its name."""
    try:
        found = system.stat(temp.path)
    except FileNotFoundError:
        return
    if (found.st_dev, found.st_ino) == temp.fingerprint.identity:
        temporary.discard(system, temp.path)


def _exchange(system: System, first: str, second: str) -> None:
    try:
        system.exchange(first, second)
    except OSError as problem:
        if problem.errno in _CANNOT:
            raise Unfit("the file system cannot swap two files") from problem
        if problem.errno in _MUST_NOT:
            raise Unfit("the file cannot be replaced where it is") from problem
        raise


def _is_at(system: System, path: str, stat: os.stat_result) -> bool:
    try:
        now = system.stat(path)
    except FileNotFoundError:
        return False
    return (now.st_dev, now.st_ino) == (stat.st_dev, stat.st_ino)


def await_quiet(system: System, path: str, base: bytes, timing: Timing) -> None:
    """Without leases: the file must rest for the quiet time, seen on our own clock."""
    before = look(system, path, leases=False)
    if before.data != base:
        raise Occupied
    system.sleep(timing.quiet)
    after = look(system, path, leases=False)
    if after.fingerprint != before.fingerprint:
        raise Occupied
