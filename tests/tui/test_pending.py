"""A card that is moved is in its new place at once, marked until the file has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .whole import FILE, another_writes, busy_disk, opened

pytestmark = pytest.mark.anyio

PENDING = "- **Title**: Log out everywhere\n- **Status**: pending\n"
MOVED = FILE.replace(PENDING, PENDING.replace("pending", "in_progress"))
WAITS = "┊BE-011"
KEPT = "┃BE-011"


async def test_it_is_shown_while_it_is_written_and_marked_until_it_is_kept(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        async with busy_disk(board):
            await board.press("L")
            await board.shows(WAITS)
            assert board.raw == FILE.encode()
            assert board.cursor == "BE-011"
            assert board.app.board.board_view.cursor_column == "in_progress"
        await board.says(MOVED)
        await board.shows(KEPT, "BE-011 pending -> in_progress")
        assert not board.sees(WAITS)


async def test_steps_that_follow_each_other_add_up(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        async with busy_disk(board):
            for key, column in (("L", "in_progress"), ("H", "pending"), ("L", "in_progress")):
                await board.press(key)
                await board.until(lambda c=column: board.app.board.board_view.cursor_column == c)
            assert board.raw == FILE.encode()
        await board.says(MOVED)
        await board.shows(KEPT)


async def test_it_goes_back_where_the_file_says_otherwise(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        async with busy_disk(board):
            await board.press("L")
            await board.shows(WAITS)
            another_writes(task_file, PENDING, PENDING.replace("pending", "completed"))
        await board.until(lambda: not board.sees(WAITS))
        await board.until(lambda: board.app.board.board_view.cursor_column == "completed")
        assert board.raw == FILE.replace(PENDING, PENDING.replace("pending", "completed")).encode()


async def test_what_others_write_meanwhile_is_shown_beside_it(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        async with busy_disk(board):
            await board.press("L")
            await board.shows(WAITS)
            another_writes(task_file, "Sign in with tokens", "Sign in safely")
        await board.says(MOVED.replace("Sign in with tokens", "Sign in safely"))
        await board.shows("Sign in safely", KEPT)


async def test_work_that_takes_its_time_is_told_and_keeps_nobody(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        assert not board.sees("working")
        async with busy_disk(board):
            await board.press("L")
            await board.shows("working")
            await board.press("k")
            await board.until(lambda: board.cursor != "BE-011")
            await board.press("/", "escape")
            await board.shows("working")
        await board.says(MOVED)
        await board.until(lambda: not board.sees("working"))
