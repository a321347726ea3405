"""An application that starts flows: from a key, from the palette, or because a screen asks."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.worker import Worker, WorkerState

from .commands import FLOWS, bindings
from .messages import FIRST, FlowRequested
from .turns import TurnApp
from .widgets.header_words import Chip

if TYPE_CHECKING:
    from ..model.author import Person
    from ..model.document import Document
    from .widgets.detail.pane import DetailPane
    from .widgets.status_line import Tone


class FlowApp(TurnApp):
    """What a flow knows as its `Host`. Who makes one says how an edit is written."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FLOWS)]

    _signed: tuple[str | None, Person] | None = None
    """The name in the settings, and the person that it makes."""

    @property
    def person(self) -> Person:
        """Who sits at the board, and signs what is written; as the settings say by now."""
        from ..model.cards.inforce import author_at

        config = self.in_force.config if self.in_force else None
        author = config.author if config else author_at(self.path)
        if self._signed is None or self._signed[0] != author:
            from ..model.author import person

            self._signed = author, person(configured=author, file=self.path)
        return self._signed[1]

    def follow_waiting(self) -> None:
        """Show in the header how much waits for the person, from now on."""
        if not self.board.is_running:
            return  # a timer that rings while the application closes
        self.board.document_changed.subscribe(self.board, self._count_soon)
        self._count_waiting()

    def _count_soon(self, _: Document) -> None:
        """Count when the document is on the screen: nobody waits for the count."""
        self.board.call_after_refresh(self._count_waiting)

    @work(exclusive=True, group="waiting", exit_on_error=False)
    async def _count_waiting(self) -> None:
        from ..model.reviews.queue import waiters_of

        tasks = self.board.document.tasks
        waiters = await asyncio.to_thread(waiters_of, tasks, self.person)
        self.board.show_chip("review", Chip("R", len(waiters.kinds), "for you"))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A bug in what ran beside the board is told, and the board goes on."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            from .crashes import keep_bug

            self.tell(keep_bug(event.worker.error), "error")

    def tell(self, text: str, tone: Tone = "change") -> None:
        """Say on the status line what happened."""
        self.board.tell(text, tone)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Flows start from the board and from a task, and are greyed out where they cannot."""
        if action != "flow":
            return super().check_action(action, parameters)
        if not self.board.is_in_front:
            return False
        return None if self.board.why_not_flow(str(parameters[0])) else True

    def action_flow(self, name: str) -> None:
        """Start a flow, about the task at hand."""
        task = self.board.task_at_hand
        self._run_flow(name, task.key if task else None)

    @on(FlowRequested)
    def _flow_requested(self, event: FlowRequested) -> None:
        self._run_flow(event.flow, event.key, *filter(None, [event.about]))

    @work(exit_on_error=False)
    async def on_detail_pane_approval_stale(self, event: DetailPane.ApprovalStale) -> None:
        """Look for the text that was approved among the versions that are kept."""
        from ..model.reviews.approval import approved_task, names_text

        key, basis = event.task.key, event.basis
        found = await self.disk.run(approved_task, self.store.versions, key, basis)
        if found is None and not names_text(basis):
            found = event.task  # seen for the first time
        if found is not None and event.view.is_attached:
            event.view.show_approved(basis, found)

    @work(name=FIRST, exit_on_error=False)
    async def _run_flow(self, name: str, key: str | None, *about: tuple[str, ...]) -> None:
        await import_module(f".flows.{name}", __package__).run(self, key, *about)
