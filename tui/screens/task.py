"""A task on a screen of its own, for terminals that have no room for it beside the board."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ..commands import DETAIL
from ..glyphs import GLYPHS_UNICODE, Glyphs
from ..widgets.detail.drafts import Drafts
from ..widgets.detail.pane import DetailPane
from .help import key_names

ROOM_FOR_KEYS = 16
"""Lines of a terminal that has one to spare for the keys."""


class TaskScreen(Screen[None]):
    """Holds a `DetailPane`; its messages go up to the app, `Closed` ends the screen."""

    DEFAULT_CSS = """
    TaskScreen > #keys { height: 1; padding: 0 2; color: $text-muted; text-wrap: nowrap; }
    """

    def __init__(self, glyphs: Glyphs = GLYPHS_UNICODE, drafts: Drafts | None = None) -> None:
        super().__init__()
        self.pane = DetailPane(glyphs, drafts)
        self._plain = glyphs.plain

    def compose(self) -> ComposeResult:
        """The pane, and the keys to begin with."""
        yield self.pane
        yield Static(self._keys(), id="keys")

    def on_mount(self) -> None:
        """The keys go to the task."""
        self.pane.focus()

    def on_resize(self) -> None:
        """The line of keys is there where it takes nothing away."""
        self.query_one("#keys").display = self.size.height >= ROOM_FOR_KEYS

    def _keys(self) -> Content:
        shown = [command for command in DETAIL if command.footer]
        parts = [
            Content.assemble(
                (key_names(c.keys.split(",")[0], self._plain), "bold"), " ", c.title.lower()
            )
            for c in shown
        ]
        return Content("   ").join(parts)

    @on(DetailPane.Closed)
    def _done(self, event: DetailPane.Closed) -> None:
        event.stop()
        self.dismiss(None)
