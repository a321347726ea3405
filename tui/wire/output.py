"""When a frame goes out, and whether as a difference or as it came.

`Output` has one job per thing that can happen: a frame was drawn, the terminal answered, it
was resized, left or taken again. It owns the cells and the pace, and is used from the event
loop only. While the terminal is left to another program, frames are read and kept: nothing
is written, and the screen is sent whole when the terminal is taken again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from .cells import FRAME, Cells
from .early import Early
from .pace import QUESTION, Pace
from .pieces import FrameError

SYNC_START = "\x1b[?2026h"
SYNC_END = "\x1b[?2026l"

_SETTLE = 0.3
"""Seconds after a resize in which Textual repaints the whole screen by itself."""
_TOO_MANY = 50
"""Frames that may pass unread before the layer switches itself off."""


class Timer(Protocol):
    """What `asyncio.AbstractEventLoop.call_later` gives back."""

    def cancel(self) -> None:
        """Forget the call."""


class Output:
    """The way from frames to bytes.

    Args:
        size: the screen's columns and rows, as Textual lays it out now.
        slow: whether the line is known to be slow.
    """

    def __init__(self, size: Callable[[], tuple[int, int]], slow: bool) -> None:
        self.reason: str | None = None
        """Why frames pass as they come; None while they are compared."""
        self.synchronized = False
        """Whether the terminal draws what stands between two marks at once."""
        self.pace = Pace(slow)
        self.early: Early | None = None
        """What the terminal shows before it is taken, if that is known."""
        self._curious = False
        self._size = size
        self._cells = Cells()
        self._cursor: tuple[int, int] | None = None
        self._unsure = True
        self._announced: tuple[int, int] | None = None
        self._unread = 0
        self._send: Callable[[str], None] | None = None
        self._later: Callable[[float, Callable[[], None]], Timer] | None = None
        self._timer: Timer | None = None

    @property
    def _is_behind(self) -> bool:
        """Whether Textual still draws for an earlier size: nothing of that is the whole screen."""
        return self._announced not in (None, self._size())

    @property
    def live(self) -> bool:
        """Whether there is a terminal to write to."""
        return self._send is not None

    def take(
        self,
        send: Callable[[str], None],
        later: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        """The terminal is ours, with unknown content but for `early`: write to it with `send`."""
        self._send, self._later = send, later
        self.pace.restart()
        early, self.early = self.early, None
        if early is not None and early.size == self._size() and not early.resized():
            self._cells = early.cells
            self._unsure = False
            self._curious = True  # perhaps no frame differs, and none carries a question
        else:
            self.resized(None)

    def leave(self) -> None:
        """The terminal is another program's."""
        self._send = None
        self._stop_timer()

    def resized(self, size: tuple[int, int] | None) -> None:
        """The terminal changed its size, to `size` if that is known, or shows nobody knows what."""
        self._unsure = True
        self._announced = size
        self._cells.forget()
        if self._later is not None and self._send is not None:
            self._stop_timer()
            self._timer = self._later(_SETTLE, self._settle)

    def redraw(self) -> None:
        """Send the whole screen again."""
        if self.reason is None:
            self._cells.forget()
            self._cursor = None
            self._flush()

    def write(self, data: str, send: Callable[[str], None]) -> None:
        """Take any output of the program: frames are compared, all else goes to `send`."""
        if self.reason is not None:
            send(data)
        elif FRAME.match(data):
            self._frame(data, send)
        elif data not in (SYNC_START, SYNC_END):  # each difference gets marks of its own
            send(data)

    def answered(self) -> None:
        """The terminal answered a question."""
        if self.pace.answered(monotonic()):
            self._flush()
            self._ask()

    def switch_off(self, reason: str) -> None:
        """Let everything pass from now on."""
        self.reason = reason
        self._stop_timer()

    def _frame(self, frame: str, send: Callable[[str], None]) -> None:
        try:
            written = self._cells.read(frame)
        except FrameError as error:
            self._pass(frame, send, str(error))
            return
        self._unread = 0
        if self._unsure:
            width, height = self._size()
            if not self._is_behind and written >= width * height:  # the whole screen, as it is now
                self._cells.crop(width, height)
                self._unsure = False
            self._cells.forget()
            self._cursor = None
        self._flush()

    def _pass(self, frame: str, send: Callable[[str], None], why: str) -> None:
        """Send a frame that was not understood as it is, and trust nothing after it."""
        held = self._cells.changes(
            self._size()[0]
        )  # frames that waited, and what of this one was read
        self._cells.drop()
        self._cursor = None
        self._unread += 1
        if self._unread >= _TOO_MANY:
            self.switch_off(f"the program's output is not what this layer reads: {why}")
        if self.live:
            text = held + frame
            send(f"{SYNC_START}{text}{SYNC_END}" if self.synchronized else text)

    def _settle(self) -> None:
        """Where no repaint came, after a resize to the same size, send what is wanted."""
        self._timer = None
        if self._unsure and self._is_behind and self._later is not None:
            self._timer = self._later(_SETTLE, self._settle)
        elif self._unsure:
            self._cells.crop(*self._size())
            self._unsure = False
            self.redraw()
        else:
            self._flush()  # a frame may have waited for the line meanwhile

    def _flush(self) -> None:
        """Send the difference, now or as soon as the line has room."""
        if self._send is None:
            return
        now = monotonic()
        if wait := self.pace.wait(now):
            if self._timer is None and self._later is not None:
                self._timer = self._later(wait, self._waited)
            return
        text = self._difference()
        if not text:
            self._ask()
            return
        if self.pace.asks:
            text += QUESTION
            self.pace.asked(len(text.encode()), now)
        self._send(text)

    def _ask(self) -> None:
        """Measure how far the terminal is, once, without a frame to wait for."""
        if self._curious and self._send is not None:
            self._curious = self.pace.asks
            if self._curious:
                self.pace.asked(len(QUESTION), monotonic())
                self._send(QUESTION)

    def _waited(self) -> None:
        self._timer = None
        self._flush()

    def _difference(self) -> str:
        changes, cursor = self._cells.changes(self._size()[0]), self._cells.cursor
        if not changes and self._cursor in (cursor, None):
            return ""
        self._cursor = cursor
        x, y = cursor
        place = f"\x1b[{y + 1};{x + 1}H" if x or y else "\x1b[H"
        text = changes + place
        return f"{SYNC_START}{text}{SYNC_END}" if self.synchronized and changes else text

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def slow_line() -> bool:
    """Whether the environment says that the terminal is at the end of a slow line.

    `ARCHIE_BOARD_SLOW_LINE` says it outright, `1` or `0`; else a network line is taken for one.
    """
    told = os.environ.get("ARCHIE_BOARD_SLOW_LINE")
    if told:
        return told != "0"
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))
