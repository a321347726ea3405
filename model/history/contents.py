"""The bytes of versions, by their hash; most of them as what differs from the one before.

A version is stored whole, or as the one stretch in which it differs from another: both what
stood there before and what stands there now, so that a reader who has either version has
the other with one splice. Chains of differences are short: after `_LONGEST` of them one is
stored whole. What is read is believed only if its hash is the name it is stored under.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ..source import common
from ..storage.reading import SIZE_LIMIT
from ..storage.snapshots import digest

_LONGEST = 32
_LEFT_ALONE_SECONDS = 5.0
"""Younger files without a version may be on their way into the log, without its lock."""


class _Stored(NamedTuple):
    """One file of the folder, as far as its head tells."""

    of: str
    """The version that it is a difference to; empty for one that is stored whole."""
    depth: int
    """How many differences lead to a whole one."""
    start: int = 0
    """Where they differ, in bytes."""
    old: int = 0
    """How many bytes the other one has there."""
    new: int = 0
    cut: int = 0
    """How many bytes of the body are the other one's."""
    body: bytes = b""


class Contents:
    """A folder of contents. Not made before the first `put`."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def put(self, data: bytes, name: str, before: tuple[str, bytes] | None = None) -> None:
        """Keep `data`, whose hash is `name`, perhaps as what differs from `before`.

        Raises `OSError`.
        """
        path = os.path.join(self._folder, name)
        if os.path.exists(path):
            return
        temporary = f"{path}.{os.getpid()}"
        try:
            with open(temporary, "wb", opener=_private) as stream:
                stream.write(self._packed(data, before))
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _packed(self, data: bytes, before: tuple[str, bytes] | None) -> bytes:
        known = self._load(before[0]) if before else None
        if before is None or known is None or known.depth >= _LONGEST:
            return _head({"of": "", "depth": 0}) + zlib.compress(data, 1)
        name, other = before
        start, end = common(other, data)
        old, new = other[start : len(other) - end], data[start : len(data) - end]
        if len(new) + len(old) > len(data) // 2 + 1024:
            return _head({"of": "", "depth": 0}) + zlib.compress(data, 1)
        first = zlib.compress(old, 1)
        head = {
            "of": name,
            "depth": known.depth + 1,
            "start": start,
            "old": len(old),
            "new": len(new),
            "cut": len(first),
        }
        return _head(head) + first + zlib.compress(new, 1)

    def get(self, name: str) -> bytes | None:
        """The content with this hash, or None if it is gone or altered."""
        chain: list[_Stored] = []
        at = name
        while at and len(chain) <= _LONGEST + 1:
            found = self._load(at)
            if found is None:
                return None
            chain.append(found)
            at = found.of
        data = _inflated(chain[-1].body) if chain and not at else None
        for step in reversed(chain[:-1]):
            new = _inflated(step.body[step.cut :])
            if data is None or new is None:
                return None
            data = data[: step.start] + new + data[step.start + step.old :]
        return data if data is not None and digest(data) == name else None

    def other(self, name: str, data: bytes) -> tuple[str, bytes] | None:
        """The version that `name`, which is `data`, is stored as a difference to, if it is."""
        found = self._load(name)
        if found is None or not found.of:
            return None
        old = _inflated(found.body[: found.cut])
        if old is None:
            return None
        before = data[: found.start] + old + data[found.start + found.new :]
        return (found.of, before) if digest(before) == found.of else None

    def has(self, name: str) -> bool:
        """Whether there is something under this hash."""
        return _is_name(name) and os.path.exists(os.path.join(self._folder, name))

    def fitting(self, newest_first: Iterable[str], most: int) -> int:
        """How many of the versions fit into `most` bytes, with all that they need."""
        needed: set[str] = set()
        total, count = 0, 0
        for name in newest_first:
            for one in self._needed(name):
                if one not in needed:
                    needed.add(one)
                    total += self.size_of(one)
            if total > most:
                break
            count += 1
        return count

    def drop_others(self, keep: Iterable[str]) -> None:
        """Remove what none of `keep` needs."""
        needed = {one for name in keep for one in self._needed(name)}
        oldest = time.time() - _LEFT_ALONE_SECONDS
        with os.scandir(self._folder) as entries:
            for entry in entries:
                loose = _is_name(entry.name.partition(".")[0]) and entry.name not in needed
                if loose and entry.stat().st_mtime < oldest:
                    Path(entry.path).unlink(missing_ok=True)

    def size(self) -> int:
        """Bytes on the disk."""
        try:
            with os.scandir(self._folder) as entries:
                return sum(entry.stat().st_size for entry in entries)
        except OSError:
            return 0

    def _needed(self, name: str) -> list[str]:
        found: list[str] = []
        while name and name not in found and len(found) <= _LONGEST + 1:
            found.append(name)
            stored = self._load(name, head_only=True)
            name = stored.of if stored else ""
        return found

    def size_of(self, name: str) -> int:
        """Bytes that one content takes on the disk."""
        try:
            return os.stat(os.path.join(self._folder, name)).st_size
        except OSError:
            return 0

    def _load(self, name: str, *, head_only: bool = False) -> _Stored | None:
        if not _is_name(name):
            return None
        try:
            with open(os.path.join(self._folder, name), "rb") as stream:
                head = json.loads(stream.readline(1000))
                body = b"" if head_only else stream.read(2 * SIZE_LIMIT)
            numbers = [int(head.get(key, 0)) for key in ("depth", "start", "old", "new", "cut")]
            of = str(head["of"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        if (of and not _is_name(of)) or min(numbers) < 0:
            return None
        depth, start, old, new, cut = numbers
        return _Stored(of, depth, start, old, new, cut, body)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC, 0o600)


def _head(values: dict[str, object]) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def _is_name(name: str) -> bool:
    return len(name) == 64 and name.isalnum() and name.isascii()


def _inflated(body: bytes) -> bytes | None:
    """What was deflated; None if it is damaged, or larger than any file that is opened."""
    inflate = zlib.decompressobj()
    try:
        data = inflate.decompress(body, SIZE_LIMIT + 1)
    except zlib.error:
        return None
    return data if inflate.eof and len(data) <= SIZE_LIMIT else None
