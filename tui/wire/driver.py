"""The seam: a driver class that puts an `Output` before the one that Textual would use.

Only public names of `textual.driver.Driver` are overridden: `write`, `start_application_mode`,
`stop_application_mode`, `disable_input`, `close` and `process_message`. `install` looks for
them, and for the rest that the layer needs, and leaves Textual alone where one is missing.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import threading
from time import monotonic, sleep
from types import FrameType
from typing import Any

from textual import events, messages
from textual.app import App
from textual.driver import Driver
from textual.message import Message

from .early import Early
from .output import Output, slow_line

_NEEDED = (
    "close",
    "disable_input",
    "process_message",
    "start_application_mode",
    "stop_application_mode",
    "write",
)
_ENTER = "\x1b[?1049h"
"""The alternate screen; some terminals clear it when it is entered again."""
_LAST_WAIT = 0.5
"""Seconds that leaving waits for answers that would else land in the shell."""
_ANSWER_TIME = 3.0
"""Seconds after which nobody waits for an answer any more."""


class Wire:
    """The layer as the program sees it."""

    def __init__(self, app: App[Any], output: Output) -> None:
        self._app = app
        self._output = output

    @property
    def reason(self) -> str | None:
        """Why the layer is off, in one line for the user; None while it works."""
        return self._output.reason

    @property
    def paced(self) -> bool:
        """Whether frames wait for the terminal."""
        return self._output.pace.on

    def redraw(self) -> None:
        """Send the whole screen again, as Ctrl+L asks for."""
        self._output.redraw()
        self._app.refresh()


def install(app: App[Any], enabled: bool = True, early: Early | None = None) -> Wire:
    """Put the layer between `app` and its terminal; call it in `__init__`, before `run`.

    With `enabled` false, or `ARCHIE_BOARD_NO_DIFF` set, nothing is changed. `early` is what
    the terminal shows already.
    """
    output = Output(lambda: app.size, slow_line())
    output.early = early
    reason = _objection(app, enabled)
    if reason is None:
        app.driver_class = driver_class(app.driver_class, output)
    else:
        output.switch_off(reason)
    return Wire(app, output)


class WiredDriver(Driver):
    """What stands before the driver class that Textual chose, which comes next in line."""

    output: Output
    loop: asyncio.AbstractEventLoop
    closed = True
    entered = False
    """Whether somebody has entered the alternate screen for us, and the cursor is saved."""
    attrs_before: list[Any] | None
    """The line discipline to go back to."""
    answers = 0
    """Answers heard so far, by the input thread."""

    def write(self, data: str) -> None:
        """Frames go through the output, all else to the terminal."""
        if self.entered and data == _ENTER:
            self.entered = False
        elif not self.closed:  # nobody would ever take it from the writer's queue
            self.output.write(data, super().write)  # type: ignore[safe-super]

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self.closed = False
        self.loop = asyncio.get_running_loop()
        early = self.output.early
        self.entered = early is not None
        super().start_application_mode()  # type: ignore[safe-super]
        if early is not None:
            self.attrs_before = early.settings
            early.hand_over()
        self.output.take(super().write, self.loop.call_later)  # type: ignore[safe-super]
        _tell_resizes(self.loop, self.output)

    def disable_input(self) -> None:
        """Stop listening, when the terminal has said all that it was asked."""
        self._await_answers()
        super().disable_input()  # type: ignore[safe-super]

    def stop_application_mode(self) -> None:
        """Leave the terminal to another program, or for good."""
        self._await_answers()
        self.output.leave()
        super().stop_application_mode()  # type: ignore[safe-super]

    def close(self) -> None:
        """No writer is left."""
        self.closed = True
        super().close()

    def process_message(self, message: Message) -> None:
        """Textual's input thread heard something."""
        if isinstance(message, events.CursorPosition):
            if self.answers < self.output.pace.questions:
                self.answers += 1
                self.loop.call_soon_threadsafe(self.output.answered)
                return
        elif isinstance(message, events.Resize):
            self.loop.call_soon_threadsafe(self.output.resized, message.size)
        elif isinstance(message, messages.TerminalSupportsSynchronizedOutput):
            self.output.synchronized = True
        super().process_message(message)

    def _await_answers(self) -> None:
        """Let answers that are under way come in: the shell would show them."""
        pace = self.output.pace
        until = min(pace.last_asked + _ANSWER_TIME, monotonic() + _LAST_WAIT)
        while self.answers < pace.questions and monotonic() < until:
            sleep(0.005)
        self.answers = pace.questions


def driver_class(base: type[Driver], output: Output) -> type[Driver]:
    """A driver like `base` whose frames go through `output`."""
    return type("WireDriver", (WiredDriver, base), {"output": output})


def _objection(app: App[Any], enabled: bool) -> str | None:
    """Why the layer cannot or should not be used, or None."""
    if not enabled:
        return "switched off by an option"
    if os.environ.get("ARCHIE_BOARD_NO_DIFF"):
        return "switched off by ARCHIE_BOARD_NO_DIFF"
    if sys.platform == "win32":
        return "not used on Windows, whose driver writes frames in pieces"
    base = getattr(app, "driver_class", None)
    if not (isinstance(base, type) and issubclass(base, Driver)):
        return "this version of Textual has no driver class to extend"
    missing = [name for name in _NEEDED if not callable(getattr(base, name, None))]
    missing += [
        f"{module.__name__}.{name}"
        for module, name in (
            (events, "CursorPosition"),
            (events, "Resize"),
            (messages, "TerminalSupportsSynchronizedOutput"),
        )
        if not hasattr(module, name)
    ]
    if missing:
        return f"this version of Textual has no {', '.join(missing)}"
    return None


def _tell_resizes(loop: asyncio.AbstractEventLoop, output: Output) -> None:
    """Tell `output` of each SIGWINCH, before Textual's own handler hears of it."""
    if threading.current_thread() is not threading.main_thread():
        return
    textual = signal.getsignal(signal.SIGWINCH)
    if not callable(textual):
        return

    def resized(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(output.resized, shutil.get_terminal_size())
        textual(number, frame)

    signal.signal(signal.SIGWINCH, resized)
