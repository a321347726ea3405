"""The dialogs by keys: what they answer, and that they fit a small terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from archie_board.model.document import parse
from archie_board.tui.commands import BOARD, DETAIL
from archie_board.tui.screens.choose import Choose
from archie_board.tui.screens.confirm import Confirm
from archie_board.tui.screens.help import Help, key_names
from archie_board.tui.screens.jump import Jump
from archie_board.tui.screens.prompt import Prompt
from archie_board.tui.widgets.detail.entry import Choice, matching
from textual.app import App
from textual.screen import ModalScreen

pytestmark = pytest.mark.anyio

HOSTILE = "[/] [red]x [link=http://a]b \x1b[31m\u202e"
NOT_ANSWERED = object()


async def answer(
    make: Callable[[], ModalScreen[Any]], *keys: str, size: tuple[int, int] = (40, 12)
) -> Any:
    """What a dialog is dismissed with after `keys`; `NOT_ANSWERED` while it is open."""
    app: App[None] = App()
    answers: list[Any] = []
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = make()
        app.push_screen(screen, answers.append)
        await pilot.pause()
        box = screen.query_one("#box").region
        assert app.size.region.contains_region(box)
        await pilot.press(*keys)
        await pilot.pause()
    return answers[0] if answers else NOT_ANSWERED


async def test_prompt_answers_with_the_line() -> None:
    assert await answer(lambda: Prompt("Name", value="an"), "a", "space", "enter") == "ana"
    assert await answer(lambda: Prompt(HOSTILE, question=HOSTILE, value="x"), "escape") is None


async def test_prompt_says_what_is_wrong_and_stays() -> None:
    def prompt() -> Prompt:
        return Prompt("Name", check=lambda text: None if text else f"a name please {HOSTILE}")

    assert await answer(prompt, "enter") is NOT_ANSWERED
    assert await answer(prompt, "enter", "z", "enter") == "z"


async def test_prompt_completes() -> None:
    choices = [Choice("backend-specialist"), Choice("backend-architect", HOSTILE)]
    assert (
        await answer(lambda: Prompt("Who", choices=choices), "b", "tab", "enter")
        == "backend-specialist"
    )
    keys = ("b", "down", "down", "enter", "enter")
    assert await answer(lambda: Prompt("Who", choices=choices), *keys) == "backend-architect"


async def test_choose_narrows_and_takes() -> None:
    choices = [Choice("status"), Choice("category", HOSTILE), Choice("assignee")]
    assert await answer(lambda: Choose(HOSTILE, choices, current="category"), "enter") == "category"
    assert await answer(lambda: Choose("By", choices), "s", "i", "g", "enter") == "assignee"
    assert await answer(lambda: Choose("By", choices), "down", "down", "up", "enter") == "category"
    assert await answer(lambda: Choose("By", choices), "q", "q", "enter") is NOT_ANSWERED


async def test_jump_finds_by_id_number_and_words() -> None:
    text = "".join(
        f"### BE-{n:03} | Backend\n- **Title**: Thing {n} {HOSTILE}\n\n" for n in range(1, 40)
    )
    tasks = parse(text.encode()).tasks
    assert await answer(lambda: Jump(tasks), *"be-007", "enter") == "BE-007"
    assert await answer(lambda: Jump(tasks), "9", "enter") == "BE-009"
    assert await answer(lambda: Jump(tasks), *"thing", "space", *"23", "enter") == "BE-023"
    assert (
        await answer(lambda: Jump(tasks, current="BE-030"), "pagedown", "up", "enter") == "BE-038"
    )


async def test_confirm_says_no_unless_told_yes() -> None:
    assert await answer(lambda: Confirm("Delete?", HOSTILE), "enter") is False
    assert await answer(lambda: Confirm("Delete?", "x"), "escape") is None
    assert await answer(lambda: Confirm("Delete?", "x"), "n") is False
    assert await answer(lambda: Confirm("Delete?", "x"), "y") is True
    assert await answer(lambda: Confirm("Delete?", "x"), "j", "enter") is True


async def test_help_shows_every_command_and_scrolls() -> None:
    screen = Help([*BOARD, *DETAIL])
    shown = [" ".join(block.plain.split()) for block in screen.blocks(120)]
    for command in (*BOARD, *DETAIL):
        assert any(line.endswith(command.help) for line in shown)
    narrow = [line for block in screen.blocks(40) for line in block.plain.split("\n")]
    assert max(map(len, narrow)) <= 40 - 5
    assert any(line.startswith(" " * 10) for line in narrow)  # a text goes on below itself
    assert await answer(lambda: screen, "j", "G", "k", "space", "q") is None


def test_keys_are_named_as_readers_know_them() -> None:
    assert key_names("j,down") == "j ↓"
    assert key_names("ctrl+d,pagedown,shift+up") == "^d pgdn ⇧↑"
    assert key_names("j,down,shift+up", plain=True).isascii()


def test_matches_begin_with_what_begins_so() -> None:
    choices = [Choice("BE-1", "FE form"), Choice("FE-1", "x"), Choice("BE-2", "y")]
    assert [c.value for c in matching(choices, "fe")] == ["FE-1", "BE-1"]
    assert matching(choices, " ") == []
