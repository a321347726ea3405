"""The command palette: every command, every task, and no text of the file as markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from archie_board.tui.app import ArchieApp
from archie_board.tui.commands import SCREEN

pytestmark = pytest.mark.anyio

HOSTILE = "### BE-001 | Backend\n- **Title**: [/] [red]x [link=http://x]y\n- **Status**: pending\n"


async def test_it_offers_every_command_and_finds_a_task_with_a_hostile_title(
    tmp_path: Path,
) -> None:
    path = tmp_path / "task.md"
    path.write_text(HOSTILE + "\n### BE-002 | Backend\n- **Title**: Other\n")
    app = ArchieApp(path)
    async with app.run_test(size=(100, 60), notifications=True) as pilot:
        offered = {command.title for command in app.get_system_commands(app.board)}
        assert offered == {command.title for command in SCREEN}
        await pilot.press("j", "ctrl+p")
        await app.workers.wait_for_complete([w for w in app.workers if "palette" in w.group])
        await pilot.press(*"red")
        await pilot.pause()
        await app.workers.wait_for_complete([w for w in app.workers if "palette" in w.group])
        await pilot.press("enter")
        await pilot.pause()
        assert app.board.board_view.cursor_key == "BE-001"
