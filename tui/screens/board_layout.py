"""The board's screen as far as it only shows: its parts and the document it is given.

`take` is the one way in: a new document with what changed. `change_view` is the other: the
same document, seen otherwise. Both end in `project`, and the widgets draw what differs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.signal import Signal
from textual.timer import Timer

from ...model.board.dependencies import Links, links_of
from ...model.board.projection import Board, Column, View, project
from ...model.document import Document
from ...model.roles import Roles
from ..glyphs import Glyphs
from ..widgets.board import BoardView
from ..widgets.header import BoardHeader, Chip
from ..widgets.header_words import COUNTED_AT_ONCE, standings_of, summary_of
from ..widgets.status_line import Event, StatusLine, Tone

if TYPE_CHECKING:
    from ...model.history.changes import Change

MARK_SECONDS = 4.0
"""How long a changed card is marked."""

_COUNT_SECONDS = 0.2
"""After how long the standings of more tasks than can be counted at once are counted."""


class Middle(Horizontal):
    """The room between the lines at the top and at the bottom."""

    BLANK = True  # what is in it covers it


class BoardLayout(Screen[None]):
    """Shows a document as a board."""

    BLANK = True

    DEFAULT_CSS = """
    BoardLayout {
        background: $background;
        layers: base;
        & > #middle { height: 1fr; }
        #pane { width: 2fr; max-width: 76; border-left: vkey $panel; }
        BoardView { width: 3fr; }
    }
    """

    def __init__(
        self,
        document: Document,
        roles: Roles,
        glyphs: Glyphs,
        file_name: str,
        *,
        hints: bool = True,
    ) -> None:
        super().__init__()
        self.document = document
        self.roles = roles
        self.glyphs = glyphs
        self.file_name = file_name
        self.view = View()
        self.board: Board | None = None
        self.read_only = ""
        """Why nothing can be edited; empty where it can."""
        self.header = BoardHeader(glyphs)
        self.board_view = BoardView(glyphs)
        self.status_line = StatusLine(glyphs)
        self._hinted = hints
        self._hints: tuple[tuple[str, str], ...] = ()
        self._marked: dict[str, float] = {}
        self.pending: frozenset[str] = frozenset()
        """Keys of the tasks with an edit that is shown and not kept yet."""
        self._counting: Timer | None = None
        self.document_changed: Signal[Document] = Signal(self, "document")
        """Tells the screens above the board of every document that it is given."""
        self.told: Signal[Event] = Signal(self, "told")
        """Tells them what is said on the status line."""

    def compose(self) -> ComposeResult:
        """Header, board, status line; an open task stands beside the board, a filter below."""
        yield self.header
        with Middle(id="middle"):
            yield self.board_view
        yield self.status_line

    def on_mount(self) -> None:
        """Show the document and give the keys to the board."""
        self._project()
        self.board_view.focus()

    @property
    def links(self) -> Links:
        """The dependencies of the document."""
        return links_of(self.document.tasks)

    @property
    def is_settled(self) -> bool:
        """Whether everything that a first picture shows has been worked out."""
        counted = bool(self.header.summary.file) and self._counting is None
        return counted and "review" in self.header.chips

    @property
    def board_columns(self) -> Sequence[Column]:
        """The columns as they are shown."""
        return self.board.columns if self.board else ()

    def take(self, document: Document, changes: Iterable[Change] = ()) -> None:
        """Show another document; mark what changed."""
        self.document = document
        self._mark({change.task for change in changes})
        self._project()
        self.document_changed.publish(document)

    def take_roles(self, roles: Roles) -> None:
        """Sort the same document into other categories."""
        self.roles = roles
        self._project()
        self.document_changed.publish(self.document)

    def show_pending(self, document: Document, keys: frozenset[str]) -> None:
        """Show cards as they will be when the edits of the tasks `keys` are kept."""
        self.document, self.pending = document, keys
        self._project()

    def change_view(self, view: View) -> None:
        """Show the same document otherwise."""
        self.view = view
        self._project()

    def _project(self) -> None:
        self.board = project(self.document, self.view, self.roles, self.board)
        view = self.board_view
        view.lane_headings = self.view.lanes != "none"
        view.folded = self.view.folded
        view.pending = self.pending
        view.board = self.board
        view.changed = frozenset(self._marked)
        if len(self.document.tasks) <= COUNTED_AT_ONCE:
            self._summarise()
            return
        said = self.header.summary
        self._say((said.ready, said.waiting, said.blocked))
        self._count_later()

    def _summarise(self) -> None:
        if self.board is not None:
            self._say(standings_of(self.board))

    def _count_later(self) -> None:
        if self._counting is None:
            self._counting = self.set_timer(_COUNT_SECONDS, self._count, name="counts")

    @work
    async def _count(self) -> None:
        """Count standings where that takes longer than a key may wait."""
        board = self.board
        if board is not None:
            self._say(await asyncio.to_thread(standings_of, board))
        self._counting = None
        if board is not self.board:
            self._count_later()

    def _say(self, standings: tuple[int, int, int]) -> None:
        if self.board is not None:
            read_only = bool(self.read_only)
            self.header.summary = summary_of(
                self.board, self.view, self.file_name, standings, read_only
            )

    def _mark(self, keys: set[str]) -> None:
        """Mark cards as just changed, for some seconds."""
        if not keys:
            return
        self._marked |= dict.fromkeys(keys, monotonic() + MARK_SECONDS)
        self.set_timer(MARK_SECONDS + 0.05, self._unmark)

    def _unmark(self) -> None:
        now = monotonic()
        self._marked = {key: until for key, until in self._marked.items() if until > now}
        self.board_view.changed = frozenset(self._marked)

    def tell(self, text: str, tone: Tone = "change") -> None:
        """Say on the status line what happened."""
        self.status_line.event = event = Event.now(text, tone)
        self.told.publish(event)

    def show_chip(self, name: str, chip: Chip | None) -> None:
        """Show in the header what waits for somebody, or nothing more under this name."""
        chips = {**self.header.chips, name: chip}
        self.header.chips = {key: each for key, each in chips.items() if each is not None}

    def show_health(self, text: str, good: bool, read_only: str) -> None:
        """Say how the file is, and why nothing can be edited."""
        self.status_line.health, self.status_line.healthy = text, good
        if read_only != self.read_only:
            self.read_only = read_only
            self._summarise()

    def show_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Show keys and what they do on the board."""
        self._hints = hints
        self.on_descendant_focus()

    def on_descendant_focus(self) -> None:
        """Show the keys that help where the focus is."""
        self.status_line.hints = self.hints_here(self._hints) if self._hinted else ()

    def hints_here(self, hints: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Of the board's `hints` those that hold where the focus is, and what is added there."""
        return hints
