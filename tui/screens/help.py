"""All keys, by group, from the declarations that bind them."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ..commands import Command
from .dialog import Dialog

_SIGNS = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "pagedown": "pgdn", "pageup": "pgup",
    "right_curly_bracket": "}", "left_curly_bracket": "{", "left_square_bracket": "[",
    "right_square_bracket": "]", "slash": "/", "question_mark": "?", "escape": "esc",
    "greater_than_sign": ">", "less_than_sign": "<", "colon": ":", "full_stop": ".",
    "comma": ",", "plus": "+", "minus": "-", "equals_sign": "=", "tilde": "~", "at": "@",
    "number_sign": "#", "exclamation_mark": "!", "asterisk": "*", "vertical_line": "|",
    "apostrophe": "'", "quotation_mark": '"', "semicolon": ";", "underscore": "_",
}  # fmt: skip
_WIDTH, _FRAME = 78, 5
"""Cells of the table at most, and of its frame with the scroll bar."""
_NO_ARROWS = {"down", "up", "left", "right"}


def key_names(keys: str, plain: bool = False) -> str:
    """Textual key names as a reader knows them: `j ↓`, `^d pgdn`; `plain` for ASCII only."""
    return " ".join(dict.fromkeys(_key_name(key, plain) for key in keys.split(",")))


def _key_name(key: str, plain: bool) -> str:
    if key.startswith("ctrl+"):
        return "^" + _key_name(key.removeprefix("ctrl+"), plain)
    if key.startswith("shift+"):
        return ("S-" if plain else "⇧") + _key_name(key.removeprefix("shift+"), plain)
    return key if plain and key in _NO_ARROWS else _SIGNS.get(key, key)


def hints_of(commands: Iterable[Command], plain: bool = False) -> tuple[tuple[str, str], ...]:
    """The commands that a footer shows: the first key of each, and what it does."""
    shown = (command for command in commands if command.footer)
    return tuple((key_names(c.keys.split(",")[0], plain), c.title.lower()) for c in shown)


class Help(Dialog[None]):
    """A table of keys that can be scrolled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,enter", "cancel", "Close", show=False),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
        Binding("g", "scroll('home')", "Top", show=False),
        Binding("G", "scroll('end')", "Bottom", show=False),
        Binding("ctrl+d,ctrl+f,space", "scroll('page_down')", "Page down", show=False),
        Binding("ctrl+u,ctrl+b", "scroll('page_up')", "Page up", show=False),
    ]
    DEFAULT_CSS = """
    Help {
        & > #box { width: 78; height: 100%; }
        VerticalScroll { scrollbar-size-vertical: 1; }
        VerticalScroll > Static { height: auto; }
    }
    """
    title_text = "Keys"
    keys = "j k scroll   esc leave"

    def __init__(self, commands: Iterable[Command], *, plain: bool = False) -> None:
        """`commands` are shown under their groups, in the order given."""
        super().__init__()
        self.groups: dict[str, list[Command]] = {}
        for command in commands:
            self.groups.setdefault(command.group, []).append(command)
        self.plain = plain

    def content(self) -> list[Widget]:
        """The table."""
        return [VerticalScroll(*(Static(block) for block in self.blocks(self.app.size.width)))]

    def on_mount(self) -> None:
        """The keys go to the table."""
        self.query_one(VerticalScroll).focus()

    def blocks(self, width: int) -> Iterable[Content]:
        """The lines of the table, for a screen of `width`: groups, each with its commands."""
        keys = [key_names(c.keys, self.plain) for group in self.groups.values() for c in group]
        column = min(max(map(len, keys), default=0), 16)
        room = max(min(width, _WIDTH) - _FRAME - column - 2, 10)
        for place, (group, commands) in enumerate(self.groups.items()):
            yield Content.assemble("\n" if place else "", (group, "bold $text-primary"))
            for command in commands:
                shown = key_names(command.keys, self.plain).ljust(column)
                said = f"\n{' ' * (column + 2)}".join(wrap(command.help or command.title, room))
                yield Content.assemble((shown, "bold"), "  ", (said, ""))

    def action_scroll(self, where: str) -> None:
        """Scroll the table."""
        table = self.query_one(VerticalScroll)
        getattr(table, f"scroll_{where}")(animate=False)
