"""Who wrote a version: what the journal tells of this user's edits and what became of them.

Lines of the journal are taken as they are; one that is not what it should be is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..storage.values import CARRIED_ON


class Deed(NamedTuple):
    """An edit that came through this program, in one of the user's boards or by a command."""

    id: str
    """The journal's name for it."""
    summary: str
    """What was wished, in a few words."""
    at: float
    """When it was in the file, in seconds since the epoch."""
    owner: str
    """The process that wished it."""
    again: bool = False
    """Whether it was done once more, since an older copy of the file had erased it."""
    by_command: bool = False
    """As `Intent.by_command`."""


class LetGo(NamedTuple):
    """An edit of this user that is in the file no more, or never came there."""

    summary: str
    why: str
    at: float


class Writers:
    """What the lines of a journal say."""

    def __init__(self, lines: Iterable[Mapping[str, Any]] = ()) -> None:
        self.deeds: dict[str, list[Deed]] = {}
        """By the digest of the version that the edit made."""
        self.let_go: list[LetGo] = []
        """Oldest first."""
        intents: dict[str, Mapping[str, Any]] = {}
        done: set[str] = set()
        for line in lines:
            key, at = str(line.get("id")), line.get("at")
            if line.get("kind") == "intent":
                intents.setdefault(key, line)
            if key not in intents or not isinstance(at, int | float):
                continue
            summary = str(intents[key].get("summary", ""))
            if line.get("kind") == "done":
                owner = str(intents[key].get("owner", ""))
                command = intents[key].get("by_command") is True
                deed = Deed(key, summary, float(at), owner, key in done, command)
                self.deeds.setdefault(str(line.get("new", "")), []).append(deed)
                done.add(key)
            elif line.get("kind") == "gone" and line.get("why") != CARRIED_ON:
                self.let_go.append(LetGo(summary, str(line.get("why", "")), float(at)))

    def of(self, digest: str, after: float, until: float) -> tuple[Deed, ...]:
        """The edits that made a version which was seen between two moments."""
        found = {d.id: d for d in self.deeds.get(digest, ()) if after <= d.at <= until}
        return tuple(found.values())
