"""What a journal line must look like to be believed: any program of the user may have written it.

Checked by hand, field by field. Each command that edits reads the journal first, and pydantic's
import alone takes longer than all else that such a command does.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .values import Entry, Intent

_HASH = re.compile(r"(?:[0-9a-f]{64})?")
_LONGEST = {"id": 64, "owner": 300, "summary": 10_000}
"""The most characters that a text may have."""


class Record(NamedTuple):
    """An intent, with what was last tried for it."""

    id: str
    at: float
    owner: str
    summary: str
    payload: dict[str, Any]
    base: str = ""
    """SHA-256 in hex, as `new`; empty where there is none."""
    new: str = ""
    in_place: bool = False
    by_command: bool = False

    def intent(self) -> Intent:
        """The value that the storage works with."""
        return Intent(self.id, self.payload, self.summary, self.at, self.by_command)

    def entry(self) -> Entry:
        """The intent with the hashes of what it was planned on and would have made."""
        return Entry(self.intent(), self.base, self.new, self.in_place)


def validated(line: dict[str, Any]) -> Record | None:
    """The record in a line, or None if it is not one."""
    told = {name: line[name] for name in Record._fields if name in line}
    texts = all(
        isinstance(told.get(name), str) and len(told[name]) <= most
        for name, most in _LONGEST.items()
    )
    hashes = all(
        isinstance(told.get(name, ""), str) and _HASH.fullmatch(told.get(name, ""))
        for name in ("base", "new")
    )
    at, payload, in_place = told.get("at"), told.get("payload"), told.get("in_place", False)
    others = (
        isinstance(at, (int, float))
        and not isinstance(at, bool)
        and isinstance(payload, dict)
        and isinstance(in_place, bool)
        and isinstance(told.get("by_command", False), bool)
    )
    if line.get("kind") != "intent" or not (texts and hashes and others and told["id"]):
        return None
    return Record(**told)
