"""Subcommands beside `python -c pass`, in turns, and `summary` as a status bar runs it.

What is compared is processor time, user and system, of the process: the wall clock on a machine
with other work tells of that work. The wall clock is in the note.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Container, Iterable
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

from .boards import first_id
from .figures import Figure, median
from .terminal import PROGRAM, plain

_EVERY = 5.0
"""Seconds between two looks of a status bar; tmux has 15 unless told otherwise."""


class Cost(NamedTuple):
    """What one run took, in seconds."""

    wall: float
    processor: float
    """In user and system."""


def measure(files: dict[int, Path], rounds: int, seconds: float) -> list[Figure]:
    """What looks, and one edit, at each size; then the loop for `seconds` at each size."""
    passes: list[Cost] = []
    costs: dict[tuple[str, int], list[Cost]] = {}
    own = {size: _copy(path) for size, path in files.items()}
    cost_of([PROGRAM, "--help"])
    for turn in range(rounds):
        passes.append(cost_of([sys.executable, "-c", "pass"]))
        for size, path in own.items():
            for argv in _commands(size, turn):
                cost = cost_of([PROGRAM, *argv, "--file", str(path)])
                costs.setdefault((argv[0], size), []).append(cost)
    figures = [Figure("python -c pass", 0, median(c.processor for c in passes) * 1000, "ms")]
    for (name, size), runs in costs.items():
        pairs = zip(runs, passes, strict=True)
        ratio = median(run.processor / base.processor for run, base in pairs)
        note = f"{_ms(c.processor for c in runs)} ms of processor, {_ms(c.wall for c in runs)} wall"
        figures.append(Figure(f"{name} / python -c pass", size, ratio, "x", note))
    return figures + [figure for size in files for figure in _loop(size, own[size], seconds)]


def _commands(size: int, turn: int) -> list[list[str]]:
    """The edit goes to and fro, and changes the file each time."""
    task_id = first_id(size)
    status = ("blocked", "pending")[turn % 2]
    looks = [["summary"], ["list"], ["show", task_id], ["next"]]
    return [*looks, ["status", task_id, status]]


def _copy(path: Path) -> Path:
    """A file of its own to edit: the other parts go on with theirs."""
    copy = path.parent / "commands" / path.name
    copy.parent.mkdir(exist_ok=True)
    shutil.copyfile(path, copy)
    return copy


def _ms(seconds: Iterable[float]) -> str:
    return f"{median(seconds) * 1000:.0f}"


def cost_of(argv: list[str], fine: Container[int] = (0,)) -> Cost:
    """What a run of a program takes. Raises `RuntimeError` for an exit code that is not `fine`."""
    begin = monotonic()
    with Path(os.devnull).open("wb") as nothing:
        process = subprocess.Popen(argv, stdout=nothing, stderr=nothing, env=plain())
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        raise RuntimeError(f"{' '.join(argv)}: exit code {process.returncode}")
    return Cost(monotonic() - begin, used.ru_utime + used.ru_stime)


def _loop(size: int, path: Path, seconds: float) -> list[Figure]:
    """Processor time of `summary` each five seconds, and the machine's, beside one that idles."""
    idle = _machine_busy(seconds)
    begin, used = _busy_seconds(), 0.0
    end = monotonic() + seconds
    while monotonic() < end:
        next_look = monotonic() + _EVERY
        used += cost_of([PROGRAM, "summary", "--format", "tmux", "--file", str(path)]).processor
        sleep(max(0.0, min(next_look, end) - monotonic()))
    busy = (_busy_seconds() - begin) / seconds
    note = f"machine busy {busy:.1%}, without the loop {idle:.1%} of a processor"
    return [Figure("summary every 5 s: CPU", size, used / seconds * 100, "%", note)]


def _machine_busy(seconds: float) -> float:
    begin = _busy_seconds()
    sleep(seconds)
    return (_busy_seconds() - begin) / seconds


def _busy_seconds() -> float:
    """What all processors together have worked since the machine started; 0 where unknown."""
    try:
        first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
    except OSError:
        return 0.0
    user, nice, system, _idle, _wait, *rest = map(int, first.split()[1:])
    ticks: int = os.sysconf("SC_CLK_TCK")
    return (user + nice + system + sum(rest[:2])) / ticks
