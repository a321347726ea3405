"""A driver without a terminal: what the program draws is kept, to be read as text.

It reads the frames that Textual would send to a terminal, with the reader that the wire uses,
so a picture as text has the very cells of the board on the screen.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size

from .cells import FRAME, Cells
from .pieces import FrameError


class PaperDriver(Driver):
    """Draws into cells."""

    cells: Cells
    paper: Size

    def write(self, data: str) -> None:
        """Frames are drawn; what else is for a terminal is for nobody here."""
        if FRAME.match(data):
            try:
                self.cells.read(data)
            except FrameError:
                self.cells.drop()

    def start_application_mode(self) -> None:
        """Tell the program how large its screen is."""
        event = events.Resize(self.paper, self.paper)
        asyncio.get_running_loop().call_soon(self.process_message, event)

    def disable_input(self) -> None:
        """There is none."""

    def stop_application_mode(self) -> None:
        """There is nothing to restore."""


def put_on_paper(app: App[Any], size: tuple[int, int]) -> Cells:
    """Let `app` draw into the cells that this gives back instead of a terminal.

    To be called before `app.run(size=size)`.
    """
    cells = Cells()
    made = {"cells": cells, "paper": Size(*size)}
    app.driver_class = type("Paper", (PaperDriver,), made)
    return cells
