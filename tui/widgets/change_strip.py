"""A strip above the status line: what a card said before, and what it says now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static


class ChangeStrip(Vertical):
    """Shown while the reader steps through changed cards; the keys stay with the board."""

    DEFAULT_CSS = """
    ChangeStrip {
        height: auto;
        max-height: 40%;
        background: $surface;
        display: none;
        &.-shown { display: block; }
        & > #what { height: 1; padding: 0 1; background: $panel; color: $text; }
        & > VerticalScroll { height: auto; max-height: 100%; padding: 0 1; }
        & > VerticalScroll > Static { height: auto; width: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="strip")
        self.key: str | None = None
        """The task that it is about; None while it is not shown."""
        self._what = Static(id="what", markup=False)
        self._text = Static(markup=False)

    def compose(self) -> ComposeResult:
        """A line that says what this is, and the text."""
        yield self._what
        with VerticalScroll(can_focus=False):
            yield self._text

    def show(self, key: str, what: Content, text: Content) -> None:
        """Show what became of a task."""
        self.key = key
        self._what.update(what)
        self._text.update(text)
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.add_class("-shown")

    def hide(self) -> None:
        """Go away."""
        self.key = None
        self.remove_class("-shown")
