"""What waits for the user: questions, alarms and news, with others writing and over restarts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from archie_board.model.attention.tray import Tray
from archie_board.model.operations import SetField
from archie_board.tui.screens.alarms import AlarmScreen
from archie_board.tui.screens.news import NewsScreen
from archie_board.tui.screens.tray import TrayScreen
from archie_board.tui.widgets.shrunk_strip import ShrunkStrip

from ..patience import PATIENCE
from .whole import FILE, Board, another_writes, busy_disk, opened

pytestmark = pytest.mark.anyio

SIZES = [(120, 40), (80, 24), (40, 12)]

OTHER_BOARD = """
import sys
from pathlib import Path
from archie_board.model.operations import SetField
from archie_board.model.live.store import Store
path = Path(sys.argv[1])
store = Store(path); store.open(); store.attentive = True
path.write_bytes(path.read_bytes().replace(b"ten minutes", b"an hour"))
base = "Access tokens live for ten minutes."
print(store.submit(SetField("BE-010", "description", "Mine [/] wins.", expect=base)))
store.close()
"""
"""Another board of the same user, whose edit of a text met that of another writer."""

MINE = "- **Description**: Mine [/] wins.\n"
THEIRS = "- **Description**: Access tokens live for an hour.\n"


def another_board(path: Path) -> None:
    command = [sys.executable, "-c", OTHER_BOARD, str(path)]
    done = subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True, text=True)
    assert "Conflict" in done.stdout


def is_small(board: Board) -> bool:
    return board.app.size.height < 18


async def to_screen(board: Board, key: str, kind: type) -> None:
    await board.press(key)
    await board.until(lambda: isinstance(board.app.screen, kind) and board.app.screen.entries)


async def to_board(board: Board) -> None:
    while board.app.screen is not board.app.board:
        await board.press("escape")


async def seated(board: Board) -> None:
    """The board knows that somebody sits there, and what they have seen before."""
    await board.until(lambda: board.app.attendance and board.app.attendance.baseline)


def chip(board: Board, name: str) -> int:
    found = board.app.board.header.chips.get(name)
    return found.number if found else 0


@pytest.mark.parametrize("size", SIZES)
async def test_a_conflict_asks_waits_over_a_restart_and_is_answered(
    task_file: Path, size: tuple[int, int]
) -> None:
    theirs = FILE.replace("tokens\n- **Status**: pending", "tokens\n- **Status**: blocked")
    async with opened(task_file, size=size) as board:
        await board.go("BE-010")
        await board.ask("s", "Status of BE-010")
        another_writes(task_file, "tokens\n- **Status**: pending", "tokens\n- **Status**: blocked")
        await board.until(lambda: board.app.board.document.raw == theirs.encode())
        await board.press(*"completed", "enter")
        await board.shows("x asks: BE-010 status is no")
        await board.says(theirs)
    async with opened(task_file, None, size=size) as board:
        await board.until(lambda: chip(board, "tray") == 1)
        await to_screen(board, "x", TrayScreen)
        if is_small(board):
            await board.press("space")
        await board.shows("1  set completed", "2  keep blocked")
        await board.press("1")
        await board.says(theirs.replace("**Status**: blocked", "**Status**: completed", 1))
        await board.until(lambda: not board.app.screen.entries)
        await to_board(board)
        await board.until(lambda: chip(board, "tray") == 0)
        await board.press("u")
        await board.says(theirs)


@pytest.mark.parametrize("answer", ["1", "2"])
async def test_who_answers_second_is_told_so_and_changes_nothing(
    task_file: Path, answer: str
) -> None:
    async with opened(task_file) as board:
        another_board(task_file)
        await board.until(lambda: chip(board, "tray") == 1)
        await to_screen(board, "x", TrayScreen)
        raw, other = board.raw, Tray(board.app.store.attention.folder)
        (question,) = other.all()
        assert other.drop(question.id), "as another board does"
        board.send(answer)
        await board.shows("answered already, in another board", "no questions")
        await to_board(board)
        assert board.raw == raw


@pytest.mark.parametrize("size", SIZES)
async def test_a_question_of_another_board_is_shown_with_three_texts(
    task_file: Path, size: tuple[int, int]
) -> None:
    async with opened(task_file, size=size) as board:
        another_board(task_file)
        await board.until(lambda: chip(board, "tray") == 1)
        await to_screen(board, "x", TrayScreen)
        if is_small(board):
            await board.press("space", "J", "J", "J")
        await board.shows("you saw", "the file says")
        if size[0] == 120:
            line = next(line for line in board.lines if "you saw" in line)
            assert "the file says" in line
            assert "yours" in line
            await board.shows("+ Mine [/] wins.", "1  set my description", "3  edit mine")
        await board.press("2")
        await board.until(lambda: not board.app.screen.entries)
        await board.says(FILE.replace("ten minutes", "an hour"))
        await to_board(board)
        await board.until(lambda: chip(board, "tray") == 0)


async def test_a_text_is_edited_and_then_set(task_file: Path) -> None:
    task_file.write_text(FILE)
    another_board(task_file)
    async with opened(task_file, None) as board:
        await to_screen(board, "x", TrayScreen)
        await board.press("3")
        await board.shows("BE-010: your text")
        await board.type(" Both.")
        await board.press("ctrl+s")
        await board.says(
            FILE.replace("Access tokens live for ten minutes.", "Mine [/] wins. Both.")
        )
        await board.until(lambda: not board.app.screen.entries)


async def test_an_answer_that_meets_another_writer_leaves_the_question(task_file: Path) -> None:
    task_file.write_text(FILE)
    another_board(task_file)
    async with opened(task_file, None) as board:
        await to_screen(board, "x", TrayScreen)
        await board.press("3")
        await board.shows("BE-010: your text")
        again = FILE.replace("Access tokens live for ten minutes.", "Something else.")
        task_file.write_text(again)
        await board.until(lambda: board.app.board.document.raw == again.encode())
        another_writes(task_file, "Something else.", "Quite another.")
        board.send("ctrl+s")
        await board.shows("Quite another.")
        entries = board.app.screen.entries
        assert len(entries) == 1
        (wish,) = entries[0].value[0].operations()
        assert isinstance(wish, SetField)
        assert (wish.task, wish.field, wish.value) == ("BE-010", "description", "Mine [/] wins.")


async def test_answered_in_another_board_is_gone_here(task_file: Path, own_home: Path) -> None:
    task_file.write_text(FILE)
    another_board(task_file)
    async with opened(task_file, None) as board:
        await board.until(lambda: chip(board, "tray") == 1)
        await to_screen(board, "x", TrayScreen)
        (record,) = own_home.rglob("tray/*.json")
        record.unlink()
        await board.shows("no questions")
        await to_board(board)
        await board.until(lambda: chip(board, "tray") == 0)


async def test_a_stale_overwrite_is_put_right_and_one_key_takes_it_back(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        await board.press("L")
        moved = FILE.replace(
            "everywhere\n- **Status**: pending", "everywhere\n- **Status**: in_progress"
        )
        await board.says(moved)
        task_file.write_text(FILE.replace("Hold a seat", "Keep a seat"))
        await board.says(moved.replace("Hold a seat", "Keep a seat"))
        await board.shows("re-applied, a program wrote from an older copy (u takes it back)")
        await board.press("u")
        await board.says(FILE.replace("Hold a seat", "Keep a seat"))


async def test_someone_elses_dropped_edit_is_offered_or_healed(
    task_file: Path, own_home: Path
) -> None:
    settings = own_home / "xdg_config_home" / "archie-board" / "config.toml"
    both = FILE.replace("clock skew", "none").replace("Hold a seat", "Keep a seat")
    third = FILE.replace("Form to sign in", "Form")
    async with opened(task_file) as board:
        task_file.write_text(both)
        await board.says(both)
        task_file.write_text(third)
        await board.until(lambda: chip(board, "tray") == 1)
        await to_screen(board, "x", TrayScreen)
        await board.shows("an older copy", "1  put it back", "was dropped", "Keep a seat")
        assert board.raw == third.encode()
        await board.press("1")
        await board.says(both.replace("Form to sign in", "Form"))
    settings.parent.mkdir(parents=True)
    settings.write_text('heal = "auto"\n')
    async with opened(task_file) as board:
        await board.until(lambda: board.app.in_force is not None)
        task_file.write_text(both)
        await board.says(both)
        task_file.write_text(third)
        await board.says(both.replace("Form to sign in", "Form"))
        await board.shows("put back")
        await board.until(lambda: chip(board, "tray") == 0)


# ---- alarms


@pytest.mark.parametrize("size", SIZES)
async def test_an_alarm_is_marked_shown_restored_and_survives(
    task_file: Path, size: tuple[int, int]
) -> None:
    done = FILE.replace("everywhere\n- **Status**: pending", "everywhere\n- **Status**: completed")
    both = done.replace("  - [x] Refresh rotates\n", "")
    async with opened(task_file, size=size) as board:
        task_file.write_text(both)
        await board.until(lambda: chip(board, "alarms") == 2)
        assert board.app.board.board_view.alarmed == {"BE-010", "BE-011"}
        if size[0] == 120:
            await board.until(lambda: any("!BE-011" in line for line in board.lines))
    async with opened(task_file, None, size=size) as board:
        await to_screen(board, "!", AlarmScreen)
        await board.shows("BE-010 lost the criterion")
        if is_small(board):
            await board.press("space", "J", "J", "J")
        await board.shows("- [x] Refresh rotates")
        await board.press("r")
        await board.says(done)
        await board.until(lambda: len(board.app.screen.entries) == 1)
        await board.press("d")
        await board.until(lambda: not board.app.screen.entries)
        await to_board(board)
        await board.until(lambda: chip(board, "alarms") == 0)
        assert board.raw == done.encode()
        assert board.app.board.board_view.alarmed == frozenset()


async def test_the_users_own_edits_raise_no_alarm(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        await board.ask("s", "Status of BE-011")
        await board.press(*"completed", "enter")
        await board.until(lambda: b"everywhere\n- **Status**: completed" in board.raw)
        await board.go("BE-020")
        await board.ask("D", "Delete BE-020?")
        await board.press("y")
        await board.until(lambda: b"BE-020" not in board.raw)
        another_writes(task_file, "Sailings and vessels", "Sailings")
        await board.shows("BE-001 title")
        await board.until(lambda: not board.app.store.attention.bell.count())
        assert chip(board, "alarms") == 0


async def test_what_a_command_did_is_an_agents_as_likely(task_file: Path) -> None:
    """It raises alarms, stands in the history as a command's, and `u` leaves it alone."""
    async with opened(task_file) as board:
        command = [sys.executable, "-m", "archie_board.tui.cli", "status", "BE-011", "completed"]
        subprocess.run([*command, "--file", str(task_file)], check=True, capture_output=True)
        await board.until(lambda: chip(board, "alarms") == 1)
        await board.press("A")
        await board.shows("a command", "BE-011 pending")
    async with opened(task_file, None) as board:
        await seated(board)
        await board.press("u")
        await board.shows("there is nothing to undo")


