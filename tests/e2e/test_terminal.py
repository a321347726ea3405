"""End to end: the installed program in a pseudo-terminal, as a person uses it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..patience import PATIENCE
from .terminal import PROGRAM, Terminal

FILE = """\
# Ferry

### BE-010 | Backend | High | @ana
- **Title**: Sign in with tokens
- **Status**: pending
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
- **Technical notes**: Argon2id

### BE-011 | Backend | Low | @bert
- **Title**: Log out everywhere
- **Status**: pending
"""

HOSTILE = (
    "### BE-012 | Backend | Low | @eve\n"
    "- **Title**: [/] [red]x[/red] [link=https://evil.example]y[/link] "
    "\x1b]52;c;ZXZpbA==\x07 \x1b]0;owned\x07 \x1b[2J\x1b[31m \x9b31m "
    "\u202egnp.exe\u202c \u2066z\u2069 \x07\ttab "
    "e\u0301 \u65e5\u672c \U0001f468\u200d\U0001f469\u200d\U0001f467\n"
    "- **Status**: in \x1b]52;c;ZXZpbA==\x07 progress\n"
    "- **Blocker**: \x1bP1$tx\x1b\\ \x90q\x9c\n"
)
"""Text of a file that wants to be a terminal's commands, markup, or another direction."""

EDITOR = """\
import pathlib, sys
section = pathlib.Path(sys.argv[1])
text = section.read_text()
assert "- **Title**: Sign in with tokens" in text, text
section.write_text(text.replace("Sign in with tokens", "Sign in safely"))
board = pathlib.Path({board!r})
board.write_text(board.read_text().replace("Argon2id", "bcrypt"))
"""
"""An editor in which the user changes a title while another process changes the notes."""


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "task.md"
    path.write_text(FILE)
    return path


def opened(board: Path, columns: int = 100, lines: int = 30, **environment: str) -> Terminal:
    return Terminal(
        PROGRAM, "open", board, cwd=board.parent, columns=columns, lines=lines, **environment
    )


