"""The dashboard: it watches, goes where things happen, and calls a person if asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from archie_board.tui.demo.project import sample

from .whole import FILE, another_writes, opened

pytestmark = pytest.mark.anyio

PENDING = "### BE-071 | Backend"


async def test_it_shows_cards_and_no_cursor_and_no_keys(task_file: Path) -> None:
    async with opened(task_file, sample(), dashboard=True) as board:
        await board.shows("BE-003")
        assert not board.sees("▌")
        assert not board.sees("quit")
        assert not board.sees("read-only")
        await board.pilot.pause()
        assert not board.sees("to look only")
        assert board.lines[-1].strip("│▐ ")  # cards down to the last line
        await board.press("j", "j", "s", "n", "space")
        assert not board.sees("▌")
        assert board.app.screen is board.app.board
        assert board.raw == task_file.read_bytes()


@pytest.mark.parametrize("size", [(120, 16), (40, 12), (30, 6)])
async def test_it_goes_where_something_changes(task_file: Path, size: tuple[int, int]) -> None:
    tasks = "".join(
        f"\n### BE-{n:03} | Backend\n- **Title**: Number {n}\n- **Status**: {status}\n"
        for n, status in [*((n, "pending") for n in range(100, 160)), (200, "approved")]
    )
    async with opened(task_file, FILE + tasks, size, dashboard=True) as board:
        assert not board.sees("BE-159")
        another_writes(task_file, "Number 159", "A new name")
        await board.shows("BE-159", "A new", "┃")
        another_writes(task_file, "Number 200", "Another name")
        await board.shows("BE-200", "Another", "┃")
        another_writes(
            task_file, "Another name\n- **Status**: approved", "Another name\n- **Status**: blocked"
        )
        await board.until(lambda: board.app.board.board_view.cursor_column == "blocked")
        await board.shows("BE-200")
        if size[0] > 30:
            await board.shows("BE-200 approved ->")
        assert not board.sees("▌")


async def test_it_survives_a_pane_of_hardly_any_room(task_file: Path) -> None:
    async with opened(task_file, sample(), (80, 24), dashboard=True) as board:
        for size in ((9, 3), (1, 1), (20, 1), (3, 20), (120, 40)):
            await board.pilot.resize_terminal(*size)
            another_writes(task_file, "- **Title**: ", "- **Title**: x")
            await board.until(lambda: board.app.board.document.raw == task_file.read_bytes())
        await board.shows("Pending", "BE-003")


async def test_it_says_when_something_is_wrong_with_the_file(task_file: Path) -> None:
    async with opened(task_file, FILE, (80, 24), dashboard=True) as board:
        task_file.rename(task_file.with_name("gone.md"))
        await board.until(lambda: board.app.board.has_class("-trouble"))
        await board.shows("task.md does not exist")
        task_file.with_name("gone.md").rename(task_file)
        await board.until(lambda: not board.app.board.has_class("-trouble"))