SHRUNK = "# Ferry\n\nNothing here.\n"
LEFT = FILE[: FILE.index("### BE-010")]


async def shrinks(board: Board, text: str) -> None:
    """Another program leaves `text`, and the board asks what to make of it."""
    board.path.write_text(text)
    await board.until(lambda: board.app.store.shrunk, "shrunk")
    if board.app.size.width >= 80:
        await board.shows("shrank from 6 to", "1 keep showing", "4 take as it is")
    else:
        await board.shows("6 tasks, now ", "1 keep 2 compare 3 restore 4 take")
        strip = board.app.board.query_one(ShrunkStrip)
        assert strip.size.height == 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", [SHRUNK, LEFT])
async def test_a_file_that_shrank_asks_and_comes_back_whole(
    task_file: Path, text: str, size: tuple[int, int]
) -> None:
    async with opened(task_file, size=size) as board:
        await shrinks(board, text)
        assert len(board.app.board.document.tasks) == 6
        await board.until(lambda: chip(board, "alarms") == 1)
        await board.press("3")
        await board.until(lambda: board.raw.count(b"\n### ") == 6)
        await board.until(lambda: board.app.store.health.state == "ok")
        await board.hides("1 keep")
        assert len(board.app.board.document.tasks) == 6
        await board.until(lambda: chip(board, "alarms") == 0)
        await board.press("u")
        await board.says(text)


