"""Write into the very file, where its inode must stay: hard links, bind mounts, foreign owners.

A write lease keeps every other program from opening the file while the changed bytes are
written. A crash in the middle can leave a mixture; both whole images stand in the journal's
snapshots before the first byte is touched, and recovery restores the new one.
"""

from __future__ import annotations

import os

from ..merge import first_difference
from .exchange import Put, await_quiet
from .leases import leased
from .reading import open_regular
from .system import System
from .temporary import Unfit, freshen
from .values import Timing


def put(system: System, path: str, base: bytes, new: bytes, timing: Timing, leases: bool) -> Put:
    """Make the file hold `new` if it holds `base`, keeping its inode.

    Raises `Occupied` while somebody has it open, `Unfit` if there are no leases after all,
    `OSError` if the disk is full (before anything is touched) or fails.
    """
    if not leases:
        await_quiet(system, path, base, timing)
    descriptor, stat = open_regular(system, path, os.O_RDWR)
    try:
        if leases:
            with leased(system, descriptor, writing=True) as held:
                if not held:
                    raise Unfit("there are no leases on this file")
                done = _write(system, descriptor, base, new)
        else:
            done = _write(system, descriptor, base, new)
        if not done:
            return Put(False)
        freshen(system, descriptor, stat.st_mtime_ns)
        system.sync(descriptor)
        now = system.stat(path)
        return Put((now.st_dev, now.st_ino) == (stat.st_dev, stat.st_ino))
    finally:
        system.close(descriptor)


def _write(system: System, descriptor: int, base: bytes, new: bytes) -> bool:
    """Write what differs; False if the file does not hold `base`."""
    if system.read(descriptor, len(base)) != base:
        return False
    if len(new) > len(base):
        system.reserve(descriptor, len(new))
    start = first_difference(base, new)
    system.write_at(descriptor, new[start:], start)
    if len(new) < len(base):
        system.truncate(descriptor, len(new))
    return True


def is_mixture(found: bytes, base: bytes, new: bytes, block: int = 512) -> bool:
    """Whether `found` can be what a crash left of writing `new` over `base`.

    True if every byte is that of one of the two images, or zero. An edit by somebody else
    would have moved bytes, or brought others.
    """
    if not min(len(base), len(new)) <= len(found) <= max(len(base), len(new)):
        return False
    if not found and base and new:
        return False
    for start in range(0, len(found), block):
        part = found[start : start + block]
        images = (base[start : start + len(part)], new[start : start + len(part)])
        if part not in images and not _is_blend(part, *images):
            return False
    return True


def _is_blend(part: bytes, old: bytes, fresh: bytes) -> bool:
    pairs = zip(part, old.ljust(len(part), b"\0"), fresh.ljust(len(part), b"\0"), strict=True)
    return all(byte in (0, one, other) for byte, one, other in pairs)
