"""The command palette: every command, every task, and no text of the file as markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from archie_board.tui.commands import FLOWS, SCREEN

from .whole import opened

pytestmark = pytest.mark.anyio

TITLE = "[/] [red]x [link=http://x]y"
FILE = f"""\
### BE-001 | Backend
- **Title**: {TITLE}
- **Status**: pending

### BE-002 | Backend
- **Title**: Other
"""


async def test_it_offers_every_command(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    async with opened(path, FILE) as board:
        offered = {command.title for command in board.app.get_system_commands(board.app.board)}
        assert offered == {command.title for command in (*SCREEN, *FLOWS)}
        await board.press("ctrl+p")
        await board.shows("Assignee", "Give the card to somebody.")


async def test_it_finds_a_task_by_a_title_that_looks_like_markup(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    async with opened(path, FILE) as board:
        await board.press("l", "ctrl+p")
        await board.shows("Search for commands")
        await board.type("red]x")
        await board.shows(f"BE-001 {TITLE}", "Go to the task")
        await board.press("down", "enter")
        await board.until(lambda: board.app.screen is board.app.board)
        await board.until(lambda: board.cursor == "BE-001")
