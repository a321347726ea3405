"""Files in trouble, files that mean harm, and terminals of every kind, through the whole app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from archie_board.model.operations import ReplaceSection
from archie_board.tui import commands
from archie_board.tui.messages import EditRequested
from archie_board.tui.screens.task import TaskScreen
from textual.command import CommandPalette

from .whole import FILE, Board, another_writes, busy_disk, opened

pytestmark = pytest.mark.anyio

HOSTILE = (
    "[/] [red]x[/red] [link=https://evil.example]y[/link] \x1b]52;c;ZXZpbA==\x07 \x1b[2J"
    "\x9b31m \u202egnp.exe\u2069\ttab e\u0301 \u65e5\u672c\u8a9e $x [@click=app.quit]z[/]"
)
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = f"""\
### BE-010 | Backend | High | @{HOSTILE}
- **Title**: {HOSTILE}
- **Status**: {HOSTILE}
- **Blocker**: {HOSTILE}
- **Estimated effort**: {HOSTILE}
- **Dependencies**: BE-999, BE-011
- **Description**: {HOSTILE}
- **Acceptance Criteria**:
  - [ ] {HOSTILE}
- **{HOSTILE}**: {HOSTILE}

### BE-011 | Backend | High | @ana
- **Title**: Plain
- **Status**: pending
"""


def harmless(board: Board) -> None:
    """Nothing on the screen acts on a terminal, and nothing was taken for markup."""
    found = FORBIDDEN.search(board.text.replace("\n", ""))
    assert not found, ascii(found)
    assert "Traceback" not in board.text


async def test_keys_that_wait_for_a_slow_disk_are_dropped_by_escape(task_file: Path) -> None:
    """What was typed behind a key that leads nowhere yet is no command of the board later."""
    async with opened(task_file) as board:
        await board.until(lambda: board.app.attendance and board.app.attendance.baseline)
        first = board.cursor
        async with busy_disk(board):
            board.send("]", "L")
            await board.shows("working")
            await board.until(lambda: board.app.at_rest or board.send("escape"))
            board.send("j")
            await board.until(lambda: board.cursor != first)
        await board.shows("no card changed")
        assert board.raw == FILE.encode()


async def test_hostile_text_is_text_on_every_screen(task_file: Path) -> None:
    async with opened(task_file, EVIL) as board:
        await board.shows("[/] [red]x")
        harmless(board)
        await board.ask(":", "Go to a task")
        await board.shows("[/] [red]x")
        harmless(board)
        await board.press(*"BE-010", "enter")
        await board.until(lambda: board.cursor == "BE-010")
        for key, title in (("s", "Status of"), ("a", "Who has"), ("D", "Delete"), ("n", "New ")):
            await board.ask(key, title)
            harmless(board)
            await board.press("escape")
            await board.until(lambda: board.app.screen is board.app.board)
        for columns in ("assignee", "effort", "priority", "category", "none", "status"):
            await board.ask("v", "Columns by")
            await board.press(*columns, "enter")
            await board.shows(f"{columns} by category")
            harmless(board)
        await board.press("enter")
        await board.shows("Depends on", "not in this file")
        harmless(board)
        await board.press("v")
        await board.shows("- **Title**: [/]")
        harmless(board)
        another_writes(task_file, "[/] [red]x", "[/] [red]changed")
        await board.shows("changed[/red]")
        harmless(board)
        await board.press("escape", "/", *"[/]")
        harmless(board)
        await board.press("escape", "ctrl+p")
        await board.until(lambda: isinstance(board.app.screen, CommandPalette))
        await board.press(*"red")
        await board.shows("BE-010")
        harmless(board)


async def test_help_lists_every_command(task_file: Path) -> None:
    async with opened(task_file, size=(100, 110)) as board:
        await board.ask("?", "Keys")
        for command in (*commands.SCREEN, *commands.BOARD, *commands.DETAIL):
            assert command.help in board.text, command.id
        await board.press("q")
        await board.until(lambda: board.app.screen is board.app.board)


async def test_the_palette_runs_commands_and_finds_tasks(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.press("ctrl+p")
        await board.until(lambda: isinstance(board.app.screen, CommandPalette))
        await board.press(*"fold all")
        await board.shows("Fold all")
        await board.press("enter")
        await board.hides("BE-001 Sail")
        await board.press("ctrl+p")
        await board.until(lambda: isinstance(board.app.screen, CommandPalette))
        await board.press(*"vessels")
        await board.shows("BE-001 Sailings and vessels")
        await board.press("down", "enter")
        await board.until(lambda: board.cursor == "BE-001")


async def test_a_file_that_goes_and_comes_back(task_file: Path) -> None:
    async with opened(task_file) as board:
        away = task_file.with_name("away.md")
        task_file.rename(away)
        await board.until(lambda: board.app.store.health.state == "missing")
        await board.shows("BE-010 Sign", "BE-020 Hold")
        assert board.app.board.status_line.health in board.text
        away.rename(task_file)
        await board.until(lambda: board.app.store.health.state == "ok")
        task_file.write_bytes(b"")
        await board.until(lambda: board.app.store.health.state == "held")
        await board.shows("BE-010 Sign", "0 of 6 tasks")
        task_file.write_text(FILE.replace("Hold a seat", "Keep a seat"))
        await board.shows("BE-020 Keep")
        assert board.app.store.health.state == "ok"


async def test_changes_of_others_keep_the_place(task_file: Path) -> None:
    many = "".join(
        f"### BE-{n:03} | Backend | Low | @ana\n- **Title**: Task {n}\n- **Status**: pending\n\n"
        for n in range(100, 160)
    )
    async with opened(task_file, many) as board:
        await board.go("BE-150")
        line = board.find("▌BE-150")
        another_writes(task_file, "Task 155", "Renamed 155")
        await board.shows("Renamed 155", "BE-155 title Task 155 -> Renamed 155")
        assert board.find("▌BE-150") == line
        new = "### BE-001 | Backend | Low | @ana\n- **Title**: New\n- **Status**: pending\n\n"
        another_writes(task_file, "### BE-100", new + "### BE-100")
        await board.until(lambda: board.app.board.document.task("BE-001"))
        await board.until(lambda: board.sees("61"))
        assert board.find("▌BE-150") == line


async def test_what_others_changed_is_marked_and_told(task_file: Path) -> None:
    async with opened(task_file) as board:
        another_writes(
            task_file, "Log out everywhere\n- **Status**: pending", "Log out\n- **Status**: blocked"
        )
        await board.shows("BE-011 pending -> blocked (and 1 more)", "┃BE-011")


@pytest.mark.parametrize("key", ["s", "L", "p", "a", "n", "D", "u", "E", "e"])
async def test_a_board_to_look_at_only_says_so(task_file: Path, key: str) -> None:
    async with opened(task_file, read_only=True) as board:
        await board.shows("read-only")
        await board.press(key)
        if key != "u":
            await board.press("escape")
        assert board.app.screen is board.app.board
        assert board.raw == FILE.encode()
        if key == "s":
            await board.press("enter")
            await board.until(lambda: board.pane.has_focus_within)
            await board.press("space", "a", "i")
            await board.shows("read-only: opened to look only")
            assert board.raw == FILE.encode()


async def test_no_tasks_says_what_a_task_looks_like(task_file: Path) -> None:
    async with opened(task_file, "# Nothing here\n") as board:
        await board.shows("###", "BE-001")
        await board.press("j", "k", "h", "l", "G", "enter", "s", "L", "y", "z", "Z", "}")
        await board.ask("n", "New task")
        await board.press(*"First", "enter")
        await board.until(lambda: b"### BE-001 |" in board.raw)
        await board.shows("BE-001 First")
        assert board.raw.startswith(b"# Nothing here\n")


async def test_a_used_id_a_cycle_and_a_lost_dependency(task_file: Path) -> None:
    text = FILE.replace("**Dependencies**: ARCH-001\n", "**Dependencies**: BE-010, BE-777\n")
    text += (
        "\n### BE-020 | Frontend | Low\n- **Title**: Second with the ID\n- **Status**: pending\n"
    )
    async with opened(task_file, text, (160, 40)) as board:
        await board.shows("BE-020 Hold")
        await board.go("BE-010")
        await board.press("enter")
        await board.shows("BE-001", "Unblocks")
        await board.press("escape")
        await board.ask(":", "Go to a task")
        await board.press(*"second", "enter")
        await board.until(lambda: board.cursor not in (None, "BE-010"))
        await board.press("L")
        last = text.rpartition("pending")
        await board.says(last[0] + "in_progress" + last[2])


async def test_resizing_keeps_the_place(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-020")
        for size in ((80, 24), (40, 12), (80, 24), (120, 40)):
            await board.pilot.resize_terminal(*size)
            await board.until(lambda size=size: board.app.size == size and board.sees("BE-020"))
            assert board.cursor == "BE-020"
            assert board.app.board.board_view.has_focus
            assert all(len(line) <= size[0] for line in board.lines)
        await board.press("enter")
        await board.until(lambda: board.pane.task_key == "BE-020")
        await board.row("field", "title")
        await board.pilot.resize_terminal(80, 24)
        await board.until(lambda: isinstance(board.app.screen, TaskScreen))
        await board.shows("Hold a seat")
        await board.pilot.resize_terminal(120, 40)
        await board.shows("Hold a seat")
        await board.press("escape")
        await board.until(lambda: board.app.screen is board.app.board)
        assert board.cursor == "BE-020"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_ascii_is_ascii_on_every_screen(task_file: Path, size: tuple[int, int]) -> None:
    async with opened(task_file, size=size, ascii_only=True) as board:
        for key, title in (
            ("", "BE-010"),
            ("?", "Keys"),
            ("s", "Status of"),
            ("p", "Priority of"),
            ("D", "Delete"),
            ("n", "New task"),
            (":", "Go to a task"),
        ):
            await board.ask(key, title) if key else await board.shows(title)
            assert board.text.isascii(), (title, board.text)
            await board.press("escape")
            await board.until(lambda: board.app.screen is board.app.board)
        await board.press("enter")
        await board.shows("Priority")
        await board.press("v", "G")
        assert board.text.isascii(), board.text


async def test_without_colour_the_cursor_is_still_seen(
    task_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(task_file) as board:
        await board.shows("BE-010 Sign")
        strips = board.app.screen._compositor.render_strips()
        marked = [s.text for strip in strips for s in strip if s.style and s.style.reverse]
        assert any("BE-010" in text for text in marked)
        await board.press("enter")
        await board.shows("Priority")


async def test_themes_go_round(task_file: Path) -> None:
    async with opened(task_file) as board:
        seen = {board.app.theme}
        for _ in range(3):
            await board.press("t")
            await board.shows("BE-010")
            seen.add(board.app.theme)
        assert len(seen) == 4


async def test_an_editor_text_that_conflicts_waits_in_the_tray(task_file: Path) -> None:
    async with opened(task_file) as board:
        text = FILE[FILE.index("### BE-011") :].partition("\n\n")[0] + "\n"
        base = text.replace("- **Title**", "- **Title of old**")
        mine = text.replace("- **Title**: ", "- **Title**: Mine ")
        board.app.post_message(EditRequested(ReplaceSection("BE-011", base, mine)))
        await board.shows("x asks: BE-011 was changed in the same lines")
        assert board.raw == FILE.encode()
    async with opened(task_file, None) as board:
        await board.until(lambda: "tray" in board.app.board.header.chips)
        await board.press("x")
        await board.shows("you saw", "yours", "**Title**: Mine Log out")
