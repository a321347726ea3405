"""Subcommands beside `python -c pass`, in turns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from .boards import first_id
from .figures import Figure, median
from .terminal import PROGRAM, plain


def measure(files: dict[int, Path], rounds: int) -> list[Figure]:
    """`list` and `show` at each size."""
    passes: list[float] = []
    times: dict[tuple[str, int], list[float]] = {}
    _run([PROGRAM, "--help"])
    for _ in range(rounds):
        passes.append(_run([sys.executable, "-c", "pass"]))
        for size, path in files.items():
            for command in (["list"], ["show", first_id(size)]):
                taken = _run([PROGRAM, *command, "--file", str(path)])
                times.setdefault((command[0], size), []).append(taken)
    figures = [Figure("python -c pass", 0, median(passes) * 1000, "ms")]
    for (name, size), runs in times.items():
        ratios = [run / base for run, base in zip(runs, passes, strict=True)]
        note = f"{median(runs) * 1000:.0f} ms, min {min(runs) * 1000:.0f}"
        figures.append(Figure(f"{name} / python -c pass", size, median(ratios), "x", note))
    return figures


def _run(argv: list[str]) -> float:
    begin = perf_counter()
    subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=plain(), check=True)
    return perf_counter() - begin
