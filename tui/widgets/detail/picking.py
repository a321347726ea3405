"""A short list to pick one word from: with its first letter, its number, or arrows and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick."""

    value: str
    shown: Content


class Pick(Widget, can_focus=True):
    """Shows a few options, one per line, and lets one be picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,ctrl+n", "walk(1)", "Next", show=False),
        Binding("up,k,ctrl+p", "walk(-1)", "Previous", show=False),
        Binding("home,g", "walk(-99)", "First", show=False),
        Binding("end,G", "walk(99)", "Last", show=False),
        Binding("enter,space", "take", "Take", show=False),
    ]
    DEFAULT_CSS = """
    Pick { height: auto; width: 1fr; background: $panel; }
    """

    @dataclass
    class Picked(Message):
        """An option was taken."""

        value: str

    def __init__(self, options: Sequence[Option], value: str, marker: str) -> None:
        super().__init__()
        self.options = tuple(options)
        self.marker = marker
        values = [option.value for option in options]
        self.at = values.index(value) if value in values else 0

    @property
    def lines(self) -> int:
        """The height that it needs."""
        return len(self.options)

    def render(self) -> Content:
        """One line for each option."""
        lines = []
        for place, option in enumerate(self.options):
            here = place == self.at
            mark = f"{self.marker} " if here else "  "
            line = Content.assemble((mark, "$primary"), option.shown)
            lines.append(line.stylize("bold") if here else line)
        return Content("\n").join(lines)

    def action_walk(self, step: int) -> None:
        """Go to another option."""
        self.at = max(0, min(self.at + step, len(self.options) - 1))
        self.refresh()

    def action_take(self) -> None:
        """Take the option that was walked to."""
        self.post_message(self.Picked(self.options[self.at].value))

    def on_key(self, event: events.Key) -> None:
        """The first letter of an option, or its number, takes it at once if it is the only one."""
        character = event.character or ""
        if not character.isalnum() or character in "jkgG":
            return
        found = [
            n for n, o in enumerate(self.options) if o.value[:1].casefold() == character.casefold()
        ]
        if not found and character.isdecimal() and 0 < int(character) <= len(self.options):
            found = [int(character) - 1]
        if found:
            event.stop()
            event.prevent_default()
            self.at = next((n for n in found if n > self.at), found[0])
            self.refresh()
            if len(found) == 1:
                self.action_take()

    def on_click(self, event: events.Click) -> None:
        """A click takes an option."""
        event.stop()
        if event.y < len(self.options):
            self.at = event.y
            self.action_take()
