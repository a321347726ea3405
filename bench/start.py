"""From typing the command to the first cards and the first answer, beside a bare Textual program.

A bare program shows its line and takes keys at the same time. The board shows its cards before
Textual is there: so it is measured too when a key that is typed on seeing them is answered.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .figures import Figure, median
from .terminal import BARE, Session, open_board

CARD = rb"(?:BE|ARCH)-\d\d\d"
ANSWERED = rb"(?s)\x1b\[\?2004h.*\xe2\x96\x8c"
"""The cursor's bar, painted when Textual had the terminal."""


def measure(files: dict[int, Path], home: Path, rounds: int) -> list[Figure]:
    """Interleaved: in each round the bare program once, and the board once at each size."""
    bare: list[float] = []
    cards: dict[int, list[float]] = {size: [] for size in files}
    answers: dict[int, list[float]] = {size: [] for size in files}
    sent: dict[int, int] = {}
    with open_board(next(iter(files.values())), home) as session:
        session.until(CARD)  # once unmeasured: Python compiles what is new
        session.settle()
    for _ in range(rounds):
        with Session([sys.executable, BARE], home) as session:
            bare.append(session.until(b"READY"))
            bare_bytes = len(session.seen) + len(session.settle())
        for size, path in files.items():
            with open_board(path, home) as session:
                cards[size].append(session.until(CARD))
                session.send("j")
                answers[size].append(session.until(ANSWERED))
                session.settle()
                sent[size] = len(session.seen)
    figures = [Figure("bare program: first paint", 0, median(bare) * 1000, "ms")]
    figures.append(Figure("bare program: bytes", 0, bare_bytes, "B"))
    for name, of in (("first cards", cards), ("first key answered", answers)):
        for size, times in of.items():
            ratios = [time / yardstick for time, yardstick in zip(times, bare, strict=True)]
            low = f"{min(times) / min(bare):.2f} of minima, n={rounds}"
            fast = f"min {min(times) * 1000:.0f}"
            figures.append(Figure(f"start: {name}", size, median(times) * 1000, "ms", fast))
            figures.append(Figure(f"start: {name} / bare program", size, median(ratios), "x", low))
    figures += [
        Figure("start: bytes", size, count, "B", "a key too") for size, count in sent.items()
    ]
    return figures
