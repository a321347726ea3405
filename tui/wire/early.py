"""A picture that the terminal shows before there is a driver, and who has the terminal then.

Whoever paints it hands it to `driver.install`. From the driver's start on the terminal is the
driver's: it draws the difference to the picture, does not enter the alternate screen a second
time (some terminals clear it), and on leaving restores the settings from before the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .cells import Cells


class Early(NamedTuple):
    """The picture and the terminal that shows it."""

    cells: Cells
    """What was sent."""
    size: tuple[int, int]
    """Columns and lines that it was painted for."""
    settings: list[Any]
    """The line discipline from before, as `termios.tcgetattr` gives it."""
    resized: Callable[[], bool]
    """Whether the terminal changed its size since, even if it has this size again."""
    hand_over: Callable[[], None]
    """To be called when somebody else looks after the terminal."""
