"""What all dialogs share: a framed box in the middle, a title, Escape to leave."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A question in a box. Dismissed with None, nothing was answered."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > #box {
            width: 66;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $background;
            border: round $border;
            border-title-color: $text;
            border-title-style: bold;
            border-subtitle-color: $text-muted;
        }
        .problem { color: $text-error; height: auto; display: none; }
        .problem.-shown { display: block; }
        .label { color: $text-muted; width: 12; height: 1; }
    }
    """

    title_text: str = ""
    keys: str = "enter take   esc leave"
    """What the frame says about the keys."""

    def content(self) -> list[Widget]:
        """What stands in the box."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(*self.content(), id="box")
        box.border_title = Content(self.title_text)
        box.border_subtitle = Content(self.keys)
        yield box

    def complain(self, problem: str) -> None:
        """Say what is wrong with the answer; with an empty text, nothing is."""
        line = self.query_one(".problem", Static)
        line.update(Content(problem))
        line.set_class(bool(problem), "-shown")

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer, once: a key that comes on the heels of the answer takes no other screen away."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def action_cancel(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


def problem_line() -> Static:
    """The line that `Dialog.complain` writes to."""
    return Static(classes="problem", markup=False)
