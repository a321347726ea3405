"""Alarms that wait until somebody dismisses them, over restarts and in every board."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from pathlib import Path
from typing import NamedTuple

from .alarms import Alarm
from .shelf import Shelf

QUIET_SECONDS = 60.0
"""An alarm that was dismissed does not come back for so long: another board may only now see
the change that it was about.
"""


class Rung(NamedTuple):
    """An alarm and when it was raised."""

    id: str
    at: float
    alarm: Alarm


class Bell:
    """The alarms of one task file."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the state folder of the task file."""
        self._shelf = Shelf(folder / "alarms")
        self._unsaved: dict[str, Rung] = {}

    def ring(self, alarm: Alarm, at: float | None = None) -> bool:
        """Raise an alarm; False if it is raised already, or was dismissed a moment ago."""
        name = _name(alarm)
        if self._shelf.get(name) is not None or name in self._unsaved:
            return False
        if self._shelf.is_buried(name, QUIET_SECONDS):
            return False
        when = time.time() if at is None else at
        try:
            self._shelf.put(name, {"version": 1, "id": name, "at": when, **_plain(alarm)})
        except OSError:
            self._unsaved[name] = Rung(name, when, alarm)
        return True

    def all(self) -> tuple[Rung, ...]:
        """The alarms, the oldest first."""
        names = self._shelf.names()
        found = list(self._unsaved.values())
        if names:
            from . import records

            for name in names:
                record = self._shelf.get(name)
                whole = records.alarm(record) if record else None
                if whole is not None and whole[0] == name:
                    found.append(Rung(*whole))
        return tuple(sorted(found, key=lambda rung: rung.at))

    def count(self) -> int:
        """How many there are; reads none."""
        return len(self._shelf.names()) + len(self._unsaved)

    def dismiss(self, name: str) -> bool:
        """Somebody has seen it; False if it was gone already."""
        unsaved = self._unsaved.pop(name, None) is not None
        return self._shelf.bury(name) or unsaved

    def dismiss_all(self, kind: str) -> None:
        """The user has decided about all alarms of a kind."""
        for rung in self.all():
            if rung.alarm.kind == kind:
                self.dismiss(rung.id)

    def stamp(self) -> int:
        """A number that changes when alarms come or go."""
        return self._shelf.stamp() + len(self._unsaved)


def _plain(alarm: Alarm) -> dict[str, object]:
    return dataclasses.asdict(alarm)


def _name(alarm: Alarm) -> str:
    """The same change has the same name, whichever board notices it."""
    text = "\0".join((alarm.kind, alarm.task, alarm.text, alarm.before, alarm.now))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
