"""How much may be under way to a terminal at the end of a slow line.

A program that writes faster than the line carries fills buffers that nobody can take back:
a key held for three seconds is then still being drawn half a minute later. So on a slow line
each frame is followed by a question that every terminal answers (`CSI 6n`, where is the
cursor?), and while more than `BUDGET` bytes are unanswered, frames wait. A frame that waits
costs nothing: what is sent in the end is the difference to the screen as it is by then.

A line is slow where `SSH_CONNECTION` is set or `ARCHIE_BOARD_SLOW_LINE` says so, or where the
terminal took more than `SLOW` seconds to answer twice at start. A terminal that does not answer
is not waited for.
"""

from __future__ import annotations

from collections import deque

QUESTION = "\x1b[6n"
BUDGET = 1500
"""Bytes that may be unanswered when another frame goes out."""
SLOW = 0.04
"""Seconds of answering time above which a line is slow."""
PATIENCE = 1.0
"""Seconds after which an answer is taken for lost."""
FIRST_PATIENCE = 0.25
"""The same while the terminal has never answered."""
TRIES = 12
"""Answers in a row that may be lost before the terminal is held for one that never answers."""


class Pace:
    """When the next frame may go out. Times are seconds of any one clock."""

    def __init__(self, slow: bool) -> None:
        self._on = slow
        self._measuring = not slow
        self._slow_answers = 0
        self._answered = False
        self._lost = 0
        self._under_way: deque[tuple[float, int]] = deque()
        self.questions = 0
        """How many questions were ever asked."""
        self.last_asked = float("-inf")
        """When the latest one was."""
        self.round_trip: float | None = None
        """Seconds from the latest answered question to its answer."""

    @property
    def asks(self) -> bool:
        """Whether the next frame should be followed by `QUESTION`."""
        return self._on or (self._measuring and not self._under_way)

    @property
    def on(self) -> bool:
        """Whether frames may have to wait."""
        return self._on

    def asked(self, size: int, now: float) -> None:
        """A frame of `size` bytes and the question went out."""
        self._under_way.append((now, size))
        self.questions += 1
        self.last_asked = now

    def answered(self, now: float) -> bool:
        """An answer came; whether it was one to a question of ours."""
        if not self._under_way:
            return False
        then, _ = self._under_way.popleft()
        self.round_trip = now - then
        self._answered, self._lost = True, 0
        if self._measuring:
            self._measure(self.round_trip)
        return True

    def wait(self, now: float) -> float:
        """Seconds to wait before the next frame may go out, if no answer comes; 0 is now."""
        if not self._on or sum(size for _, size in self._under_way) < BUDGET:
            return 0.0
        patience = PATIENCE if self._answered else FIRST_PATIENCE
        left = self._under_way[-1][0] + patience - now
        if left > 0:
            return left
        self._under_way.clear()
        self._lost += 1
        if self._lost >= TRIES:
            self._on = False
        return 0.0

    def restart(self) -> None:
        """The terminal was left and taken again: what was asked will not be answered."""
        self._under_way.clear()

    def _measure(self, took: float) -> None:
        self._slow_answers = self._slow_answers + 1 if took > SLOW else 0
        self._measuring = 0 < self._slow_answers < 2
        self._on = self._slow_answers >= 2
