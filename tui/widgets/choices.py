"""A list of choices that shows as many as it has room for, with one of them marked.

It draws only what is visible, so that ten thousand tasks can be chosen from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ..content import visible_line
from .detail.entry import Choice

MOST_LINES = 14


class ChoiceList(Widget):
    """Shows choices; what is typed elsewhere narrows them."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"""
    ChoiceList {{ height: auto; max-height: {MOST_LINES}; width: 1fr; }}
    """

    @dataclass
    class Taken(Message):
        """A choice was clicked."""

        choice: Choice

    def __init__(self, choices: Sequence[Choice], at: int = 0, marker: str = ">") -> None:
        super().__init__()
        self.choices = choices
        self.at = at
        self.top = 0
        self.marker = marker
        self.styles.min_height = min(len(choices), MOST_LINES)

    @property
    def choice(self) -> Choice | None:
        """The one that is marked."""
        return self.choices[self.at] if 0 <= self.at < len(self.choices) else None

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other choices, the first one marked."""
        self.choices, self.at, self.top = choices, 0, 0
        self.refresh(layout=True)

    def walk(self, step: int) -> None:
        """Mark another one."""
        self.at = max(0, min(self.at + step, len(self.choices) - 1))
        self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """One line for each choice; one where there is none."""
        return max(1, len(self.choices))

    def render(self) -> Content:
        """The visible lines."""
        height = max(self.size.height, 1)
        self.top = max(self.at - height + 1, min(self.top, self.at, len(self.choices) - height), 0)
        shown = self.choices[self.top : self.top + height]
        if not shown:
            return Content.styled("nothing matches", "$text-muted")
        column = max(len(visible_line(choice.value)) for choice in shown)
        lines = [self._line(place, choice, column) for place, choice in enumerate(shown, self.top)]
        return Content("\n").join(lines)

    def _line(self, place: int, choice: Choice, column: int) -> Content:
        here = place == self.at
        value = visible_line(choice.value).ljust(column)
        line = Content.assemble(
            (f"{self.marker} " if here else "  ", "$primary"),
            (f"{choice.mark} " if choice.mark else "", choice.style),
            (value, "bold" if here else ""),
            (
                f"  {visible_line(choice.note)}" if choice.note else "",
                "" if here else "$text-muted",
            ),
        )
        room = max(self.size.width, 4)
        line = line.truncate(room, ellipsis=True)
        line = line.pad_right(max(room - line.cell_length, 0))
        return line.stylize("on $boost") if here else line

    def on_click(self, event: events.Click) -> None:
        """A click takes a choice."""
        place = self.top + event.y
        if place < len(self.choices):
            self.at = place
            self.post_message(self.Taken(self.choices[place]))

    def on_mouse_scroll_down(self) -> None:
        """The wheel walks on."""
        self.walk(3)

    def on_mouse_scroll_up(self) -> None:
        """The wheel walks back."""
        self.walk(-3)
