"""Reading a file that others write at any moment.

A content is taken for whole if a read lease could be had on it (nobody has it open for
writing) and it was left alone for a moment: a shell that writes `> f` and then `>> f` has
it closed in between. Sizes and modification times prove nothing, since ext4 shows size 0
with the old time while a writer truncates; a change time some moments old, seen *under a
lease*, does. Where there are no leases, quiet since first seen must do; and so for a program
that keeps the file open or mapped for as long as it runs, longer the less its content looks like
the one before.

Pipes and devices are refused before they are opened, and opening never waits.
"""

from __future__ import annotations

import errno
import os
import stat as modes
from typing import NamedTuple

from .errors import WRITTEN_BY_OTHERS, Busy, Missing, NoPermission, NotAFile, StorageError, TooLarge
from .system import BUSY, HELD, System
from .values import Fingerprint, Snapshot, Timing

SIZE_LIMIT = 64 * 1024 * 1024
"""Largest file that is read, in bytes."""

_TAIL = 200
"""Bytes at the end of a file by which a rewritten one is known to be whole."""

_TICK = 0.01
"""More than the step of any file system's clock that has leases, in seconds."""

_KINDS = (
    (modes.S_ISDIR, "a folder"),
    (modes.S_ISFIFO, "a pipe"),
    (modes.S_ISSOCK, "a socket"),
    (modes.S_ISCHR, "a device"),
    (modes.S_ISBLK, "a device"),
    (modes.S_ISLNK, "a link"),
)


class Look(NamedTuple):
    """One reading of the file."""

    data: bytes
    stat: os.stat_result
    leased: bool
    """Nobody had it open for writing."""

    @property
    def fingerprint(self) -> Fingerprint:
        """The stat as a value."""
        return Fingerprint.of(self.stat)


def open_regular(
    system: System, path: str, flags: int = os.O_RDONLY, limit: int = SIZE_LIMIT
) -> tuple[int, os.stat_result]:
    """A descriptor of the ordinary file at `path`, and its stat. Never waits.

    `path` holds no links. Raises the `StorageError` that says what stands there instead.
    """
    name = os.path.basename(path)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        _require_regular(system.stat(path), name, limit)
        descriptor = system.open(path, flags)
    except OSError as problem:
        raise describe(problem, name) from problem
    try:
        found = system.fstat(descriptor)
        _require_regular(found, name, limit)
    except BaseException:
        system.close(descriptor)
        raise
    return descriptor, found


def look(system: System, path: str, *, leases: bool = True, limit: int = SIZE_LIMIT) -> Look:
    """Read the file once, now. Raises `Busy` if somebody has it open for writing."""
    descriptor, found = open_regular(system, path, limit=limit)
    try:
        answer = system.lease(descriptor) if leases else None
        if answer == BUSY:
            raise Busy(f"{os.path.basename(path)} {WRITTEN_BY_OTHERS}")
        found = system.fstat(descriptor)
        data = system.read(descriptor, limit)
        if len(data) > limit:
            raise _too_large(len(data), limit, os.path.basename(path))
        after = system.fstat(descriptor)
        if Fingerprint.of(after) != Fingerprint.of(found):
            raise Busy(f"{os.path.basename(path)} changed while it was read")
        return Look(data, after, answer == HELD)
    except OSError as problem:
        raise describe(problem, os.path.basename(path)) from problem
    finally:
        system.close(descriptor)


