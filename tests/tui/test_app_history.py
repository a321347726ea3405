"""The past in the application: what keys show of it, and what they bring back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ..patience import PATIENCE
from .whole import FILE, another_writes, opened

pytestmark = pytest.mark.anyio

SESSION = """
import sys
from pathlib import Path
from archie_board.model.operations import SetStatus
from archie_board.model.live.store import Store
store = Store(Path(sys.argv[1])); store.open()
print(store.submit(SetStatus("BE-011", "in_progress")))
store.close()
"""


async def test_undo_reaches_what_an_earlier_session_did(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    path.write_text(FILE)
    subprocess.run([sys.executable, "-c", SESSION, str(path)], check=True, timeout=PATIENCE)
    assert path.read_text() != FILE
    async with opened(path, None) as board:
        await board.shows("u undo BE-011: status = in")
        await board.press("u")
        await board.says(FILE)
        await board.shows("taken back: BE-011")
        await board.press("U")
        await board.until(lambda: b"in_progress" in path.read_bytes())


def rewritten(path: Path, old: str, new: str) -> str:
    """Another program writes the file; returns what it says then."""
    another_writes(path, old, new)
    return path.read_text()


async def test_what_happened_is_listed_with_who_and_brought_back(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    async with opened(path) as board:
        reworded = rewritten(path, "Login returns both tokens", "Login works")
        await board.says(reworded)
        await board.go("BE-011")
        await board.press("L")
        moved = reworded.replace(
            "Log out everywhere\n- **Status**: pending",
            "Log out everywhere\n- **Status**: in_progress",
        )
        await board.says(moved)
        await board.press("A")
        await board.shows("Activity", "3 versions, 2 changes", "you", "another program")
        await board.shows("BE-010 criterion reworded: Login works", "BE-011 pending → in_progress")
        assert board.text.index("in_progress") < board.text.index("Login works"), "newest first"
        await board.press("j")
        await board.shows("- [ ] Login returns both tokens", "+ [ ] Login works")
        await board.press("r")
        await board.shows("Bring back what BE-010 was before?")
        await board.press("y")
        await board.says(moved.replace("Login works", "Login returns both tokens"))
        await board.shows("4 versions, 3 changes")
        await board.press("escape")
        await board.until(lambda: board.app.screen is board.app.board)
        await board.press("u")
        await board.says(moved)


async def test_the_list_is_narrowed_and_opens_a_task(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    async with opened(path) as board:
        await board.says(rewritten(path, "clock skew", "none [/] left"))
        await board.says(rewritten(path, "Hold a seat", "Hold a place"))
        await board.press("A")
        await board.shows("3 versions, 2 changes", "none [/] left")
        await board.press("/", *"risk another", "enter")
        await board.hides("Hold a place")
        await board.press("enter")
        await board.until(lambda: board.app.screen is board.app.board and board.app.board.pane_open)
        assert board.pane.task_key == "BE-010"
        assert board.cursor == "BE-010"


async def test_news_comes_to_the_top_and_the_cursor_stays(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    async with opened(path) as board:
        await board.says(rewritten(path, "clock skew", "none"))
        await board.press("A")
        await board.shows("2 versions, 1 change", "+ none")
        await board.says(rewritten(path, "Hold a seat", "Hold a place"))
        await board.shows("3 versions, 2 changes", "BE-020 title")
        await board.shows("+ none")


async def test_a_task_is_made_what_it_was_and_a_vanished_one_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    async with opened(path, size=(80, 24)) as board:
        await board.go("BE-011")
        changed = rewritten(path, "everywhere\n- **Status**: pending", "here\n- **Status**: odd")
        await board.says(changed)
        await board.press("T")
        await board.shows("History of BE-011", "2 states", "+ - **Title**: Log out here")
        await board.press("j", "c")
        await board.shows("compared with now", "- - **Title**: Log out everywhere")
        await board.press("f")
        await board.shows("Bring back which of these?", "title")
        await board.press(*"title", "enter")
        await board.shows("Bring back what BE-011 was?")
        await board.press("y")
        titled = changed.replace("Log out here", "Log out everywhere")
        await board.says(titled)
        await board.press("G", "r")
        await board.shows("Bring back BE-011 of")
        await board.press("y")
        await board.says(FILE)
        await board.press("escape")
        await board.until(lambda: board.app.screen is board.app.board)
        section = FILE[FILE.index("### BE-011") : FILE.index("### BE-020")]
        await board.says(rewritten(path, section, ""))
        await board.press("A")
        await board.shows("BE-011 removed: Log out everywhere")
        await board.press("r")
        await board.shows("Bring back what BE-011 was before?")
        await board.press("y")
        await board.says(FILE)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
@pytest.mark.parametrize("look", ["dark", "light", "ansi", "ascii"])
async def test_it_can_be_read_in_every_terminal(
    tmp_path: Path, size: tuple[int, int], look: str
) -> None:
    path = tmp_path / "task.md"
    options = {"ascii_only": True} if look == "ascii" else {"theme": look}
    async with opened(
        path, FILE.replace("clock skew", "日本語 [red]x[/]\x1b[2J"), size, **options
    ) as board:
        await board.says(rewritten(path, "日本語 [red]x[/]", "[/] plain"))
        await board.press("A")
        await board.shows("Activity", "BE-010 Risk")
        await board.press("space")
        await board.shows("+ [/] plain")
        await board.press("space", "T")
        await board.shows("History of BE-010")
        assert look != "ascii" or board.text.replace("日本語", "").isascii()
        await board.press("escape", "escape", "escape")
        await board.until(lambda: board.app.screen is board.app.board)


async def test_without_a_history_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/nowhere")
    async with opened(tmp_path / "task.md") as board:
        await board.press("A")
        await board.shows("no history: the state folder cannot be written")
        await board.press("escape")
    async with opened(tmp_path / "task.md", read_only=True) as board:
        await board.press("A")
        await board.shows("no history is kept of a file that is opened to look only")


HOLDER = """
import sys, pathlib
with open(sys.argv[1], "r+b") as held:
    print("open", flush=True)
    sys.stdin.read()