async def test_a_file_that_shrank_is_compared_and_restored_there(task_file: Path) -> None:
    async with opened(task_file) as board:
        await shrinks(board, SHRUNK)
        await board.press("2")
        await board.shows("the file shrank from 6 to 0 tasks", "- BE-020 Hold a seat")
        await board.press("r")
        await board.until(lambda: board.raw.count(b"\n### ") == 6)
        await to_board(board)
        await board.until(lambda: board.app.store.health.state == "ok")
        await board.until(lambda: chip(board, "alarms") == 0)


async def test_edits_wait_while_a_file_that_shrank_is_in_question(task_file: Path) -> None:
    async with opened(task_file) as board:
        await shrinks(board, LEFT)
        await board.go("BE-020")
        await board.ask("p", "Priority of BE-020")
        await board.press(*"High", "enter")
        await board.shows("before, 1 edit waits")
        await board.go("BE-001")
        await board.ask("p", "Priority of BE-001")
        await board.press(*"Low", "enter")
        await board.shows("before, 2 edits wait")
        await board.press("u")
        await board.shows("not now")
        assert board.raw == LEFT.encode()
        await board.press("1")
        await board.hides("1 keep showing")
        assert board.sees("BE-020 Hold")
        board.path.write_text(FILE.replace("skew", "drift"))
        wanted = FILE.replace("skew", "drift").replace("High | @dba", "Low | @dba")
        await board.says(wanted.replace("Medium | @dba", "High | @dba"))
        assert board.app.store.kept == 0


