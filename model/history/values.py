"""The values of the history: a version, and how many of them are kept."""

from __future__ import annotations

from typing import NamedTuple


class Bounds(NamedTuple):
    """How much history is kept, whichever comes first; the two newest always stay.

    With a bound of 0, nothing is kept.
    """

    versions: int = 200
    days: float = 7.0
    megabytes: float = 50.0

    @property
    def is_off(self) -> bool:
        """Whether the user wants no history."""
        return min(self) <= 0

    @property
    def bytes(self) -> int:
        """The most bytes on the disk."""
        return int(self.megabytes * 1024 * 1024)


class Version(NamedTuple):
    """What the file said at one moment, as a board or a command saw it."""

    at: float
    """When it was first seen, in seconds since the epoch."""
    digest: str
    """SHA-256 of the bytes, in hex."""
    seen_by: str
    """The process that saw it, as `journal.owner_of_this_process` names it."""
