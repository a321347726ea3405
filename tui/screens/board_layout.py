"""The board's screen as far as it only shows: parts, room, the document it is given.

`take` is the one way in: a new document with what changed. `change_view` is the other: the
same document, seen otherwise. Both end in `project`, and the widgets draw what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from ...model.board import Board, Column, View, project
from ...model.changes import Change
from ...model.dependencies import Links, links_of
from ...model.document import Document
from ...model.operations import AddTask, Operation
from ...model.roles import Roles
from ...model.task import Task
from ..glyphs import Glyphs
from ..widgets.board import BoardView, CardHighlighted
from ..widgets.board_mouse import CardOpened
from ..widgets.detail.drafts import Drafts
from ..widgets.detail.pane import DetailPane
from ..widgets.filter_bar import FilterBar
from ..widgets.header import BoardHeader, Summary
from ..widgets.status_line import Event, StatusLine, Tone
from .task import TaskScreen

ROOM_FOR_PANE = 100
"""Columns of a terminal in which a task is shown beside the board."""

MARK_SECONDS = 4.0
"""How long a changed card is marked."""

_COUNTED_AT_ONCE = 2000
"""Up to so many tasks the header's counts are made with the first picture."""


class BoardLayout(Screen[None]):
    """Shows a document as a board."""

    DEFAULT_CSS = """
    BoardLayout {
        background: $background;
        layers: base;
        & > #middle { height: 1fr; }
        & > FilterBar { display: none; }
        #pane { display: none; width: 2fr; max-width: 76; border-left: vkey $panel; }
        BoardView { width: 3fr; }
        &.-pane #pane { display: block; }
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
        self.drafts = Drafts()
        self.header = BoardHeader(glyphs)
        self.board_view = BoardView(glyphs)
        self.pane = DetailPane(glyphs, self.drafts, id="pane")
        self.filter_bar = FilterBar(glyphs)
        self.status_line = StatusLine(glyphs)
        self._hinted = hints
        self._open_key: str | None = None
        self._marked: dict[str, float] = {}

    def compose(self) -> ComposeResult:
        """Header, board with the open task beside it, filter, status line."""
        yield self.header
        with Horizontal(id="middle"):
            yield self.board_view
            yield self.pane
        yield self.filter_bar
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
    def board_columns(self) -> Sequence[Column]:
        """The columns as they are shown."""
        return self.board.columns if self.board else ()

    @property
    def pane_open(self) -> bool:
        """Whether a task is shown beside the board."""
        return self.has_class("-pane")

    @property
    def task_at_hand(self) -> Task | None:
        """The task that a command is about: the open one if the keys go to it, else the card."""
        if self.pane_open and self.pane.has_focus_within and self._open_key:
            return self.document.task(self._open_key)
        return self.board_view.cursor_task

    def take(self, document: Document, changes: Iterable[Change] = ()) -> None:
        """Show another document; mark what changed."""
        self.document = document
        self._mark({change.task for change in changes})
        self._project()
        self._show_open()

    def change_view(self, view: View) -> None:
        """Show the same document otherwise."""
        self.view = view
        self._project()

    def _project(self) -> None:
        self.board = project(self.document, self.view, self.roles, self.board)
        view = self.board_view
        view.lane_headings = self.view.lanes != "none"
        view.folded = self.view.folded
        view.board = self.board
        view.changed = frozenset(self._marked)
        if len(self.document.tasks) <= _COUNTED_AT_ONCE:
            self._summarise()
        else:
            self.set_timer(0.2, self._summarise, name="counts")

    def _summarise(self) -> None:
        board = self.board
        if board is None:
            return
        links, kinds = self.links, {"ready": 0, "waiting": 0, "blocked": 0}
        for column in board.columns:
            for task in column.cards:
                kind = _standing(links, task)
                if kind:
                    kinds[kind] += 1
        grouping = f"{self.view.columns} by {self.view.lanes}"
        prefix = f"prefix:{self.view.only_prefix} " if self.view.only_prefix else ""
        self.header.summary = Summary(
            self.file_name,
            board.shown,
            board.total,
            kinds["ready"],
            kinds["waiting"],
            kinds["blocked"],
            grouping,
            f"{prefix}{self.view.query}".strip(),
            bool(self.read_only),
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
        self.status_line.event = Event(f"{datetime.now():%H:%M:%S}", text, tone)

    def show_health(self, text: str, good: bool, read_only: str) -> None:
        """Say how the file is, and why nothing can be edited."""
        self.status_line.health, self.status_line.healthy = text, good
        if read_only != self.read_only:
            self.read_only = self.pane.read_only = read_only
            self._summarise()

    def show_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Show keys and what they do."""
        self.status_line.hints = hints if self._hinted else ()

    # ---- the open task

    @on(CardOpened)
    def _opened(self, event: CardOpened) -> None:
        self.open_task(event.key)

    def action_open_task(self) -> None:
        """Open the card under the cursor."""
        if self.board_view.cursor_key:
            self.open_task(self.board_view.cursor_key)

    def open_task(self, key: str) -> None:
        """Show a task beside the board, or on a screen of its own where there is no room."""
        self._open_key = key
        if self.size.width >= ROOM_FOR_PANE:
            self.add_class("-pane")
            self._show_open()
            self.pane.focus()
        else:
            self._push_task()

    def _push_task(self) -> None:
        screen = TaskScreen(self.glyphs, self.drafts)
        screen.pane.read_only = self.read_only
        self.app.push_screen(screen, lambda _: self._left_task())
        self.call_after_refresh(self._show_open)

    def _left_task(self) -> None:
        self._open_key = None
        self.board_view.focus()

    def _show_open(self) -> None:
        """Give the open task's pane the document as it is now."""
        pane = self._open_pane()
        if self._open_key is not None and pane is not None:
            task = self.document.task(self._open_key)
            pane.show(self.document, task, self.links, self.roles)

    def _open_pane(self) -> DetailPane | None:
        if self.pane_open:
            return self.pane
        top = self.app.screen
        return top.pane if isinstance(top, TaskScreen) and top.pane.is_mounted else None

    @on(DetailPane.TaskFollowed)
    def follow_task(self, event: DetailPane.TaskFollowed) -> None:
        """Show another task in the place of the open one; the cursor goes with it."""
        event.stop()
        self._open_key = event.key
        self.board_view.select(event.key)
        self._show_open()

    def follow_edit(self, key: str, operation: Operation) -> None:
        """Put the cursor on a task that was just written."""
        if isinstance(operation, AddTask):
            self.board_view.select(key)

    def edit_failed(self, reason: str, operation: Operation) -> None:
        """Give a refused edit back to the pane that it came from, if it did."""
        pane = self._open_pane()
        if pane is not None and self._open_key == operation.task:
            pane.draft_rejected(reason, operation)

    @on(DetailPane.Closed)
    def close_task(self) -> None:
        """Close the task beside the board."""
        self.remove_class("-pane")
        self._open_key = None
        self.board_view.focus()

    @on(CardHighlighted)
    def _highlighted(self, event: CardHighlighted) -> None:
        if self.pane_open and not self.pane.has_focus_within and event.key:
            self._open_key = event.key
            self._show_open()
        self.refresh_bindings()

    def action_switch_pane(self) -> None:
        """Go between the board and the open task."""
        if self.pane_open and not self.pane.has_focus_within:
            self.pane.focus()
        else:
            self.board_view.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Keep an open task open when the room for it comes or goes."""
        if self.pane_open and event.size.width < ROOM_FOR_PANE:
            self.remove_class("-pane")
            self._push_task()


def _standing(links: Links, task: Task) -> str:
    if task.status == "blocked":
        return "blocked"
    if links.is_ready(task):
        return "ready"
    return "waiting" if links.is_waiting(task) else ""
