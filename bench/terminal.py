"""A terminal for a program to run in: a pseudo-terminal that answers as terminals do.

What is timed is bytes that leave the program; what a terminal needs to draw them is not.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from types import TracebackType
from typing import Self

ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[1;1R",
}
QUESTION = re.compile(b"|".join(re.escape(question) for question in ANSWERS))
PROGRAM = os.environ.get("ARCHIE_BENCH_PROGRAM") or str(
    Path(sys.executable).with_name("archie-board")
)
BARE = str(Path(__file__).with_name("bare.py"))


class NotShownError(AssertionError):
    """The program did not show in time what it should."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Output that came without a pause."""

    data: bytes
    first: float
    """Seconds from the start of waiting to the first byte; 0 where nothing came."""
    last: float
    """The same to the last byte."""


class Session:
    """A program in a pseudo-terminal of its own.

    Args:
        argv: the program and its arguments.
        home: a folder for its settings and its state.
        columns, lines: the terminal's size.
    """

    def __init__(self, argv: list[str], home: Path, columns: int = 120, lines: int = 40) -> None:
        environment = _environment(home)
        self.started = perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
                os.execve(argv[0], argv, environment)
            finally:
                os._exit(127)
        self.seen = bytearray()
        self._tail = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, keys: str | bytes) -> None:
        """Type."""
        os.write(self.fd, keys.encode() if isinstance(keys, str) else keys)

    def read(self, timeout: float) -> bytes:
        """What the program writes next, b"" if nothing comes within `timeout` seconds."""
        if not select.select([self.fd], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # the program has ended
            return b""
        self.seen += data
        self.carry(data)
        for match in QUESTION.finditer(self._tail + data):
            end = match.end() - len(self._tail)
            if end > 0:
                self.answer(match[0], len(data) - end)
        self._tail = (self._tail + data)[-16:]
        return data

    def carry(self, data: bytes) -> None:
        """The program wrote `data`: nothing to do where the terminal is near."""

    def answer(self, question: bytes, behind: int) -> None:  # noqa: ARG002 - a near terminal has no line
        """Answer a question that `behind` more bytes followed."""
        self.send(ANSWERS[question])

    def until(self, pattern: bytes, timeout: float = 30.0) -> float:
        """Wait for `pattern` in all output so far; seconds from the program's start."""
        wanted = re.compile(pattern)
        while not wanted.search(self.seen):
            if not self.read(self.started + timeout - perf_counter()):
                raise NotShownError(f"no {pattern!r} in {bytes(self.seen[-600:])!r}")
        return perf_counter() - self.started

    def burst(self, quiet: float = 0.03, wait: float = 2.0) -> Burst:
        """Wait for output, and then until nothing comes for `quiet` seconds."""
        begin = perf_counter()
        data, first, last = bytearray(), 0.0, 0.0
        while chunk := self.read(quiet if data else wait):
            last = perf_counter() - begin
            first = first or last
            data += chunk
        return Burst(bytes(data), first, last)

    def settle(self, quiet: float = 0.4) -> bytes:
        """All output until nothing comes for `quiet` seconds."""
        return self.burst(quiet, quiet).data

    def press(self, keys: str | bytes, quiet: float = 0.03) -> Burst:
        """Type, and take what comes of it."""
        self.send(keys)
        return self.burst(quiet)

    def close(self) -> None:
        """End the program, the hard way if need be."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        for _ in range(100):
            self.read(0.0)
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            if done:
                break
            sleep(0.01)
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


def _environment(home: Path) -> dict[str, str]:
    """The environment of a person's local terminal, with settings of its own."""
    dropped = ("SSH_", "TEXTUAL", "ARCHIE_BOARD_FILE", "XDG_", "NO_COLOR", "TMUX", "TERM_PROGRAM")
    kept = {name: value for name, value in plain().items() if not name.startswith(dropped)}
    return kept | {
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


def plain() -> dict[str, str]:
    """The environment, less what would make Python start otherwise than for a user.

    Without bytecode beside the sources, say, a start takes four times as long.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def open_board(path: Path, home: Path, columns: int = 120, lines: int = 40) -> Session:
    """The installed program on `path`."""
    return Session([PROGRAM, "open", str(path)], home, columns, lines)
