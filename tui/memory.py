"""Giving memory back that the program has freed.

glibc keeps what was freed for the next time, and once it has seen a large piece come and go it
takes all pieces of that size from what it keeps. A board reads its file, several megabytes,
again and again: without this a large file stands in memory two or three times for good.
"""

from __future__ import annotations

import sys
from contextlib import suppress

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_LARGE = 64 * 1024
"""Bytes from which a piece of memory is asked of the system by itself, and given back to it."""


def give_back_what_is_free() -> None:
    """Ask the C library to keep nothing large; does nothing where it is not glibc."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_TRIM_THRESHOLD, _LARGE)
        library.mallopt(_M_ARENA_MAX, 1)  # the interpreter's lock lets one thread work at a time
        library.malloc_trim(0)
