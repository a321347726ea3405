"""What `undo` takes back next, over restarts too.

The last edits of this session come first. Below them lie those that the journal tells of: this
user's, made in boards that are closed by now. What a command did is as likely an agent's.
They are made into something to take back only when their turn comes, from the version that
they were planned on. What a board that still runs did is for that board to take back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ..document import Document, parse
from ..source import splice

if TYPE_CHECKING:
    from ..operations import Planned, Revert

_MOST = 50
"""Edits of earlier sessions that can be taken back."""

Content = Callable[[str], "bytes | None"]
"""The bytes with a hash, from whatever keeps them."""


class Earlier(NamedTuple):
    """An edit that stands in the journal."""

    id: str
    summary: str
    payload: Mapping[str, Any]
    base: str
    """SHA-256 of what it was planned on when it was made."""
    new: str
    """SHA-256 of what it made of the file in the end."""
    before: str = ""
    """SHA-256 of the version that the history has before `new`, if any."""


def earlier_of(lines: Sequence[Mapping[str, Any]], versions: Sequence[str]) -> list[Earlier]:
    """The edits in the lines of a journal that are done and were not let go, oldest first.

    `versions` are the digests of the history, oldest first. Without the edits of boards that
    still run, and of commands. Lines that are not what they should be are left out.
    """
    from ..storage.journal import is_alive

    done: dict[str, str] = {}
    for line in lines:
        key = str(line.get("id"))
        if line.get("kind") == "done":
            done[key] = str(line.get("new", ""))
        elif line.get("kind") == "gone":
            done.pop(key, None)
    previous = dict(pairwise(reversed(versions)))
    alive: dict[str, bool] = {}
    found: dict[str, Earlier] = {}
    for line in lines:
        key, owner, payload = str(line.get("id")), str(line.get("owner")), line.get("payload")
        if line.get("kind") != "intent" or key not in done or not isinstance(payload, dict):
            continue
        if line.get("by_command"):
            continue  # an agent's, as likely as the user's own
        if owner not in alive:
            alive[owner] = is_alive(owner)
        if not alive[owner] and key not in found:
            new = done[key]
            base, summary = str(line.get("base", "")), str(line.get("summary", ""))
            found[key] = Earlier(key, summary, payload, base, new, previous.get(new, ""))
    return list(found.values())


class Steps:
    """Two stacks of what can be taken back and done again."""

    def __init__(self) -> None:
        self._undo: list[Revert | Earlier] = []
        self._redo: list[Revert | Earlier] = []

    def label(self, *, forward: bool) -> str | None:
        """What the next step would take back, or do again with `forward`; None without one."""
        stack = self._redo if forward else self._undo
        return stack[-1].summary.removeprefix("taken back: ") if stack else None

    def did(self, inverse: Revert) -> None:
        """The user made an edit, which `inverse` takes back."""
        self._undo.append(inverse)
        self._redo.clear()

    def did_again(self, inverse: Revert) -> None:
        """An edit that was lost was made again: it is the next one to be taken back."""
        same = [step for step in self._undo if _about(step) == inverse.takes_back]
        for step in same:
            self._undo.remove(step)
        self._undo.append(inverse)

    def adopt(self, earlier: Sequence[Earlier]) -> None:
        """Put the edits of earlier sessions, oldest first, below those of this one."""
        undo, redo = _sorted(earlier)
        self._undo[:0] = undo[-_MOST:]
        if not self._redo and len(self._undo) == len(undo[-_MOST:]):
            self._redo += redo[-_MOST:]

    def take(self, content: Content, *, forward: bool) -> Revert | str | None:
        """The next step, taken off its stack; why there is none in one line, or None."""
        stack = self._redo if forward else self._undo
        if not stack:
            return None
        step = stack.pop()
        if not isinstance(step, Earlier):
            return step
        found = _revert(step, content)
        return found or f"not kept any more, and so not to be taken back: {step.summary}"

    def went(self, inverse: Revert, *, forward: bool) -> None:
        """A step was made, and `inverse` takes it back in turn."""
        label = inverse.summary.removeprefix("taken back: ")
        (self._undo if forward else self._redo).append(replace(inverse, summary=label))

    def failed(self, step: Revert, *, forward: bool) -> None:
        """A step could not be made for now; it is the next one again."""
        (self._redo if forward else self._undo).append(step)


def _about(step: Revert | Earlier) -> str:
    """The ID of the edit that a step takes back."""
    return step.id if isinstance(step, Earlier) else step.takes_back


def _sorted(earlier: Sequence[Earlier]) -> tuple[list[Earlier], list[Earlier]]:
    """What of it still stands, and what was taken back last, each the latest at the end."""
    undo: dict[str, Earlier] = {}
    redo: dict[str, Earlier] = {}
    for each in earlier:
        taken = each.payload.get("takes_back")
        if each.payload.get("kind") == "Revert" and taken in undo:
            del undo[taken]
            redo[each.id] = each
        elif each.payload.get("kind") == "Revert" and taken in redo:
            del redo[taken]
            undo[each.id] = each
        else:
            undo[each.id] = each
            redo.clear()
    return list(undo.values()), list(redo.values())


def _revert(step: Earlier, content: Content) -> Revert | None:
    """What takes an edit of the journal back; None if what it was made on is not kept."""
    from ..operations import Revert
    from ..storage.snapshots import digest

    best: Revert | None = None
    for base in dict.fromkeys(name for name in (step.base, step.before) if name):
        raw = content(base)
        made = None if raw is None else _planned(step, raw)
        if made is None:
            continue
        document, planned = made
        found = replace(Revert.of(document, planned, step.id), summary=step.summary)
        new = document.source.write(splice(document.data, planned.patches))
        if digest(new) == step.new:
            return found
        best = best or found
    return best


def _planned(step: Earlier, raw: bytes) -> tuple[Document, Planned] | None:
    from ..operations import Conflict, Planned, from_payload
    from ..operations.anchors import anchor_in, anchored

    try:
        document = parse(raw)
        meant = anchored(from_payload(step.payload), anchor_in(step.payload), document)
        planned = meant if isinstance(meant, Conflict) else meant.plan(document)
    except ValueError:
        return None
    return (document, planned) if isinstance(planned, Planned) else None
