"""From typing the command to the first cards, beside a bare Textual program."""

from __future__ import annotations

import sys
from pathlib import Path

from .figures import Figure, median
from .terminal import BARE, Session, open_board

CARD = rb"(?:BE|ARCH)-\d\d\d"


def measure(files: dict[int, Path], home: Path, rounds: int) -> list[Figure]:
    """Interleaved: in each round the bare program once, and the board once at each size."""
    bare: list[float] = []
    boards: dict[int, list[float]] = {size: [] for size in files}
    sent: dict[int, int] = {}
    with open_board(next(iter(files.values())), home) as session:
        session.until(CARD)  # once unmeasured: Python compiles what is new
    for _ in range(rounds):
        with Session([sys.executable, BARE], home) as session:
            bare.append(session.until(b"READY"))
            bare_bytes = len(session.seen) + len(session.settle())
        for size, path in files.items():
            with open_board(path, home) as session:
                boards[size].append(session.until(CARD))
                session.settle()
                sent[size] = len(session.seen)
    figures = [Figure("bare program: first paint", 0, median(bare) * 1000, "ms")]
    figures.append(Figure("bare program: bytes", 0, bare_bytes, "B"))
    for size, times in boards.items():
        ratios = [time / yardstick for time, yardstick in zip(times, bare, strict=True)]
        low = f"{min(times) / min(bare):.2f} of minima, n={rounds}"
        figures += [
            Figure(
                "start: first cards", size, median(times) * 1000, "ms", f"min {min(times):.3f} s"
            ),
            Figure("start: first cards / bare program", size, median(ratios), "x", low),
            Figure("start: bytes", size, sent[size], "B"),
        ]
    return figures
