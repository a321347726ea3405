"""What was asked, done, and withdrawn: one JSON object a line, in the user's state folder.

An intent counts as kept once its line is on the disk. A line is written with a line end on
both sides, so one that a crash tore never glues to the next and is skipped when read. What
is read back is validated, for any program of the user may have written there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .snapshots import sync_folder
from .system import System
from .values import Entry, Intent

if TYPE_CHECKING:
    from .records import Record

_COMPACT_AT = 4 * 1024 * 1024
_READ_AT_MOST = 16 * 1024 * 1024
_KEEP_DAYS = 7
_KEEP_DONE = 500


@dataclass(frozen=True, slots=True)
class Done:
    """An intent that is in the file, or was."""

    intent: Intent
    new: str
    """SHA-256 of the file's content right after it."""
    at: float
    owner: str
    base: str = ""
    """SHA-256 of what it was planned on; empty where that is not told."""


class Place(NamedTuple):
    """How far a journal was read."""

    inode: int
    offset: int


class Journal:
    """The journal of one file."""

    def __init__(self, system: System, folder: str) -> None:
        self._system = system
        self._folder = folder
        self.path = os.path.join(folder, "journal.jsonl")

    def append(self, records: Iterable[dict[str, Any]], *, durable: bool) -> None:
        """Add lines; with `durable` they are on the disk when this returns. Raises `OSError`."""
        text = "".join(f"\n{json.dumps(record, separators=(',', ':'))}\n" for record in records)
        data = text.encode("utf-8", "surrogatepass")
        new = not os.path.exists(self.path)
        while not self._appended(data, durable):
            pass  # a peer has compacted it meanwhile
        if new and durable:
            sync_folder(self._system, self._folder)
            sync_folder(self._system, os.path.dirname(self._folder))

    def _appended(self, data: bytes, durable: bool) -> bool:
        """Add to the file; whether it was still the journal afterwards."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = self._system.open(self.path, flags)
        try:
            self._system.write(descriptor, data)
            if durable:
                self._system.sync(descriptor)
            return os.path.samestat(os.fstat(descriptor), os.stat(self.path))
        finally:
            self._system.close(descriptor)

    def lines(self) -> list[dict[str, Any]]:
        """All lines that are JSON objects of a known kind, unvalidated; never raises."""
        return self.news(Place(0, 0))[0]

    def news(self, since: Place) -> tuple[list[dict[str, Any]], Place]:
        """As `lines`, those written after a place, and the place where the journal ends now."""
        try:
            stat = os.stat(self.path)
            if since == (stat.st_ino, stat.st_size):
                return [], since
            with open(self.path, "rb") as stream:
                stat = os.fstat(stream.fileno())
                start = since.offset if since.inode == stat.st_ino else 0
                start = max(start if start <= stat.st_size else 0, stat.st_size - _READ_AT_MOST)
                stream.seek(start)
                raw = stream.read(_READ_AT_MOST)
        except OSError:
            return [], since
        raw = raw[: raw.rfind(b"\n") + 1] if start else raw
        found = []
        for line in raw.split(b"\n"):
            try:
                record = json.loads(line) if line.startswith(b'{"kind":') else None
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                found.append(record)
        return found, Place(stat.st_ino, start + len(raw))

    def entries(self) -> tuple[list[Entry], list[str]]:
        """The intents that are neither done nor withdrawn, and who owns each."""
        latest: dict[str, dict[str, Any]] = {}
        for line in self.lines():
            key, kind = str(line.get("id")), line.get("kind")
            if kind == "intent":
                latest[key] = line
            elif kind == "attempt" and key in latest:
                latest[key] = {**latest[key], **line, "kind": "intent"}
            elif kind in ("done", "gone"):
                latest.pop(key, None)
        records = [r for r in map(_validated, latest.values()) if r is not None]
        return [record.entry() for record in records], [record.owner for record in records]

    def done(self, since: float) -> list[Done]:
        """The intents done after `since`, oldest first, that nobody withdrew afterwards."""
        lines = self.lines()
        gone = {line.get("id") for line in lines if line.get("kind") == "gone"}
        ends: dict[str, dict[str, Any]] = {}
        for line in lines:
            at = line.get("at")
            recent = isinstance(at, (int, float)) and at >= since
            if line.get("kind") == "done" and recent and line.get("id") not in gone:
                ends[str(line.get("id"))] = line
        found = []
        for line in lines:
            if line.get("kind") == "intent" and str(line.get("id")) in ends:
                made = done_of(line, ends.pop(str(line["id"])))
                found += [made] if made is not None else []
        return found

    @property
    def is_large(self) -> bool:
        """Whether it is time to compact it."""
        try:
            return os.path.getsize(self.path) >= _COMPACT_AT
        except OSError:
            return False

    def compact(self) -> None:
        """Drop old lines once the journal is large. Call with the peers' lock held.

        Peers may append meanwhile. What came into the old file before it was replaced is
        carried over; who writes into it afterwards sees that it was, and writes again.
        """
        try:
            with open(self.path, "rb") as old:
                if os.fstat(old.fileno()).st_size < _COMPACT_AT:
                    return
                old.seek(0, os.SEEK_END)
                self._write_afresh()
                late = old.read()
        except FileNotFoundError:
            return
        if late:
            self._appended(late, durable=True)

    def _write_afresh(self) -> None:
        lines = self.lines()
        keep = {str(e.intent.id) for e in self.entries()[0]}
        recent = self.done(self._system.now() - _KEEP_DAYS * 86400)
        keep |= {done.intent.id for done in recent[-_KEEP_DONE:]}
        gone = {line.get("id") for line in lines if line.get("kind") == "gone"}
        strands = {str(line.get("id")) for line in lines if line.get("kind") == "strand"}
        keep |= strands - gone
        text = "".join(
            f"\n{json.dumps(line, separators=(',', ':'))}\n"
            for line in lines
            if str(line.get("id")) in keep
        )
        temporary = f"{self.path}.{os.getpid()}"
        descriptor = self._system.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            self._system.write(descriptor, text.encode("utf-8", "surrogatepass"))
            self._system.sync(descriptor)
        finally:
            self._system.close(descriptor)
        self._system.replace(temporary, self.path)
        sync_folder(self._system, self._folder)


def done_of(line: dict[str, Any], end: dict[str, Any]) -> Done | None:
    """The edit that an intent's line and its last one tell of; None if they make no sense."""
    record, at = _validated(line), end.get("at")
    if record is None or not isinstance(at, (int, float)):
        return None
    base = str(end.get("base") or line.get("base") or "")
    return Done(record.intent(), str(end.get("new", "")), float(at), record.owner, base)


def intent_line(intent: Intent, owner: str, base: str, new: str) -> dict[str, Any]:
    """The line that keeps an intent."""
    by = {"by_command": True} if intent.by_command else {}
    return {
        "kind": "intent",
        "id": intent.id,
        "at": intent.at,
        "owner": owner,
        "summary": intent.summary,
        "payload": dict(intent.payload),
        "base": base,
        "new": new,
        **by,
    }


def owner_of_this_process() -> str:
    """Host, process and its start, so that a number used again is not taken for its owner."""
    return f"{_host()}:{os.getpid()}:{_started(os.getpid())}"


def is_alive(owner: str) -> bool:
    """Whether the process that wrote a line still runs. Of other hosts nobody knows: True."""
    host, _, process = owner.partition(":")
    pid, _, started = process.partition(":")
    if host != _host():
        return bool(host)
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return _started(int(pid)) == started


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else "host"


def _started(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text("latin-1").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "0"


def _validated(line: dict[str, Any]) -> Record | None:
    from .records import validated

    return validated(line)
