"""Asks for one of several things: type to narrow the list, Enter takes the marked one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from ..widgets.choices import ChoiceList
from ..widgets.detail.entry import Choice, Line, matching
from .dialog import Dialog


class Choose(Dialog[str]):
    """A list with a line that narrows it; dismissed with the value of the choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n,tab", "walk(1)", "Next", show=False),
        Binding("up,ctrl+p,shift+tab", "walk(-1)", "Previous", show=False),
        Binding("pagedown", "walk(10)", "Page down", show=False),
        Binding("pageup", "walk(-10)", "Page up", show=False),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        current: str | None = None,
        placeholder: str = "type to narrow",
    ) -> None:
        """`current` is the value that is marked at first."""
        super().__init__()
        self.title_text = title
        self.choices = choices
        at = next((n for n, choice in enumerate(choices) if choice.value == current), 0)
        self.list = ChoiceList(choices, at)
        self.line = Line(placeholder=placeholder)

    def content(self) -> list[Widget]:
        """The line and the list."""
        return [self.line, self.list]

    def on_mount(self) -> None:
        """The keys go to the line."""
        self.line.focus()

    def narrowed(self, typed: str) -> Sequence[Choice]:
        """The choices that match what is typed."""
        return matching(self.choices, typed, len(self.choices)) if typed.strip() else self.choices

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.list.show(self.narrowed(event.value))

    @on(Input.Submitted)
    def _entered(self) -> None:
        if self.list.choice is not None:
            self.dismiss(self.list.choice.value)

    @on(ChoiceList.Taken)
    def _taken(self, event: ChoiceList.Taken) -> None:
        self.dismiss(event.choice.value)

    def action_walk(self, step: int) -> None:
        """Mark another choice."""
        self.list.walk(step)
