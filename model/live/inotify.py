"""What Linux tells of a folder, at once and for nothing while nothing happens.

watchfiles asks its queue fifty times a second, which is half of all that an idle board does,
and answers up to two of those steps late. Linux lends a descriptor instead that becomes
readable with the first event. Where there is none (`OSError`), watchfiles it is.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from errno import ENOSYS

_MODIFY, _ATTRIB, _CLOSE_WRITE = 0x2, 0x4, 0x8
_MOVED, _CREATE, _DELETE = 0xC0, 0x100, 0x200
_SELF = 0x400 | 0x800
"""The folder was deleted, or moved."""
_OVERFLOW, _IGNORED = 0x4000, 0x8000
_MASK = _MODIFY | _ATTRIB | _CLOSE_WRITE | _MOVED | _CREATE | _DELETE | _SELF
_ANYTHING = _SELF | _OVERFLOW | _IGNORED
_GOES_ON = _MODIFY | _ATTRIB
"""A writer is at it, and will close the file."""
_HEAD = struct.Struct("iIII")
_ROOM = 64 * 1024


@contextmanager
def watch(folders: Iterable[str]) -> Iterator[int]:
    """A descriptor that is readable when something happened in one of the folders.

    Raises `OSError` where they cannot be watched.
    """
    if sys.platform != "linux":
        raise OSError(ENOSYS, "no inotify here")
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "inotify_init1")
    try:
        for folder in folders:
            if libc.inotify_add_watch(descriptor, os.fsencode(folder), _MASK) < 0:
                raise OSError(ctypes.get_errno(), "inotify_add_watch", folder)
        yield descriptor
    finally:
        os.close(descriptor)


class Told(IntEnum):
    """What events said of a file; more of one counts more."""

    NOTHING = 0
    IN_WORK = 1
    """Somebody writes to it, and has not closed it."""
    DONE = 2
    """It was closed, exchanged or removed, or nobody can tell."""


def told(descriptor: int, is_ours: Callable[[str], bool]) -> Told:
    """Take what there is to read: what it says of the names that are ours."""
    try:
        data = os.read(descriptor, _ROOM)
    except BlockingIOError:
        return Told.NOTHING
    found = Told.NOTHING
    at = 0
    while at < len(data):
        _, mask, _, size = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        name = os.fsdecode(data[at : at + size].rstrip(b"\0"))
        at += size
        if mask & _ANYTHING or is_ours(name):
            found = max(found, Told.DONE if mask & ~_GOES_ON else Told.IN_WORK)
    return found
