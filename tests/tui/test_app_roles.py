"""Agent cards on the board: its lanes, its new tasks, and live."""

from __future__ import annotations

from pathlib import Path

import pytest

from .whole import opened

pytestmark = pytest.mark.anyio

CARDS = Path(__file__).parents[1] / "model" / "cards"


@pytest.fixture
def agents(tmp_path: Path) -> Path:
    """The folder of agent cards of the project, with the frontend's."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / ".claude" / "agents"
    folder.mkdir(parents=True)
    (folder / "fe.md").write_bytes((CARDS / "frontend-specialist.md").read_bytes())
    return folder


@pytest.mark.usefixtures("agents")
async def test_the_first_picture_has_the_cards_categories(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md") as board:
        assert board.sees("Design sys")
        await board.until(lambda: board.app.in_force is not None)
        assert board.app.board.roles.role("FE").review_steps[0].title == "Visual Review"
        assert board.app.board.roles.role("FE").source == ".claude/agents/fe.md"


async def test_a_card_that_changes_comes_or_goes_is_followed(tmp_path: Path, agents: Path) -> None:
    card = agents / "fe.md"
    text = card.read_text()
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.until(lambda: board.app.in_force is not None)
        card.write_text(text.replace("Design system and tokens", "[b]L[/b]\x1b[2Jook"))
        await board.shows("[b]L[/b]␛[2Jo", "agent cards read again: FE")
        assert board.cursor == "BE-010"
        card.unlink()
        await board.hides("[b]L")
        (agents / "new.md").write_text(text)
        await board.shows("Design sys")
        (agents / "broken.md").write_bytes(b"FE-XXX\0")
        await board.shows("broken.md: is no text: it is skipped")
        assert board.sees("Design sys")
        (agents / "new.md").write_text(text.replace("Design system and tokens", "Looks"))
        await board.shows("Looks", "agent cards read again: FE")  # and nothing said twice over it
        await board.hides("broken.md")


@pytest.mark.usefixtures("agents")
async def test_a_new_task_is_as_its_card_says(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md") as board:
        await board.go("FE-001")
        await board.ask("n", "New task")
        assert board.sees("Matches the design at 320", "frontend-specialist")
        await board.type("Tokens")
        await board.press("enter")
        await board.until(lambda: b"Tokens" in board.raw)
        assert b"### FE-002 | Frontend | Medium | @frontend-specialist\n" in board.raw
        await board.press("u")
        await board.until(lambda: b"Tokens" not in board.raw)
