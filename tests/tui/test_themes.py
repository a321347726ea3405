"""Text can be read in every theme, on every screen, and no colour stands outside the themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rich.color
from archie_board.tui import themes
from archie_board.tui.demo.project import sample
from archie_board.tui.glyphs import GLYPHS_ASCII, GLYPHS_UNICODE, Glyphs
from archie_board.tui.readable import LEAST, contrast, readable
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from .whole import Board, opened

pytestmark = pytest.mark.anyio

INKS = (
    "text",
    *(
        f"text-{n}"
        for n in ("muted", "primary", "secondary", "accent", "warning", "error", "success")
    ),
)
PAPERS = ("background", "surface", "panel", "block-cursor-background")
OTHERS = [theme for theme in BUILTIN_THEMES.values() if theme.name not in themes.OWN]
DRAWN = re.compile(r"[\s\u2500-\u259f🔎]*")
"""Lines, blocks and a picture: no text."""


@pytest.mark.parametrize(
    "theme", [*(p.theme() for p in themes.PALETTES), *map(readable, OTHERS)], ids=lambda t: t.name
)
def test_contrast(theme: Theme) -> None:
    colours = theme.to_color_system().generate() | theme.variables
    below = {
        (ink, paper): round(ratio, 2)
        for ink in INKS
        for paper in PAPERS
        if (ratio := contrast(Color.parse(colours[ink]), Color.parse(colours[paper]))) < LEAST
    }
    assert not below


@pytest.mark.parametrize("palette", themes.PALETTES, ids=lambda p: p.name)
def test_a_terminal_of_256_colours_shows_the_same(palette: themes.Palette) -> None:
    """Its nearest colour to a dark bluish grey would be a navy blue."""
    colours = palette.theme().to_color_system().generate() | palette.variables
    shown = {name: in_256(Color.parse(colours[name])) for name in (*INKS, *PAPERS)}
    below = {
        (ink, paper): round(ratio, 2)
        for ink in INKS
        for paper in PAPERS
        if (ratio := contrast(shown[ink], shown[paper])) < LEAST
    }
    assert not below
    assert len({shown[paper] for paper in PAPERS}) == len(PAPERS)
    assert {shown[paper].hsl.s for paper in PAPERS[:3]} == {0}, "no colour of its own"


def in_256(colour: Color) -> Color:
    """What becomes of a colour."""
    fewer = colour.rich_color.downgrade(ColorSystem.EIGHT_BIT)
    return Color.from_rich_color(rich.color.Color.parse(fewer.get_truecolor().hex))


@pytest.mark.parametrize("theme", ["dark", "light", "nord", "textual-light"])
async def test_contrast_of_what_is_on_the_screen(theme: str, task_file: Path) -> None:
    below: dict[tuple[str, str], float] = {}
    async with opened(task_file, sample(), theme=theme) as board:

        def look(where: str) -> None:
            below.update({(where, text): ratio for text, ratio in faint(board)})

        await board.shows("BE-003")
        look("board")
        await board.go("BE-012")
        await board.press("enter")
        await board.shows("Acceptance criteria")
        look("task")
        await board.press("escape")
        for key, title in (("s", "Status of"), ("n", "New task"), (":", "Go to a task")):
            await board.ask(key, title)
            await board.pilot.pause()
            look(title)
            await board.press("escape")
            await board.until(lambda: board.app.screen is board.app.board)
        await board.press("/")
        await board.shows("keep")
        look("filter")
    assert not below


def faint(board: Board) -> Iterator[tuple[str, float]]:
    """The texts in front that stand out too little from what they stand on."""
    screen = board.app.screen
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            at, x = x, x + segment.cell_length
            style = segment.style
            if DRAWN.fullmatch(segment.text) or style is None:
                continue
            if screen.is_modal and screen.get_widget_at(at, y)[0] is screen:
                continue  # dimmed on purpose, behind a dialog
            if style.color is None or style.bgcolor is None:
                continue
            colours = [Color.from_rich_color(one) for one in (style.color, style.bgcolor)]
            if (ratio := contrast(*colours)) < LEAST:
                yield segment.text, round(ratio, 2)


@pytest.mark.parametrize("glyphs", [GLYPHS_UNICODE, GLYPHS_ASCII])
def test_nothing_is_told_by_colour_alone(glyphs: Glyphs) -> None:
    """What has a colour of its own has a sign of its own, one cell wide."""
    for signs in (glyphs.statuses, glyphs.priorities, glyphs.standings):
        assert len(set(signs.values())) == len(signs)
        assert all(len(sign) == 1 for sign in signs.values())
    assert len({glyphs.cursor, glyphs.changed, glyphs.thumb, glyphs.track}) == 4
    assert glyphs.open != glyphs.folded


def test_colours_stand_in_the_themes_alone() -> None:
    here = Path(themes.__file__)
    sources = [path for path in here.parent.rglob("*.py") if path != here]
    sources += here.parent.rglob("*.tcss")
    found = [path.name for path in sources if re.search(r"#[0-9a-fA-F]{6}\b", path.read_text())]
    assert not found
