"""The board's own themes. Colours have a meaning, and stand here only.

Widgets name colours by Textual's variables, so that every theme works, the terminal's own
sixteen colours (`ansi-dark`, `ansi-light`) among them:

| variable | meaning |
|---|---|
| `$text-primary` | in progress; what has the focus |
| `$text-secondary` | pending; headings of lanes |
| `$text-success` | ready, approved |
| `$text-accent` | completed, a review is due; what just changed |
| `$text-warning` | waiting, high priority |
| `$text-error` | blocked, critical |
| `$text-muted` | facts beside the title |

Text stands out from each background it is put on by 4.5:1 at least; a test measures it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.theme import Theme

DARK = "archie-dark"
LIGHT = "archie-light"
ANSI_DARK = "ansi-dark"
ANSI_LIGHT = "ansi-light"

SHORT = {"dark": DARK, "light": LIGHT, "ansi": ANSI_DARK}
"""What the board's themes are called on the command line."""

_NAMED = ("primary", "secondary", "accent", "warning", "error", "success")
_GROUNDS = ("background", "surface", "panel")


class Palette(NamedTuple):
    """The colours of a theme; Textual is not needed to have them."""

    name: str
    dark: bool
    colours: Mapping[str, str]

    @property
    def variables(self) -> dict[str, str]:
        """What Textual's variables stand for, those that it would not find by itself."""
        colours = self.colours
        return {f"text-{key}": colours[key] for key in _NAMED} | {
            "text": colours["text"],
            "text-muted": colours["muted"],
            "text-disabled": colours["faint"],
            "foreground-muted": colours["muted"],
            "block-cursor-background": colours["cursor"],
            "block-cursor-foreground": colours["strong"],
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": colours["surface"],
            "block-cursor-blurred-foreground": colours["text"],
            "footer-key-foreground": colours["primary"],
            "scrollbar": colours["faint"],
            "scrollbar-background": colours["background"],
            "border": colours["primary"],
            "border-blurred": colours["faint"],
        }

    def theme(self) -> Theme:
        """The theme as Textual takes it."""
        from textual.theme import Theme

        colours = self.colours
        return Theme(
            name=self.name,
            dark=self.dark,
            primary=colours["primary"],
            secondary=colours["secondary"],
            accent=colours["accent"],
            warning=colours["warning"],
            error=colours["error"],
            success=colours["success"],
            foreground=colours["text"],
            background=colours["background"],
            surface=colours["surface"],
            panel=colours["panel"],
            variables=self.variables,
        )


def variables_of(name: str) -> Mapping[str, str] | None:
    """What the variables of inks stand for in one of the board's themes; None for any other.

    Colours of the terminal's own are named as Textual names them, `ansi_blue`.
    """
    for palette in PALETTES:
        if palette.name == name:
            return palette.variables | {key: palette.colours[key] for key in (*_NAMED, *_GROUNDS)}
    return _ANSI.get(name)


def named(wanted: str | None, colourless: bool) -> str:
    """The name of the theme that a user asked for, the default one if for none.

    Where colours are not wanted at all, those of the terminal are taken, and left away.
    """
    return ANSI_DARK if colourless else SHORT.get(wanted or "dark", wanted or DARK)


PALETTES: tuple[Palette, ...] = (
    Palette(
        DARK,
        dark=True,
        colours={
            "background": "#15171b",
            "surface": "#1d2026",
            "panel": "#252931",
            "cursor": "#2c323b",
            "text": "#d6dae2",
            "strong": "#f4f6fa",
            "muted": "#98a1b0",
            "faint": "#525b6b",
            "primary": "#79b0ff",
            "secondary": "#a9b4c6",
            "accent": "#c9a2ff",
            "warning": "#e6b865",
            "error": "#ff8a86",
            "success": "#7fd08f",
        },
    ),
    Palette(
        LIGHT,
        dark=False,
        colours={
            "background": "#fbfbfa",
            "surface": "#f1f1ef",
            "panel": "#e7e8e8",
            "cursor": "#d3e1f7",
            "text": "#23272e",
            "strong": "#0b0d11",
            "muted": "#555d6a",
            "faint": "#a9b0bb",
            "primary": "#1557b0",
            "secondary": "#46505f",
            "accent": "#6528a8",
            "warning": "#724a00",
            "error": "#ad1f23",
            "success": "#1d6b2f",
        },
    ),
)
"""Registered by the application at its start."""

OWN = frozenset({*(palette.name for palette in PALETTES), ANSI_DARK, ANSI_LIGHT})
"""The themes whose colours can be read as they are, or are the terminal's."""

_OF_TERMINAL = {
    "text": "ansi_default",
    "text-muted": "ansi_default",
    "text-disabled": "ansi_default",
    "text-primary": "ansi_blue",
    "text-secondary": "ansi_cyan",
    "text-success": "ansi_green",
    "text-accent": "ansi_green",
    "text-warning": "ansi_yellow",
    "text-error": "ansi_red",
    "primary": "ansi_blue",
    "background": "ansi_default",
    "surface": "ansi_default",
    "panel": "ansi_default",
}
_ANSI: Mapping[str, Mapping[str, str]] = {
    ANSI_DARK: _OF_TERMINAL,
    ANSI_LIGHT: _OF_TERMINAL | {"text-accent": "ansi_magenta", "text-warning": "ansi_bright_red"},
}
"""What Textual's own themes of the terminal's sixteen colours make of the variables."""
