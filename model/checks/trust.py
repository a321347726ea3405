"""Whether the user trusts a project's commands: decisions, kept in the state folder.

As direnv does it: a decision is about exact contents at exact places (`subject`), lies outside
of the repository, and ends when anything changes; the old one is only kept to show what did.
There is no trust by folder, and none for several projects.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ..config import read_bytes
from ..storage.whole import write_privately
from ..visible import visible_line
from .subject import Subject, Unfit

_LARGEST = 8 * 1024 * 1024
_MOST_LINES = 2000
"""Lines of a difference that are shown."""


Answer = Literal["trust", "deny"]


class Standing(NamedTuple):
    """What the user decided about a project's commands."""

    state: Literal["unknown", "trusted", "denied", "changed"]
    """`changed`: something else was decided about once."""
    before: tuple[tuple[str, str], ...] = ()
    """What was decided about then: names and texts; empty where nothing was."""
    answered: str = ""
    """The decision then: `trust` or `deny`."""


class Decisions:
    """The user's decisions, in a folder of their own."""

    def __init__(self, state_root: Path) -> None:
        self._folder = state_root / "trust"

    def standing(self, subject: Subject) -> Standing:
        """What was decided about exactly this; anything else than it is a change."""
        kept = self._kept(subject)
        if kept is None:
            return Standing("unknown")
        before = tuple((str(name), str(text)) for name, text in kept["parts"])
        answer = str(kept["answer"])
        if kept["digest"] != subject.digest:
            return Standing("changed", before, answer)
        return Standing("trusted" if answer == "trust" else "denied", before, answer)

    def decide(self, subject: Subject, answer: Answer) -> None:
        """Keep a decision instead of any about another state of the same file.

        Raises `Unfit` where the state folder lies in the project, or cannot be written.
        """
        folder = os.path.realpath(self._folder)
        if os.path.commonpath((folder, subject.root)) == subject.root:
            raise Unfit(f"decisions are kept in {folder}, inside the project: they cannot count")
        value = {
            "path": subject.path,
            "digest": subject.digest,
            "answer": answer,
            "parts": [[part.name, _shown(subject, part.name)] for part in subject.parts],
        }
        try:
            write_privately(self._place(subject), json.dumps(value).encode())
        except OSError as problem:
            raise Unfit(f"the decision cannot be kept: {problem.strerror}") from None

    def forget(self, subject: Subject) -> None:
        """Decide nothing about a file any more."""
        with suppress(OSError):
            self._place(subject).unlink()

    def _place(self, subject: Subject) -> Path:
        name = hashlib.sha256(subject.path.encode("utf-8", "surrogateescape")).hexdigest()
        return self._folder / f"{name[:40]}.json"

    def _kept(self, subject: Subject) -> dict[str, Any] | None:
        """The decision about some state of this file; None for none that can be read."""
        path = self._place(subject)
        try:
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                return None
            value = json.loads(read_bytes(str(path), _LARGEST))
        except (OSError, ValueError, RecursionError):
            return None
        fits = (
            isinstance(value, dict)
            and value.get("path") == subject.path
            and value.get("answer") in ("trust", "deny")
            and isinstance(value.get("digest"), str)
            and isinstance(value.get("parts"), list)
            and all(isinstance(part, list) and len(part) == 2 for part in value["parts"])
        )
        return value if fits else None


def _shown(subject: Subject, name: str) -> str:
    """What is kept of a part, so that a later question can show what changed."""
    part = next(part for part in subject.parts if part.name == name)
    return part.text if part.state == "file" else f"({part.state}) {part.leads}\n"


def difference(subject: Subject, standing: Standing) -> tuple[str, ...]:
    """What changed since the last decision, as lines of a unified difference, safe to show."""
    before = dict(standing.before)
    now = {part.name: _shown(subject, part.name) for part in subject.parts}
    lines: list[str] = []
    for name in dict.fromkeys([*now, *before]):
        old, new = before.get(name, ""), now.get(name, "")
        if old != new:
            then, today = f"{name} (then)", f"{name} (now)"
            sides = old.splitlines(), new.splitlines()
            lines += unified_diff(*sides, then, today, n=1, lineterm="")
        elif _differs(subject, name, standing):
            lines.append(f"{name}: changed beyond what is shown")
    if not lines and standing.before:
        lines = ["the places that its names lead to changed"]
    shown = [visible_line(line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"... and {len(lines) - _MOST_LINES} more lines")
    return tuple(shown)


def _differs(subject: Subject, name: str, standing: Standing) -> bool:
    """Whether a part whose kept text is cut off may differ behind that."""
    part = next((part for part in subject.parts if part.name == name), None)
    cut = part is not None and len(part.text) >= 60_000
    return cut and standing.state == "changed"
