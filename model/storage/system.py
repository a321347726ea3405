"""Every call to the operating system that the storage makes, one method each.

The storage reaches the disk through this object and in no other way, so a test can stop,
fail or kill it at every single step by handing in another one.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Mapping

try:
    import fcntl
except ImportError:  # Windows has neither locks nor leases of this kind
    fcntl = None  # type: ignore[assignment]

HELD, BUSY, NONE = "held", "busy", "none"
"""Answers to `System.lease`: it is ours, somebody has the file open, there are no leases."""

_CHUNK = 1 << 20
_NO_ATTRIBUTES = (errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)


class Files:
    """Contents and names."""

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        """A descriptor that no child process inherits."""
        return os.open(path, flags | getattr(os, "O_CLOEXEC", 0), mode)

    def close(self, descriptor: int) -> None:
        """Close it; a lease on it ends."""
        os.close(descriptor)

    def stat(self, path: str) -> os.stat_result:
        """What stands at `path`; links are not followed."""
        return os.lstat(path)

    def fstat(self, descriptor: int) -> os.stat_result:
        """The inode behind a descriptor."""
        return os.fstat(descriptor)

    def read(self, descriptor: int, limit: int) -> bytes:
        """The whole file from its start, or its first `limit` + 1 bytes."""
        parts: list[bytes] = []
        offset = 0
        while offset <= limit:
            part = os.pread(descriptor, min(_CHUNK, limit + 1 - offset), offset)
            if not part:
                break
            parts.append(part)
            offset += len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def write(self, descriptor: int, data: bytes) -> None:
        """All of `data` at the descriptor's position."""
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        """All of `data` at `offset`."""
        view = memoryview(data)
        while view:
            done = os.pwrite(descriptor, view, offset)
            view, offset = view[done:], offset + done

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(descriptor, size)

    def reserve(self, descriptor: int, size: int) -> None:
        """See `native.reserve`."""
        from . import native

        native.reserve(descriptor, size)

    def sync(self, descriptor: int) -> None:
        """On the disk, not only in its cache."""
        if sys.platform == "darwin":
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)

    def exchange(self, first: str, second: str) -> None:
        """See `native.exchange`."""
        from . import native

        native.exchange(first, second)

    def replace(self, source: str, target: str) -> None:
        """Rename over what is there."""
        os.replace(source, target)

    def unlink(self, path: str) -> None:
        """Remove a name."""
        os.unlink(path)

    def mkdir(self, path: str) -> None:
        """Make a folder, and those above it, that only the user can enter."""
        os.makedirs(path, mode=0o700, exist_ok=True)
        os.chmod(path, 0o700)

    def names(self, folder: str) -> list[str]:
        """What a folder holds."""
        return os.listdir(folder)


class Dress:
    """What a file has besides its content."""

    def own(self, descriptor: int, user: int, group: int) -> None:
        """Change the owner."""
        os.fchown(descriptor, user, group)

    def permit(self, descriptor: int, mode: int) -> None:
        """Change the permission bits."""
        os.fchmod(descriptor, mode)

    def date(self, descriptor: int, accessed_ns: int, modified_ns: int) -> None:
        """Change the times."""
        os.utime(descriptor, ns=(accessed_ns, modified_ns))

    def attributes(self, descriptor: int) -> Mapping[str, bytes]:
        """The extended attributes, access control lists and labels among them."""
        if not hasattr(os, "listxattr"):
            return {}
        try:
            return {name: os.getxattr(descriptor, name) for name in os.listxattr(descriptor)}
        except OSError as problem:
            if problem.errno in _NO_ATTRIBUTES:
                return {}
            raise

    def set_attribute(self, descriptor: int, name: str, value: bytes) -> None:
        """Set one extended attribute."""
        os.setxattr(descriptor, name, value)


class System(Files, Dress):
    """The real operating system, with its leases, locks and clocks."""

    def lease(self, descriptor: int, writing: bool = False) -> str:
        """Ask for a lease: `HELD`, `BUSY` or `NONE`.

        While a read lease is held nobody has the file open for writing, and who tries
        waits; a write lease keeps readers away too. Its signal is SIGURG, which a process
        ignores; the default one would kill it.
        """
        if sys.platform != "linux":
            return NONE
        kind = fcntl.F_WRLCK if writing else fcntl.F_RDLCK
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, kind)
        except OSError as problem:
            return BUSY if problem.errno == errno.EAGAIN else NONE
        return HELD

    def leased(self, descriptor: int) -> bool:
        """Whether the lease is whole: nobody waits for it to end."""
        return sys.platform == "linux" and (
            fcntl.fcntl(descriptor, fcntl.F_GETLEASE) in (fcntl.F_RDLCK, fcntl.F_WRLCK)
        )

    def release(self, descriptor: int) -> None:
        """End the lease; who waited goes on."""
        if sys.platform == "linux":
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)

    def lock(self, descriptor: int) -> bool:
        """Try for the lock that boards of one user share; closing the descriptor ends it."""
        if fcntl is None:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def clock(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()
