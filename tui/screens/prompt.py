"""Asks for one line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ..widgets.detail.entry import Choice, Entry
from .dialog import Dialog, problem_line


class Prompt(Dialog[str]):
    """A question with a line for the answer; dismissed with the answer, stripped."""

    DEFAULT_CSS = """
    Prompt #question { color: $text-muted; height: auto; }
    """

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        question: str = "",
        placeholder: str = "",
        check: Callable[[str], str | None] | None = None,
        choices: Sequence[Choice] = (),
        many: bool = False,
    ) -> None:
        """`check` returns what is wrong with an answer, or None; `choices` complete it."""
        super().__init__()
        self.title_text = title
        self.question = question
        self.check = check
        self.entry = Entry(value, placeholder=placeholder, choices=choices, many=many)

    def content(self) -> list[Widget]:
        """The question, the line, and what is wrong with it."""
        question = [Static(Content(self.question), id="question")] if self.question else []
        return [*question, self.entry, problem_line()]

    def on_mount(self) -> None:
        """The keys go to the line."""
        self.entry.take_focus()

    @on(Entry.Changed)
    def _typed(self) -> None:
        self.complain("")

    @on(Entry.Submitted)
    def _answered(self, event: Entry.Submitted) -> None:
        answer = event.value.strip()
        problem = self.check(answer) if self.check else None
        if problem:
            self.complain(problem)
        else:
            self.dismiss(answer)
