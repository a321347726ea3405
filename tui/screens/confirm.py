"""Asks before something that cannot simply be looked past; No is where the cursor stands."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ..widgets.detail.picking import Option, Pick
from .dialog import Dialog


class Confirm(Dialog[bool]):
    """A question to say yes or no to; dismissed with True for yes only."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,q", "answer(False)", "No", show=False),
    ]
    DEFAULT_CSS = """
    Confirm {
        #text { height: auto; margin: 0 0 1 0; }
        Pick { background: $background; }
        &.-danger > #box { border: round $error; }
    }
    """
    keys = "y yes   n no   esc leave"

    def __init__(
        self, title: str, text: str, *, yes: str = "Yes", no: str = "No", default: bool = False
    ) -> None:
        """`text` says exactly what a yes does; `yes` and `no` name both ways by a verb."""
        super().__init__()
        self.title_text = title
        self.text = text
        self.set_class(not default, "-danger")
        options = (Option("no", Content(no)), Option("yes", Content(yes)))
        self.pick = Pick(options, "yes" if default else "no", ">")

    def content(self) -> list[Widget]:
        """What will happen, and the two ways."""
        return [Static(Content(self.text), id="text"), self.pick]

    def on_mount(self) -> None:
        """The keys go to the answers."""
        self.pick.focus()

    @on(Pick.Picked)
    def _picked(self, event: Pick.Picked) -> None:
        self.dismiss(event.value == "yes")

    def action_answer(self, answer: bool) -> None:
        """Say yes or no."""
        self.dismiss(answer)
