"""The picture before Textual is there: equal to Textual's own, and gone without a trace."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .terminal import PROGRAM, Terminal
from .test_terminal import FILE, HOSTILE

HELD_IMPORT = """\
import sys, time, pathlib

class Hold:
    def find_spec(self, name, path=None, target=None):
        if name == "textual":
            while not (word := pathlib.Path({word!r}).read_text()):
                time.sleep(0.01)
            if word == "fail":
                raise ImportError("textual is broken here")

sys.meta_path.insert(0, Hold())
"""
"""Makes `import textual` wait until a file says `go`, or `fail`."""

CARD = """\
---
name: backend-specialist
---
Task IDs are BE-XXX.

### BE-XXX | Backend | Priority | @backend-specialist

## Number ranges

- **BE-010+**: Doors and locks
"""

TEXTUAL_STARTS = b"\x1b[?2004h"
PLACED = re.compile(rb"\x1b\[(\d+);?\d*H")
STATUSES = ("pending", "in_progress", "blocked", "completed", "approved")


def tasks(count: int) -> str:
    """A file with tasks in all columns and several lanes."""
    return "".join(
        f"### BE-{number:03} | Backend | {('High', 'Low', 'Critical')[number % 3]} | @ana\n"
        f"- **Title**: Do the thing number {number} \u2013 na\u00efve, \u65e5\u672c\n"
        f"- **Status**: {STATUSES[number % 5]}\n"
        f"- **Dependencies**: {'BE-001' if number % 4 else 'none'}\n"
        f"- **Acceptance Criteria**:\n  - [x] Done\n  - [ ] Not yet\n\n"
        for number in range(1, count + 1)
    )


class Start:
    """The program, held at the import of Textual until `go` or `fail`."""

    def __init__(self, folder: Path, columns: int = 100, lines: int = 30, **more: str) -> None:
        self._word = folder / "word"
        self._word.write_text("")
        held = folder / "held"
        held.mkdir(exist_ok=True)
        (held / "sitecustomize.py").write_text(HELD_IMPORT.format(word=str(self._word)))
        environment = {"COLORTERM": "truecolor", "XDG_STATE_HOME": str(folder), **more}
        self.terminal = Terminal(
            PROGRAM, "open", folder / "task.md", cwd=folder, columns=columns, lines=lines,
            PYTHONPATH=str(held), **environment,
        )  # fmt: skip

    def say(self, word: str) -> None:
        self._word.write_text(word)


def cells(terminal: Terminal) -> list[list[Any]]:
    """Everything that the terminal shows, colours too."""
    screen = terminal.screen
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def untouched() -> list[Any]:
    """The line discipline of a terminal that nobody has used."""
    ours, theirs = pty.openpty()
    try:
        return termios.tcgetattr(theirs)
    finally:
        os.close(ours)
        os.close(theirs)


def after_start(terminal: Terminal) -> bytes:
    return bytes(terminal.bytes).partition(TEXTUAL_STARTS)[2]


def quiet(terminal: Terminal, seen: Callable[[], int], times: int = 25) -> None:
    """Read until nothing comes for half a second."""
    count, last = 0, -1

    def settled() -> bool:
        nonlocal count, last
        now = seen()
        count, last = (count + 1 if now == last else 0), now
        return count > times

    terminal.until(settled, "the end of output")


@pytest.mark.parametrize(
    ("columns", "lines", "environment", "arguments"),
    [
        (120, 40, {}, ()),
        (120, 40, {"COLORTERM": ""}, ("--theme", "light")),
        (120, 40, {"COLORTERM": "", "TERM": "xterm"}, ()),
        (80, 24, {"NO_COLOR": "1"}, ()),
        (40, 12, {}, ("--theme", "ansi")),
        (40, 12, {"LANG": "C"}, ()),
        (170, 20, {}, ("--theme", "ansi-light", "--ascii")),
    ],
)
def test_textual_has_nothing_to_add(
    tmp_path: Path,
    columns: int,
    lines: int,
    environment: dict[str, str],
    arguments: tuple[str, ...],
) -> None:
    board = tmp_path / "task.md"
    board.write_text(tasks(40) + HOSTILE)
    first, second = (
        Terminal(
            PROGRAM, "open", board, *arguments, *more, cwd=tmp_path, columns=columns, lines=lines,
            **{"COLORTERM": "truecolor", "XDG_STATE_HOME": str(tmp_path / name), **environment},
        )
        for name, more in (("with", ()), ("without", ("--no-prepaint",)))
    )  # fmt: skip
    with first, second:
        for terminal in (first, second):
            terminal.until(lambda t=terminal: TEXTUAL_STARTS in t.bytes, "Textual")
            terminal.until(lambda t=terminal: "BE-0" in t.text, "cards")
        for terminal in (first, second, first):
            terminal.rest()
        first.until(lambda: second.rest() or cells(first) == cells(second), "the same picture")
        rows = {int(row) for row in PLACED.findall(after_start(first))}
        assert rows <= {1, lines}, "what waits and what the disk promises comes later"
        assert first.bytes.count(b"\x1b[?1049h") == 1


def test_what_is_typed_meanwhile_is_neither_lost_nor_echoed(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text(FILE)
    start = Start(tmp_path)
    with start.terminal as terminal:
        terminal.shows("BE-010", "BE-011")
        before = cells(terminal)
        terminal.type("j\r")
        quiet(terminal, lambda: len(terminal.bytes), 10)
        assert cells(terminal) == before
        start.say("go")
        terminal.shows("Log out everywhere", "Status")
        assert re.search("\u258c ?BE-011", terminal.text), "the cursor went down, the card is open"
        terminal.type("\x11")
        assert terminal.ended() == 0
        assert termios.tcgetattr(terminal.fd) == untouched()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, None])
def test_an_end_before_textual_leaves_no_trace(tmp_path: Path, number: int | None) -> None:
    (tmp_path / "task.md").write_text(FILE)
    start = Start(tmp_path)
    with start.terminal as terminal:
        terminal.shows("BE-010")
        assert termios.tcgetattr(terminal.fd) != untouched()
        if number is None:
            start.say("fail")
        elif number == signal.SIGINT:
            terminal.type("\x03")
        else:
            os.kill(terminal.pid, number)
        code = terminal.ended()
        assert code == {None: 1, signal.SIGINT: 0}.get(number, -(number or 0))
        left = bytes(terminal.bytes).partition(b"\x1b[?1049l")
        assert left[1], "the alternate screen was left"
        assert b"\x1b[?25h" in left[2], "the cursor is shown"
        assert termios.tcgetattr(terminal.fd) == untouched()


def test_a_terminal_that_changes_its_size_meanwhile_is_painted_anew(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text(tasks(40))
    start = Start(tmp_path)
    with start.terminal as terminal:
        terminal.shows("BE-001")
        terminal.screen.resize(24, 80)
        terminal.screen.reset()
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        start.say("go")
        terminal.until(lambda: TEXTUAL_STARTS in terminal.bytes, "Textual")
        terminal.shows("task.md  40 tasks", "quit")
        assert len(terminal.text.splitlines()[1]) <= 80


@pytest.mark.parametrize(
    ("text", "environment", "arguments"),
    [
        ("# Nothing yet\n", {}, ()),
        (FILE, {}, ("--no-prepaint",)),
        (FILE, {"ARCHIE_BOARD_NO_PREPAINT": "1"}, ()),
        (FILE, {}, ("--theme", "dracula")),
        (FILE, {"TEXTUAL_COLOR_SYSTEM": "256"}, ()),
    ],
)
def test_nothing_is_painted_where_it_cannot_be_known(
    tmp_path: Path, text: str, environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    (tmp_path / "task.md").write_text(text)
    with Terminal(
        PROGRAM, "open", tmp_path / "task.md", *arguments, cwd=tmp_path, columns=90, lines=20,
        XDG_STATE_HOME=str(tmp_path), **environment,
    ) as terminal:  # fmt: skip
        terminal.shows("task.md", "quit")
        first = bytes(terminal.bytes).partition(TEXTUAL_STARTS)[0]
        assert not PLACED.search(first), "the first frame is Textual's"


def test_it_groups_as_the_agent_cards_of_the_project_say(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text(FILE)
    cards = tmp_path / ".claude" / "agents"
    cards.mkdir(parents=True)
    (cards / "backend-specialist.md").write_text(CARD)
    start = Start(tmp_path)
    with start.terminal as terminal:
        terminal.shows("BE-010", "Doors and locks")
        start.say("go")
        terminal.until(lambda: TEXTUAL_STARTS in terminal.bytes, "Textual")
        quiet(terminal, lambda: len(terminal.bytes))
        terminal.shows("Doors and locks")
        assert b"Doors" not in after_start(terminal)
