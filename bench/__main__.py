"""`python -m bench`: all figures, or those of the parts named.

python -m bench                          everything, at 100, 1,000 and 10,000 tasks
python -m bench start keys --sizes 1000  two parts, at one size
python -m bench --quick                  few samples, for a first look
python -m bench --profile keys           where the time of the start, or of keys, goes
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import commands, keys, link, merging, model, odd, outside, past, peers, profiled, rest, start
from .boards import board
from .figures import SIZES, Figure, growth, table

PARTS = (
    "start",
    "keys",
    "outside",
    "rest",
    "commands",
    "link",
    "model",
    "past",
    "merge",
    "odd",
    "peers",
)


def main() -> int:
    """Measure, and print the table."""
    arguments = _arguments()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="archie-bench-") as folder:
        home = Path(folder) / "home"
        files = {size: _file(Path(folder), size) for size in arguments.sizes}
        if arguments.profile:
            print(profiled.measure(arguments.profile, next(iter(files.values())), home))
            return 0
        for part in arguments.parts or PARTS:
            print(f"{part} ...", file=sys.stderr, flush=True)
            try:
                figures += _measure(part, files, home, arguments)
            except Exception as error:
                if arguments.strict:
                    raise
                print(f"{part}: {type(error).__name__}: {error}", file=sys.stderr)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.system()}")
    print(table(figures))
    print(growth(figures))
    missed = [f"{figure.name} ({figure.size:,})" for figure in figures if "NOT" in figure.verdict]
    print(f"not met: {', '.join(missed) or 'none'}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"of {', '.join(PARTS)}")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of tasks: 100,1000")
    parser.add_argument("--rounds", type=int, default=9, help="starts of each program")
    parser.add_argument("--samples", type=int, default=40, help="keys of each kind")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long to be idle")
    parser.add_argument(
        "--rate", type=_rates, default=(8000.0, 20000.0), help="slow lines' bytes/s"
    )
    parser.add_argument("--trip", type=float, default=0.2, help="its round trip in seconds")
    parser.add_argument("--terminal", default="120x40", help="columns and lines, for keys")
    parser.add_argument("--quick", action="store_true", help="a few samples of each")
    parser.add_argument("--profile", choices=["start", "keys"], help="show where the time goes")
    parser.add_argument("--strict", action="store_true", help="stop at the first part that fails")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.samples, arguments.seconds = 3, 8, 5.0
    return arguments


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part.replace("_", "")) for part in text.split(","))


def _rates(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


def _file(folder: Path, size: int) -> Path:
    """A folder of its own per file: what happens beside one does not wake another's board."""
    path = folder / str(size) / "task.md"
    path.parent.mkdir()
    path.write_text(board(size), encoding="utf-8")
    return path


def _measure(
    part: str, files: dict[int, Path], home: Path, arguments: argparse.Namespace
) -> list[Figure]:
    rounds, samples = arguments.rounds, arguments.samples
    if part == "start":
        return start.measure(files, home, rounds)
    if part == "commands":
        return commands.measure(files, rounds, arguments.seconds)
    if part == "peers":
        return peers.measure(files, home, max(3, rounds // 3))
    if part == "odd":
        folder = next(iter(files.values())).parent.parent
        return odd.measure(folder, home, samples, 3 * arguments.seconds)
    columns, lines = map(int, arguments.terminal.split("x"))
    each: dict[str, Callable[[Path, int], list[Figure]]] = {
        "keys": lambda path, size: keys.measure(path, size, home, samples, columns, lines),
        "outside": lambda path, size: outside.measure(path, size, home, max(3, samples // 4)),
        "past": lambda path, size: past.measure(path, size),
        "rest": lambda path, size: rest.measure(path, size, home, arguments.seconds),
        "link": lambda path, size: link.measure(path, size, home, arguments.rate, arguments.trip),
        "model": lambda path, size: model.measure(path, size, rounds),
        "merge": lambda path, size: merging.measure(path, size, rounds),
    }
    return [figure for size, path in files.items() for figure in each[part](path, size)]


if __name__ == "__main__":
    raise SystemExit(main())
