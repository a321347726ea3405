"""The installed program in a pseudo-terminal, and the screen that its bytes draw."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte

from ..patience import PATIENCE

PROGRAM = Path(sys.executable).with_name("archie-board")


class Terminal:
    """A terminal in which a program runs; leaving it ends the program."""

    def __init__(self, *argv: str | Path, cwd: Path, columns: int, lines: int, **env: str) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = bytearray()
        self.code: int | None = None
        self.escaping = False
        environment = os.environ | {"TERM": "xterm-256color", "LANG": "C.UTF-8"} | env
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(cwd)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
                os.execve(argv[0], [str(part) for part in argv], environment)
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: Any, trace: TracebackType | None
    ) -> None:
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def type(self, keys: str) -> None:
        self.escaping = keys.endswith("\x1b")
        os.write(self.fd, keys.encode())

    @property
    def text(self) -> str:
        rows, across = self.screen.buffer, range(self.screen.columns)
        lines = ("".join(rows[y][x].data for x in across) for y in range(self.screen.lines))
        return "\n".join(line.rstrip() for line in lines)

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Take what the program writes until a condition is true; fail with the screen."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"never came true: {what}\n{self.text}")
            self._take(0.02)

    def shows(self, *texts: str) -> None:
        self.until(lambda: all(text in self.text for text in texts), f"{texts} on the screen")

    def rest(self, quiet: float = 0.1) -> None:
        """Take what the program writes until it writes no more, or has ended."""
        end = time.monotonic() + PATIENCE
        quiet = 0.2 if self.escaping else quiet  # an escape may yet begin a longer key
        while time.monotonic() < end and self.alive and self._take(quiet):
            quiet = min(quiet, 0.04)

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self.code is None and not self._gone()

    def ended(self) -> int:
        """Wait for the program's end; its exit code."""
        self.until(self._gone, "the program's end")
        while self._take(0):  # a read gives 4 KiB of what is still there
            pass
        assert self.code is not None
        return self.code

    def _gone(self) -> bool:
        if self.code is not None:
            return True
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.code = os.waitstatus_to_exitcode(status)
        return bool(pid)

    def take(self) -> None:
        """Take what the program has written by now."""
        self._take(0)

    def _take(self, seconds: float) -> bool:
        """Take what the program has written, waiting for it; whether there was something."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # the program has ended
            return False
        self.bytes += data
        self.stream.feed(data)
        return bool(data)
