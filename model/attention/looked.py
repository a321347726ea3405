"""What the user has seen of the file, so that the next look can tell what is new.

A version counts as seen when the user acts while it stands on the screen, not when it is
drawn: a board that is open on an empty chair has not been looked at.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import NamedTuple

from ..storage.whole import write_privately
from .shelf import Shelf


class Seen(NamedTuple):
    """A version that the user saw."""

    raw: bytes
    at: float
    """When it was seen last, in seconds since the epoch."""


class Looked:
    """The last version of one task file that this user saw."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the state folder of the task file."""
        self._shelf = Shelf(folder / "looked")

    def last(self) -> Seen | None:
        """What was seen last; None for a file that was never looked at, or if it cannot be told."""
        record = self._shelf.get("last")
        if record is None:
            return None
        from . import records

        found = records.looked(record)
        if found is None:
            return None
        try:
            raw = (self._shelf.folder / found.digest).read_bytes()
        except OSError:
            return None
        return Seen(raw, found.at) if hashlib.sha256(raw).hexdigest() == found.digest else None

    def see(self, raw: bytes) -> None:
        """The user has seen this version, just now. Raises `OSError`."""
        digest = hashlib.sha256(raw).hexdigest()
        content = self._shelf.folder / digest
        if not content.exists():
            write_privately(content, raw)
        self._shelf.put("last", {"version": 1, "at": time.time(), "digest": digest})
        for other in self._shelf.folder.iterdir():
            if len(other.name) == 64 and other.name != digest:
                other.unlink(missing_ok=True)
