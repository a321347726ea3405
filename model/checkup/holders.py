"""Who has the file open: the programs that keep edits waiting, by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = "/proc"
_WRITABLE_AND_SHARED = "w-s"


def writers(path: str) -> tuple[str, ...]:
    """The programs that have `path` open or mapped for writing, as `vim (process 123)`.

    Empty where there are none, where the system does not say, or where they are another user's.
    """
    try:
        wanted = os.stat(path)
        numbers = [name for name in os.listdir(_PROCESSES) if name.isdigit()]
    except OSError:
        return ()
    return tuple(_named(number) for number in numbers if _writes(number, path, wanted))


def _writes(number: str, path: str, wanted: os.stat_result) -> bool:
    with suppress(OSError):
        if any(_opened_for_writing(number, name) for name in _opened(number, wanted)):
            return True
    with suppress(OSError):
        maps = Path(_PROCESSES, number, "maps").read_text(errors="replace")
        ends = (f" {path}", f" {path} (deleted)")
        return any(
            line.endswith(ends) and _WRITABLE_AND_SHARED in line[:60] for line in maps.splitlines()
        )
    return False


def _opened(number: str, wanted: os.stat_result) -> Iterator[str]:
    """The descriptors of a process that are this file."""
    folder = os.path.join(_PROCESSES, number, "fd")
    for name in os.listdir(folder):
        with suppress(OSError):
            if os.path.samestat(os.stat(os.path.join(folder, name)), wanted):
                yield name


def _opened_for_writing(number: str, name: str) -> bool:
    told = Path(_PROCESSES, number, "fdinfo", name).read_text()
    flags = next(line.split()[1] for line in told.splitlines() if line.startswith("flags:"))
    return int(flags, 8) & os.O_ACCMODE != os.O_RDONLY


def _named(number: str) -> str:
    name = "a program"
    with suppress(OSError):
        name = Path(_PROCESSES, number, "comm").read_text(errors="replace").strip()
    return f"{name} (process {number})"
