"""Calls of the operating system that Python does not have. Loaded at the first write only.

Linux is what is run and measured. The macOS call is written from its manual page and has
not been run.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys

_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_AT_FDCWD = -100
_KEEP_SIZE = 1

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, name: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)


def exchange(first: str, second: str) -> None:
    """Swap what two names of one file system stand for, atomically.

    Raises `OSError`; EINVAL or ENOSYS where the system or the file system cannot do it.
    """
    a, b = os.fsencode(first), os.fsencode(second)
    if sys.platform == "darwin":
        swap = getattr(_libc, "renamex_np", None)
        if swap is None:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), first)
        _checked(swap(a, b, ctypes.c_uint(_RENAME_SWAP)), second)
        return
    rename = getattr(_libc, "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), first)
    _checked(rename(_AT_FDCWD, a, _AT_FDCWD, b, ctypes.c_uint(_RENAME_EXCHANGE)), second)


def reserve(descriptor: int, size: int) -> None:
    """Make sure that `size` bytes fit on the disk, without changing the file's length.

    Raises `OSError`, ENOSPC if they do not; does nothing where the system cannot reserve.
    """
    allocate = getattr(_libc, "fallocate", None)
    if allocate is None:
        return
    done = allocate(descriptor, _KEEP_SIZE, ctypes.c_int64(0), ctypes.c_int64(size))
    if done != 0 and ctypes.get_errno() not in (errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL):
        _checked(done, "")