def test_from_start_to_end(board: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(EDITOR.format(board=str(board)))
    with opened(board, EDITOR=f"{sys.executable} {editor}", VISUAL="") as terminal:
        terminal.shows("task.md", "BE-010", "BE-011", "Pending")
        assert b"\x1b[?1049h" in terminal.bytes

        # Keys: the card moves, on the screen and in the file.
        terminal.type("jL")
        terminal.until(lambda: board.read_text() == moved(FILE), "the card in the file")
        terminal.shows("BE-011 pending -> in_progress")

        # A second process rewrites the file by rename.
        replace = (
            "import os, pathlib, sys; path = pathlib.Path(sys.argv[1]);"
            "new = path.with_name('new');"
            "new.write_text(path.read_text().replace('Log out everywhere', 'Leave at once'));"
            "os.replace(new, path)"
        )
        subprocess.run([sys.executable, "-S", "-c", replace, board], check=True, timeout=PATIENCE)
        terminal.shows("Leave at")

        # $EDITOR, with a change by another process meanwhile: both are in the file.
        terminal.type("he")
        wanted = moved(FILE).replace("Log out everywhere", "Leave at once")
        wanted = wanted.replace("Sign in with tokens", "Sign in safely")
        wanted = wanted.replace("Argon2id", "bcrypt")
        terminal.until(lambda: board.read_text() == wanted, "both changes in the file")
        terminal.shows("Sign in safely"[:7], "BE-011")

        # Undo, and out: the terminal is as it was.
        terminal.type("uu")
        terminal.until(lambda: "Sign in with tokens" in board.read_text(), "undo in the file")
        terminal.until(lambda: "in_progress" not in board.read_text(), "undo in the file")
        terminal.type("q")
        assert terminal.ended() == 0
    assert terminal.bytes.rindex(b"\x1b[?1049l") > terminal.bytes.rindex(b"\x1b[?1049h")
    assert terminal.bytes.rindex(b"\x1b[?25h") > terminal.bytes.rindex(b"\x1b[?25l")
    for mouse in (b"\x1b[?1000", b"\x1b[?1003", b"\x1b[?2004", b"\x1b[?1004"):
        if mouse + b"h" in terminal.bytes:
            assert terminal.bytes.rindex(mouse + b"l") > terminal.bytes.rindex(mouse + b"h")
    assert "Traceback" not in terminal.text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def moved(text: str) -> str:
    """The file after BE-011 was moved to the next column."""
    head, _, tail = text.rpartition("pending")
    return f"{head}in_progress{tail}"


@pytest.mark.parametrize("columns", [120, 60])
def test_a_file_commands_no_terminal(board: Path, columns: int) -> None:
    board.write_text(FILE + "\n" + HOSTILE)
    with opened(board, columns) as terminal:
        terminal.shows("BE-010")
        terminal.type(":")
        terminal.shows("Go to a task")
        terminal.type("BE-012\r")
        terminal.until(lambda: "Go to a task" not in terminal.text, "the dialog closed")
        terminal.type("\r")
        terminal.shows("Acceptance criteria", "Blocker", "[/] [red]x")
        terminal.type("vG")
        terminal.shows("- **Blocker**")
        terminal.type("\x1b")
        terminal.until(lambda: "- **Blocker**" not in terminal.text, "the task closed")
        board.write_text(board.read_text().replace("[/] [red]x", "[/] [red]changed"))
        terminal.shows("changed")
        terminal.type("qqjj")  # keys on the heels of the last one do no harm
        assert terminal.ended() == 0
        assert "Traceback" not in terminal.text
    raw = bytes(terminal.bytes)
    for forbidden in (b"\x1b]52", b"\x1b]0;", b"\x1b]2;", b"owned\x07", b"\x1bP1$t", b"\x1b]8;"):
        assert forbidden not in raw
    # Textual asks for the pointer's shape itself.
    text = re.sub(r"\x1b\]22;[a-z-]*\x07", "", raw.decode("utf-8", "replace"))
    for mark in "\u202e\u202c\u2066\u2069\x90\x9b\x9c\x07":
        at = text.find(mark)
        assert at < 0, ascii(text[max(at - 60, 0) : at + 20])


def test_looking_and_ctrl_c_leave_the_file_alone(board: Path) -> None:
    before = board.stat()
    with opened(board, 80, 24) as terminal:
        terminal.shows("BE-010")
        terminal.type("\x03")
        assert terminal.ended() == 0
    assert board.stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in board.parent.iterdir()] == ["task.md"]


def test_a_dashboard_rings_when_a_task_waits_for_a_person(board: Path) -> None:
    options = ("open", board, "--dashboard")
    with (
        Terminal(PROGRAM, *options, "--bell", cwd=board.parent, columns=80, lines=20) as bell,
        Terminal(PROGRAM, *options, cwd=board.parent, columns=80, lines=20) as quiet,
    ):
        for terminal in (bell, quiet):
            terminal.shows("BE-010", "BE-011")
        text = board.read_text()
        board.write_text(text.replace("Sign in with", "Sign in by"))
        for terminal in (bell, quiet):
            terminal.shows("Sign in by")
        assert rings(bell) == rings(quiet) == 0
        board.write_text(text.replace("pending", "completed", 1))
        for terminal in (bell, quiet):
            terminal.shows("Completed")
        bell.until(lambda: rings(bell) == 1, "the bell")
        for terminal in (bell, quiet):
            terminal.type("q")
            assert terminal.ended() == 0
        assert (rings(bell), rings(quiet)) == (1, 0)


def rings(terminal: Terminal) -> int:
    """How often the bell rang: bells that end a terminal's command are none."""
    return re.sub(rb"\x1b\][^\x07\x1b]*\x07", b"", bytes(terminal.bytes)).count(b"\x07")
