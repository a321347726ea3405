"""Alarms that wait until somebody dismisses them, over restarts and in every board."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from pathlib import Path
from typing import Any, NamedTuple

from .alarms import Alarm
from .kept import Kept
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


class Bell(Kept[Rung]):
    """The alarms of one task file."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the state folder of the task file."""
        super().__init__(Shelf(folder / "alarms"))

    def _read(self, record: dict[str, Any]) -> Rung | None:
        from . import records

        told = records.alarm(record)
        return Rung(*told) if told is not None else None

    def ring(self, alarm: Alarm, at: float | None = None) -> bool:
        """Raise an alarm; False if it is raised already, or was dismissed a moment ago."""
        name = _name(alarm)
        if self._shelf.get(name) is not None or name in self._unsaved:
            return False
        if self._shelf.is_buried(name, QUIET_SECONDS):
            return False
        when = time.time() if at is None else at
        self._put(
            Rung(name, when, alarm),
            {"version": 1, "id": name, "at": when, **dataclasses.asdict(alarm)},
        )
        return True

    def dismiss(self, name: str) -> bool:
        """Somebody has seen it; False if it was gone already."""
        unsaved = self._unsaved.pop(name, None) is not None
        return self._shelf.bury(name) or unsaved

    def dismiss_all(self, kind: str) -> None:
        """The user has decided about all alarms of a kind."""
        for rung in self.all():
            if rung.alarm.kind == kind:
                self.dismiss(rung.id)


def _name(alarm: Alarm) -> str:
    """The same change has the same name, whichever board notices it."""
    text = "\0".join((alarm.kind, alarm.task, alarm.text, alarm.before, alarm.now))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
