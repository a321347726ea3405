"""A picture is drawn with every text at its first letter, and nothing else moved."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from archie_board.tui.demo.project import sample
from archie_board.tui.picture import CELL
from textual.app import App

from .whole import opened

pytestmark = pytest.mark.anyio

_TEXT = re.compile(r'<text class="[^"]*" x="([^"]*)" y="([^"]*)"[^>]*>([^<]*)</text>')


def letters(svg: str) -> set[tuple[str, int, str]]:
    """Every character that is no blank: its line, its cell, itself."""
    found = set()
    for x, y, text in _TEXT.findall(svg):
        for index, character in enumerate(html.unescape(text)):
            if not character.isspace():
                found.add((y, round(float(x) / CELL) + index, character))
    return found


async def test_no_text_begins_with_a_blank_and_no_letter_moves(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md", sample()) as board:
        await board.press("enter")
        await board.shows("Acceptance criteria")
        ours, textuals = board.app.export_screenshot(), App.export_screenshot(board.app)
        assert letters(ours) == letters(textuals)
        assert any(text.startswith("&#160;") for _, _, text in _TEXT.findall(textuals))
        assert not any(text.startswith("&#160;") for _, _, text in _TEXT.findall(ours))
