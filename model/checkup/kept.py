"""What is kept of a file in the user's state folder: the journal, the history, the settings."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from .. import stamp
from ..config import load
from ..history.values import Bounds
from ..history.versions import Versions
from ..storage.journal import is_alive
from ..storage.ledger import Ledger
from ..storage.storage import default_root
from ..storage.system import System
from ..storage.values import Timing
from .file import free_bytes
from .finding import Finding

_ENOUGH = 20 * 1024 * 1024
"""Free bytes below which a disk is told to be full soon."""


def look_at_what_is_kept(link: str) -> list[Finding]:
    """Everything that is kept about the file at `link`, and whether more can be."""
    path = os.path.realpath(link)
    ledger = Ledger(System(), default_root(), path, Timing())
    found = [_folder(ledger.folder), *_disks(path, ledger.folder)]
    found += _journal(ledger)
    return [*found, *_history(path, ledger.folder), *_settings(path)]


def _folder(folder: str) -> Finding:
    """Whether the state folder can be written, or made."""
    todo = "set XDG_STATE_HOME to a folder of yours, or give yourself the right to write there"
    there = next((p for p in (Path(folder), *Path(folder).parents) if os.path.lexists(p)), None)
    if there is None or not there.is_dir():
        text = f"{folder} cannot be made: edits are saved, but not kept through a crash"
        return Finding("state folder", "wrong", text, todo)
    if not os.access(there, os.W_OK | os.X_OK, effective_ids=_effective()):
        text = f"{there} cannot be written: edits are saved, but not kept through a crash"
        return Finding("state folder", "wrong", text, todo)
    if there == Path(folder) and there.stat().st_mode & 0o077:
        text = f"others may look into {folder}"
        return Finding("state folder", "wrong", text, f"chmod 700 {folder}")
    made = "" if there == Path(folder) else ", to be made by the first edit"
    return Finding("state folder", "fine", f"{folder}{made}")


def _effective() -> bool:
    return os.access in os.supports_effective_ids


def _disks(path: str, folder: str) -> Iterator[Finding]:
    for name, place in (("the file's disk", path), ("the state folder's disk", folder)):
        free = free_bytes(place)
        if free is not None and free < _ENOUGH:
            text = f"{free // 1024} kB are free: a save can fail, and says so"
            yield Finding(name, "wrong", text, "make room")


def _journal(ledger: Ledger) -> Iterator[Finding]:
    if not ledger.exists:
        yield Finding("journal", "fine", "nothing was edited here yet")
        return
    size = os.path.getsize(ledger.journal.path)
    try:
        done = ledger.journal.done(0.0)
        entries, owners = ledger.journal.entries()
    except OSError as problem:
        yield Finding("journal", "wrong", f"cannot be read: {problem.strerror}")
        return
    yield Finding("journal", "fine", f"{len(done)} edits done, {_kilobytes(size)}")
    left = [e for e, o in zip(entries, owners, strict=True) if not is_alive(o)]
    if left:
        text = f"{_edits(len(left))} kept, not yet in the file: {left[0].intent.summary}"
        yield Finding("journal", "wrong", text, "open the board: it brings them in, or asks")
    waiting = len(entries) - len(left)
    if waiting:
        yield Finding("journal", "note", f"{_edits(waiting)} on the way, by a board that runs")


def _history(path: str, folder: str) -> Iterator[Finding]:
    bounds = Bounds(*load(path).history)
    versions = Versions(os.path.join(folder, "versions"), bounds)
    kept = versions.all()
    if bounds.is_off:
        yield Finding("history", "note", "switched off in the settings")
        return
    if not kept:
        yield Finding("history", "fine", "no version is kept yet")
        return
    since = time.strftime(stamp.FORMAT, time.localtime(kept[0].at))
    text = f"{len(kept)} versions since {since}, {_kilobytes(versions.size())}"
    gone = versions.content(kept[-1].digest) is None
    if gone:
        todo = f"remove {versions.folder}; the file itself is not touched by it"
        yield Finding("history", "wrong", f"{text}; the newest is damaged", todo)
    else:
        yield Finding("history", "fine", text)


def _settings(path: str) -> Iterator[Finding]:
    for warning in load(path).warnings:
        yield Finding("settings", "wrong", warning, "correct that line")


def _edits(count: int) -> str:
    return "1 edit" if count == 1 else f"{count} edits"


def _kilobytes(size: int) -> str:
    return f"{size / 1024:.0f} kB"
