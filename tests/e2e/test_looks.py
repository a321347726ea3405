"""Colour and characters as a terminal gets them: depths, backgrounds, ASCII, odd widths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .terminal import PROGRAM, Terminal

FILE = """\
### BE-010 | Backend | High | @ana
- **Title**: 日本語の件 wide
- **Status**: blocked

### BE-011 | Backend | Low | @ana
- **Title**: e\u0301a\u0308 combining
- **Status**: in_progress

### BE-012 | Backend | Critical | @ana
- **Title**: 👨‍👩‍👧 🚀 emoji
- **Status**: completed

### BE-013 | Backend | Critical | @ana
- **Title**: שלום مرحبا right to left
- **Status**: pending
"""

STYLE = re.compile(rb"\x1b\[([\d;]*)m")


def depths(said: bytes) -> set[str]:
    """The kinds of colours that were sent: `true`, `256`, `16`."""
    found = set()
    for style in STYLE.findall(said):
        rest = [int(number or 0) for number in style.split(b";")]
        while rest:
            first, *rest = rest
            if first in (38, 48):
                kind = "true" if rest[0] == 2 else "256"
                rest = rest[4 if kind == "true" else 2 :]
                found.add(kind)
            elif first % 60 in range(30, 38) or first in range(40, 48) or first in range(100, 108):
                found.add("16")
    return found


def colour_of(terminal: Terminal, text: str) -> str:
    """What a text on the screen is written in."""
    y, line = next((y, line) for y, line in enumerate(terminal.screen.display) if text in line)
    colour: str = terminal.screen.buffer[y][line.index(text)].fg
    return colour


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "task.md"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("variables", "options", "wanted"),
    [
        ({"COLORTERM": "truecolor"}, (), {"true"}),
        ({"TERM": "screen-256color"}, ("--theme", "light"), {"256"}),
        ({"TERM": "xterm"}, (), {"16"}),
        ({"TERM": "xterm-256color"}, ("--theme", "ansi"), {"16"}),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, (), set()),
    ],
)
def test_a_terminal_gets_the_colours_that_it_has(
    board: Path,
    variables: dict[str, str],
    options: tuple[str, ...],
    wanted: set[str],
) -> None:
    environment = {"COLORTERM": "", "TERM": "xterm-256color"} | variables
    command = (PROGRAM, "open", board, *options)
    with Terminal(*command, cwd=board.parent, columns=120, lines=30, **environment) as terminal:
        terminal.shows("BE-010", "BE-013")
        terminal.until(lambda: b"\x1b[?1003h" in terminal.bytes, "the program listens")
        if wanted == {"16"}:
            assert colour_of(terminal, "Pending") == "cyan", "each has its meaning"
        terminal.type("j")
        terminal.type("q")
        assert terminal.ended() == 0
        said = bytes(terminal.bytes)
    assert depths(said) == wanted
    assert STYLE.search(said), "bold and reverse are there without colours too"


@pytest.mark.parametrize("variables", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"TERM": "linux"}])
def test_a_plain_terminal_gets_ascii(board: Path, variables: dict[str, str]) -> None:
    board.write_text(board.read_text(encoding="utf-8").encode("ascii", "ignore").decode())
    with Terminal(
        PROGRAM, "open", board, cwd=board.parent, columns=100, lines=30, **variables
    ) as terminal:
        terminal.shows("BE-010", "BE-013", "right to")
        terminal.type("?")
        terminal.shows("Keys")
        terminal.type("\x1b")
        terminal.until(lambda: "Keys" not in terminal.text, "the help closed")
        terminal.type("q")
        assert terminal.ended() == 0
        assert bytes(terminal.bytes).isascii()


@pytest.mark.parametrize("columns", [120, 40])
def test_odd_characters_leave_everything_in_its_place(board: Path, columns: int) -> None:
    """What stands at the right edge does so in every line, whatever is left of it."""
    with Terminal(
        PROGRAM, "open", board, cwd=board.parent, columns=columns, lines=16, TERM="xterm"
    ) as terminal:
        terminal.shows("BE-0")
        terminal.until(lambda: b"\x1b[?1003h" in terminal.bytes, "the program listens")
        if columns == 120:
            terminal.shows("日", "combining", "emoji", "left")
            rows = [line for line in terminal.screen.display if "BE-0" in line]
            heads = next(line for line in terminal.screen.display if "Pending" in line)
            blocked = heads.index("✗ Blocked")
            assert any(_cell(row, blocked).startswith("BE-010") for row in rows), rows
        terminal.type(":")
        terminal.shows("Go to a task", "BE-012")
        terminal.type("BE-012\r")
        terminal.until(lambda: "Go to a task" not in terminal.text, "the dialog closed")
        terminal.type("\r")
        terminal.shows("emoji", "completed")
        terminal.type("q")
        terminal.until(lambda: "completed" not in terminal.text, "the task closed")
        terminal.type("q")
        assert terminal.ended() == 0
        assert "Traceback" not in terminal.text


def _cell(row: str, at: int) -> str:
    return row[at - 1 :].strip()
