"""An application that starts flows: from a key, from the palette, or because a screen asks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import BindingType

from .commands import FLOWS, bindings
from .messages import FlowRequested
from .settings import SettingsApp

if TYPE_CHECKING:
    from ..model.operations import Operation
    from ..model.store import Result
    from .widgets.status_line import Tone


class FlowApp(SettingsApp):
    """What a flow knows as its `Host`. Who makes one says how an edit is written."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FLOWS)]

    async def submit(self, operation: Operation) -> Result:
        """Write an edit, and show what came of it."""
        raise NotImplementedError

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

    def on_key(self, event: events.Key) -> None:
        """A letter that was typed on the heels of the key that opened an input belongs to it."""
        typed_into = self.focused
        if typed_into is not None and typed_into.check_consume_key(event.key, event.character):
            event.prevent_default()
            typed_into.post_message(events.Key(event.key, event.character))

    def action_flow(self, name: str) -> None:
        """Start a flow, about the task at hand."""
        task = self.board.task_at_hand
        self._run_flow(name, task.key if task else None)

    @on(FlowRequested)
    def _flow_requested(self, event: FlowRequested) -> None:
        self._run_flow(event.flow, event.key)

    @work(exit_on_error=False)
    async def _run_flow(self, name: str, key: str | None) -> None:
        await import_module(f".flows.{name}", __package__).run(self, key)
