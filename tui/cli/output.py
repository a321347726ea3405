"""What a subcommand says: data on stdout, one line of trouble on stderr, an exit code.

The exit codes are part of the contract with scripts and agents. Anything that comes from a
file, an argument or the system passes through `visible` on its way to a terminal, and JSON
escapes the same characters, so no output can act on a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from ...model.visible import ACTING, visible, visible_line, width

OK = 0
NO = 1
"""It ran, and the answer is no: no such task, a full category."""
USAGE = 2
CONFLICT = 3
"""The file says something else by now; nothing was written."""
UNUSABLE = 4
"""The file cannot be read or written; nothing was written."""


class Stop(Exception):
    """Ends the program with an exit code and one line: what is wrong, where, what to do."""

    def __init__(self, code: int, line: str) -> None:
        super().__init__(line)
        self.code = code
        self.line = line


def say(text: str) -> None:
    """One piece of data, made safe, on stdout, and a newline."""
    say_raw(visible(text) + "\n")


def say_raw(text: str) -> None:
    """`text` as it is on stdout: for text that is already safe."""
    if sys.stdout is not None:  # a shell can start a program with stdout closed
        sys.stdout.write(text)


def say_done(text: str, told: str = "") -> None:
    """What was done, and its newline; where stdout cannot hold it, `told` goes to stderr.

    What was done stands then too, so this is no trouble with an exit code.
    """
    try:
        say(text)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        drop_stdout()
        warn(f"note: {told or text} (the output: {problem.strerror})")


def drop_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush cannot fail."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def warn(line: str) -> None:
    """One line on stderr; a broken stderr is nobody's trouble."""
    try:
        sys.stderr.write(f"archie-board: {visible_line(line)}\n")
        sys.stderr.flush()
    except (OSError, AttributeError):
        pass


def prepare_streams() -> None:
    """Text that the output's encoding lacks becomes an escape instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def to_json(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON that reads well and holds no character that acts on a terminal."""
    import json

    return ACTING.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def json_lines(values: list[dict[str, Any]]) -> str:
    """An array with one value a line: good to read by a program, by `grep` and by an eye."""
    if not values:
        return "[]"
    return "[\n" + ",\n".join(to_json(value) for value in values) + "\n]"


def _escaped(found: Any) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def fit(text: str, cells: int) -> str:
    """`text` padded with blanks, or cut with `…`, to `cells` cells."""
    if width(text) > cells:
        while width(text) >= cells and text:
            text = text[:-1]
        text += "…"
    return text + " " * (cells - width(text))


def table(rows: Iterable[tuple[str, ...]], limits: tuple[int, ...], total: int | None) -> str:
    """Aligned columns; the last one takes what `total` cells leave, all where it is None.

    A column is as wide as its widest cell, up to its limit; a longer cell pushes its own row.
    Empty columns vanish.
    """
    columns = [_safe(column) for column in zip(*rows, strict=True)]
    padded: list[list[str]] = []
    room = total or 0
    for column, limit in zip(columns[:-1], limits, strict=True):
        cells = min(limit, max(map(width, column)))
        if cells:
            padded.append(_padded(column, cells))
            room -= cells + 2
    last = columns[-1]
    if total is not None:
        last = [fit(text, max(room, 16)).rstrip() for text in last]
    return "".join([f"{'  '.join(row).rstrip()}\n" for row in zip(*padded, last, strict=True)])


def _safe(column: tuple[str, ...]) -> list[str]:
    """The cells made safe; one look at all of them, since almost always none needs it."""
    return list(column) if "".join(column).isprintable() else [visible_line(c) for c in column]


def _padded(column: list[str], cells: int) -> list[str]:
    if "".join(column).isascii():
        return [text.ljust(cells) for text in column]
    return [text + " " * (cells - width(text)) for text in column]


def terminal_columns() -> int | None:
    """How many cells a line of the terminal has; None where stdout is no terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns
