"""Leaving without the key for it: signals, a terminal that is gone, an error inside."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from ..patience import PATIENCE
from .terminal import PROGRAM, Terminal
from .test_terminal import FILE, moved

MOUSE = b"\x1b[?1003h"
"""Sent when the program has the terminal and listens."""


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "task.md"
    path.write_text(FILE)
    return path


def begun(board: Path, *argv: str | Path) -> Terminal:
    state = str(board.parent / "state")
    command = argv or (PROGRAM, "open", board)
    return Terminal(*command, cwd=board.parent, columns=100, lines=30, XDG_STATE_HOME=state)


def listens(terminal: Terminal) -> None:
    terminal.shows("BE-010", "Pending")
    terminal.until(lambda: MOUSE in terminal.bytes, "the program listens")


def is_restored(terminal: Terminal) -> None:
    """The terminal is as it was: screen, cursor, mouse, paste, focus, wrapping."""
    said = bytes(terminal.bytes)
    for mode in (b"1049", b"1000", b"1003", b"1006", b"2004", b"1004"):
        if b"\x1b[?" + mode + b"h" in said:
            assert said.rindex(b"\x1b[?" + mode + b"l") > said.rindex(b"\x1b[?" + mode + b"h"), mode
    assert said.rindex(b"\x1b[?25h") > said.rindex(b"\x1b[?25l")
    assert said.rindex(b"\x1b[?7h") > said.rindex(b"\x1b[?7l")


def ends(terminal: Terminal) -> int:
    """Wait for the end of a program whose terminal may be gone."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        pid, status = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            terminal.code = os.waitstatus_to_exitcode(status)
            return terminal.code
        time.sleep(0.02)
    raise AssertionError("the program goes on without a terminal")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_gives_the_terminal_back(board: Path, number: int, code: int) -> None:
    with begun(board) as terminal:
        listens(terminal)
        terminal.type("jL")
        terminal.until(lambda: board.read_text() == moved(FILE), "the edit in the file")
        os.kill(terminal.pid, number)
        assert terminal.ended() == code
        is_restored(terminal)
        assert "Traceback" not in terminal.text
    assert board.read_text() == moved(FILE)


@pytest.mark.parametrize("ignored", [False, True])
def test_nothing_goes_on_when_the_terminal_is_gone(board: Path, ignored: bool) -> None:
    """As when an SSH connection drops; also where SIGHUP does not come through."""
    wrapped = (
        "import os, signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP]); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = (sys.executable, "-c", wrapped, PROGRAM, "open", board) if ignored else ()
    terminal = begun(board, *command)
    listens(terminal)
    terminal.type("jL")
    terminal.until(lambda: board.read_text() == moved(FILE), "the edit in the file")
    os.close(terminal.fd)
    assert ends(terminal) == 129
    with begun(board) as again:  # undo reaches over the lost connection
        listens(again)
        again.shows("undo BE-011")
        again.type("u")
        again.until(lambda: board.read_text() == FILE, "undo in the file")
        again.type("q")
        assert again.ended() == 0


def test_an_edit_on_the_heels_of_the_end_is_kept(board: Path) -> None:
    terminal = begun(board)
    listens(terminal)
    terminal.type("jL")
    terminal.shows("in_progress")
    os.close(terminal.fd)
    ends(terminal)
    with begun(board) as again:
        again.until(lambda: board.read_text() == moved(FILE), "the edit in the file")


def test_an_error_inside_gives_the_terminal_back(board: Path) -> None:
    broken = (
        "import sys; from archie_board.tui.screens.board import BoardScreen; "
        "BoardScreen.action_undo = lambda self: 1 / 0; "
        "from archie_board.tui.cli import main; sys.exit(main(['open', sys.argv[1]]))"
    )
    with begun(board, sys.executable, "-c", broken, board) as terminal:
        listens(terminal)
        terminal.type("jL")
        terminal.until(lambda: board.read_text() == moved(FILE), "the edit in the file")
        terminal.type("u")
        assert terminal.ended() == 1
        is_restored(terminal)
        assert re.search("ZeroDivisionError", terminal.text)
    assert board.read_text() == moved(FILE)
