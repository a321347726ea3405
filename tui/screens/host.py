"""What a flow, and a screen that it shows, know of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from textual.screen import Screen

    from ...model.author import Person
    from ...model.live.store import Result, Store
    from ...model.operations import Operation
    from ..attendance import Attendance
    from ..disk import Disk
    from ..widgets.status_line import Tone
    from .board import BoardScreen

Answer = TypeVar("Answer")


class Host(Protocol):
    """The application, to a flow."""

    store: Store
    """Call its slow methods through `disk.run` only."""
    disk: Disk
    board: BoardScreen
    """The board below every flow: its document, roles, glyphs and cursor."""

    @property
    def person(self) -> Person:
        """Who sits at the board, and signs what is written."""
        ...

    async def submit(self, operation: Operation) -> Result:
        """Write an edit; what came of it is shown already when this returns."""
        ...

    def tell(self, text: str, tone: Tone = "change") -> None:
        """Say on the status line what happened."""
        ...

    attendance: Attendance | None
    """What the user has seen; None for a board that only watches."""

    def looked_at_news(self) -> None:
        """The user has seen what was new."""
        ...

    def count_what_waits(self) -> object:
        """Show in the header how much waits by now."""
        ...

    async def push_screen_wait(self, screen: Screen[Answer]) -> Answer:
        """Show a screen, and wait for what it is dismissed with."""
        ...
