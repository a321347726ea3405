"""A held key over a slow line: how long the board keeps drawing after the key is released.

The line is simulated: all that the program writes is taken at once, as an SSH server does,
and reaches the terminal at so many bytes a second and half a round trip later; keys and the
terminal's answers take the other half.
"""

from __future__ import annotations

import heapq
import os
from pathlib import Path
from time import perf_counter

from .figures import Figure
from .start import CARD
from .terminal import ANSWERS, PROGRAM, Session

HELD = 3.0
"""Seconds for which the key is held."""
REPEAT = 1 / 30
"""Seconds between two keys."""


class SlowSession(Session):
    """A session whose terminal is `rate` bytes a second and `trip` seconds away."""

    def __init__(self, argv: list[str], home: Path, rate: float, trip: float) -> None:
        self.rate, self.trip = rate, trip
        self._free = 0.0
        self._typed: list[tuple[float, int, bytes]] = []
        self._count = 0
        super().__init__(argv, home)

    def send(self, keys: str | bytes) -> None:
        """Type: half a round trip later the program has it."""
        self._type_at(perf_counter(), keys.encode() if isinstance(keys, str) else keys)

    def read(self, timeout: float) -> bytes:
        """Carry bytes both ways for at most `timeout` seconds."""
        end = perf_counter() + timeout
        while (now := perf_counter()) < end:
            while self._typed and self._typed[0][0] <= now:
                os.write(self.fd, heapq.heappop(self._typed)[2])
            until = min(end, self._typed[0][0]) if self._typed else end
            if data := super().read(until - perf_counter()):
                return data
        return b""

    def answer(self, question: bytes, behind: int) -> None:
        """The terminal answers when the line has carried the question to it."""
        self._type_at(self._free - behind / self.rate, ANSWERS[question])

    def carry(self, data: bytes) -> None:
        """The line takes `data`."""
        now = perf_counter() + self.trip / 2
        self._free = max(self._free, now) + len(data) / self.rate

    @property
    def drawn_at(self) -> float:
        """When the last byte so far reaches the terminal."""
        return self._free

    def _type_at(self, when: float, keys: bytes) -> None:
        self._count += 1
        heapq.heappush(self._typed, (when + self.trip / 2, self._count, keys))


def measure(
    path: Path, size: int, home: Path, rates: tuple[float, ...], trip: float
) -> list[Figure]:
    """On each line hold `j` for three seconds, and wait until the terminal is up to date."""
    return [figure for rate in rates for figure in _held(path, size, home, rate, trip)]


def _held(path: Path, size: int, home: Path, rate: float, trip: float) -> list[Figure]:
    name = f"held key, {rate / 1000:.0f} kB/s {trip * 1000:.0f} ms"
    with SlowSession([PROGRAM, "open", str(path)], home, rate, trip) as session:
        session.until(CARD)
        _quiet(session)
        begin, sent = perf_counter(), len(session.seen)
        while (now := perf_counter()) < begin + HELD:
            session.send("j")
            while (left := now + REPEAT - perf_counter()) > 0:
                session.read(left)
        released = perf_counter()
        _quiet(session)
        lag = max(0.0, session.drawn_at - released)
        return [
            Figure(f"{name}: lag", size, lag, "s", "after the key is released"),
            Figure(f"{name}: bytes", size, len(session.seen) - sent, "B"),
        ]


def _quiet(session: SlowSession) -> None:
    """Wait until the line is empty and the program has nothing more to say."""
    while session.read(1.5) or session.drawn_at > perf_counter():
        pass
