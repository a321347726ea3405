"""Putting a small file in place of another in one step: settings, decisions, records, results.

For files that no other program holds open; the task file itself goes through `Storage`.
"""

from __future__ import annotations

import os
import time
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file whole, or leave what was there as it was.

    `mode` are its permissions, whatever the process masks. Raises `OSError`.
    """
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.{time.monotonic_ns()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            if mode != 0o600:
                os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_privately(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, whole, so that a power cut does not take it back.

    Its folder is made if it is missing, and for its owner alone. Raises `OSError`.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_whole(path, data)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
