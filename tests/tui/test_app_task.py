"""An open task by keys: every kind of field, criteria, links; the file's bytes after each."""

from __future__ import annotations

from pathlib import Path

import pytest
from archie_board.tui.screens.task import TaskScreen
from archie_board.tui.widgets.detail.pane import DetailPane

from .whole import FILE, Board, another_writes, opened

pytestmark = pytest.mark.anyio

ONE, TWO, THREE = "Login returns both tokens", "Refresh rotates", "Logout revokes"
CRITERIA = f"  - [ ] {ONE}\n  - [x] {TWO}\n  - [ ] {THREE}\n"


async def open_task(board: Board, key: str = "BE-010") -> None:
    await board.go(key)
    await board.press("enter")
    await board.until(lambda: bool(board.app.screen.query(DetailPane)))
    await board.until(lambda: board.pane.task_key == key and board.pane.has_focus_within)


def criteria(*lines: str) -> str:
    """The file with these criteria."""
    return FILE.replace(CRITERIA, "".join(f"  - {line}\n" for line in lines))


async def edit(board: Board, key: str = "enter") -> None:
    """Open an editor, and wait until it has the keys."""
    await board.press(key)
    await board.until(lambda: editing(board))


def editing(board: Board) -> bool:
    editor = board.pane.frame.editor
    return editor is not None and editor.has_focus_within


async def retyped(board: Board, *row: str, text: str) -> None:
    """Edit a line in place: another text for the one that is there."""
    await board.row(*row)
    await edit(board)
    await board.press("ctrl+u", "ctrl+k", *text, "enter")