"""


async def test_an_edit_that_waits_is_said_to_wait_and_comes_in_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    async with opened(path) as board:
        await board.shows("edits safe")
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert holder.stdout is not None
        assert holder.stdin is not None
        holder.stdout.readline()
        await board.go("BE-011")
        await board.press("L")
        await board.shows("1 edit kept, not yet in the file")
        assert path.read_text() == FILE
        await board.press("k")
        assert board.cursor != "BE-011", "the board goes on"
        holder.stdin.close()
        assert holder.wait(PATIENCE) == 0
        await board.until(lambda: b"in_progress" in path.read_bytes().split(b"BE-011")[1][:120])
        await board.hides("not yet in the file")
        await board.shows("saved now")


async def test_the_line_says_which_promise_holds(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    path.write_text(FILE)
    (tmp_path / "other.md").hardlink_to(path)
    async with opened(path, None, size=(150, 40)) as board:
        await board.shows("Written in place (it has several names)")


async def test_a_history_shows_the_words_that_changed(task_file: Path) -> None:
    """Of a long text those alone, whole at 80 columns; the task is named once, above."""
    long = "Access tokens live for ten minutes."
    text = FILE.replace(long, f"{long} A refresh token is good for one use, and {long.lower()}")
    async with opened(task_file, text, size=(80, 24)) as board:
        await board.go("BE-010")
        for old, new in (("for one use,", "for two uses,"), ("Argon2id", "Argon2id, and a salt")):
            another_writes(task_file, old, new)
            await board.until(lambda: board.app.board.document.raw == board.raw)
        await board.press("T")
        await board.shows("Description: one use, → two uses,  another program")
        await board.shows("Technical notes Argon2id → Argon2id, and a salt  another program")
        assert not any("BE-010" in line for line in board.lines[1:4])
        await board.press("escape", "A")
        await board.shows("BE-010 Description: one use, → two uses,")
