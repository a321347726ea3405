"""A task on a screen of its own, for terminals that have no room for it beside the board."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from ..commands import DETAIL
from ..glyphs import GLYPHS_UNICODE, Glyphs
from ..widgets.detail.drafts import Drafts
from ..widgets.detail.pane import DetailPane
from ..widgets.status_line import Event, StatusLine
from .help import hints_of

ROOM_FOR_KEYS = 16
"""Lines of a terminal that has one to spare for the keys."""


class TaskScreen(Screen[None]):
    """Holds a `DetailPane`; its messages go up to the app, `Closed` ends the screen."""

    def __init__(self, glyphs: Glyphs = GLYPHS_UNICODE, drafts: Drafts | None = None) -> None:
        super().__init__()
        self.pane = DetailPane(glyphs, drafts)
        self.status_line = StatusLine(glyphs)
        self.status_line.hints = hints_of(DETAIL, glyphs.plain)

    def compose(self) -> ComposeResult:
        """The pane, and the line that says what happens and which keys help."""
        yield self.pane
        yield self.status_line

    def on_mount(self) -> None:
        """The keys go to the task."""
        self.pane.focus()

    def on_resize(self) -> None:
        """The line at the bottom is there where it takes little away, or has bad news."""
        event = self.status_line.event
        bad = event is not None and event.tone in ("warning", "error")
        self.status_line.display = bad or self.size.height >= ROOM_FOR_KEYS

    def tell(self, event: Event | None) -> None:
        """Say what happened."""
        self.status_line.event = event
        self.on_resize()

    @on(DetailPane.Closed)
    def _done(self, event: DetailPane.Closed) -> None:
        event.stop()
        if self.is_active:  # and not on its way out already
            self.dismiss(None)
