"""From another writer's change to the screen that shows it."""

from __future__ import annotations

import random
from pathlib import Path
from time import sleep

from .boards import first_id
from .figures import Figure, median, spread
from .start import CARD
from .terminal import Session, open_board

WORDS = (b"Mended", b"Broken", b"Wooden", b"Golden")


def measure(path: Path, size: int, home: Path, samples: int) -> list[Figure]:
    """Another writer changes one title in place and by rename, then a hundred and all at once."""
    figures: list[Figure] = []
    choose = random.Random(size)
    original = path.read_bytes()
    at = original.index(b"**Title**: ", original.index(first_id(size).encode())) + 11
    raw, words = bytearray(original), list(WORDS)
    raw[at : at + 6] = WORDS[0]
    try:
        _rename(path, bytes(raw))
        with open_board(path, home) as session:
            session.until(CARD)
            session.settle(1.5)
            for name, write in (("in place", _in_place), ("rename", _rename)):
                times, sent = [], []
                for _ in range(samples):
                    words.append(words.pop(0))  # another one than before, each time
                    raw[at : at + 6] = words[0]
                    write(path, bytes(raw))
                    burst = session.burst()
                    times.append(burst.last)
                    sent.append(len(burst.data))
                    _mark_fades(session)
                    sleep(choose.uniform(0.0, 0.3))
                figures += spread(name, size, times)
                figures.append(Figure(f"{name}: bytes", size, median(sent), "B"))
            for name, count in (("a hundred titles changed", 100), ("all titles changed", size)):
                times, sent = _many_changed(session, path, bytes(raw), count, min(samples, 6))
                figures += spread(name, size, times)
                figures.append(Figure(f"{name}: bytes", size, median(sent), "B"))
    finally:
        _rename(path, original)
    return figures


def _many_changed(
    session: Session, path: Path, raw: bytes, count: int, samples: int
) -> tuple[list[float], list[int]]:
    """Another writer changes the first `count` titles at once."""
    times, sent = [], []
    for sample in range(samples):
        word = WORDS[sample % len(WORDS)]
        _rename(path, raw.replace(b"**Title**: ", b"**Title**: " + word + b" ", count))
        burst = session.burst(0.05, 5.0)
        times.append(burst.last)
        sent.append(len(burst.data))
        _mark_fades(session)
    return times, sent


def _mark_fades(session: Session) -> None:
    """Wait until the mark of what changed has gone, so that each change is a first one."""
    session.settle(1.0)
    session.burst(0.3, 8.0)


def _in_place(path: Path, raw: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
        file.write(raw)


def _rename(path: Path, raw: bytes) -> None:
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(raw)
    temporary.replace(path)
