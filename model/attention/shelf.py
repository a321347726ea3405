"""Small records that outlive the program, one a file, shared by all boards of a user.

A record is written whole or not at all, durably, and only its owner can read it. Taking one
away is removing its file, so no lock is needed: whoever comes second finds nothing.
"""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

from ..storage.whole import write_privately

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}\Z")
_LARGEST = 8 * 1024 * 1024
_MOST = 1000
_GONE = ".gone"


class Shelf:
    """A folder of records."""

    def __init__(self, folder: Path) -> None:
        """Makes nothing; the first `put` does."""
        self.folder = folder

    def put(self, name: str, record: dict[str, Any]) -> None:
        """Keep a record under a name, in place of an earlier one. Raises `OSError`."""
        if not _NAME.match(name):
            raise ValueError(f"no name for a record: {name!r}")
        data = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode()
        write_privately(self.folder / f"{name}.json", data)

    def get(self, name: str) -> dict[str, Any] | None:
        """The record under a name, unvalidated; None if there is none that can be read."""
        return _read(self.folder / f"{name}.json")

    def names(self) -> list[str]:
        """The names of all records, the newest first; at most a thousand."""
        found: list[tuple[float, str]] = []
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    name = entry.name.removesuffix(".json")
                    if name != entry.name and _NAME.match(name):
                        found.append((entry.stat(follow_symlinks=False).st_mtime, name))
        except OSError:
            return []
        return [name for _, name in sorted(found, reverse=True)[:_MOST]]

    def take(self, name: str) -> bool:
        """Take a record away; False if it was gone already."""
        try:
            (self.folder / f"{name}.json").unlink()
        except OSError:
            return False
        return True

    def bury(self, name: str) -> bool:
        """As `take`, and remember for `is_buried` that it was here."""
        if not self.take(name):
            return False
        try:
            write_privately(self.folder / f"{name}{_GONE}", b"")
        except OSError:
            return True
        return True

    def is_buried(self, name: str, seconds: float) -> bool:
        """Whether the record was buried in the last so many seconds."""
        path = self.folder / f"{name}{_GONE}"
        try:
            young = time.time() - path.stat().st_mtime < seconds
        except OSError:
            return False
        if not young:
            path.unlink(missing_ok=True)
        return young

    def stamp(self) -> int:
        """A number that changes when records come or go; one `stat`."""
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return 0


def _read(path: Path) -> dict[str, Any] | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if os.fstat(stream.fileno()).st_size > _LARGEST:
                return None
            record = json.loads(stream.read())
    except (OSError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
