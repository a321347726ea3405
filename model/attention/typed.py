"""Texts that a person was typing and had not saved when the board ended, however it ended."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import NamedTuple

from .shelf import Shelf

_KEPT_SECONDS = 30 * 86400.0
"""A text that nobody took up again for so long is forgotten."""


class Typed(NamedTuple):
    """A half-typed text."""

    task: str
    """Key of the task that it is about."""
    place: tuple[str, ...]
    """What of the task it is for, as the one who shows the task names it."""
    text: str
    base: str
    """What the file said when typing began."""
    reason: str = ""
    """Why it was refused, if it was."""


class TypedTexts:
    """The half-typed texts of one task file."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the state folder of the task file; nothing is made."""
        self._shelf = Shelf(folder / "typed")

    def all(self) -> list[Typed]:
        """Those that are kept, the newest first; old ones are forgotten by it."""
        from . import records

        found = []
        for name in self._shelf.names():
            record = records.typed(self._shelf.get(name) or {})
            if record is not None and time.time() - record.at < _KEPT_SECONDS:
                found.append(record.typed)
            else:
                self._shelf.take(name)
        return found

    def keep(self, typed: Typed) -> None:
        """Keep a text in place of an earlier one for the same place. Raises `OSError`."""
        fields = typed._asdict() | {"place": list(typed.place)}
        self._shelf.put(_name(typed), {"version": 1, "at": time.time(), **fields})

    def forget(self, typed: Typed) -> None:
        """What was typed was saved, or dropped on purpose."""
        self._shelf.take(_name(typed))


def _name(typed: Typed) -> str:
    """One record for each place: who types there again replaces it."""
    return hashlib.sha256(json.dumps([typed.task, *typed.place]).encode()).hexdigest()[:32]
