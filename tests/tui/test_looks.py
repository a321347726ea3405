"""Inks before rich and Textual come to what those make of them."""

from __future__ import annotations

import pytest
from archie_board.tui.prepaint.looks import Inks, Looks, depth_of
from archie_board.tui.themes import PALETTES
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.console import Console

SYSTEMS = {
    "truecolor": ColorSystem.TRUECOLOR,
    "256": ColorSystem.EIGHT_BIT,
    "16": ColorSystem.STANDARD,
}


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.sampled_from([*SYSTEMS]))
def test_a_colour_becomes_what_rich_makes_of_it(
    red: int, green: int, blue: int, depth: str
) -> None:
    name = f"#{red:02x}{green:02x}{blue:02x}"
    looks = Looks({"background": name}, depth)  # type: ignore[arg-type]
    colour = Color.parse(name).downgrade(SYSTEMS[depth])
    wanted = [*colour.get_ansi_codes(), *colour.get_ansi_codes(foreground=False)]
    assert looks.codes(looks.read("$background on $background")) == ";".join(wanted)


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm"},
        {"TERM": "xterm-256color"},
        {"TERM": "screen-256color", "COLORTERM": "truecolor"},
        {"TERM": "xterm-kitty"},
        {"TERM": "linux", "COLORTERM": " 24bit "},
        {"TERM": "rxvt-16color"},
    ],
)
def test_a_terminal_has_the_colours_that_rich_takes_it_to_have(environment: dict[str, str]) -> None:
    console = Console(force_terminal=True, _environ=environment)
    assert {"standard": "16"}.get(console.color_system or "", console.color_system) == depth_of(
        environment
    )


def test_an_ink_stands_on_the_background_of_its_line() -> None:
    variables = PALETTES[0].variables | dict(PALETTES[0].colours)
    inks = Inks(
        Looks(variables, "truecolor"),
        "$text on $background",
        {"title": "$text", "bar": "bold $text-primary", "cursor": "$text on $panel"},
        {},
    )
    text, panel = variables["text"], variables["panel"]
    assert inks.codes("title", "cursor") == Looks(variables, "truecolor").codes(
        Looks(variables, "truecolor").read("$text on $panel")
    )
    assert inks.codes("bar", "cursor").startswith("1;38;2;")
    assert text != panel
    assert not inks.reverses("cursor")
