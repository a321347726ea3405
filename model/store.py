"""The truth over time: the document as it is now, edits on their way in, undo.

`Store` ties the parts together. It reads through the storage, keeps the current `Document`,
plans operations on fresh bytes whenever the storage asks, and says after each step what
changed. It is synchronous and thread-safe; a front end calls it from a worker thread.

What a reader sees is never an accident of the moment: a file that is half written or
suddenly without most of its tasks is held back for two seconds, one without any until tasks
come back or the user asks; the last good document stays, and `Health` says so.

What only edits and changes need is imported when there is one: a board opens sooner.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from .document import Document, parse, reparse
from .history.recorder import Recorder
from .planning import Attempt, intent_of, numbered, planner, planner_of, taken_back
from .results import Applied, Failed, Health, Reloaded, Result
from .storage import (
    Committed,
    Declined,
    Intent,
    Kept,
    Missing,
    Outcome,
    Promise,
    Storage,
    StorageError,
)
from .undoing import Steps, earlier_of

if TYPE_CHECKING:
    from .attention.watch import Attention
    from .changes import Change
    from .history.past import Past
    from .history.versions import Versions
    from .operations import Operation, Revert

__all__ = ["HOLD_SECONDS", "Applied", "Failed", "Health", "Reloaded", "Result", "Store"]

HOLD_SECONDS = 2.0
"""How long a file that lost most of its tasks is held back before it is believed."""

_RETRY_SECONDS = 0.1
_SMALL = 4
"""Fewer tasks than this may vanish at once without being held back."""


class _Held(NamedTuple):
    """A content that is not believed yet."""

    raw: bytes
    since: float
    """By the monotonic clock."""


class Store:
    """One task file, open. Call `open` before anything else."""

    document: Document
    """What the file says, as far as it can be believed."""
    by_command = False
    """Whether it serves one command and not a board. An edit that a command cannot make now does
    not wait for later: who is told that nothing was written will ask again."""
    health: Health

    def __init__(
        self, path: Path, *, storage: Storage | None = None, read_only: bool = False
    ) -> None:
        self._storage = storage if storage is not None else Storage(path)
        self._read_only = read_only
        self._lock = RLock()
        self._held: _Held | None = None
        self._versions: Versions | None = None
        self._steps = Steps()
        self.kept = 0
        """Edits that are in the journal and not yet in the file."""
        self._near = lambda: self.document
        self._attention: Attention | None = None
        self.attentive = False
        """Whether conflicts are kept as questions and alarms are raised: a board does, a command
        answers for itself.
        """
        self.health = Health("ok")
        self.recorder = Recorder(lambda: self.versions)

    @property
    def versions(self) -> Versions:
        """What the file said, as far as it is kept. Looking writes nothing."""
        folder = os.path.join(self._storage.ledger.folder, "versions")  # noqa: PTH118
        if self._versions is None or self._versions.folder != folder:
            from .config import load
            from .history.values import Bounds
            from .history.versions import Versions

            self._versions = Versions(folder, Bounds(*load(self.path).history))
        return self._versions

    @property
    def attention(self) -> Attention:
        """What wants the user's eye. Looking writes nothing."""
        folder = Path(self._storage.ledger.folder)
        if self._attention is None or self._attention.folder != folder:
            from .attention.watch import Attention

            self._attention = Attention(folder, self._storage, lambda: self.versions)
        return self._attention

    @property
    def path(self) -> Path:
        """The file itself, links followed."""
        return self._storage.path

    @property
    def past(self) -> Past:
        """What the file said and what happened to it, as far as it is kept. May take a moment."""
        from .history.past import Past

        self.recorder.flush()
        return Past(self.versions, self._storage.ledger.journal.lines())

    @property
    def promise(self) -> Promise:
        """What can be promised about edits on this file."""
        if self._read_only:
            return Promise("none", "Opened to look only.")
        return self._storage.promise

    @property
    def undo_label(self) -> str | None:
        """What `undo` will take back, or None."""
        return self._steps.label(forward=False)

    @property
    def redo_label(self) -> str | None:
        """What `redo` will do again, or None."""
        return self._steps.label(forward=True)

    def open(self, known: Document | None = None) -> Document:
        """Read the file for the first time; writes nothing.

        `known` is what somebody has read there just now, if so: where that is still in the file,
        it is taken over. Raises `StorageError`, `TooLarge` or `NotText`, each with one clear line.
        """
        with self._lock:
            data = self._storage.read().data
            self._now(parse(data) if known is None else reparse(known, data))
            self.health = self._calm
            return self.document

    def recover(self) -> tuple[str, ...]:
        """Finish what a crash or a busy file left undone; returns a line for each."""
        if self._read_only:
            return ()
        with self._lock:
            outcomes = self._storage.recover(self._plan_for)
            self._take(outcomes)
            return self._told(outcomes)

    def submit(self, operation: Operation) -> Result:
        """Bring an edit into the file, planned on what the file says at that moment."""
        with self._lock:
            seen = self.document
            result, inverse = self._submit(operation)
            if inverse is not None:
                self._steps.did(inverse)
            if self.attentive:
                self.attention.came_of(operation, result, seen)
            return result

    def remember(self) -> None:
        """Let `undo` reach what this user did in earlier sessions. Reads the state folder."""
        if not self._read_only:
            kept = [version.digest for version in self.versions.all()]
            earlier = earlier_of(self._storage.ledger.journal.lines(), kept)
            with self._lock:
                self._steps.adopt(earlier)

    def undo(self) -> Result:
        """Take back this user's last edit that still stands."""
        return self._step(forward=False)

    def redo(self) -> Result:
        """Do again what `undo` took back last."""
        return self._step(forward=True)

    def _step(self, *, forward: bool) -> Result:
        with self._lock:
            step = self._steps.take(
                lambda name: (
                    self._storage.ledger.snapshots.get(name) or self.versions.content(name)
                ),
                forward=forward,
            )
            if step is None:
                return Failed(f"there is nothing to {'redo' if forward else 'undo'}", "nothing")
            if isinstance(step, str):
                return Failed(step, "nothing")
            result, inverse = self._submit(step)
            if inverse is not None:
                self._steps.went(inverse, forward=forward)
            elif isinstance(result, Failed):
                self._steps.failed(step, forward=forward)
            return result

    def reload(self, *, believe: bool = False) -> Reloaded:
        """Look at the file, and take over what other writers made of it.

        With `believe`, a file that lost its tasks is taken over at once: the user asked.
        """
        with self._lock:
            try:
                snapshot = self._storage.read()
                raw = snapshot.data
                fresh = self.document if raw == self.document.raw else reparse(self.document, raw)
            except StorageError as problem:
                return self._absent(problem)
            except ValueError as problem:
                self.health = Health("unreadable", f"{self.path.name}: {problem}")
                return Reloaded()
            if fresh is self.document:
                self._held = None
                self.health = self._calm
                return Reloaded()
            if not snapshot.settled:
                self.health = Health("writing", f"{self.path.name} is being written ...")
                return Reloaded(again=_RETRY_SECONDS)
            held = None if believe else self._hold(fresh)
            return held or self._accept(fresh)

    def tend(self) -> Reloaded:
        """Look after what this session's writes displaced: a late write to it is merged in.

        Nothing tells of such a write, so this wants calling about once a second.
        """
        with self._lock:
            old, outcomes = self.document, self._storage.tend()
            if self.kept:
                outcomes += self._storage.retry(self._plan_for)
            self._take(outcomes)
            return Reloaded(_changes(old, self.document), self._told(outcomes))

    def close(self) -> None:
        """Leave the file; waits half a second at most."""
        with self._lock:
            self._storage.close()
        if self.recorder.has_news:
            self.recorder.flush()

    def _now(self, document: Document) -> None:
        """From now on, this is what the file says."""
        self.document = document
        if not self._read_only:
            self.recorder.saw(document.raw)

    @property
    def _calm(self) -> Health:
        if self._read_only:
            return Health("read_only", "opened to look only")
        reason = self._storage.why_not_writable
        return Health("read_only", reason) if reason else Health("ok")

    def _absent(self, problem: StorageError) -> Reloaded:
        missing = isinstance(problem, Missing)
        self.health = Health("missing" if missing else "unreadable", str(problem))
        return Reloaded(again=_RETRY_SECONDS * 5)

    def _hold(self, fresh: Document) -> Reloaded | None:
        """Keep the old document for now if the new one lost most of its tasks."""
        before, now = len(self.document.tasks), len(fresh.tasks)
        if before < _SMALL or now * 2 >= before:
            self._held = None
            return None
        if self._held is None or self._held.raw != fresh.raw:
            self._held = _Held(fresh.raw, time.monotonic())
        left = HOLD_SECONDS - (time.monotonic() - self._held.since)
        if left <= 0 and now:
            return None
        if left <= 0:
            text = f"{self.path.name} has no tasks any more; this is what it said before"
            if self.attentive and self.health.message != text:
                self.attention.others_changed(self.document, fresh, None)
            self.health = Health("held", text)
            return Reloaded()
        text = f"{self.path.name} has {now} of {before} tasks; waiting whether that is meant"
        self.health = Health("held", text)
        return Reloaded(again=max(left, 0.01))

    def _accept(self, fresh: Document) -> Reloaded:
        old, was_held = self.document, self._held is not None
        self._held = None
        self._now(fresh)
        outcomes: tuple[Outcome, ...] = ()
        if not self._read_only:
            outcomes = self._storage.check(old.raw, fresh.raw, self._plan_for)
            self._take(outcomes)
        if self.attentive:
            told = any(outcome.kind in ("reverted", "replaced", "asked") for outcome in outcomes)
            self.attention.others_changed(old, self.document, None if told else fresh.raw)
        self.health = self._calm
        notices = list(self._told(outcomes))
        if was_held:
            clock = time.strftime("%H:%M:%S")
            counts = f"from {len(old.tasks)} to {len(fresh.tasks)} tasks"
            notices.insert(0, f"{self.path.name} shrank {counts} ({clock})")
        again = any(outcome.kind == "reapplied" for outcome in outcomes)
        return Reloaded(_changes(old, self.document), tuple(notices), reapplied=again)

    def _told(self, outcomes: tuple[Outcome, ...], own: str = "") -> tuple[str, ...]:
        """What a person should be told, a line each; `own` is the edit just made, if any."""
        if not outcomes:
            return ()
        from .notices import notices, of_one

        return notices(outcomes) if self.attentive else of_one(outcomes, own)

    def _take(self, outcomes: tuple[Outcome, ...]) -> None:
        """Follow what the storage wrote of its own accord."""
        if self.kept or any(outcome.kind == "waiting" for outcome in outcomes):
            self.kept = len(self._storage.pending())
        asked = tuple(outcome for outcome in outcomes if outcome.kind == "asked")
        if asked:
            self.attention.asked(asked, self.document)
        for outcome in outcomes:
            if outcome.data is not None:
                self._now(reparse(self.document, outcome.data))
            if outcome.edit is not None and outcome.intent is not None:
                self._steps.did_again(taken_back(outcome.intent, outcome.edit, self._near))

    def _submit(self, operation: Operation) -> tuple[Result, Revert | None]:
        from .operations import Refused
        from .operations.anchors import anchor_of

        if self.health.state == "read_only":
            return Failed(f"not written: {self.health.message}", "read_only"), None
        try:
            operation = numbered(operation, self.document)
            attempt, anchor = Attempt(self.document), anchor_of(operation, self.document)
            plan = planner(operation, attempt, self._near, anchor)
            intent = intent_of(operation, anchor, by_command=self.by_command)
            attempt.intent = intent.id
            outcome = self._storage.commit(intent, plan, keep=not self.by_command)
            if isinstance(outcome, Committed) and attempt.document.raw != outcome.base:
                plan(outcome.base)  # the storage has planned it on later contents too
        except Refused as problem:
            return Failed(str(problem), problem.kind), None
        except StorageError as problem:
            return Failed(str(problem)), None
        return self._concluded(outcome, attempt)

    def _concluded(
        self, outcome: Committed | Declined | Kept, attempt: Attempt
    ) -> tuple[Result, Revert | None]:
        from .operations import Conflict, Refused, Revert, Unchanged

        if isinstance(outcome, Kept):
            self.kept = len(self._storage.pending())
            return Failed(outcome.reason, "kept"), None
        if isinstance(outcome, Declined):
            if isinstance(outcome.payload, Conflict):
                return outcome.payload, None
            if isinstance(outcome.payload, Refused):
                return Failed(outcome.reason, outcome.payload.kind), None
            return Failed(outcome.reason), None
        old = self.document
        base = reparse(old, outcome.base)
        self._now(base)
        self._now(reparse(base, outcome.data))
        mine, others = _changes(base, self.document), _changes(old, base)
        notices: tuple[str, ...] = ()
        if base is not old:
            if self.attentive:
                self.attention.others_changed(old, base, outcome.base)
            outcomes = self._storage.check(old.raw, outcome.data, self._plan_for)
            self._take(outcomes)
            notices = self._told(outcomes, attempt.intent)
        planned, last = attempt.planned, attempt.result
        if planned is None or (isinstance(last, Unchanged) and not outcome.changed):
            assert isinstance(last, Unchanged)
            return last, None
        done = Applied(planned.task, planned.summary, mine, others, notices)
        return done, Revert.of(attempt.document, planned, attempt.intent)

    def _plan_for(self, intent: Intent) -> Callable[[bytes], bytes | Declined]:
        return planner_of(intent, self._near)


def _changes(old: Document, new: Document) -> tuple[Change, ...]:
    from .changes import changes

    return changes(old, new)
