"""What other sessions on the same file write into the journal while this one runs.

A command makes its edit and ends; nobody would notice if an agent that had read before
writes the file after. So a board takes over what ended sessions did: their edits are watched
like its own, and the foreign work that they had no time to join is joined.
"""

from __future__ import annotations

from typing import Any

from .journal import Done, Journal, Place, done_of, is_alive


class Beside:
    """The journal's news, by other sessions than the one called `owner`."""

    def __init__(self, journal: Journal, owner: str) -> None:
        self._journal = journal
        self._owner = owner
        self._place = Place(0, 0)
        self._intents: dict[str, dict[str, Any]] = {}
        self._ends: dict[str, dict[str, Any]] = {}
        self._repaired = 0.0
        self._strands: dict[str, dict[str, Any]] = {}

    def begin(self) -> None:
        """Edits by sessions that have ended by now are no news."""
        self.done()

    def done(self) -> list[Done]:
        """The edits of sessions that have ended, oldest first; each is given once."""
        self._look()
        found = []
        for key in list(self._ends):
            line = self._intents.get(key)
            if line is None or is_alive(str(line.get("owner"))):
                continue
            made = done_of(self._intents.pop(key), self._ends.pop(key))
            found += [made] if made is not None else []
        return sorted(found, key=lambda made: made.at)

    def strands(self) -> list[dict[str, Any]]:
        """The lines of foreign work that ended sessions left; each is given once."""
        self._look()
        ended = [key for key, line in self._strands.items() if not is_alive(str(line.get("owner")))]
        return [self._strands.pop(key) for key in ended]

    def repaired(self, since: float) -> bool:
        """Whether another session has done edits again since then: an older copy was written."""
        self._look()
        return self._repaired >= since

    def _look(self) -> None:
        lines, self._place = self._journal.news(self._place)
        for line in lines:
            key, kind, own = str(line.get("id")), line.get("kind"), line.get("owner")
            if kind == "intent" and own != self._owner:
                self._intents[key] = line
                again = line.get("again")
                if isinstance(again, (int, float)):
                    self._repaired = max(self._repaired, again)
            elif kind == "strand" and own != self._owner:
                self._strands[key] = line
            elif kind == "done" and key in self._intents:
                self._ends[key] = line
            elif kind == "gone":
                for known in (self._intents, self._ends, self._strands):
                    known.pop(key, None)
