"""Verify and replace: where a file system knows neither swaps nor leases.

The file must have rested, still hold what the edit was planned on, and is then renamed
over. A rename by somebody else in the microseconds between goes unnoticed; the promise of
this way says so.
"""

from __future__ import annotations

from . import temporary
from .exchange import Displaced, Put, await_quiet
from .reading import open_regular
from .system import System
from .values import Fingerprint, Timing


def put(system: System, path: str, base: bytes, new: bytes, timing: Timing, leases: bool) -> Put:
    """Make the file hold `new` if it holds `base`, as far as can be known.

    `leases` plays no part. Raises `Occupied`, `Unfit` or `OSError` as the other ways do.
    """
    del leases
    await_quiet(system, path, base, timing)
    descriptor, stat = open_regular(system, path)
    keep = False
    try:
        temp = temporary.create(system, path, new, descriptor, stat)
        try:
            now = system.stat(path)
            same = (now.st_dev, now.st_ino) == (stat.st_dev, stat.st_ino)
            if not same or system.read(descriptor, len(base)) != base:
                temporary.discard(system, temp.path)
                return Put(False)
            system.replace(temp.path, path)
        except BaseException:
            temporary.discard(system, temp.path)
            raise
        keep = True
        starting = Fingerprint.of(system.fstat(descriptor))
        return Put(True, [Displaced(descriptor, base, starting)])
    finally:
        if not keep:
            system.close(descriptor)
