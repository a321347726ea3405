"""Programs that know nothing of the board: git, editors, links, scripts that undo what it does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from archie_board.tui import live

from ..patience import PATIENCE
from .whole import FILE, Board, another_writes, opened

pytestmark = pytest.mark.anyio

PROGRAM = Path(sys.executable).with_name("archie-board")

EDITED = FILE.replace("Hold a seat", "Keep a seat")
PENDING = "tokens\n- **Status**: pending"


def git(path: Path, *arguments: str) -> None:
    """Run git in the file's folder."""
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    command = ["git", "-C", str(path.parent), *who, *arguments]
    subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)


def committed(path: Path, text: str, message: str) -> None:
    path.write_text(text)
    git(path, "add", path.name)
    git(path, "commit", "-qm", message)


def command(path: Path, *arguments: str) -> None:
    """One command of this program, from beginning to end."""
    done = [PROGRAM, arguments[0], "--file", path, *arguments[1:]]
    subprocess.run(done, check=True, timeout=PATIENCE, capture_output=True)


def questions(board: Board) -> int:
    return board.app.store.attention.tray.count()


async def status(board: Board, key: str, word: str) -> None:
    """Give a card a status, as a user does, and wait until the file has it."""
    await board.go(key)
    await board.ask("s", f"Status of {key}")
    before = board.raw
    await board.press(*word, "enter")
    await board.until(lambda: board.raw != before and board.app.board.document.raw == board.raw)


async def said(board: Board) -> list[str]:
    """What the status line says from now on."""
    lines: list[str] = []
    board.app.board.told.subscribe(board.app.board, lambda event: lines.append(event.text))
    return lines


# ---- events that nothing tells of


async def test_what_comes_through_another_link_is_seen(task_file: Path, tmp_path: Path) -> None:
    async with opened(task_file) as board:
        other = tmp_path / "elsewhere"
        other.mkdir()
        os.link(task_file, other / "same.md")
        another_writes(other / "same.md", "Hold a seat", "Keep a seat")
        await board.says(EDITED)
        await status(board, "BE-010", "completed")
        assert (other / "same.md").read_bytes() == board.raw


async def test_what_happens_behind_a_link_is_seen(task_file: Path, tmp_path: Path) -> None:
    target, spare = (tmp_path / name / "task.md" for name in ("here", "there"))
    for each, text in ((target, FILE), (spare, FILE.replace("Log out", "Log off"))):
        each.parent.mkdir()
        each.write_text(text)
    task_file.symlink_to(target)
    async with opened(task_file, None) as board:
        another_writes(target, "Hold a seat", "Keep a seat")
        await board.says(EDITED)
        (target.parent / "new.md").write_text(FILE)
        (target.parent / "new.md").replace(target)
        await board.says(FILE)
        link = task_file.with_name("link")
        link.symlink_to(spare)
        link.replace(task_file)
        await board.says(FILE.replace("Log out", "Log off"))
        await status(board, "BE-011", "completed")
        assert task_file.is_symlink()
        assert target.read_text() == FILE


async def test_another_folder_under_the_name_is_seen(task_file: Path) -> None:
    async with opened(task_file) as board:
        folder = task_file.parent
        old, new = (folder.with_name(name) for name in ("old", "new"))
        new.mkdir()
        (new / task_file.name).write_text(EDITED)
        folder.rename(old)
        new.rename(folder)
        await board.says(EDITED)
        another_writes(task_file, "Keep a seat", "Hold a seat")
        await board.says(FILE)


async def test_a_program_that_keeps_the_file_open_hides_nothing(task_file: Path) -> None:
    """As a log does: what it writes is shown at once, and an edit waits until it is done."""
    more = "\n### BE-077 | Backend | Low | @eve\n- **Title**: Trace it\n- **Status**: pending\n"
    async with opened(task_file) as board:
        with task_file.open("ab", buffering=0) as stream:
            stream.write(more.encode())
            await board.shows("BE-077 added")
            await board.go("BE-010")
            await board.ask("s", "Status of BE-010")
            await board.press(*"completed", "enter")
            await board.shows("1 edit kept, not yet in the file")
            assert board.raw == (FILE + more).encode()
        await board.says((FILE + more).replace(PENDING, PENDING.replace("pending", "completed")))
        await board.shows("edits safe")


