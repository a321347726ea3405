"""Looking back: what the file said at any moment, what happened between, and who did it.

Versions are walked from the newest to the oldest, one splice and one look at what changed
for each, so that what is asked for first comes first and nobody waits for the rest. A change
is this user's if the journal says so; every other one came from a program that the board
knows nothing of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..document import Document, parse, reparse
from .changes import Change, between, changes
from .writers import Deed, LetGo, Writers

if TYPE_CHECKING:
    from ..task import Task
    from .values import Version
    from .versions import Versions


_EARLY_SECONDS, _LATE_SECONDS = 1.0, 5.0
"""How far the journal's clock and a version's may be apart."""


class Moment(NamedTuple):
    """A version, and what made it of the one before."""

    version: Version
    before: Version | None
    """None for the oldest that is kept: how it came about is not known."""
    changes: tuple[Change, ...]
    deeds: tuple[Deed, ...]
    """What this user did; empty where another program wrote, or it is not known."""
    let_go: tuple[LetGo, ...] = ()
    """Edits of this user that were found to be gone for good when this version was seen."""

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

    def __init__(self, versions: Versions, lines: Sequence[Mapping[str, Any]] = ()) -> None:
        """`lines` are those of the journal."""
        self._versions = versions
        self._last: tuple[str, Document] | None = None
        self.passed = 0
        """How many versions a walk has passed so far."""
        self._writers = Writers(lines)

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
        let_go = self._writers.let_go[:]
        for version in reversed(self.versions()):
            self.passed += 1
            document = self.document(version.digest)
            if document is None:
                continue
            if newer is not None:
                found = changes(document, newer[1])
                yield self._moment(newer[0], version, found, let_go), newer[1], document
            if version.at <= since:
                return
            newer = (version, document)
        if newer is not None:
            yield self._moment(newer[0], None, (), []), newer[1], None

    def _moment(
        self,
        version: Version,
        before: Version | None,
        found: tuple[Change, ...],
        let_go: list[LetGo],
    ) -> Moment:
        """The moment; takes from the end of `let_go` what was let go since."""
        deeds: tuple[Deed, ...] = ()
        if before is not None:
            since, until = before.at - _EARLY_SECONDS, version.at + _LATE_SECONDS
            deeds = self._writers.of(version.digest, since, until)
        gone = []
        while let_go and let_go[-1].at >= version.at - _EARLY_SECONDS:
            gone.append(let_go.pop())
        return Moment(version, before, found, deeds, tuple(gone))

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
