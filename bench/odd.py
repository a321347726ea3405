"""Files that are large or odd, and a file that never rests.

Fifty thousand tasks; a task of a hundred kilobytes; two hundred tasks in one lane; a file that
another writer changes ten times a second while the user works. What counts is that a key is
answered within 50 ms, that the latest state shows within a second, and that memory stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from .boards import board
from .figures import Figure, median, percentile, spread
from .rest import resident
from .start import CARD
from .terminal import Session, open_board

LARGE = 50_000
RATE = 10
"""Changes a second of the file that never rests."""
LAST = b"ZZZZZZZZ"
"""A title that shares no letter with those before: its bytes are sent side by side."""


def measure(folder: Path, home: Path, samples: int, seconds: float) -> list[Figure]:
    """Each of the files, one board after another."""
    return [
        *_large(folder, home, samples),
        *_long_task(folder, home, samples),
        *_one_lane(folder, home, samples),
        *_busy(folder, home, seconds),
    ]


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name / "task.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def _keys(session: Session, keys: str, samples: int) -> list[float]:
    """How long each of some keys took, until nothing more came."""
    times = []
    for sample in range(samples):
        burst = session.press(keys[sample % len(keys)])
        if burst.data:
            times.append(burst.last)
    return times


def _large(folder: Path, home: Path, samples: int) -> list[Figure]:
    path = _file(folder, "large", board(LARGE))
    with open_board(path, home) as session:
        first = session.until(CARD)
        session.settle(4.0)
        times = _keys(session, "jjkk", samples)
        memory = resident(session.pid)
    return [
        Figure("large: first cards", LARGE, first * 1000, "ms"),
        *spread("large: cursor", LARGE, times),
        *([Figure("large: memory", LARGE, memory, "MB")] if memory else []),
    ]


def _long_task(folder: Path, home: Path, samples: int) -> list[Figure]:
    line = "  The gateway answers with a code and a text, as agreed; see the notes of the review.\n"
    long = line * (100_000 // len(line))
    text = board(20).replace("- **Technical notes**: ", f"- **Technical notes**:\n{long}  ", 1)
    path = _file(folder, "long", text)
    times = []
    with open_board(path, home) as session:
        session.until(CARD)
        session.settle(2.0)
        session.send("g")
        session.settle()
        for _ in range(max(3, samples // 4)):
            times.append(session.press("\r", 0.1).last)
            session.press("\x1b", 0.2)
    return spread("task of 100 kB: opened", 20, times)


def _one_lane(folder: Path, home: Path, samples: int) -> list[Figure]:
    tasks = (
        f"### ARCH-{number:03} | Architecture | High | @system-architect\n"
        f"- **Title**: Decide question {number}\n- **Status**: pending\n\n"
        for number in range(1, 201)
    )
    path = _file(folder, "lane", "".join(tasks))
    with open_board(path, home) as session:
        session.until(CARD)
        session.settle(2.0)
        return spread("200 in a lane: cursor", 200, _keys(session, "j" * 30 + "k" * 30, samples))


def _busy(folder: Path, home: Path, seconds: float) -> list[Figure]:
    """The user goes up and down while another writer rewrites the file ten times a second."""
    path = _file(folder, "busy", board(1000))
    with open_board(path, home) as session:
        session.until(CARD)
        session.settle(2.0)
        before = resident(session.pid)
        times: list[float] = []
        with _writer(path, re.findall(CARD, session.seen)[0]) as (written, write):
            end = perf_counter() + seconds
            while perf_counter() < end:
                session.read(0.15)
                times.append(_answer(session, "jk"[len(times) % 2]))
        seen, begin = len(session.seen), perf_counter()
        write(LAST)
        while LAST[:4] not in session.seen[seen:] and perf_counter() < begin + 5:
            session.read(0.01)
        late = perf_counter() - begin
        after = resident(session.pid)
    note = f"{written[0]} changes in {seconds:.0f} s"
    figures = [
        Figure("never at rest: key p50", 1000, median(times) * 1000, "ms", note),
        Figure("never at rest: key p95", 1000, percentile(times, 0.95) * 1000, "ms"),
        Figure("never at rest: latest state", 1000, late * 1000, "ms", "after the last change"),
    ]
    if before is not None and after is not None:
        figures.append(Figure("never at rest: memory grown", 1000, after - before, "MB"))
    return figures


def _answer(session: Session, key: str) -> float:
    """Seconds until the cursor's bar is drawn again after a key."""
    seen = len(session.seen)
    begin = perf_counter()
    session.send(key)
    while b"\xe2\x96\x8c" not in session.seen[seen:] and perf_counter() < begin + 5:
        session.read(0.01)
    return perf_counter() - begin


@contextmanager
def _writer(path: Path, task_id: bytes) -> Iterator[tuple[list[int], Callable[[bytes], None]]]:
    """Rewrites the title of a task over and over; gives how often it did, and the way to."""
    stop, count = Event(), [0]
    raw = path.read_bytes()
    at = raw.index(b"**Title**: ", raw.index(b"### " + task_id)) + len(b"**Title**: ")
    end = raw.index(b"\n", at)

    def write(title: bytes) -> None:
        temporary = path.with_name("task.md.new")
        temporary.write_bytes(raw[:at] + title + raw[end:])
        temporary.replace(path)

    def keep_writing() -> None:
        while not stop.wait(1 / RATE):
            count[0] += 1
            write(b"Change %07d" % count[0])

    thread = Thread(target=keep_writing)
    thread.start()
    try:
        yield count, write
    finally:
        stop.set()
        thread.join()
