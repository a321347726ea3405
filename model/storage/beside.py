"""What other sessions on the same file write into the journal while this one runs.

A command makes its edit and ends; nobody would notice if an agent that had read before
writes the file after. So a board takes over what ended sessions did: their edits are watched
like its own, and the foreign work that they had no time to join is joined.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .journal import Done, Journal, Place, done_of, is_alive


class Made(NamedTuple):
    """An edit by another session, which may live: what it made of what, by their hashes."""

    at: float
    base: str
    new: str


class Beside:
    """The journal's news, by other sessions than the one called `owner`."""

    def __init__(self, journal: Journal, owner: str) -> None:
        self._journal = journal
        self._owner = owner
        self._place = Place(0, 0)
        self._intents: dict[str, dict[str, Any]] = {}
        self._ends: dict[str, dict[str, Any]] = {}
        self._made: list[Made] = []
        self._repaired = 0.0
        self._strands: dict[str, dict[str, Any]] = {}

    def begin(self) -> None:
        """Edits made by now, by sessions that have ended, are no news."""
        self.done()
        self._made = []

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

    def made(self, now: str) -> list[Made]:
        """The edits of other sessions, oldest first, once each; and the one that made `now`.

        That one may not be noted as made yet: the file is written before.
        """
        self._look()
        found, self._made = self._made, []
        for key, line in self._intents.items():
            if line.get("new") == now and key not in self._ends:
                found += _made_of(line, line)
        return sorted(found)

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
                self._made += _made_of(self._intents[key], line)
            elif kind == "gone":
                for known in (self._intents, self._ends, self._strands):
                    known.pop(key, None)


def _made_of(line: dict[str, Any], end: dict[str, Any]) -> list[Made]:
    at, base, new = end.get("at"), end.get("base") or line.get("base"), end.get("new")
    if isinstance(at, (int, float)) and isinstance(base, str) and isinstance(new, str):
        return [Made(float(at), base, new)] if base and new else []
    return []
