"""Putting a whole file in place in one step: settings, decisions, records, results.

For files that no other program holds open; the task file itself goes through `Storage`, which
needs this only where there is no file any more.
"""

from __future__ import annotations

import os
import time
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file whole, or leave what was there as it was.

    `mode` are its permissions, whatever the process masks. Raises `OSError`.
    """
    temporary = _beside(path)
    try:
        _fill(temporary, data, 0o600, None if mode == 0o600 else mode)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_new(path: Path, data: bytes) -> None:
    """Write a file where there is none, whole or not at all, with a new file's permissions.

    Raises `FileExistsError` where one came meanwhile, which stays as it is, and other `OSError`s.
    """
    temporary = _beside(path)
    try:
        _fill(temporary, data, 0o666)
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            _fill(path, data, 0o666)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:100]}.{os.getpid()}.{time.monotonic_ns()}")


def _fill(path: Path, data: bytes, mode: int, exact: int | None = None) -> None:
    """Write a file that is not there; `exact` permissions hold whatever the process masks."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as stream:
        stream.write(data)
        stream.flush()
        if exact is not None:
            os.fchmod(stream.fileno(), exact)
        os.fsync(stream.fileno())


def write_privately(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, whole, so that a power cut does not take it back.

    Its folder is made if it is missing, and for its owner alone. Raises `OSError`.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_whole(path, data)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
