"""Runs a trusted command, and says how it went. Nothing that it began outlives it.

The command runs in the project's root, with a clean environment (`PATH`, `HOME`, `LANG`,
`TERM=dumb`), without input, in a session of its own under a `warden`. What it and the settings
say is compared with what was trusted once more when everything stands ready to start.
"""

from __future__ import annotations

import codecs
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Literal, NamedTuple

from ..visible import visible, visible_line
from .commands import Check
from .subject import Subject, Unfit, search_path, subject_of
from .trust import Decisions

CAP = 1024 * 1024
"""Bytes of output that are shown; the rest is read and dropped, but for its last line."""
_CHUNK = 64 * 1024
_TAIL = 4096
_PATIENCE = 15.0
"""Seconds for the warden to stand ready, and to clean up when time is over."""
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
_NOTE = 200
WARDEN = os.path.join(os.path.dirname(__file__), "warden.py")


class Outcome(NamedTuple):
    """How a command went."""

    ended: Literal["exit", "signal", "timeout", "stopped", "blocked", "unable"]
    """By itself, by a signal, by its time, by the user; or it was not run at all."""
    code: int
    """The exit code, or the signal's number."""
    note: str
    """One line for the review: the last that it said, or why there is none."""
    seconds: float

    @property
    def proposed(self) -> str | None:
        """What the review's item may be marked as: `passed`, `failed`, or None for no proposal."""
        if self.ended == "exit":
            return "failed" if self.code else "passed"
        return "failed" if self.ended in ("signal", "timeout") else None


def environment() -> dict[str, str]:
    """What a command finds in its environment: nothing of the user's but these."""
    return {
        "PATH": search_path(),
        "HOME": os.environ.get("HOME", "/"),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "TERM": "dumb",
    }


def run(
    check: Check,
    trusted: Subject,
    decisions: Decisions,
    on_output: Callable[[str], None],
    stop: Event,
) -> Outcome:
    """Run a command of what was trusted, until it ends, its time is over, or `stop` is set.

    `on_output` gets its output as it comes, safe to show, at most `CAP` of it. Blocks; call it
    from a thread.
    """
    blocked = _blocked(check, trusted, decisions)
    if blocked:
        return Outcome("blocked", 0, blocked, 0.0)
    begun = time.monotonic()
    telling, told = os.pipe()
    words = [sys.executable, "-I", "-S", WARDEN, str(told), str(check.timeout), *check.command]
    try:
        process = subprocess.Popen(
            words,
            cwd=trusted.root,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(told,),
        )
    except OSError as problem:
        os.close(telling)
        os.close(told)
        return Outcome("unable", 0, f"cannot be started: {problem.strerror}", 0.0)
    os.close(told)
    with process, _Follower(process, telling, on_output) as follower:
        if follower.ready() and not stop.is_set():
            blocked = _blocked(check, trusted, decisions)
            if not blocked:
                follower.go()
                follower.until_end(stop, begun + check.timeout + _PATIENCE)
        follower.release()
    if blocked:
        return Outcome("blocked", 0, blocked, 0.0)
    return follower.outcome(check, time.monotonic() - begun)


def _blocked(check: Check, trusted: Subject, decisions: Decisions) -> str:
    """Why a command must not run; empty where it may."""
    try:
        now = subject_of(trusted.path, trusted.root)
    except Unfit as problem:
        return str(problem)
    if now.digest != trusted.digest:
        return "the settings or a script changed since you trusted them: look at them again"
    if decisions.standing(now).state != "trusted" or check not in now.checks:
        return "these commands are not trusted"
    return ""


class _Follower:
    """Reads what a warden and its command say."""

    def __init__(
        self, process: subprocess.Popen[bytes], telling: int, on_output: Callable[[str], None]
    ) -> None:
        self._process = process
        self._telling = telling
        self._on_output = on_output
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._told = b""
        self._size = 0
        self._tail = ""
        self._stopped = False

    def __enter__(self) -> _Follower:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        os.close(self._telling)

    def ready(self) -> bool:
        """Whether the warden stands ready to start the command."""
        if select.select([self._telling], [], [], _PATIENCE)[0]:
            self._told = os.read(self._telling, 64)
        return self._told.startswith(b"ready\n")

    def go(self) -> None:
        """Let the command start."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.write(b"go\n")
            self._process.stdin.flush()

    def release(self) -> None:
        """Let go of the warden, which then ends everything."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def until_end(self, stop: Event, deadline: float) -> None:
        """Read until everything that was begun has ended."""
        assert self._process.stdout is not None
        output = self._process.stdout.fileno()
        sources = {output, self._telling}
        while output in sources:
            if stop.is_set() and not self._stopped:
                self._stopped = True
                self.release()
            for source in select.select(list(sources), [], [], 0.05)[0]:
                raw = os.read(source, _CHUNK)
                if not raw:
                    sources.discard(source)
                elif source == output:
                    self._take(raw)
                else:
                    self._told += raw
            if time.monotonic() > deadline:
                self.release()
                if time.monotonic() > deadline + _PATIENCE:
                    self._process.kill()
                    return

    def _take(self, raw: bytes) -> None:
        text = self._decoder.decode(raw)
        self._tail = (self._tail + text)[-_TAIL:]
        room = CAP - self._size
        self._size += len(raw)
        if room > 0:
            self._on_output(readable(text[:room]))
            if self._size > CAP:
                self._on_output(f"\n... more than {CAP // 1024} kB: the rest is not shown\n")

    def outcome(self, check: Check, seconds: float) -> Outcome:
        """What the warden told, with the last line as a note."""
        lines = self._told.decode("utf-8", "replace").splitlines()
        kind, _, rest = (lines[-1] if lines else "").partition(" ")
        last = last_line(self._tail)
        code = int(rest) if rest.isdecimal() else 0
        match kind:
            case "exit":
                return Outcome("exit", code, last or f"exit code {code}", seconds)
            case "signal":
                return Outcome("signal", code, f"ended by signal {code}", seconds)
            case "timeout":
                note = f"no end after {check.timeout} s"
                return Outcome("timeout", 0, f"{note}: {last}" if last else note, seconds)
            case "unable":
                note = f"{visible_line(check.command[0])}: {visible_line(rest)}"
                return Outcome("unable", 0, note[:_NOTE], seconds)
        return Outcome("stopped", 0, "stopped", seconds)


def readable(text: str) -> str:
    """Output as it can be shown: colours left out, what acts on a terminal as a mark."""
    plain = _COLOUR.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return visible(plain)


def last_line(text: str) -> str:
    """The last line of output that says something, for a note."""
    lines = [line.strip() for line in readable(text).splitlines()]
    return next((line for line in reversed(lines) if line), "")[:_NOTE]