async def test_every_line_is_edited_where_it_stands(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.shows("Sign in with tokens", "Access tokens live", "Argon2id", "clock skew")
        text = FILE
        for row, old, new in (
            (("field", "title"), "Sign in with tokens", "Sign in [/] safely"),
            (("field", "created"), "2026-01-15 10:30", "2026-01-16 08:00"),
            (("field", "risk"), "clock skew", "none left"),
        ):
            await retyped(board, *row, text=new)
            text = text.replace(old, new)
            await board.says(text)
            await board.shows(new)
        for _ in range(3):
            await board.press("u")
        await board.says(FILE)


async def test_status_priority_and_effort_are_picked(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        head = "### BE-010 | Backend | Critical | @ana\n- **Title**: Sign in with tokens\n"
        await board.row("field", "status")
        await board.press("enter", "i")
        status = head + "- **Status**: pending\n"
        await board.says(FILE.replace(status, head + "- **Status**: in_progress\n"))
        await board.press("u")
        await board.says(FILE)
        await board.row("field", "priority")
        await board.press("enter")
        await board.shows("Critical", "Medium", "Low")
        await board.press("l")
        await board.says(FILE.replace(head, head.replace("Critical", "Low")))
        await board.press("u")
        await board.says(FILE)
        await board.row("field", "effort")
        await board.press("enter", "s")
        await board.says(FILE.replace("effort**: L", "effort**: S"))


async def test_assignee_and_dependencies_are_completed(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.row("field", "assignee")
        await edit(board)
        await board.press("ctrl+u", "b", "e")
        await board.shows("bert")
        await board.press("tab", "enter")
        await board.until(lambda: b"ana" not in board.raw)
        assert b"### BE-010 | Backend | Critical | @bert\n" in board.raw
        assert b"- **Assigned**: bert\n" in board.raw
        await board.press("u")
        await board.says(FILE)
        await board.row("field", "dependencies")
        await edit(board)
        await board.press("end", ",", " ", *"seat")
        await board.shows("Hold a seat")
        await board.press("tab", "enter")
        await board.says(FILE.replace("ARCH-001, BE-001\n", "ARCH-001, BE-001, BE-020\n"))


async def test_long_texts_and_new_fields(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.row("field", "description")
        await edit(board)
        await board.press("end", "enter", *"More *of* it.", "ctrl+s")
        text = FILE.replace("ten minutes.\n", "ten minutes.\n  More *of* it.\n")
        await board.says(text)
        await board.shows("minutes. More of")
        await edit(board, "A")
        await board.press(*"Reviewer", "enter")
        await board.until(lambda: editing(board) and not board.sees("New field"))
        await board.press(*"eve", "enter")
        await board.says(text.replace("clock skew\n", "clock skew\n- **Reviewer**: eve\n"))
        await board.row("field", "reviewer")
        await board.press("d")
        await board.shows("Remove the field Reviewer?")
        await board.press("y")
        await board.says(text)


async def test_criteria_by_keys(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.row("criterion", ONE, "0")
        await board.press("space")
        await board.says(criteria(f"[x] {ONE}", f"[x] {TWO}", f"[ ] {THREE}"))
        await board.press("space")
        await board.says(FILE)
        await board.press("J")
        await board.says(criteria(f"[x] {TWO}", f"[ ] {ONE}", f"[ ] {THREE}"))
        await board.press("K")
        await board.says(FILE)
        await edit(board, "a")
        await board.press(*"Three [x] tries", "enter")
        four = (f"[ ] {ONE}", "[ ] Three [x] tries", f"[x] {TWO}", f"[ ] {THREE}")
        await board.says(criteria(*four))
        await retyped(board, "criterion", THREE, "0", text="Logout revokes all")
        await board.says(criteria(*four[:3], "[ ] Logout revokes all"))
        await board.row("criterion", TWO, "0")
        await board.press("d")
        await board.shows("Remove the criterion")
        await board.press("y")
        await board.says(criteria(*four[:2], "[ ] Logout revokes all"))
        for _ in range(3):
            await board.press("u")
        await board.says(FILE)


async def test_a_box_is_ticked_by_a_click(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        x, y = board.find(f"[ ] {THREE}")
        await board.pilot.click(offset=(x + 1, y))
        await board.says(criteria(f"[ ] {ONE}", f"[x] {TWO}", f"[x] {THREE}"))


async def test_dependencies_lead_there_and_back(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.row("needs", "BE-001")
        await board.press("enter")
        await board.until(lambda: board.pane.task_key == "BE-001")
        await board.shows("Sailings and vessels")
        assert board.cursor == "BE-001"
        await board.press("backspace")
        await board.until(lambda: board.pane.task_key == "BE-010" == board.cursor)
        await board.press("]")
        await board.until(lambda: board.pane.task_key == "BE-001")
        await board.press("escape")
        await board.until(lambda: not board.app.board.pane_open)
        assert board.app.board.board_view.has_focus


async def test_the_pane_follows_the_cursor_and_tab_switches(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.press("tab", "j")
        await board.until(lambda: board.pane.task_key == "BE-011")
        await board.press("tab")
        assert board.pane.has_focus_within
        await board.press("v")
        await board.shows("- **Title**: Log out everywhere")


async def test_others_write_while_a_field_is_typed(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.row("field", "title")
        await edit(board)
        await board.press("end", *" now", "left", "left")
        editor = board.pane.frame.editor
        focused = board.app.focused
        another_writes(task_file, "- **Title**: Log out", "- **Title**: Leave")
        await board.shows("BE-011")
        await board.until(lambda: b"Leave" in board.app.board.document.raw)
        another_writes(task_file, "Sign in with tokens", "Sign in with keys")
        await board.shows("changed meanwhile: now Sign in with keys")
        assert board.pane.frame.editor is editor
        assert editor is not None
        assert editor.text == "Sign in with tokens now"
        assert board.app.focused is focused
        await board.press("!")
        assert editor.text == "Sign in with tokens n!ow"
        await board.press("enter")
        await board.shows("the file now says Sign in with keys")
        assert b"with keys" in board.raw
        await board.press("enter")
        text = FILE.replace("Sign in with tokens", "Sign in with tokens n!ow")
        await board.says(text.replace("- **Title**: Log out", "- **Title**: Leave"))


async def test_a_half_typed_text_outlives_the_board(task_file: Path) -> None:
    kept = "BE-010: a half-typed text is kept"
    async with opened(task_file) as board:
        await open_task(board)
        await board.row("field", "risk")
        await edit(board)
        await board.type(" and drift")
        await board.shows("clock skew and drift")
        board.app.keep_typed()  # as every two seconds: then it may be killed
    async with opened(task_file, None) as board:
        await board.shows(kept)
        await open_task(board)
        await board.row("field", "risk")
        await edit(board)
        await board.shows("clock skew and drift", "your draft")
        await board.type(", too")
        await board.press("ctrl+q")
    async with opened(task_file, None, size=(80, 24)) as board:
        await board.shows(kept)
        assert board.raw == FILE.encode()
        await open_task(board)
        await board.row("field", "risk")
        await edit(board)
        await board.shows("clock skew and drift, too")
        await board.press("enter")
        await board.says(FILE.replace("clock skew", "clock skew and drift, too"))
        await board.press("ctrl+q")
    assert board.app.store.attention.typed.all() == [], "saved, so not kept"


async def test_others_write_while_the_task_is_open(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await board.row("criterion", TWO, "0")
        another_writes(task_file, f"  - [ ] {ONE}\n", f"  - [x] {ONE}\n  - [ ] A new one\n")
        await board.shows("A new one", f"[x] {ONE}")
        assert board.pane.row is not None
        assert board.pane.row.key == ("criterion", TWO, "0")
        start, end = FILE.index("### BE-010"), FILE.index("### BE-011")
        gone = board.raw.decode()
        gone = gone[: gone.index("### BE-010")] + gone[gone.index("### BE-011") :]
        assert gone == FILE[:start] + FILE[end:]
        task_file.write_text(gone)
        await board.shows("no longer in the file")
        await board.press("space")
        assert board.raw.decode() == gone


async def test_a_narrow_terminal_gives_a_task_its_own_screen(task_file: Path) -> None:
    async with opened(task_file, size=(80, 24)) as board:
        await open_task(board)
        assert isinstance(board.app.screen, TaskScreen)
        await board.row("criterion", ONE, "0")
        await board.press("space")
        await board.says(criteria(f"[x] {ONE}", f"[x] {TWO}", f"[ ] {THREE}"))
        await board.shows(f"[x] {ONE}")
        another_writes(task_file, "Argon2id", "bcrypt")
        await board.until(lambda: b"bcrypt" in board.app.board.document.raw)
        await board.press("G")
        await board.shows("bcrypt")
        await board.row("needs", "ARCH-001")
        await board.press("enter")
        await board.shows("Choose the stack")
        await board.press("backspace")
        await board.shows("Sign in with tokens")
        await board.press("q")
        await board.until(lambda: board.app.screen is board.app.board)
        assert board.cursor == "BE-010"


async def test_a_refused_edit_comes_back_to_its_row(task_file: Path) -> None:
    async with opened(task_file) as board:
        await open_task(board)
        await retyped(board, "field", "dependencies", text="ARCH-001, nonsense!")
        await board.until(lambda: board.raw != FILE.encode() or board.sees("nonsense!"))


async def test_a_letter_in_an_open_pick_list_is_no_command_of_the_board(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-010")
        await board.press("enter")
        await board.row("field", "priority")
        await board.press("i")
        await board.until(lambda: board.pane.frame.editor is not None)
        await board.press("D", "n", "Z")
        assert board.app.screen is board.app.board
        assert board.pane.frame.editor is not None
        assert not board.app.board.view.folded
        assert board.raw == FILE.encode()
