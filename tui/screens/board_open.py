"""The task that is open beside the board, or on a screen of its own where there is no room."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events, on

from ...model.changes import Change
from ...model.document import Document
from ...model.operations import AddTask, Operation
from ...model.task import Task
from ..commands import DETAIL
from ..widgets.board import CardHighlighted
from ..widgets.board_mouse import CardOpened
from ..widgets.detail.pane import DetailPane
from ..widgets.status_line import Tone
from .board_layout import BoardLayout
from .help import hints_of
from .task import TaskScreen

ROOM_FOR_PANE = 100
"""Columns of a terminal in which a task is shown beside the board."""


class BoardWithTask(BoardLayout):
    """A board on which one task can be open."""

    _open_key: str | None = None

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

    def tell(self, text: str, tone: Tone = "change") -> None:
        """As `BoardLayout.tell`, on the open task's screen too."""
        super().tell(text, tone)
        top = self.app.screen
        if isinstance(top, TaskScreen):
            top.tell(self.status_line.event)

    def hints_here(self, hints: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """The keys of the open task, while they go to it."""
        if not self.pane.has_focus_within:
            return super().hints_here(hints)
        steps = (hint for hint in hints if hint[0] in ("u", "U"))
        return (*hints_of(DETAIL, self.glyphs.plain), *steps)

    def take(self, document: Document, changes: Iterable[Change] = ()) -> None:
        """As `BoardLayout.take`, the open task included."""
        super().take(document, changes)
        self._show_open()

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
            opened = self.pane_open
            self.add_class("-pane")
            # A pane that has no width yet would lay its rows out twice.
            self.call_after_refresh(self._show_open) if not opened else self._show_open()
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
