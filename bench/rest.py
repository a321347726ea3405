"""What an open board costs while nothing happens: memory, processor time, bytes."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter, sleep

from .figures import Figure
from .start import CARD
from .terminal import open_board


def measure(path: Path, size: int, home: Path, seconds: float) -> list[Figure]:
    """Leave an open board alone for `seconds`. Linux only: elsewhere only the bytes."""
    with open_board(path, home) as session:
        session.until(CARD)
        session.settle(2.0)
        figures = []
        before, begin = processor_time(session.pid), perf_counter()
        sent = 0
        while (left := begin + seconds - perf_counter()) > 0:
            sent += len(session.read(left))
            sleep(0.01)
        figures.append(Figure("idle: bytes", size, sent, "B", f"in {seconds:.0f} s"))
        if before is not None and (after := processor_time(session.pid)) is not None:
            share = (after - before) / (perf_counter() - begin) * 100
            figures.append(Figure("idle: CPU", size, share, "%"))
        if (memory := resident(session.pid)) is not None:
            figures.append(Figure("memory", size, memory, "MB", "resident, at rest"))
        for key in "jjjjllllhhhh":
            session.press(key)
        session.send("\x1b[6~" * 5)
        session.settle(0.5)
        if (memory := resident(session.pid)) is not None:
            figures.append(Figure("memory in use", size, memory, "MB", "after some keys"))
    return figures


def processor_time(pid: int) -> float | None:
    """Seconds that the threads of a process have run; None where nobody says."""
    try:
        threads = Path(f"/proc/{pid}/task").iterdir()
        return sum(int((t / "schedstat").read_text().split()[0]) for t in threads) / 1e9
    except (OSError, ValueError, IndexError):
        return None


def resident(pid: int) -> float | None:
    """Megabytes of memory that a process has in use; None where nobody says."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return None
