"""The model alone: reading a file, and the difference that one change makes."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from .figures import Figure


def measure(path: Path, size: int, rounds: int) -> list[Figure]:
    """Parse, parse again after one change, lay out the board, say what changed."""
    from archie_board.model.board.projection import View, project
    from archie_board.model.document import parse, reparse
    from archie_board.model.history.changes import changes
    from archie_board.model.roles import BUILTIN

    raw = path.read_bytes()
    at = raw.index(b"**Title**: ", len(raw) // 2) + len(b"**Title**: ")
    edited = raw[:at] + b"Changed: " + raw[at:]
    document = parse(raw)
    list(document.tasks)
    after = reparse(document, edited)
    steps: dict[str, Callable[[], object]] = {
        "parse": lambda: parse(raw).tasks,
        "one task changed": lambda: reparse(document, edited).tasks,
        "changes": lambda: changes(document, after),
        "project": lambda: project(document, View(), BUILTIN),
    }
    megabytes = len(raw) / 1e6
    figures = []
    for name, step in steps.items():
        taken = _best(step, rounds)
        note = f"{megabytes / taken:.0f} MB/s" if name == "parse" else ""
        figures.append(Figure(name, size, taken * 1000, "ms", note))
    return figures


def _best(step: Callable[[], object], rounds: int) -> float:
    """The shortest of some runs, collections of garbage aside."""
    times = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            begin = perf_counter()
            step()
            times.append(perf_counter() - begin)
    finally:
        gc.enable()
    return min(times)
