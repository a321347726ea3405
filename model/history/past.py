"""Looking back: what the file said at any moment, what happened between, and who did it.

Versions are walked from the newest to the oldest, one splice and one look at what changed
for each, so that what is asked for first comes first and nobody waits for the rest. A change
is this user's if the journal says so; every other one came from a program that the board
knows nothing of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..changes import Change, between, changes
from ..document import Document, parse, reparse

if TYPE_CHECKING:
    from ..storage.journal import Done
    from ..task import Task
    from .values import Version
    from .versions import Versions


class Deed(NamedTuple):
    """An edit that this user made, in a board or by a command."""

    id: str
    """The journal's name for it."""
    summary: str
    """What was wished, in a few words."""
    at: float
    owner: str
    """The process that wrote it."""


class Moment(NamedTuple):
    """A version, and what made it of the one before."""

    version: Version
    before: Version | None
    """None for the oldest that is kept: how it came about is not known."""
    changes: tuple[Change, ...]
    deeds: tuple[Deed, ...]
    """What this user did; empty where another program wrote, or it is not known."""

    @property
    def is_mine(self) -> bool:
        """Whether this user wrote it."""
        return bool(self.deeds)


class State(NamedTuple):
    """What the file said of one task from some moment on, until the next state."""

    moment: Moment
    task: Task | None
    """None where the file had no such task."""
    document: Document
    """The document that the task is of."""
    changes: tuple[Change, ...]
    """What made it of the state before; empty for the oldest."""


class Past:
    """The versions of a file as documents. Used by one thread at a time."""

    def __init__(self, versions: Versions, done: Sequence[Done] = ()) -> None:
        self._versions = versions
        self._last: tuple[str, Document] | None = None
        self.passed = 0
        """How many versions a walk has passed so far."""
        self._deeds: dict[str, list[Deed]] = {}
        for each in done:
            intent = each.intent
            deed = Deed(intent.id, intent.summary, each.at, each.owner)
            self._deeds.setdefault(each.new, []).append(deed)

    def versions(self) -> tuple[Version, ...]:
        """All that are kept, oldest first."""
        return self._versions.all()

    def document(self, name: str) -> Document | None:
        """What the version with this digest says; None if its bytes are gone or damaged."""
        last = self._last
        if last is not None and last[0] == name:
            return last[1]
        raw = self._raw(name)
        if raw is None:
            return None
        try:
            document = parse(raw) if last is None else reparse(last[1], raw)
        except ValueError:
            return None
        self._last = (name, document)
        return document

    def _raw(self, name: str) -> bytes | None:
        """The bytes, by one splice if it is the version that the last one is stored against."""
        if self._last is not None:
            other = self._versions.contents.other(self._last[0], self._last[1].raw)
            if other is not None and other[0] == name:
                return other[1]
        return self._versions.content(name)

    def at(self, moment: float) -> Document | None:
        """What the file said at a moment, in seconds since the epoch; None before the first."""
        for version in reversed(self.versions()):
            if version.at <= moment:
                return self.document(version.digest)
        return None

    def moments(self, since: float = 0.0) -> Iterator[Moment]:
        """What happened after `since`, newest first; versions that are damaged are passed over."""
        for moment, _, _ in self._steps(since):
            yield moment

    def _steps(self, since: float) -> Iterator[tuple[Moment, Document, Document | None]]:
        """Each moment with the document of its version, and of the one before."""
        newer: tuple[Version, Document] | None = None
        for version in reversed(self.versions()):
            self.passed += 1
            document = self.document(version.digest)
            if document is None:
                continue
            if newer is not None:
                told = self._moment(newer[0], version, changes(document, newer[1]))
                yield told, newer[1], document
            if version.at <= since:
                return
            newer = (version, document)
        if newer is not None:
            yield self._moment(newer[0], None, ()), newer[1], None

    def _moment(
        self, version: Version, before: Version | None, found: tuple[Change, ...]
    ) -> Moment:
        deeds = self._deeds.get(version.digest, []) if before is not None else []
        started = before.at if before is not None else 0.0
        fresh = tuple(deed for deed in deeds if started - 1.0 <= deed.at <= version.at + 5.0)
        return Moment(version, before, found, fresh)

    def states(self, key: str, since: float = 0.0) -> Iterator[State]:
        """What the file said of a task, newest first; only moments in which that changed, and
        of those the ones after `since`.
        """
        for moment, document, older in self._steps(since):
            task = document.task(key)
            if older is None:
                if task is not None:
                    yield State(moment, task, document, ())
                continue
            was = older.task(key)
            if was is not task and (found := between(was, task)):
                yield State(moment, task, document, found)