async def test_a_file_that_shrank_is_taken_as_it_is(task_file: Path) -> None:
    async with opened(task_file) as board:
        await shrinks(board, LEFT)
        await board.press("4")
        await board.until(lambda: len(board.app.board.document.tasks) == 2)
        assert board.raw == LEFT.encode()
        await board.until(lambda: chip(board, "alarms") == 0)
        await board.hides("1 keep showing")


async def goes(board: Board) -> None:
    """Another program deletes the file, and the board asks what to make of it."""
    board.path.unlink()
    await board.shows("3 restore")
    assert len(board.app.board.document.tasks) == 6
    assert not board.sees("4 take"), "there is nothing to take"


@pytest.mark.parametrize("size", SIZES)
async def test_a_file_that_is_gone_is_written_back_with_the_edits_that_wait(
    task_file: Path, size: tuple[int, int]
) -> None:
    async with opened(task_file, size=size) as board:
        await goes(board)
        await board.shows("task.md is gone")
        await board.go("BE-020")
        await board.ask("p", "Priority of BE-020")
        await board.press(*"High", "enter")
        await board.until(lambda: board.app.store.kept == 1)
        await board.press("1")
        await board.hides("3 restore")
        assert not task_file.exists()
        await board.press("ctrl+l")
        await board.shows("3 restore")
        await board.press("3")
        await board.until(task_file.exists)
        await board.says(FILE.replace("Medium | @dba", "High | @dba"))
        await board.until(lambda: board.app.store.health.state == "ok")
        await board.hides("3 restore")
        assert [path.name for path in task_file.parent.iterdir()] == ["task.md"]


