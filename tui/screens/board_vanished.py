"""The question on a board whose file lost most of its tasks or is gone, and what answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..messages import FlowRequested, KeepShowingRequested, LookRequested, PutBackRequested
from .board_finding import BoardFinding

if TYPE_CHECKING:
    from ...model.live.vanishing import Shrunk
    from ..widgets.shrunk_strip import ShrunkStrip


class BoardVanished(BoardFinding):
    """A board that shows what the file said before, until the user decides."""

    shrunk: Shrunk | None = None
    """What is asked; None where nothing is."""
    shrunk_seen: tuple[Shrunk | None, int] = (None, 0)
    """What `show_shrunk` was given last."""
    _shrunk_strip: ShrunkStrip | None = None

    async def show_shrunk(self, shrunk: Shrunk | None, kept: int) -> None:
        """Ask what to make of a file that shrank, while `kept` edits wait; or ask no more."""
        self.shrunk_seen = shrunk, kept
        shrunk = shrunk if shrunk is not None and shrunk.shown else None
        if shrunk is None and self.shrunk is None:
            return
        self.shrunk = shrunk
        if self._shrunk_strip is None:
            from ..widgets.shrunk_strip import ShrunkStrip

            self._shrunk_strip = ShrunkStrip(self.glyphs)
            await self.mount(self._shrunk_strip, before=self.status_line)
        self._shrunk_strip.show(shrunk, kept)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The answers are there while something is asked."""
        if action == "vanished":
            from ..widgets.shrunk_strip import answers

            return self.shrunk is not None and answers(self.shrunk, str(parameters[0]))
        return super().check_action(action, parameters)

    def action_vanished(self, answer: str) -> None:
        """Decide what to make of it."""
        messages = {
            "keep": KeepShowingRequested,
            "compare": lambda: FlowRequested("alarms"),
            "put_back": PutBackRequested,
            "take": LookRequested,
        }
        self.post_message(messages[answer]())
