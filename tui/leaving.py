"""Leaving when told to: by SIGTERM, or because the terminal is gone.

A terminal that goes sends SIGHUP, unless the program was started to ignore it; then Textual
would read its end over and over, at full speed. So the terminal itself is watched too.

The board leaves as by its own key: edits under way are finished or kept in the journal, and
the terminal is given back as it was. A terminal that is gone takes nothing any more, and who
waits for it would stay for ever, unseen; so leaving has a time limit.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from textual.app import App

_SIGNALS = tuple(
    number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)

_SECONDS = 5.0
"""How long leaving may take."""


def leave_when_told(app: App[Any]) -> None:
    """Let `app` leave on each of the signals; call it when it runs, in its own loop.

    Where signals cannot be handled (another thread, Windows) nothing is changed.
    """
    if app.is_headless:
        return
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, _leave, app, 128 + number)
    if sys.__stdin__ is not None and sys.__stdin__.isatty() and hasattr(select, "epoll"):
        gone = select.epoll()
        gone.register(sys.__stdin__.fileno(), 0)  # a hangup is told unasked
        loop.add_reader(gone.fileno(), _hung_up, app, loop, gone)


def _hung_up(app: App[Any], loop: asyncio.AbstractEventLoop, gone: select.epoll) -> None:
    loop.remove_reader(gone.fileno())
    gone.close()
    _leave(app, 128 + signal.SIGHUP)


def _leave(app: App[Any], code: int) -> None:
    limit = threading.Timer(_SECONDS, os._exit, (code,))
    limit.daemon = True
    limit.start()
    app.exit(return_code=code)
