"""File text becomes cells on a screen, and nothing else."""

from __future__ import annotations

import pytest
from archie_board.tui.content import (
    COMBINING_LIMIT,
    EVEN,
    fit,
    literal,
    pad,
    split,
    visible,
    visible_line,
    width,
    wrap,
)
from archie_board.tui.line_filter import TerminalSafety
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

TEXT = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("text", "shown", "plain"),
    [
        ("\x1b[31m", "␛[31m", "^[[31m"),
        ("\x00\x7f", "␀␡", "^@^?"),
        ("a\u202eb", "a⟦U+202E⟧b", "a<U+202E>b"),
        ("caf\udce9", "caf⟦0xE9⟧", "caf<0xE9>"),
        ("one\ntwo", "one␊two", "one^Jtwo"),
    ],
)
def test_what_would_act_is_shown(text: str, shown: str, plain: str) -> None:
    assert visible_line(text) == shown
    assert visible_line(text, plain=True) == plain


def test_a_cell_carries_few_combining_marks() -> None:
    assert visible("a" + "\u0301" * 500) == "a" + "\u0301" * COMBINING_LIMIT
    assert visible("e\u0301" * 20) == "e\u0301" * 20


def test_markup_stays_text() -> None:
    hostile = "[/] [red]x [link=http://e]boo[/link] [@click=app.quit]y"
    assert literal(hostile).plain == hostile
    assert not literal(hostile).spans


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("short", 9, "short"),
        ("Implement", 5, "Impl…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("any", 0, ""),
    ],
)
def test_fit_counts_cells(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown


def test_wrap_breaks_at_blanks_and_cuts_at_the_end() -> None:
    assert wrap("Rate limit login attempts", (10, 12)) == ["Rate limit", "login attem…"]
    assert wrap("Short", (10, 12)) == ["Short", ""]
    assert wrap("Implement JWT", (5, 14)) == ["", "Implement JWT"]
    assert wrap("Incomprehensibilities", (6, 8)) == ["Incomp", "rehensi…"]
    assert wrap("日本語のタイトル", (5, 6)) == ["日本", "語の…"]


@given(TEXT.map(visible_line), st.integers(1, 30), st.integers(1, 30))
def test_no_line_is_wider_than_its_room(text: str, first: int, second: int) -> None:
    assert width(fit(text, first)) <= first
    assert width(pad(text, first)) == first
    assert "".join(split(text, first)) == text
    for line, cells in zip(wrap(text, (first, second)), (first, second), strict=True):
        assert width(line) <= cells


@given(TEXT)
def test_the_net_lets_nothing_through_and_moves_no_cell(text: str) -> None:
    (segment,) = TerminalSafety().apply([Segment(text)], Color(0, 0, 0)) or [Segment("")]
    assert not any(
        ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in segment.text
    )
    assert not any(character in "\u202e\u2066\u200b\ufeff\u2028" for character in segment.text)
    acting = [c for c in text if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]
    if not acting:
        assert cell_len(segment.text) <= cell_len(text)


def test_even_characters_are_one_cell_wide() -> None:
    """They are not asked about: whoever measures text takes their number for their width."""
    even = [chr(code) for code in range(0x10000) if EVEN(chr(code))]
    assert {"○", "▌", "é", "я", "…"} < set(even)
    assert [character for character in even if cell_len(character) != 1] == []
