"""What a store saw of its file, on the way into the history.

Noting it costs a store nothing but the moment; writing it down (`flush`) is done by a front
end when nobody waits, on whatever thread it likes. Trouble with the disk ends in one line
that says why there is no history, never in an exception.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .versions import Versions

_MOST_WAITING = 32
_MOST_BYTES = 64 * 1024 * 1024


class Recorder:
    """What was seen since the last `flush`."""

    def __init__(self, versions: Callable[[], Versions]) -> None:
        self._versions = versions
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._last: bytes | None = None
        self._flushed = False
        self._writing = Lock()
        self.problem = ""
        """Why nothing is kept, in a few words; empty where all is well."""

    @property
    def has_news(self) -> bool:
        """Whether something other than the first sight of the file waits to be written."""
        return len(self._waiting) > (0 if self._flushed else 1)

    def saw(self, data: bytes) -> None:
        """The file has been seen to say `data`."""
        known, self._last = self._last, data
        if data is known or data == known:
            return
        self._waiting.append((time.time(), data))
        many = len(self._waiting) > _MOST_WAITING
        if many or (len(self._waiting) - 1) * len(data) > _MOST_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write down what waits; does nothing where nothing does. Never raises."""
        with self._writing:
            seen = []
            while self._waiting:
                seen.append(self._waiting.popleft())
            if not seen:
                return
            self._flushed = True
            from ..storage.journal import owner_of_this_process

            try:
                versions = self._versions()
                if versions.bounds.is_off:
                    self.problem = "switched off in the settings"
                    return
                versions.add(seen, owner_of_this_process())
                self.problem = ""
            except OSError as problem:
                why = (problem.strerror or str(problem)).lower()
                self.problem = f"the state folder cannot be written ({why})"
