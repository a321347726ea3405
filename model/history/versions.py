"""The log of versions: when a content was first seen, and by which process.

Boards and commands on one file share it. Who adds to it holds a lock for the moment; what
another has added already is not added again. A line is an object of its own with a line end
before and behind, so that one that was torn, or is not ours, is skipped. The bytes of the
versions stand in the same folder (`contents`).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ..storage.snapshots import digest
from .contents import Contents
from .values import Bounds, Version

_READ_AT_MOST = 4 * 1024 * 1024
_SAME_SECONDS = 2.0
"""What another process logged so shortly after is the same sight of the file."""
_PATIENCE_SECONDS = 1.0
_SLACK = 20
"""Versions over the bound before the log is written anew."""
_LEAST = 2


class Versions:
    """The versions of one file, in `folder`. Looking makes nothing on the disk."""

    def __init__(self, folder: str, bounds: Bounds | None = None) -> None:
        self.folder = folder
        self.bounds = bounds if bounds is not None else Bounds()
        self.contents = Contents(folder)
        self._log = os.path.join(folder, "log.jsonl")
        self._newest: tuple[str, bytes] | None = None
        self._size: int | None = None

    def all(self) -> tuple[Version, ...]:
        """Every version whose bytes are kept, oldest first; never raises."""
        found: list[Version] = []
        for version in sorted(self._lines(), key=lambda one: one.at):
            if (not found or found[-1].digest != version.digest) and self.contents.has(
                version.digest
            ):
                found.append(version)
        return tuple(found)

    def content(self, name: str) -> bytes | None:
        """The bytes of the version with this digest; None if they are gone or damaged."""
        return self.contents.get(name)

    def size(self) -> int:
        """Bytes on the disk."""
        return self.contents.size()

    def add(self, seen: Sequence[tuple[float, bytes]], seen_by: str) -> int:
        """Log contents that were seen, oldest first; returns how many were new.

        Raises `OSError` if the folder cannot be written.
        """
        self._make()
        with self._lock():
            logged = list(self._lines())
            fresh = []
            for at, data in seen:
                version = Version(at, digest(data), seen_by)
                if _is_known(version, logged):
                    continue
                self._keep(version.digest, data, logged)
                logged.append(version)
                fresh.append(version)
            if fresh:
                self._append(fresh)
            self._bound(logged)
        return len(fresh)

    def _keep(self, name: str, data: bytes, logged: Sequence[Version]) -> None:
        before = self._newest
        if logged and (before is None or before[0] != logged[-1].digest):
            content = self.contents.get(logged[-1].digest)
            before = None if content is None else (logged[-1].digest, content)
        self.contents.put(data, name, before)
        self._newest = (name, data)
        if self._size is not None:
            self._size += self.contents.size_of(name)

    def _make(self) -> None:
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        with suppress(OSError):
            for folder in (os.path.dirname(self.folder), self.folder):
                os.chmod(folder, 0o700)

    def _append(self, versions: Iterable[Version]) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self._log, flags | os.O_CLOEXEC, 0o600)
        try:
            view = memoryview("".join(map(_line, versions)).encode())
            while view:
                view = view[os.write(descriptor, view) :]
        finally:
            os.close(descriptor)

    def _lines(self) -> Iterator[Version]:
        try:
            with open(self._log, "rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                stream.seek(max(0, size - _READ_AT_MOST))
                raw = stream.read(_READ_AT_MOST)
        except OSError:
            return
        for line in raw.split(b"\n"):
            version = _parsed(line) if line.startswith(b'{"kind":"version"') else None
            if version is not None:
                yield version

    def _bound(self, logged: list[Version]) -> None:
        """Forget what is over the bounds. Call with the lock held."""
        bounds = self.bounds
        if self._size is None:
            self._size = self.contents.size()
        oldest = time.time() - bounds.days * 86400
        over = len(logged) > bounds.versions + _SLACK or self._size > bounds.bytes
        stale = len(logged) > _LEAST and logged[0].at < oldest
        if not (over or stale or os.path.getsize(self._log) > _READ_AT_MOST):
            return
        logged.sort(key=lambda one: one.at)
        recent = [one for one in logged[-bounds.versions :] if one.at >= oldest]
        most = self.contents.fitting((one.digest for one in reversed(recent)), bounds.bytes)
        keep = logged[-max(most, _LEAST) :]
        temporary = f"{self._log}.{os.getpid()}"
        try:
            Path(temporary).write_text("".join(map(_line, keep)), "utf-8")
            os.chmod(temporary, 0o600)
            os.replace(temporary, self._log)
        finally:
            Path(temporary).unlink(missing_ok=True)
        self.contents.drop_others(one.digest for one in keep)
        self._size = None

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """The lock among those who log; after a moment they go on without it."""
        try:
            import fcntl
        except ImportError:
            yield
            return
        path = os.path.join(self.folder, "lock")
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o600)
        try:
            end = time.monotonic() + _PATIENCE_SECONDS
            while time.monotonic() < end:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    time.sleep(0.002)
            yield
        finally:
            os.close(descriptor)


def _is_known(version: Version, logged: Sequence[Version]) -> bool:
    """Whether the log has it: as the last one, or seen by another at about the same time."""
    if logged and logged[-1].digest == version.digest:
        return True
    later = (one for one in logged if one.at >= version.at - _SAME_SECONDS)
    return any(one.digest == version.digest and one.seen_by != version.seen_by for one in later)


def _line(version: Version) -> str:
    values = {"kind": "version", **version._asdict()}
    return f"\n{json.dumps(values, separators=(',', ':'))}\n"


def _parsed(line: bytes) -> Version | None:
    try:
        values = json.loads(line)
        at, name, seen_by = values["at"], values["digest"], values["seen_by"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    fits = isinstance(at, int | float) and isinstance(name, str) and isinstance(seen_by, str)
    return Version(float(at), name, seen_by[:300]) if fits and len(name) == 64 else None
