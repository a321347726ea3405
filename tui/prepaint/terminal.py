"""Taking the terminal before Textual does, and giving it back if Textual never comes.

The file and the line discipline are those that Textual's driver will use: it writes to the
standard error stream and reads the standard input.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, NamedTuple

from ..wire.cells import Cells
from ..wire.early import Early

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""The alternate screen, without the cursor, lines cut at the edge."""
_LEAVE = "\x1b[?7h\x1b[?1049l\x1b[?25h"

_ENDS = tuple(
    number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)


class Place(NamedTuple):
    """A terminal to paint on."""

    keys: int
    """The descriptor that keys come from."""
    output: int
    """The descriptor that pictures go to."""
    size: tuple[int, int]
    """Columns and lines."""


def terminal() -> Place | None:
    """Where Textual will draw, or None where that is not a plain terminal of known size."""
    if sys.platform == "win32" or sys.__stdin__ is None or sys.__stderr__ is None:
        return None
    special = ("ARCHIE_BOARD_NO_PREPAINT", "ARCHIE_BOARD_NO_DIFF", "COLUMNS", "LINES")
    if any(os.environ.get(name) for name in special) or os.environ.get("NO_COLOR") == "":
        return None
    if any(name.startswith("TEXTUAL_") and name != "TEXTUAL_ANIMATIONS" for name in os.environ):
        return None  # another driver, theme or colour system, perhaps
    keys, output = sys.__stdin__.fileno(), sys.__stderr__.fileno()
    try:
        columns, lines = os.get_terminal_size(output)
    except OSError:
        return None
    return Place(keys, output, (columns, lines)) if columns and lines else None


class Terminal:
    """The terminal with the first picture on it; a context, left when all is over."""

    def __init__(self, place: Place, frame: str) -> None:
        self._place = place
        self._frame = frame
        self._settings: list[Any] | None = None
        self._resized = False
        self._handed_over = False
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Early | None:
        """Paint; None where the terminal does not let us."""
        import termios

        cells = Cells()
        try:
            cells.read(self._frame)
            settings = termios.tcgetattr(self._place.keys)
        except (ValueError, termios.error):
            return None
        self._settings = settings
        self._catch()
        try:
            termios.tcsetattr(self._place.keys, termios.TCSANOW, _quiet(settings))
            self._write(_ENTER + cells.changes())
        except (OSError, termios.error):
            self._give_back()
            return None
        return Early(cells, self._place.size, settings, lambda: self._resized, self._hand_over)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._handed_over:
            self._give_back()
        elif self._settings is not None:
            self._restore_settings()  # the driver has, unless it knows nothing of this

    def _catch(self) -> None:
        """Have signals that end the program give the terminal back first."""
        for number in _ENDS:
            if signal.getsignal(number) == signal.SIG_DFL:
                self._set(number, self._end)
        self._set(signal.SIGWINCH, self._note_resize)

    def _set(self, number: int, handler: Callable[[int, FrameType | None], None]) -> None:
        self._handlers[number] = (handler, signal.signal(number, handler))

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self._give_back()
        signal.raise_signal(number)

    def _note_resize(self, _number: int, _frame: FrameType | None) -> None:
        self._resized = True

    def _hand_over(self) -> None:
        """The terminal is the driver's from now on, signals too."""
        self._handed_over = True
        self._release()

    def _release(self) -> None:
        """Put signals back, unless somebody else has taken them meanwhile."""
        for number, (ours, before) in self._handlers.items():
            if signal.getsignal(number) == ours:
                signal.signal(number, before)
        self._handlers.clear()

    def _give_back(self) -> None:
        if self._settings is not None:
            with suppress(OSError):
                self._write(_LEAVE)
            self._restore_settings()
            self._settings = None
        self._release()

    def _restore_settings(self) -> None:
        import termios

        with suppress(termios.error):
            termios.tcsetattr(self._place.keys, termios.TCSANOW, self._settings or [])

    def _write(self, text: str) -> None:
        data = text.encode()
        while data:
            data = data[os.write(self._place.output, data) :]


def _quiet(settings: list[Any]) -> list[Any]:
    """The settings that Textual will make, but that Ctrl+C still interrupts.

    What else would stop or quit the program from the keyboard is a key for it.
    """
    import termios

    iflag, oflag, cflag, lflag, ispeed, ospeed, characters = settings
    iflag &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    lflag &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    characters = list(characters)
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    for name in ("VSUSP", "VQUIT"):
        characters[getattr(termios, name)] = b"\0"
    return [iflag, oflag, cflag, lflag, ispeed, ospeed, characters]
