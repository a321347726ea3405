"""A few words on one line, one of them chosen: with arrows, Space, or its first letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget


class Cycle(Widget, can_focus=True):
    """Shows all its options; the chosen one stands in brackets, so that no colour is needed."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "walk(1)", "Next", show=False),
        Binding("left,h", "walk(-1)", "Previous", show=False),
    ]
    DEFAULT_CSS = """
    Cycle { height: 1; width: 1fr; color: $text-muted; }
    Cycle:focus { background: $panel; }
    """

    at = reactive(0)

    def __init__(self, options: Sequence[str], value: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(Cycle.at, self.options.index(value) if value in self.options else 0)

    @property
    def value(self) -> str:
        """The chosen option."""
        return self.options[self.at]

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """Room for all options."""
        return sum(len(option) + 2 for option in self.options)

    def render(self) -> Content:
        """All options on a line; the chosen one with arrows where there is no room for all."""
        style = "bold $text-primary" if self.has_focus else "bold $text"
        if self.get_content_width(self.size, self.size) > self.size.width:
            return Content.assemble("< ", (self.value, style), " >")
        parts = [
            Content.styled(f"[{option}]", style) if n == self.at else Content(f" {option} ")
            for n, option in enumerate(self.options)
        ]
        return Content("").join(parts)

    def action_walk(self, step: int) -> None:
        """Choose the next or previous option."""
        self.at = (self.at + step) % len(self.options)

    def on_key(self, event: events.Key) -> None:
        """A first letter chooses its option."""
        letter = (event.character or "").casefold()
        found = [n for n, option in enumerate(self.options) if option[:1].casefold() == letter]
        if letter.isalnum() and found:
            event.stop()
            event.prevent_default()
            self.at = next((n for n in found if n > self.at), found[0])

    def on_click(self, event: events.Click) -> None:
        """A click chooses an option."""
        if self.get_content_width(self.size, self.size) > self.size.width:
            self.action_walk(-1 if event.x == 0 else 1)
            return
        start = 0
        for n, option in enumerate(self.options):
            if start <= event.x < start + len(option) + 2:
                self.at = n
            start += len(option) + 2