async def test_an_edit_that_was_kept_is_told_when_it_is_saved(
    task_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often the board looks after the file, no look takes away what another brought."""
    monkeypatch.setattr(live, "TEND_SECONDS", 0.004)
    async with opened(task_file) as board:
        task_file.unlink()
        await board.shows("does not exist")
        await board.go("BE-010")
        await board.ask("s", "Status of BE-010")
        await board.press(*"completed", "enter")
        await board.shows("your edit is kept")
        task_file.write_text(FILE)
        await board.shows("saved now")
        await board.says(FILE.replace(PENDING, PENDING.replace("pending", "completed")))


# ---- git


async def test_a_switch_of_the_branch_asks_once_and_fights_nobody(task_file: Path) -> None:
    git(task_file, "init", "-q", "-b", "main")
    committed(task_file, FILE, "one")
    git(task_file, "checkout", "-qb", "other")
    committed(task_file, FILE.replace("clock skew", "drift"), "two")
    async with opened(task_file, None) as board:
        await status(board, "BE-010", "completed")
        await status(board, "BE-011", "in_progress")
        git(task_file, "checkout", "-qf", "main")
        await board.says(FILE)
        await board.until(lambda: questions(board) == 1, "one question")
        git(task_file, "checkout", "-qf", "other")
        await board.says(FILE.replace("clock skew", "drift"))
        assert questions(board) <= 1


async def test_a_stash_and_a_rebase_are_followed(task_file: Path) -> None:
    git(task_file, "init", "-q", "-b", "main")
    committed(task_file, FILE, "one")
    async with opened(task_file, None) as board:
        lines = await said(board)
        await status(board, "BE-010", "completed")
        mine = board.raw
        git(task_file, "stash", "-q")
        await board.says(FILE)
        git(task_file, "stash", "pop", "-q")
        await board.says(mine)
        git(task_file, "commit", "-qam", "mine")
        git(task_file, "checkout", "-qb", "theirs", "HEAD~1")
        await board.says(FILE)
        committed(task_file, FILE.replace("clock skew", "drift"), "theirs")
        git(task_file, "rebase", "-q", "main")
        both = mine.replace(b"clock skew", b"drift")
        await board.says(both)
        assert task_file.read_bytes() == both
        assert not any("re-applied" in line for line in lines)


# ---- who takes back what the board does

WAR = """
import sys, pathlib
path, left = pathlib.Path(sys.argv[1]), 7
while left:
    raw = path.read_bytes()
    if b"blocked" in raw.split(b"### BE-011")[0].split(b"### BE-010")[1]:
        left -= 1
        stale = pathlib.Path(sys.argv[2]).read_bytes()
        path.write_bytes(stale.replace(b"clock skew", b"skew %d" % left))
    elif left < 7 and (path.parent / "enough").exists():
        break
"""
"""A script that writes from its old copy, each time a bit further, as soon as it sees the edit."""


async def test_a_war_of_edits_ends_in_a_question(task_file: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.md"
    old.write_text(FILE)
    async with opened(task_file) as board:
        arguments = [sys.executable, "-S", "-c", WAR, task_file, old]
        with subprocess.Popen(list(map(str, arguments))) as script:
            try:
                await board.go("BE-010")
                await board.ask("s", "Status of BE-010")
                await board.press(*"blocked", "enter", "enter")
                await board.until(lambda: questions(board) == 1, "a question")
                raw = board.raw
                assert PENDING in raw.decode()
                (task_file.parent / "enough").touch()
            finally:
                script.wait(PATIENCE)
        await board.shows("keeps undoing")
        await board.says(raw)
        (asked,) = board.app.store.attention.tray.all()
        assert asked.kind == "war"


async def test_what_somebody_takes_back_in_an_editor_stays_so(task_file: Path) -> None:
    """As an editor writes: the file read, changed by hand, written whole under its name."""
    async with opened(task_file) as board:
        await status(board, "BE-010", "completed")
        others = board.raw.replace(b"clock skew", b"drift")
        task_file.write_bytes(others)
        await board.says(others)
        sed = ["sed", "-i", "/Sign in with tokens/,/Status/s/completed/pending/", str(task_file)]
        subprocess.run(sed, check=True)
        await board.says(FILE.replace("clock skew", "drift"))
        await board.shows("taken back by another program")
        another_writes(task_file, "Hold a seat", "Keep a seat")
        await board.says(EDITED.replace("clock skew", "drift"))


async def test_commands_in_a_row_are_no_quarrel(task_file: Path) -> None:
    async with opened(task_file) as board:
        lines = await said(board)
        for word in ("in_progress", "blocked", "in_progress", "completed"):
            command(task_file, "status", "BE-010", word)
        await board.says(FILE.replace(PENDING, PENDING.replace("pending", "completed")))
        await status(board, "BE-010", "in_progress")
        another_writes(task_file, "tokens\n- **Status**: in_progress", PENDING + "_x")
        await board.until(lambda: board.app.board.document.raw == board.raw)
        another_writes(task_file, "Hold a seat", "Keep a seat")
        await board.shows("BE-020 title Hold a seat")
        assert not any("taken back" in line or "re-applied" in line for line in lines), lines
        assert questions(board) == 0
