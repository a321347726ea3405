"""What is left of a bug: the details in a file of the user's own, and one line for the screen.

A traceback names files and shows what variables held, texts of the task file among it. It
helps whoever mends the bug and nobody else, so it does not go to the terminal.
"""

from __future__ import annotations

import os
import time
import traceback
from pathlib import Path

from ..model.storage.storage import default_root


def keep_bug(bug: BaseException) -> str:
    """Keep what an exception tells; returns one line that says so."""
    return keep_report("".join(traceback.format_exception(bug)))


def keep_report(report: str) -> str:
    """Keep a report that ends with the exception; returns one line: its kind, and the place.

    What the exception says stays in the report: it may hold text of the file.
    """
    last = report.rstrip().rpartition("\n")[2]
    name = last.partition(":")[0].strip().rpartition(".")[2]
    try:
        where = str(_written(report))
    except OSError as problem:
        where = f"nowhere ({problem.strerror})"
    return f"a bug, {name}: the details are in {where}; the file is as the last edit left it"


def _written(report: str) -> Path:
    folder = default_root() / "bugs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="surrogateescape") as stream:
        stream.write(report)
    return path
