"""Themes made readable: every text stands out from what it is put on by 4.5:1 at least.

The board draws text of any ink on any ground, the cursor's too; themes that were made for
other programs have inks and cursors that do not go together. Their colours keep their hue,
and get as much of white (or of black, on light grounds) as it takes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import App
from textual.color import BLACK, WHITE, Color
from textual.theme import Theme

from . import themes

LEAST = 4.5
"""The contrast of text, as WCAG 2 measures it for level AA."""

_INKS = ("primary", "secondary", "accent", "warning", "error", "success")
_GROUNDS = ("background", "surface", "panel")
_CURSOR = 0.2
"""How much of the primary colour the cursor's ground has."""
_MUTED = 0.35
"""How much of the ground muted text has, where that can be read."""
_BOOST = 0.06
"""How much lighter than a panel Textual draws a line that it points out in one."""
_STEPS = 20


class ReadableApp(App[None]):
    """An application whose themes can be read, whoever made them."""

    _readable: ClassVar[dict[str, Theme]] = {}
    """What was made of the themes that were asked for, by name."""

    def get_theme(self, theme_name: str) -> Theme | None:
        """As `App.get_theme`, made readable."""
        found = super().get_theme(theme_name)
        if found is None or found.name in themes.OWN:
            return found
        if found.name not in self._readable:
            self._readable[found.name] = readable(found)
        return self._readable[found.name]


def readable(theme: Theme) -> Theme:
    """`theme` with inks that can be read on all its grounds."""
    colours = theme.to_color_system().generate()
    grounds = [Color.parse(colours[ground]) for ground in _GROUNDS]
    primary = Color.parse(theme.primary)
    cursor = grounds[0].blend(primary, _CURSOR)
    pole = WHITE if theme.dark else BLACK
    grounds += [cursor, grounds[2].blend(pole, _BOOST)]
    plain = _raised(Color.parse(theme.foreground or pole.hex), grounds, pole)
    muted = _raised(plain.blend(grounds[0], _MUTED), grounds, pole)
    inks = {name: _raised(Color.parse(colours[name]), grounds, pole).hex for name in _INKS}
    return replace(
        theme,
        variables={
            **theme.variables,
            **{f"text-{name}": ink for name, ink in inks.items()},
            "text": plain.hex,
            "text-muted": muted.hex,
            "foreground-muted": muted.hex,
            "block-cursor-background": cursor.hex,
            "block-cursor-foreground": plain.hex,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": colours["surface"],
            "block-cursor-blurred-foreground": plain.hex,
        },
    )


def _raised(ink: Color, grounds: list[Color], pole: Color) -> Color:
    """`ink` with as much of `pole` as makes it stand out from each of `grounds`."""
    for step in range(_STEPS + 1):
        found = ink.blend(pole, step / _STEPS)
        if all(contrast(found, ground) >= LEAST for ground in grounds):
            return found
    return pole


def contrast(one: Color, other: Color) -> float:
    """How much two colours differ, from 1 to 21, as WCAG 2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
