"""Working together on the board: handoffs, tasks made of a task, documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .whole import FILE, Board, another_writes, opened

pytestmark = pytest.mark.anyio

COMMENT = re.compile(r"  - \d{4}-\d\d-\d\d \d\d:\d\d @ana: ")

REPORTED = FILE.replace(
    "- **Risk**: clock skew\n",
    "- **Risk**: clock skew\n- **Files changed**:\n  - src/auth.py (new)\n  - src/keys.py\n"
    "- **Notes**: POST /auth/login answers within 80 ms\n",
)


@pytest.fixture(autouse=True)
def author(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who writes, and where their project ends."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "ana")
    (tmp_path / ".git").mkdir()


def without_time(board: Board) -> str:
    """The file with the moments of comments and creation left out."""
    text = COMMENT.sub("  - NOW @ana: ", board.raw.decode())
    return re.sub(r"(\*\*Created\*\*: )(?!2026-01-15 10:30)[-0-9: ]+", r"\1NOW", text)


async def test_a_handoff_is_read_changed_and_added(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md", REPORTED) as board:
        await board.go("BE-010")
        await board.ask("@", "Hand BE-010 to")
        await board.type("front")
        await board.press("enter")
        await board.shows("To @frontend-specialist", "APIs BE-010 completed", "not completed yet")
        await board.type("[/] mine")
        await board.press("ctrl+s")
        await board.until(lambda: b"APIs BE-010" in board.raw)
        assert without_time(board) == REPORTED.replace(
            "- **Notes**: POST /auth/login answers within 80 ms\n",
            "- **Notes**: POST /auth/login answers within 80 ms\n"
            "- **Comments**:\n"
            "  - NOW @ana: @frontend-specialist APIs BE-010 completed. Frontend can implement:\n"
            "    - BE-010: Sign in with tokens\n"
            "    - Endpoints: POST /auth/login\n"
            "    - Login returns both tokens (open)\n"
            "    - Refresh rotates\n"
            "    - Logout revokes (open)\n"
            "    - Files changed: src/auth.py (new), src/keys.py\n"
            "    - Notes: Argon2id; POST /auth/login answers within 80 ms\n"
            "    - Form validation following error schema pattern\n"
            "    - Loading state for async operations[/] mine\n",
        )


async def test_a_handoff_that_was_typed_on_is_not_lost_by_one_escape(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.ask("@", "Hand BE-010 to")
        await board.press("enter")
        await board.shows("Based on" if board.sees("Based on") else "@")
        await board.until(lambda: "ctrl+s add" in board.text)
        await board.type("typed")
        await board.press("escape")
        await board.shows("esc again drops this text")
        assert board.sees("typed")
        await board.press("escape")
        await board.hides("esc again")
        await board.says(FILE)


async def test_tasks_are_made_of_an_architecture_task_in_one_write(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md") as board:
        await board.go("ARCH-001")
        await board.ask("I", "Implement ARCH-001")
        await board.type("Vessels")
        await board.press("enter")
        await board.type("Kiosk tokens")
        await board.shows("BE-002", "BE-012")
        another_writes(board.path, "| Low | @bert", "| High | @bert")
        await board.until(lambda: b"| High | @bert" in board.app.board.document.raw)
        await board.press("ctrl+s")
        await board.until(lambda: b"Kiosk" in board.raw)
        text = without_time(board)
        assert (
            "- **Assigned**: system-architect\n- **Comments**:\n"
            "  - NOW @ana: Based on architecture ARCH-001, implement:\n"
            "    ✅ Received architecture specification\n"
            "    → Creating BE-002: Vessels\n"
            "    → Creating BE-012: Kiosk tokens\n"
        ) in text
        for number, title in (("002", "Vessels"), ("012", "Kiosk tokens")):
            assert (
                f"### BE-{number} | Backend | Medium | @backend-specialist\n"
                f"- **Title**: {title}\n- **Status**: pending\n"
                "- **Assigned**: backend-specialist\n- **Created**: NOW\n"
                "- **Dependencies**: ARCH-001\n"
            ) in text
        await board.press("u")
        await board.says(FILE.replace("| Low | @bert", "| High | @bert"))


async def test_a_backend_task_is_no_architecture_task(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.press("I")
        await board.shows("BE-010 is a Backend task itself")
        await board.says(FILE)


async def test_a_form_says_what_is_missing(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md", size=(80, 24)) as board:
        await board.go("ARCH-001")
        await board.ask("I", "Implement ARCH-001")
        await board.press("ctrl+s")
        await board.shows("give at least one task a title")
        await board.type("X")
        await board.press("tab", "ctrl+u", *"nowhere", "ctrl+s")
        await board.shows("no single category is called “nowhere”")


async def test_a_document_is_made_and_linked_once(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.ask("m", "Document for BE-010")
        await board.press("enter")
        link = "[Sign in with tokens API Specification](docs/BE-010-api-specification.md)"
        await board.says(FILE.replace("notes**: Argon2id\n", f"notes**: Argon2id\n  {link}\n"))
        await board.shows("linked from BE-010")
        made = tmp_path / "docs" / "BE-010-api-specification.md"
        text = made.read_text()
        assert text.startswith(
            "# Sign in with tokens API Specification\n\nTask: BE-010\n\n## Overview\n"
            "Access tokens live for ten minutes.\n"
        )
        await board.ask("m", "Document for BE-010")
        await board.press("enter")
        await board.shows("is there already, and linked from BE-010")
        await board.press("u")
        await board.says(FILE)
        await board.ask("m", "Document for BE-010")
        await board.press("enter")
        await board.shows("is there already", "The file stays as it is.", "Link it")
        await board.press("y")
        await board.says(FILE.replace("notes**: Argon2id\n", f"notes**: Argon2id\n  {link}\n"))
        assert made.read_text() == text


async def test_a_document_never_leaves_the_project(tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (tmp_path / "docs").symlink_to(outside)
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.ask("m", "Document for BE-010")
        await board.press("enter")
        await board.shows("docs is a link")
        assert not list(outside.iterdir())
        await board.says(FILE)
