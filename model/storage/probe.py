"""Which way of writing fits a file, and what it can promise.

Looking is all that is done here: nothing is written to find out. What only an attempt can
tell (a file system that cannot swap) is remembered by the caller in `refused`.
"""

from __future__ import annotations

import os
import stat as modes
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from . import exchange, inplace, replace
from .exchange import Put
from .reading import open_regular
from .system import BUSY, HELD, System
from .values import Promise, Timing

_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "drvfs", "vfat", "exfat")

WayName = Literal["exchange", "in place", "replace"]


@dataclass(frozen=True, slots=True)
class Way:
    """How this file is written."""

    name: WayName
    leases: bool
    promise: Promise
    put: Callable[[System, str, bytes, bytes, Timing, bool], Put]


def choose(system: System, path: str, refused: frozenset[str] = frozenset()) -> Way:
    """The best way for the file at `path`. Raises `StorageError` if it cannot be read.

    `refused` holds "exchange", "leases" or "in place" if an attempt has failed for good.
    """
    descriptor, stat = open_regular(system, path)
    try:
        leases = "leases" not in refused and system.lease(descriptor) in (HELD, BUSY)
    finally:
        system.close(descriptor)
    kind = file_system(path)
    remote = is_remote(kind)
    reason = _why_not_exchange(path, stat, refused, kind if remote else "")
    if not reason:
        return Way("exchange", leases, _exchange_promise(leases), exchange.put)
    portable = sys.platform == "linux" or "exchange" not in refused
    if portable and "in place" not in refused:
        return Way("in place", leases, _in_place_promise(leases, remote, reason), inplace.put)
    text = "A rename by another program in the very moment of a save can be lost here."
    return Way("replace", False, Promise("reduced", text), replace.put)


def _exchange_promise(leases: bool) -> Promise:
    if leases:
        text = "Your edits survive crashes and other writers; theirs are never overwritten."
        return Promise("full", text)
    text = "No leases here: a save waits for a quiet file, and late writes are merged."
    return Promise("reduced", text)


def _in_place_promise(leases: bool, remote: bool, reason: str) -> Promise:
    if remote:
        text = f"Written in place ({reason}): writers on other machines are seen late."
    elif leases:
        text = f"Written in place ({reason}): after a power cut the next start repairs it."
    else:
        text = f"Written in place without leases ({reason}): simultaneous writes can collide."
    return Promise("reduced", text)


def _why_not_exchange(path: str, stat: os.stat_result, refused: frozenset[str], remote: str) -> str:
    """Why the file's inode must stay where it is, or "" if it may be swapped."""
    folder = os.path.dirname(path)
    if sys.platform not in ("linux", "darwin"):
        return "this system cannot swap files"
    if "exchange" in refused:
        return "the folder cannot swap files"
    if remote:
        return f"on {remote}"
    if stat.st_nlink > 1:
        return "it has several names"
    if is_mount_point(path):
        return "it is mounted by itself"
    user = os.geteuid()
    if user not in (0, stat.st_uid):
        return "it belongs to another user"
    if not allowed(folder, os.W_OK | os.X_OK):
        return "its folder is read-only"
    above = os.stat(folder)
    if above.st_mode & modes.S_ISVTX and user not in (0, stat.st_uid, above.st_uid):
        return "its folder is sticky"
    return ""


def is_remote(kind: str) -> bool:
    """Whether a file system of this type can change without this machine's knowing."""
    return kind in _REMOTE or kind.startswith("fuse")


def allowed(path: str, mode: int) -> bool:
    """`os.access` with the rights that count."""
    effective = os.access in os.supports_effective_ids
    return os.access(path, mode, effective_ids=effective)


def why_not_writable(path: str, stat: os.stat_result) -> str | None:
    """One line that says why the file must not be written, or None if it may be."""
    name = os.path.basename(path)
    if not stat.st_mode & 0o222:
        return f"{name} is marked read-only"
    if not allowed(path, os.W_OK):
        return f"no permission to write {name}"
    return None


def file_system(path: str) -> str:
    """The type of the file system that `path` lies on, "" where that is not known."""
    best, kind = -1, ""
    for mount, found in _mounts():
        inside = path == mount or path.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= best:
            best, kind = len(mount), found
    return kind


def is_mount_point(path: str) -> bool:
    """Whether something is mounted on the file itself, as containers do with single files."""
    return any(mount == path for mount, _ in _mounts())


def _mounts() -> list[tuple[str, str]]:
    """Where what is mounted, in order; empty on systems without `/proc`."""
    try:
        with open("/proc/self/mountinfo", "rb") as stream:
            lines = stream.read().splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        fields, _, rest = line.partition(b" - ")
        if rest:
            mount = fields.split()[4].decode("unicode_escape").encode("latin-1")
            found.append((os.fsdecode(mount), rest.split()[0].decode("ascii", "replace")))
    return found
