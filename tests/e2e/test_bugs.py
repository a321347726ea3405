"""A bug, should there be one, is one line: the screen is whole, the details are in a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archie_board.model.storage.storage import default_root

from .terminal import Terminal

TASKS = "### BE-001 | Backend | High\n- **Title**: Schema\n- **Status**: pending\n"

BROKEN = """
import sys
from archie_board.tui.cli import main
{break_it}
sys.exit(main(sys.argv[1:]))
"""
"""The program with a bug in it."""

IN_THE_BOARD = """
from archie_board.tui.screens.board import BoardScreen
def bug(self): raise KeyError("secret of the file")
BoardScreen.action_copy_id = bug
"""
BEHIND_IT = """
from archie_board.model.live.store import Store
def bug(self, operation): raise KeyError("secret of the file")
Store.submit = bug
"""
IN_A_COMMAND = """
from archie_board.tui.cli import listing
def bug(arguments): raise KeyError("secret of the file")
listing.run_list = bug
"""


def reports() -> str:
    return "".join(path.read_text() for path in (default_root() / "bugs").glob("*.txt"))


def broken(tmp_path: Path, break_it: str) -> Terminal:
    (tmp_path / "task.md").write_text(TASKS)
    code = BROKEN.format(break_it=break_it)
    return Terminal(sys.executable, "-c", code, cwd=tmp_path, columns=120, lines=30)


def test_a_bug_that_ends_the_board_leaves_a_line_and_a_whole_screen(tmp_path: Path) -> None:
    with broken(tmp_path, IN_THE_BOARD) as terminal:
        terminal.shows("BE-001", "edits safe")
        terminal.type("y")
        assert terminal.ended() == 1
        assert "archie-board: a bug, KeyError: the details" in terminal.text
        assert b"Traceback" not in terminal.bytes
        assert b"secret" not in terminal.bytes
        assert b"\x1b[?1049l" in terminal.bytes
    assert "secret of the file" in reports()


def test_a_bug_behind_the_board_is_told_and_the_board_goes_on(tmp_path: Path) -> None:
    with broken(tmp_path, BEHIND_IT) as terminal:
        terminal.shows("BE-001", "edits safe")
        terminal.type("L")
        terminal.shows("a bug, KeyError")
        terminal.type("q")
        assert terminal.ended() == 0
    assert "secret of the file" in reports()
    assert (tmp_path / "task.md").read_text() == TASKS


def test_a_bug_in_a_command_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text(TASKS)
    code = BROKEN.format(break_it=IN_A_COMMAND)
    done = subprocess.run(
        [sys.executable, "-c", code, "list"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("archie-board: a bug, KeyError: the details are in ")
    assert done.stderr.count("\n") == 1
    assert "secret of the file" in reports()
