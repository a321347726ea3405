"""The task that is open beside the board, or on a screen of its own where there is no room."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.containers import Horizontal

from ...model.document import Document
from ...model.task import Task
from ..commands import DETAIL
from ..messages import FIRST
from ..widgets.board import CardHighlighted
from ..widgets.board_mouse import CardOpened
from ..widgets.status_line import Tone
from .board_layout import BoardLayout

if TYPE_CHECKING:
    from ...model.history.changes import Change
    from ...model.operations import Operation
    from ..widgets.change_strip import ChangeStrip
    from ..widgets.detail.drafts import Drafts
    from ..widgets.detail.pane import DetailPane
    from .task import TaskScreen

ROOM_FOR_PANE = 100
"""Columns of a terminal in which a task is shown beside the board."""


class BoardWithTask(BoardLayout):
    """A board on which one task can be open."""

    pane: DetailPane | None = None
    """The place for a task beside the board, made when one is opened first."""
    strip: ChangeStrip | None = None
    """Where a changed card is shown before and after, made when that is asked for first."""
    _open_key: str | None = None
    _screen_of_task: TaskScreen | None = None

    @cached_property
    def drafts(self) -> Drafts:
        """What was typed about tasks and not saved."""
        from .later import Drafts

        return Drafts()

    @property
    def pane_open(self) -> bool:
        """Whether a task is shown beside the board."""
        return self.pane is not None and self.pane.display

    @property
    def keys_go_to_pane(self) -> bool:
        """Whether the keys are for the open task beside the board."""
        return self.pane is not None and self.pane_open and self.pane.has_focus_within

    @property
    def is_in_front(self) -> bool:
        """Whether the user is at the board or at the task that was opened from it."""
        own = self._screen_of_task
        return self.is_current or (own is not None and own.is_current)

    @property
    def task_at_hand(self) -> Task | None:
        """The task that a command is about: the open one if the keys go to it, else the card."""
        if (self.keys_go_to_pane or not self.is_current) and self._open_key:
            return self.document.task(self._open_key)
        return self.board_view.cursor_task

    def tell(self, text: str, tone: Tone = "change") -> None:
        """As `BoardLayout.tell`, on the open task's screen too."""
        super().tell(text, tone)
        if self._screen_of_task is not None:
            self._screen_of_task.tell(self.status_line.event)

    def show_health(self, text: str, good: bool, read_only: str) -> None:
        """As `BoardLayout.show_health`, for the open task too."""
        super().show_health(text, good, read_only)
        if self.pane is not None:
            self.pane.read_only = read_only

    def hints_here(self, hints: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """The keys of the open task, while they go to it."""
        if not self.keys_go_to_pane:
            return super().hints_here(hints)
        from .later import hints_of

        steps = (hint for hint in hints if hint[0] in ("u", "U"))
        return (*hints_of(DETAIL, self.glyphs.plain), *steps)

    def take(self, document: Document, changes: Iterable[Change] = ()) -> None:
        """As `BoardLayout.take`, the open task included."""
        super().take(document, changes)
        self._show_open()

    @on(CardOpened)
    async def _opened(self, event: CardOpened) -> None:
        await self.open_task(event.key)

    async def action_open_task(self) -> None:
        """Open the card under the cursor."""
        if self.board_view.cursor_key:
            await self.open_task(self.board_view.cursor_key)

    async def open_task(self, key: str) -> None:
        """Show a task beside the board, or on a screen of its own where there is no room."""
        self._open_key = key
        if self.size.width >= ROOM_FOR_PANE:
            pane = self.pane or await self._make_pane()
            opened = self.pane_open
            pane.display = True
            self._show_soon() if not opened else self._show_open()
            pane.focus()
        else:
            self._push_task()

    async def _make_pane(self) -> DetailPane:
        from .later import DetailPane

        self.pane = DetailPane(self.glyphs, self.drafts, id="pane")
        self.pane.read_only = self.read_only
        self.pane.display = False
        await self.query_one("#middle", Horizontal).mount(self.pane)
        return self.pane

    def _push_task(self) -> None:
        from .later import TaskScreen

        self._screen_of_task = screen = TaskScreen(self.glyphs, self.drafts)
        screen.pane.read_only = self.read_only
        self.app.push_screen(screen, lambda _: self._left_task())
        self._show_soon()

    @work(name=FIRST)
    async def _show_soon(self) -> None:
        """Show the open task when its pane has a width; it would lay its rows out twice."""
        await self.wait_for_refresh()
        self._show_open()

    def _left_task(self) -> None:
        self._open_key = self._screen_of_task = None
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
        screen = self._screen_of_task
        return screen.pane if screen and screen.is_current and screen.pane.is_mounted else None

    def follow_task(self, event: DetailPane.TaskFollowed) -> None:
        """Show another task in the place of the open one; the cursor goes with it."""
        event.stop()
        self._open_key = event.key
        self.board_view.select(event.key)
        self._show_open()

    on_detail_pane_task_followed = follow_task

    def follow_edit(self, key: str, operation: Operation) -> None:
        """Put the cursor on a task that was just written."""
        from ...model.operations import AddTask

        if isinstance(operation, AddTask):
            self.board_view.select(key)

    def edit_failed(self, reason: str, operation: Operation) -> None:
        """Give a refused edit back to the pane that it came from, if it did."""
        pane = self._open_pane()
        if pane is not None and self._open_key == operation.task:
            pane.draft_rejected(reason, operation)

    def close_task(self) -> None:
        """Close the task beside the board."""
        if self.pane is not None:
            self.pane.display = False
        self._open_key = None
        self.board_view.focus()

    on_detail_pane_closed = close_task

    @on(CardHighlighted)
    def _highlighted(self, event: CardHighlighted) -> None:
        if self.strip is not None and self.strip.key not in (None, event.key):
            self.strip.hide()
        if self.pane_open and not self.keys_go_to_pane and event.key:
            self._open_key = event.key
            self._show_open()
        self.refresh_bindings()

    def action_switch_pane(self) -> None:
        """Go between the board and the open task."""
        if self.pane is not None and self.pane_open and not self.keys_go_to_pane:
            self.pane.focus()
        else:
            self.board_view.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Keep an open task open when the room for it comes or goes."""
        if self.pane is not None and self.pane_open and event.size.width < ROOM_FOR_PANE:
            self.pane.display = False
            self._push_task()
