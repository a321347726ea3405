"""Contents that were seen or written, by their hash, in the user's state folder.

They tell a stale whole-file write from a deliberate change, restore what a crash tore, and
are bounded: 200 of them, 7 days, 50 MB, whichever comes first.
"""

from __future__ import annotations

import os
from pathlib import Path

from .system import System

MOST, DAYS, BYTES, LEAST = 200, 7, 50 * 1024 * 1024, 4
"""How many are kept, for how long, in how many bytes; the newest `LEAST` always stay."""


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


class Snapshots:
    """A folder of contents."""

    def __init__(self, system: System, folder: str) -> None:
        self._system = system
        self._folder = folder

    def put(self, data: bytes, *, durable: bool) -> str:
        """Keep `data`; returns its hash. Call `sync` after the durable ones."""
        name = digest(data)
        path = os.path.join(self._folder, name)
        if os.path.exists(path):
            os.utime(path)
            return name
        temporary = f"{path}.{os.getpid()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = self._system.open(temporary, flags)
            try:
                self._system.write(descriptor, data)
                if durable:
                    self._system.sync(descriptor)
            finally:
                self._system.close(descriptor)
            self._system.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name

    def sync(self) -> None:
        """Make the names durable; without it a power cut forgets them."""
        sync_folder(self._system, self._folder)

    def get(self, name: str) -> bytes | None:
        """The content with this hash, or None if it is gone or altered."""
        if len(name) != 64 or not name.isalnum():
            return None
        try:
            data = Path(self._folder, name).read_bytes()
        except OSError:
            return None
        return data if digest(data) == name else None

    def newest(self, count: int) -> list[bytes]:
        """The last `count` contents, oldest first."""
        found = [self.get(name) for _, _, name in self._listing()[:count]]
        return [data for data in reversed(found) if data is not None]

    def prune(self) -> None:
        """Forget what is over the bounds."""
        total, oldest = 0, self._system.now() - DAYS * 86400
        for index, (modified, size, name) in enumerate(self._listing()):
            total += size
            over = index >= MOST or total > BYTES or modified < oldest
            if over and index >= LEAST:
                Path(self._folder, name).unlink(missing_ok=True)

    def _listing(self) -> list[tuple[float, int, str]]:
        """Date, size, and name of every content, newest first."""
        try:
            with os.scandir(self._folder) as entries:
                found = [(e.stat().st_mtime, e.stat().st_size, e.name) for e in entries]
        except OSError:
            return []
        return sorted(found, reverse=True)


def sync_folder(system: System, folder: str) -> None:
    """Make the names in a folder durable."""
    descriptor = system.open(folder, os.O_RDONLY)
    try:
        system.sync(descriptor)
    finally:
        system.close(descriptor)
