"""Text can be read in both themes, and no colour stands outside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from archie_board.tui import themes
from textual.color import Color
from textual.theme import Theme

LEAST = 4.5
INKS = (
    "text",
    *(
        f"text-{n}"
        for n in ("muted", "primary", "secondary", "accent", "warning", "error", "success")
    ),
)
PAPERS = ("background", "surface", "panel", "block-cursor-background")


def _luminance(color: Color) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: Color, other: Color) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [p.theme() for p in themes.PALETTES], ids=lambda t: t.name)
@pytest.mark.parametrize("paper", PAPERS)
def test_contrast(theme: Theme, paper: str) -> None:
    colours = theme.to_color_system().generate() | theme.variables
    below = {
        ink: round(ratio, 2)
        for ink in INKS
        if (ratio := _contrast(Color.parse(colours[ink]), Color.parse(colours[paper]))) < LEAST
    }
    assert not below


def test_colours_stand_in_the_themes_alone() -> None:
    here = Path(themes.__file__)
    sources = [path for path in here.parent.rglob("*.py") if path != here]
    sources += here.parent.rglob("*.tcss")
    found = [path.name for path in sources if re.search(r"#[0-9a-fA-F]{6}\b", path.read_text())]
    assert not found
