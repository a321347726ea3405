"""Marking the steps and items of a review, and moving about in it.

An edit is worked out when its turn comes, on the sheet as it is shown by then, so that a quick
second key expects what the first one wrote. A text that could not be written comes back in the
line that it was typed in.
"""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work

from ...model.operations import Operation
from ...model.reviews.review import State
from ..messages import FIRST
from ..widgets.detail.body import Body
from ..widgets.detail.lines import Lines
from ..widgets.review.steps import step_key
from .review_layout import ReviewLayout

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.reviews.sheet import SheetItem
    from ...model.task import Task
    from .host import Host

_WRITES = {
    "mark",
    "note",
    "approve",
    "request_changes",
    "new_task",
    "comment",
    "undo",
    "check",
    "take_check",
    "afresh",
}


class ReviewMarking(ReviewLayout):
    """A review whose steps and items can be judged."""

    def __init__(self, host: Host, task: Task) -> None:
        board = host.board
        super().__init__(board.document, task, board.roles, host.person, board.glyphs)
        self.host = host
        self._turn = Lock()

    def on_mount(self) -> None:
        """Follow the board."""
        board = self.host.board
        board.document_changed.subscribe(self, self.take, immediate=True)
        board.told.subscribe(self, self.tell, immediate=True)

    def take(self, document: Document) -> None:
        """As `ReviewLayout.take`; the steps are those of the cards as they are by now."""
        self.roles = self.host.board.roles
        super().take(document)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Grey out what writes where nothing can be written."""
        return None if action in _WRITES and (self.gone or self.host.board.read_only) else True

    @on(Lines.CursorMoved)
    def _moved(self) -> None:
        self.show_evidence()

    @on(Body.Ticked)
    def _ticked(self, event: Body.Ticked) -> None:
        """A click on a box passes the item, or opens it again."""
        event.stop()
        if self.item is not None and self.check_action("mark", ()):
            self._mark("open" if self.item.state == "passed" else "passed")

    @on(Body.Chosen)
    async def _chosen(self, event: Body.Chosen) -> None:
        event.stop()
        await self.action_fold()

    def action_mark(self, state: State) -> None:
        """Say how the item is; from one that needs no more words the cursor goes on."""
        self._mark(state)
        if state in ("passed", "skipped"):
            self.steps.action_cursor("down")

    def _mark(self, state: State) -> None:
        item = self.item
        if item is not None:
            self._write(lambda: self._fresh_item(item).mark(self.task_, state))

    def _fresh_item(self, item: SheetItem) -> SheetItem:
        """The same step or item as it is shown by now."""
        key = step_key(item)
        return next((one for one in self.sheet.every if step_key(one) == key), item)

    @work(name=FIRST, exit_on_error=False)
    async def _write(self, make: Callable[[], Operation]) -> None:
        async with self._turn:
            await self.host.submit(make())

    async def _settled(self) -> None:
        """Wait until what the user did so far is written, and shown."""
        async with self._turn:
            pass

    async def _written(self, operation: Operation) -> str:
        """Write an edit; why it is not written, or empty."""
        from ...model.live.store import Applied, Failed
        from ...model.operations import Conflict

        async with self._turn:
            result = await self.host.submit(operation)
        if isinstance(result, Applied):
            return ""
        return result.reason if isinstance(result, Conflict | Failed) else ""

    @work(name=FIRST, exit_on_error=False)
    async def action_note(self) -> None:
        """Ask what is to be said about the item."""
        item = self.item
        if item is None:
            return
        title, question, text = f"{self.task_.key}, {item.title}", "", item.note
        while True:
            said = await self._asked(title, text, question)
            if said is None or said == item.note:
                return
            question = await self._written(item.mark(self.task_, None, said))
            if not question:
                return
            text, item = said, self._fresh_item(item)

    async def _asked(self, title: str, text: str, question: str) -> str | None:
        from .later import Prompt

        line = self.look.line
        return await self.app.push_screen_wait(Prompt(line(title), text, question=line(question)))

    async def action_fold(self) -> None:
        """Open or close the checklist of the step; on the last step, offer a new task."""
        item = self.item
        if item is None:
            return
        index = next((n for n, s in enumerate(self.sheet.steps) if s is item), None)
        if item.part is not None:
            self._fold(next(iter(self.unfolded), item.part))
        elif index is not None and self.sheet.below(index):
            self._fold(item.title)
        elif "next" in item.title.casefold().split():
            await self.run_action("new_task")
        else:
            self.action_switch()

    def _fold(self, title: str) -> None:
        """Open a step's checklist, one at a time since an item can belong to two; or close it."""
        self.unfolded = frozenset() if title in self.unfolded else frozenset([title])
        self.steps.wanted = ("step", title)
        self._draw()

    def action_switch(self) -> None:
        """Show the other side where there is room for one only."""
        self.toggle_class("-side")

    def action_look(self, step: int) -> None:
        """Scroll what belongs to the step."""
        self.evidence.scroll_lines(self.evidence.top + step * 3)

    def action_leave(self) -> None:
        """Leave; what was marked stands in the file."""
        if self.has_class("-single", "-side"):
            self.action_switch()
        elif self.is_active:
            self.dismiss(None)