def read_settled(
    system: System,
    path: str,
    timing: Timing,
    *,
    known: bytes | None = None,
    before: bytes | None = None,
    leases: bool = True,
    limit: int = SIZE_LIMIT,
) -> Snapshot:
    """Read until the content is whole, or patience ends.

    Content equal to `known`, our own last, needs no proof; nor does one that was read under
    a lease and ends as `before`, the last that was believed, did. What is whole as far as a
    lease can tell but keeps changing comes back with `settled` False; without even that:
    `Busy`.
    """
    started = since = system.clock()
    seen: Fingerprint | None = None
    opened = _Opened(system, path, timing, before, limit)
    while True:
        try:
            found = look(system, path, leases=leases, limit=limit)
        except Busy:
            seen = None
            left = opened.left_alone()
            if left is not None:
                return left
            if system.clock() - started > timing.patience:
                raise
            system.sleep(timing.longest_wait)
            continue
        now = system.clock()
        if found.fingerprint != seen:
            seen, since = found.fingerprint, now
        whole = found.data == known or (found.leased and ends_like(before, found.data))
        if whole or now - since >= timing.quiet or rested(system, found, timing):
            return Snapshot(found.data, found.fingerprint, settled=True)
        if found.leased and now - started > timing.settling:
            return Snapshot(found.data, found.fingerprint, settled=False)
        if now - started > timing.patience:
            raise Busy(f"{os.path.basename(path)} {WRITTEN_BY_OTHERS}")
        system.sleep(max(timing.quiet - (now - since), 0.001))


class _Opened:
    """A file that another program has open for writing: a log, an editor that maps it."""

    def __init__(
        self, system: System, path: str, timing: Timing, before: bytes | None, limit: int
    ) -> None:
        self._system, self._path, self._limit = system, path, limit
        self._timing, self._before = timing, before
        self._found: Look | None = None
        self._since = 0.0

    def left_alone(self) -> Snapshot | None:
        """What it says, if it has said so for long enough; asked again and again."""
        found, now = self._found, self._system.clock()
        try:
            if found is None or Fingerprint.of(self._system.stat(self._path)) != found.fingerprint:
                self._found, self._since = self._look(), now
                return None
            if now - self._since < self._enough(found.data):
                return None
            fresh = self._look()  # what is written through a map leaves no trace in a stat
        except (Busy, OSError):
            self._found = None
            return None
        if fresh.data == found.data:
            return Snapshot(fresh.data, fresh.fingerprint, settled=True)
        self._found, self._since = fresh, now
        return None

    def _look(self) -> Look:
        return look(self._system, self._path, leases=False, limit=self._limit)

    def _enough(self, data: bytes) -> float:
        """How long this content has to stay, in seconds."""
        before, timing = self._before, self._timing
        if not before:
            return timing.opened
        if not ends_like(before, data):
            return timing.surprising
        lines_behind = data.startswith(before) and data.endswith((b"\n", b"\r"))
        return timing.quiet if lines_behind or len(data) == len(before) else timing.opened


def ends_like(before: bytes | None, data: bytes) -> bool:
    """Whether `data` has the end of `before`, and perhaps goes on behind it.

    A program that empties a file and writes it again in several goes (`>f; >>f`) leaves,
    between two of them, a content without its end: that one has to rest first.
    """
    if not before:
        return False
    return before[-_TAIL:] in data


def rested(system: System, found: Look, timing: Timing) -> bool:
    """Whether a leased look shows a content that was left alone for the quiet time."""
    age = system.now() - found.stat.st_ctime_ns / 1e9
    return found.leased and age > timing.quiet + _TICK


def describe(problem: OSError, name: str) -> StorageError:
    """The clear line for what the operating system said."""
    number = problem.errno
    if number in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE):
        return Missing(f"{name} does not exist")
    if number in (errno.EACCES, errno.EPERM):
        return NoPermission(f"no permission to open {name}")
    if number in (errno.EAGAIN, errno.ETXTBSY):
        return Busy(f"{name} {WRITTEN_BY_OTHERS}")
    if number in (errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.ENODEV):
        return NotAFile(f"{name} is not an ordinary file")
    return StorageError(f"{name}: {os.strerror(number or 0).lower()}")


def _require_regular(found: os.stat_result, name: str, limit: int) -> None:
    if not modes.S_ISREG(found.st_mode):
        kind = next((word for test, word in _KINDS if test(found.st_mode)), "something else")
        raise NotAFile(f"{name} is {kind}, not a file")
    if found.st_size > limit:
        raise _too_large(found.st_size, limit, name)


def _too_large(size: int, limit: int, name: str) -> TooLarge:
    return TooLarge(f"{name} has {size >> 20} MiB, more than the {limit >> 20} MiB that are opened")
