"""What would act on a terminal is shown, not obeyed and not dropped."""

from __future__ import annotations

import unicodedata

import pytest
from archie_board.model.visible import visible, visible_line
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("日本語 é 👩‍👧 \u200c", "日本語 é 👩‍👧 \u200c"),
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("\x00\x7f\x9b31m", "␀␡⟦U+009B⟧31m"),
        ("a\u202eb\u2066c\u061c", "a⟦U+202E⟧b⟦U+2066⟧c⟦U+061C⟧"),
        ("\u200bx\ufeff\u2028\u2064", "⟦U+200B⟧x⟦U+FEFF⟧⟦U+2028⟧⟦U+2064⟧"),
        ("\U000e0041", "⟦U+E0041⟧"),
        ("caf\udce9 \ud800", "caf⟦0xE9⟧ ⟦U+D800⟧"),
        ("two\nlines\r\nand\rmore\tx", "two\nlines\nand␍more    x"),
    ],
)
def test_marks(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_one_line_has_one_line() -> None:
    assert visible_line("a\nb\r\nc\td\x1b") == "a␊b␊c d␛"


@given(st.text(st.characters()))
def test_nothing_left_acts(text: str) -> None:
    shown = visible(text)
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Zl")]
    assert visible(shown) == shown, "marks need no marks"
    assert "\n" not in visible_line(text)
    shown.encode("utf-8")
