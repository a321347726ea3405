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

from textual.theme import Theme

DARK = "archie-dark"
LIGHT = "archie-light"
ANSI_DARK = "ansi-dark"
ANSI_LIGHT = "ansi-light"


def _theme(name: str, dark: bool, colours: dict[str, str]) -> Theme:
    named = ("primary", "secondary", "accent", "warning", "error", "success")
    return Theme(
        name=name,
        dark=dark,
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
        variables={f"text-{key}": colours[key] for key in named}
        | {
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
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        DARK,
        dark=True,
        colours={
            "background": "#14171c",
            "surface": "#1c2027",
            "panel": "#242932",
            "cursor": "#29364d",
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
    _theme(
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
            "accent": "#6b35ad",
            "warning": "#7d4f00",
            "error": "#ad1f23",
            "success": "#1d6b2f",
        },
    ),
)
"""Registered by the application at its start."""
