"""What was measured, the target beside it, and the table at the end."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

SIZES = (100, 1_000, 10_000)

# By figure: the target at 100, 1,000 and 10,000 tasks; None where there is none.
TARGETS: dict[str, tuple[float | None, float | None, float | None]] = {
    "start: first cards / bare program": (1.2, 1.25, 1.4),
    "start: bytes": (18_000, 18_000, 18_000),
    "cursor: p50": (8, 8, 8),
    "cursor: p95": (16, 16, 16),
    "cursor: bytes": (360, 360, 360),
    "page: p50": (8, 8, 8),
    "page: p95": (16, 16, 16),
    "page: bytes": (1_800, 1_800, 1_800),
    "card moved, first paint: p50": (16, 16, 16),
    "card moved: bytes": (2_100, 2_100, 2_100),
    "filter letter: p50": (16, 16, 16),
    "detail opened: p50": (None, None, None),
    "theme: p50": (100, 100, 100),
    "in place: p50": (50, 50, 100),
    "in place: bytes": (150, 150, 150),
    "rename: p50": (50, 50, 100),
    "a hundred titles changed: p50": (50, 50, 100),
    "all titles changed: p50": (None, None, None),
    "focus in and out: bytes": (0, 0, 0),
    "memory": (45, 50, 75),
    "idle: CPU": (0.5, 0.5, 0.5),
    "idle: bytes": (0, 0, 0),
    "summary / python -c pass": (3, 4, 12),
    "list / python -c pass": (3, 4, 12),
    "show / python -c pass": (3, 4, 12),
    "held key, 8 kB/s 200 ms: lag": (1.0, 1.0, 1.0),
    "held key, 20 kB/s 200 ms: lag": (1.0, 1.0, 1.0),
    "parse": (None, None, 200),
    "one task changed": (None, None, 5),
}

# Those of one file alone, whatever its size.
OF_ODD_FILES = {
    "large: cursor: p50": 50,
    "200 in a lane: cursor: p50": 16,
    "never at rest: key p50": 50,
    "never at rest: key p95": 50,
    "never at rest: latest state": 1000,
    "never at rest: memory grown": 5,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value."""

    name: str
    size: int
    """Tasks in the file."""
    value: float
    unit: str
    note: str = ""

    @property
    def target(self) -> float | None:
        """The most that it may be, or None."""
        if self.name in OF_ODD_FILES:
            return OF_ODD_FILES[self.name]
        if self.name not in TARGETS or self.size not in SIZES:
            return None
        return TARGETS[self.name][SIZES.index(self.size)]

    @property
    def verdict(self) -> str:
        """`met`, `NOT MET`, or nothing where no target is set."""
        if self.target is None:
            return ""
        return "met" if self.value <= self.target else "NOT MET"


def median(values: Iterable[float]) -> float:
    """The middle value."""
    return statistics.median(list(values))


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def spread(name: str, size: int, seconds: list[float]) -> list[Figure]:
    """The middle and the slow end of some durations, in milliseconds."""
    low = f"min {min(seconds) * 1000:.1f}, n={len(seconds)}"
    return [
        Figure(f"{name}: p50", size, percentile(seconds, 0.5) * 1000, "ms", low),
        Figure(f"{name}: p95", size, percentile(seconds, 0.95) * 1000, "ms"),
    ]


def shown(value: float) -> str:
    """A value with as many digits as mean something."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


def table(figures: list[Figure]) -> str:
    """All figures, one a line, in the order in which they were measured."""
    names = list(dict.fromkeys(figure.name for figure in figures))
    rows = [("figure", "tasks", "value", "unit", "target", "", "")]
    for name in names:
        for figure in sorted((f for f in figures if f.name == name), key=lambda f: f.size):
            target = "" if figure.target is None else shown(figure.target)
            value = shown(figure.value)
            rows.append(
                (name, f"{figure.size:,}", value, figure.unit, target, figure.verdict, figure.note)
            )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    right = {1, 2, 4}
    lines = [
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def growth(figures: list[Figure]) -> str:
    """By which power of the number of tasks each duration grows: 0 is flat, 1 is linear."""
    lines = []
    for name in dict.fromkeys(figure.name for figure in figures if figure.unit in ("ms", "x")):
        values = {f.size: f.value for f in figures if f.name == name and f.value > 0}
        small, large = min(values, default=0), max(values, default=0)
        if small < large:
            power = math.log(values[large] / values[small]) / math.log(large / small)
            lines.append(f"  {name:40} {power:5.2f}   ({small:,} to {large:,} tasks)")
    return "\n".join(["growth exponent", *lines]) if lines else ""
