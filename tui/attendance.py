"""What the user has seen of the file, and what is new to them.

A version was seen if the user acted while it had stood on the screen for a moment. What
changed since the version that was seen last before the board was opened is news, until the
user has looked at the news. Who leaves an open board alone for some minutes comes back to
news in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.document import Document
    from ..model.history.changes import Change
    from ..model.live.store import Store

LOOK_SECONDS = 2.0
"""How long a change must have stood on the screen to have been seen by who acts then."""

AWAY_SECONDS = 600.0
"""Who did nothing for so long was away."""


class Attendance:
    """One user at one board."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._changed_at = float("-inf")
        self._acted_at = clock()
        self._saved: bytes | None = None
        self.baseline: Document | None = None
        """What the news are news to."""
        self.since = time.time()
        """When that was seen, in seconds since the epoch."""
        self.seen: Document | None = None
        """What the user has seen by now; None before the user did anything."""

    def begin(self) -> tuple[Change, ...]:
        """Find out what the user saw last, and what changed since; raises the alarms of it.

        Reads the state folder and compares the whole file: not for the event loop.
        """
        from ..model.document import reparse
        from ..model.history.changes import changes

        now = self._store.document
        last = self._store.attention.looked.last()
        if last is None:
            self.baseline = now
            return ()
        self.baseline, self.since = reparse(now, last.raw), last.at
        self._saved = self.baseline.raw
        if self._store.attentive:
            self._store.attention.compare(self.baseline, now, last.at)
        return changes(self.baseline, now)

    def changed(self) -> None:
        """Other writers changed what is on the screen."""
        self._changed_at = self._clock()

    def acted(self, document: Document) -> bool:
        """The user did something while `document` was on the screen.

        True for who comes back to a board that changed meanwhile: then there are news.
        """
        now = self._clock()
        away = now - self._acted_at >= AWAY_SECONDS and self._changed_at > self._acted_at
        if away and self.seen is not None:
            self.baseline = self.seen
            self.since = time.time() - (now - self._acted_at)
        self._acted_at = now
        if now - self._changed_at >= LOOK_SECONDS:
            self.seen = document
        return away

    def news(self) -> tuple[Change, ...]:
        """What changed since the baseline."""
        from ..model.history.changes import changes

        return changes(self.baseline, self._store.document) if self.baseline else ()

    def looked(self, document: Document) -> None:
        """The user has looked at the news: they are none any more."""
        self.baseline, self.since = document, time.time()

    def save(self) -> None:
        """Keep what was seen for the next start; does nothing where that is kept already."""
        if self.seen is None or self.seen.raw == self._saved:
            return
        try:
            self._store.attention.looked.see(self.seen.raw)
        except OSError:
            return
        self._saved = self.seen.raw
