"""The new content, complete and on the disk, under a name beside the target.

It has the target's owner, permissions and extended attributes (access control lists and
labels are such), and a modification time that is later than the target's: "did the time
move" is the only guard that most agents have. Times are therefore never copied.
"""

from __future__ import annotations

import errno
import os
import re
import stat as modes
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from .snapshots import digest
from .system import System
from .values import Fingerprint

_numbers = count(1)
_STEP_NS = 10_000_000
_SIGNED = 16
_WRITING = "-w"
_TAIL = re.compile(
    rf"(?P<host>.+)-(?P<pid>\d+)-\d+(?:-(?P<digest>[0-9a-f]{{{_SIGNED}}})(?P<writing>{_WRITING})?)?"
)
"""What stands behind the prefix: whose it is, the hash of what it was made with, and a mark
until that is complete. By these, a crash's remains are told from what a swap put there."""


class Unfit(Exception):
    """The way of writing cannot be used on this file; another one is chosen."""


@dataclass(slots=True)
class Temporary:
    """A file beside the target that nobody else knows."""

    path: str
    fingerprint: Fingerprint


def prefix(target: str) -> str:
    """How the names of all temporary files beside `target` begin."""
    return f".{os.path.basename(target)}.archie-"


def create(system: System, target: str, data: bytes, like: int, stat: os.stat_result) -> Temporary:
    """Write `data` beside `target`, which is open as `like`, and sync it.

    Raises `Unfit` where the folder or the metadata cannot be had, `OSError` for a full or
    failing disk; either way nothing is left behind.
    """
    name = f"{prefix(target)}{_host()}-{os.getpid()}-{next(_numbers)}-{digest(data)[:_SIGNED]}"
    path = os.path.join(os.path.dirname(target), name)
    unfinished = path + _WRITING
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = system.open(unfinished, flags, 0o600)
    except OSError as problem:
        if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise Unfit("the folder is read-only") from problem
        raise
    try:
        try:
            system.write(descriptor, data)
            _dress(system, descriptor, like, stat)
            if system.read(descriptor, len(data)) != data:
                raise OSError(errno.EIO, "the disk returned other bytes than were written")
            system.sync(descriptor)
            system.replace(unfinished, path)
            return Temporary(path, Fingerprint.of(system.fstat(descriptor)))
        finally:
            system.close(descriptor)
    except BaseException:
        discard(system, unfinished)
        discard(system, path)
        raise


def is_abandoned(tail: str) -> bool:
    """Whether the process in a temporary file's name has ended; `tail` is behind the prefix."""
    found = _TAIL.fullmatch(tail)
    if found is None or found["host"] != _host():
        return False
    try:
        os.kill(int(found["pid"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def is_own(tail: str, data: bytes) -> bool:
    """Whether a temporary file holds what its maker wrote, and nothing that a swap put there."""
    found = _TAIL.fullmatch(tail)
    return found is not None and (
        bool(found["writing"]) or found["digest"] == digest(data)[:_SIGNED]
    )


def _host() -> str:
    return os.uname().nodename.split(".")[0] if hasattr(os, "uname") else "host"


def discard(system: System, path: str) -> None:
    """Remove the name, whatever is behind it; a name already gone is no error."""
    with suppress(FileNotFoundError):
        system.unlink(path)


def _dress(system: System, descriptor: int, like: int, stat: os.stat_result) -> None:
    """Give the new file the owner, permissions, attributes of the old, and a later time."""
    try:
        mine = system.fstat(descriptor)
        if (mine.st_uid, mine.st_gid) != (stat.st_uid, stat.st_gid):
            system.own(descriptor, stat.st_uid, stat.st_gid)
        system.permit(descriptor, modes.S_IMODE(stat.st_mode))
        wished = dict(system.attributes(like))
        for name, value in wished.items():
            system.set_attribute(descriptor, name, value)
        if wished.items() - dict(system.attributes(descriptor)).items():
            raise Unfit("its attributes cannot be copied")
    except PermissionError as problem:
        raise Unfit("its owner or attributes cannot be copied") from problem
    freshen(system, descriptor, stat.st_mtime_ns)


def freshen(system: System, descriptor: int, older_ns: int) -> None:
    """Make sure that the file's modification time is later than `older_ns`."""
    now = system.fstat(descriptor)
    if now.st_mtime_ns <= older_ns:
        system.date(descriptor, now.st_atime_ns, older_ns + _STEP_NS)