async def test_a_file_that_is_there_again_is_not_written_over(task_file: Path) -> None:
    async with opened(task_file) as board:
        await goes(board)
        async with busy_disk(board):
            await board.press("3")
            task_file.write_text(LEFT)
        await board.shows("task.md is there again, and stays as it is")
        await board.until(lambda: board.app.store.shrunk and not board.app.store.shrunk.deleted)
        assert board.raw == LEFT.encode()
        await board.press("4")
        await board.until(lambda: len(board.app.board.document.tasks) == 2)
        assert board.raw == LEFT.encode()


async def test_nobody_is_asked_about_another_branch(task_file: Path) -> None:
    """A real checkout: the other branch has two tasks."""
    git(task_file, "init", "-q", "-b", "main")
    task_file.write_text(LEFT)
    git(task_file, "add", "task.md")
    git(task_file, "commit", "-qm", "two")
    git(task_file, "checkout", "-q", "-b", "more")
    task_file.write_text(FILE)
    git(task_file, "commit", "-qam", "six")
    async with opened(task_file, None) as board:
        git(task_file, "checkout", "-q", "main")
        await board.until(lambda: len(board.app.board.document.tasks) == 2)
        assert board.app.store.shrunk is None
        assert chip(board, "alarms") == 0


def git(path: Path, *arguments: str) -> None:
    """Run git in the file's folder."""
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    command = ["git", "-C", str(path.parent), *who, *arguments]
    subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)


# ---- news


@pytest.mark.parametrize("size", SIZES)
async def test_what_changed_while_away_is_told_once_and_stepped_through(
    task_file: Path, size: tuple[int, int]
) -> None:
    async with opened(task_file, size=size) as board:
        assert "while you were away" not in board.text
        await seated(board)
        await board.press("j", "q")
    changed = FILE.replace("Hold a seat", "Keep a [/] seat").replace("clock skew", "none")
    task_file.write_text(changed)
    async with opened(task_file, None, size=size) as board:
        await board.shows("while you were away: ")
        await board.until(lambda: chip(board, "news") == 2)
        await board.press("]")
        await board.until(lambda: board.cursor == "BE-010")
        await board.shows("1 of 2")
        await board.press("]")
        await board.until(lambda: board.cursor == "BE-020")
        await board.shows("2 of 2", "+ - **Title**: Keep a [/] seat"[: size[0] - 4])
        await board.press("[")
        await board.until(lambda: board.cursor == "BE-010")
        await board.press("escape")
        await board.hides("1 of 2")
        await to_screen(board, "w", NewsScreen)
        await board.shows("2 tasks changed", "BE-020 title Hold a seat")
        await to_board(board)
        await board.until(lambda: chip(board, "news") == 0)
        await board.press("w")
        await board.shows("no tasks changed")
        await to_board(board)
        await board.press("q")
    async with opened(task_file, None, size=size) as board:
        await seated(board)
        await board.press("j")
        assert chip(board, "news") == 0


async def test_a_board_that_nobody_sat_at_has_seen_nothing(task_file: Path) -> None:
    async with opened(task_file) as board:
        await seated(board)
        await board.press("j")
        another_writes(task_file, "Hold a seat", "Keep a seat")
        await board.shows("BE-020 title Hold a seat")
    async with opened(task_file, None) as board:
        await board.shows("while you were away: BE-020 title Hold a seat")


async def test_a_dashboard_neither_greets_nor_marks_as_seen(task_file: Path) -> None:
    async with opened(task_file) as board:
        await seated(board)
        await board.press("j", "q")
    task_file.write_text(FILE.replace("Hold a seat", "Keep a seat"))
    async with opened(task_file, None, dashboard=True) as board:
        await board.press("j", "q")
    async with opened(task_file, None) as board:
        await board.shows("while you were away: BE-020")


async def test_a_look_that_takes_its_time_says_so_and_can_be_left(task_file: Path) -> None:
    async with opened(task_file) as board:
        async with busy_disk(board):
            await board.press("!")
            await board.shows("looking")
            await to_board(board)
        await board.press("!")
        await board.shows("no alarms")
