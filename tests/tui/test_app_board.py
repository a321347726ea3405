"""The whole board by keys and mouse: the file's bytes and the screen after each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .whole import FILE, opened

pytestmark = pytest.mark.anyio

PENDING = "- **Title**: Log out everywhere\n- **Status**: pending\n"


async def test_cursor_keys(task_file: Path) -> None:
    async with opened(task_file) as board:
        seen = []
        for key in ("j", "down", "k", "l", "right", "h", "G", "g", "end", "home", "}", "{"):
            await board.press(key)
            seen.append(board.cursor)
        assert seen[:3] == ["BE-011", "BE-011", "BE-010"]
        assert seen[3:6] == ["BE-001", "BE-020", "BE-001"]
        assert set(seen) <= {"BE-010", "BE-011", "BE-001", "BE-020"}
        assert board.raw == FILE.encode()


async def test_a_status_is_chosen_by_typing(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        await board.press("s")
        await board.shows("Status of BE-011", "in_progress", "blocked")
        await board.type("compl")
        await board.press("enter")
        await board.says(FILE.replace(PENDING, PENDING.replace("pending", "completed")))
        await board.shows("BE-011 pending -> completed")
        assert board.cursor == "BE-011"


async def test_cards_move_between_columns_by_keys(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        await board.press("L")
        await board.says(FILE.replace(PENDING, PENDING.replace("pending", "in_progress")))
        await board.press("shift+left")
        await board.says(FILE)
        await board.press("L")
        await board.says(FILE.replace(PENDING, PENDING.replace("pending", "in_progress")))
        await board.ask("L", "What blocks BE-011?")
        await board.type("no key")
        await board.press("enter")
        blocked = PENDING.replace("pending", "blocked")
        await board.until(lambda: blocked in board.raw.decode() and b"no key" in board.raw)
        await board.shows("no key")
        await board.press("u")
        await board.press("u")
        await board.says(FILE)


async def test_a_card_is_dragged(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.drag("BE-011", "BE-001")
        await board.says(FILE.replace(PENDING, PENDING.replace("pending", "in_progress")))


async def test_priority_assignee_and_effort(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        await board.press("p")
        await board.shows("Priority of BE-011")
        await board.type("high")
        await board.press("enter")
        head = "### BE-011 | Backend | Low | @bert\n"
        text = FILE.replace(head, head.replace("Low", "High"))
        await board.says(text)
        await board.press("a")
        await board.shows("Who has BE-011?")
        await board.press("ctrl+u", *"eve", "escape", "escape")
        await board.hides("Who has")
        await board.ask("a", "Who has BE-011?")
        await board.press("ctrl+u", *"carla", "enter")
        text = text.replace("| High | @bert", "| High | @carla")
        await board.says(text)
        await board.press("E")
        await board.shows("Effort of BE-011")
        await board.type("XL")
        await board.press("enter")
        await board.until(lambda: b"XL" in board.raw)
        for _ in range(3):
            await board.press("u")
        await board.says(FILE)


async def test_a_new_task_gets_the_next_free_id(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-011")
        await board.press("n")
        await board.shows("New task", "BE-012")
        await board.type("Rotate keys [/]")
        await board.press("enter")
        await board.until(lambda: b"### BE-012 |" in board.raw)
        await board.shows("BE-012", "Rotate keys [/]")
        await board.until(lambda: board.cursor == "BE-012")
        assert b"- **Title**: Rotate keys [/]\n" in board.raw
        await board.press("u")
        await board.says(FILE)
        await board.hides("BE-012 Rotate")


async def test_deleting_asks_and_undo_brings_back(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.go("BE-010")
        await board.press("D")
        await board.shows("Delete BE-010?", "FE-001")
        await board.press("n")
        await board.until(lambda: not board.sees("Delete BE-010?"))
        assert board.raw == FILE.encode()
        await board.press("D")
        await board.shows("Delete BE-010?")
        await board.press("y")
        start = FILE.index("### BE-010")
        await board.says(FILE[:start] + FILE[FILE.index("### BE-011") :])
        await board.hides("BE-010 Sign")
        await board.press("u")
        await board.says(FILE)
        await board.shows("BE-010 Sign")
        await board.press("U")
        await board.until(lambda: b"BE-010 |" not in board.raw)


async def test_undo_and_redo_say_what_they_do(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.press("u")
        await board.shows("there is nothing to undo")
        await board.press("ctrl+r")
        await board.shows("there is nothing to redo")
        await board.go("BE-011")
        await board.press("L")
        await board.shows("undo BE-011")
        await board.press("u")
        await board.says(FILE)
        await board.shows("taken back")
        await board.press("ctrl+r")
        await board.until(lambda: board.raw != FILE.encode())
        await board.shows("undo BE-011")


async def test_the_filter_is_live(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.press("/", *"status:blo")
        await board.shows("1 of 6")
        await board.hides("BE-011 Log")
        await board.press("escape")
        await board.shows("BE-011 Log")
        await board.press("/", *"assignee:@dba -is:blocked", "enter")
        await board.hides("BE-011 Log")
        await board.shows("/assignee:@dba", "BE-001 Sail")
        await board.press("/", *" nosuch:x")
        await board.shows("nosuch")
        await board.press("escape", "escape")
        await board.shows("BE-011 Log")
        assert board.raw == FILE.encode()


async def test_jumping_takes_away_what_hides_the_task(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.press("/", *"vessels", "enter")
        await board.hides("BE-020 Hold")
        await board.ask("f", "Go to a task")
        await board.press(*"20", "enter")
        await board.until(lambda: board.cursor == "BE-020")
        await board.shows("BE-020 Hold")
        await board.press("Z")
        await board.hides("BE-001 Sail")
        await board.ask(":", "Go to a task")
        await board.press(*"sailings", "enter")
        await board.until(lambda: board.cursor == "BE-001")
        await board.shows("BE-001 Sail")


async def test_grouping_sorting_folding(task_file: Path) -> None:
    async with opened(task_file) as board:
        await board.ask("v", "Columns by")
        await board.press(*"assi", "enter")
        await board.shows("assignee by category", "system-architect", "bert")
        await board.go("BE-011")
        await board.press("H")
        head = "### BE-011 | Backend | Low | @bert\n"
        await board.says(FILE.replace(head, head.replace("bert", "ana")))
        await board.press("u")
        await board.says(FILE)
        await board.ask("V", "Lanes by")
        await board.press(*"none", "enter")
        await board.shows("assignee by none")
        await board.ask("v", "Columns by")
        await board.press(*"status", "enter")
        await board.shows("status by none")
        await board.ask("S", "Order of cards")
        await board.press(*"prio", "enter")
        await board.press("g")
        assert board.cursor is not None
        await board.ask("V", "Lanes by")
        await board.press(*"cat", "enter")
        await board.shows("Authentication")
        await board.go("BE-011")
        await board.press("z")
        await board.hides("BE-011 Log")
        await board.shows("Authentication", "BE-001 Sail")
        await board.press("z")
        await board.shows("BE-011 Log")
        await board.press("b")
        await board.hides("ARCH-001 Choose")
        await board.press("b")
        await board.shows("ARCH-001 Choose")
        assert board.raw == FILE.encode()


async def test_an_unknown_status_has_a_column_and_keeps_its_word(task_file: Path) -> None:
    text = FILE.replace("- **Status**: approved", "- **Status**: Waiting for Legal")
    async with opened(task_file, text) as board:
        await board.shows("Waiting for Legal")
        await board.go("FE-001")
        await board.press("s")
        await board.shows("Status of FE-001")
        await board.type("approved")
        await board.press("enter")
        await board.says(FILE.replace("approved", "Approved"))
        await board.press("u")
        await board.says(text)


async def test_nothing_is_written_by_looking(task_file: Path) -> None:
    task_file.write_text(FILE)
    before = task_file.stat()
    async with opened(task_file, None) as board:
        keys = ["j", "l", "enter", "tab", "j", "G", "v", "v", "escape", "z", "z", "b", "b"]
        await board.press(*keys, "/", *"jwt", "enter", "escape", "?")
        await board.shows("Keys")
    after = task_file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in task_file.parent.iterdir()] == ["task.md"]


async def test_keys_on_the_heels_of_an_answer_take_nothing_away(task_file: Path) -> None:
    """Two Enters or two Escapes in one read of the terminal: a paste, a slow line."""
    async with opened(task_file, size=(80, 24)) as board:
        await board.ask("s", "Status of BE-010")
        board.send("enter", "enter")
        await board.hides("Status of BE-010")
        await board.press("escape")
        await board.ask("?", "Keys")
        board.send("escape", "escape", "escape")
        await board.press("k")
        assert board.app.screen is board.app.board
        assert board.raw == FILE.encode()


async def test_what_is_typed_on_the_heels_of_a_key_goes_where_that_key_leads(
    task_file: Path,
) -> None:
    async with opened(task_file) as board:
        before = board.raw
        board.send("/", *"is:ready")
        await board.until(lambda: board.app.board.view.query == "is:ready")
        await board.press("enter")
        board.send("/", *" Dd s")
        await board.until(lambda: board.app.board.view.query.strip() == "Dd s")
        assert board.app.screen is board.app.board
        assert board.raw == before
