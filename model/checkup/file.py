"""The file itself: what it is, how it is written, how changes of it are noticed."""

from __future__ import annotations

import ctypes
import errno
import os
import stat as modes
import sys
from collections.abc import Iterator
from pathlib import Path

from ..document import Document, parse
from ..operations.regions import regions
from ..storage import probe, temporary
from ..storage.errors import Busy, StorageError
from ..storage.reading import look
from ..storage.system import System
from ..storage.temporary import is_abandoned
from .finding import Finding

_IN_ALL_EVENTS = 0x00000FFF
_LARGE = 100_000
"""Bytes from which agents begin to have trouble reading a file whole."""


def look_at_the_file(link: str) -> list[Finding]:
    """Everything about the file at `link`, as far as it can be looked at."""
    path = os.path.realpath(link)
    found = list(_place(link, path))
    system = System()
    try:
        try:
            data = look(system, path).data
        except Busy:
            found.append(_held_open(path))
            data = look(system, path, leases=False).data
    except StorageError as problem:
        todo = "make it with `archie-board init`, or name another with --file"
        return [*found, Finding("file", "wrong", str(problem), todo)]
    found += _content(data)
    found += _writing(system, path)
    found += [*_watching(path), *_litter(system, path)]
    return found


def _held_open(path: str) -> Finding:
    """That a program has the file open for writing, and which."""
    from .holders import writers

    who = ", ".join(writers(path)) or "another program"
    todo = "nothing, if it is soon done: edits are kept, and wait until it closes the file"
    return Finding("file", "note", f"open for writing in {who}", todo)


def _place(link: str, path: str) -> Iterator[Finding]:
    if os.path.islink(link):
        there = os.path.exists(path)
        text = f"a link to {path}; the link stays, its target is written"
        yield Finding(
            "link",
            "note" if there else "wrong",
            text if there else f"a link to {path}, which does not exist",
            "" if there else "make the target, or correct the link",
        )
    try:
        stat = os.stat(path)
    except OSError:
        return
    if not modes.S_ISREG(stat.st_mode):
        return
    if stat.st_nlink > 1:
        text = f"has {stat.st_nlink} names; written in place, so that all of them follow"
        yield Finding("hard links", "note", text)
    if stat.st_mode & modes.S_IWOTH:
        text = f"every user of this machine may write it (mode {modes.S_IMODE(stat.st_mode):o})"
        yield Finding("permissions", "wrong", text, f"chmod o-w {path}")
    if hasattr(os, "geteuid") and os.geteuid() not in (0, stat.st_uid):
        yield Finding("owner", "note", f"it belongs to another user (number {stat.st_uid})")


def _content(data: bytes) -> Iterator[Finding]:
    try:
        document = parse(data)
    except ValueError as problem:
        todo = "open it in an editor; nothing of it is changed as long as it is so"
        yield Finding("content", "wrong", str(problem), todo)
        return
    yield _size(data, document)
    whys = [region.why for region in regions(document.data)]
    if whys:
        more = f" (and {len(whys) - 1} more)" if len(whys) > 1 else ""
        todo = "resolve it by hand; edits elsewhere in the file go on"
        yield Finding("content", "wrong", f"a part {whys[0]}{more}", todo)


def _size(data: bytes, document: Document) -> Finding:
    text = f"{len(document.tasks)} tasks, {_amount(len(data))}"
    if len(data) <= _LARGE:
        return Finding("content", "fine", text)
    return Finding("content", "note", f"{text}: too large for most agents to read whole")


def _writing(system: System, path: str) -> Iterator[Finding]:
    why_not = probe.why_not_writable(path, os.stat(path))
    if why_not is not None:
        todo = "give yourself the right to write it, or look only"
        yield Finding("writing", "wrong", f"{why_not}: the board can only look", todo)
        return
    try:
        way = probe.choose(system, path)
    except StorageError as problem:
        yield Finding("writing", "wrong", str(problem))
        return
    kind = probe.file_system(path) or "an unknown file system"
    text = f"{way.name} on {kind}: {way.promise.text}"
    yield Finding("writing", "fine" if way.promise.level == "full" else "note", text)
    leases = "granted: a writer is seen before it is overtaken"
    none = "none here: a save waits until the file was left alone for a moment"
    yield Finding("leases", "fine" if way.leases else "note", leases if way.leases else none)


def _watching(path: str) -> Iterator[Finding]:
    kind = probe.file_system(path)
    if probe.is_remote(kind):
        text = f"{kind} tells of no changes by other machines; looked at each second instead"
        yield Finding("watching", "note", text)
        return
    problem = _watch_problem(os.path.dirname(path))
    if problem:
        text = f"{problem}; looked at each second instead"
        todo = "raise fs.inotify.max_user_instances and max_user_watches with sysctl"
        yield Finding("watching", "wrong", text, todo)
    else:
        yield Finding("watching", "fine", "changes are told at once, and looked for each second")


def _watch_problem(folder: str) -> str:
    """Why the folder cannot be watched, or ""; looked at by watching it for an instant."""
    if sys.platform != "linux":
        return ""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_CLOEXEC)
    if descriptor < 0:
        number = ctypes.get_errno()
        many = "too many watchers run for this user" if number == errno.EMFILE else ""
        return many or f"no watching: {os.strerror(number).lower()}"
    try:
        if libc.inotify_add_watch(descriptor, os.fsencode(folder), _IN_ALL_EVENTS) < 0:
            return f"no watching: {os.strerror(ctypes.get_errno()).lower()}"
        return ""
    finally:
        os.close(descriptor)


def _litter(system: System, path: str) -> Iterator[Finding]:
    folder, start = os.path.dirname(path), temporary.prefix(path)
    try:
        names = [name for name in system.names(folder) if name.startswith(start)]
    except OSError:
        return
    dead = [name for name in names if is_abandoned(name[len(start) :])]
    if dead:
        text = f"{len(dead)} temporary files of sessions that ended: {', '.join(dead[:3])}"
        todo = "open the board once: it keeps what others wrote into them and removes them"
        yield Finding("beside the file", "wrong", text, todo)
    elif names:
        yield Finding("beside the file", "fine", f"{len(names)} temporary files in use")
    else:
        yield Finding("beside the file", "fine", "nothing of ours")


def _amount(size: int) -> str:
    for unit, step in (("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} bytes"


def free_bytes(path: str) -> int | None:
    """How much the user can still write on the disk of `path`, or the folder it would be in."""
    for folder in (Path(path), *Path(path).parents):
        try:
            found = os.statvfs(folder)
        except (OSError, AttributeError):
            continue
        return found.f_bavail * found.f_frsize
    return None
