"""Holding a file still for microseconds: the mandatory lock that Linux has after all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .system import BUSY, HELD, System


class Occupied(Exception):
    """Somebody has the file open in a way that forbids the lease."""


@contextmanager
def leased(system: System, descriptor: int, *, writing: bool = False) -> Iterator[bool]:
    """Hold a lease inside the block; yields whether there is one.

    False means that this system or this user has no leases, and the caller must rely on
    quiet time. Raises `Occupied` if somebody has the file open for writing (or, for a
    write lease, open at all). Never sync inside the block: others wait.
    """
    answer = system.lease(descriptor, writing)
    if answer == BUSY:
        raise Occupied
    try:
        yield answer == HELD
    finally:
        if answer == HELD:
            system.release(descriptor)
