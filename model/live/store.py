"""The truth over time: the document as it is now, edits on their way in, undo.

`Store` ties the parts together. It reads through the storage, keeps the current `Document`,
plans operations on fresh bytes whenever the storage asks, and says after each step what
changed. It is synchronous and thread-safe; a front end calls it from a worker thread.

What only edits and changes need is imported when there is one: a board opens sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..document import reparse
from ..storage import Committed, Declined, Kept, StorageError
from .following import Followed, changes_between
from .planning import Attempt, intent_of, numbered, planner
from .results import Applied, Failed, Health, Reloaded, Result
from .undoing import earlier_of
from .vanishing import HOLD_SECONDS, puts_back, restoring

if TYPE_CHECKING:
    from ..operations import Operation, Revert

__all__ = ["HOLD_SECONDS", "Applied", "Failed", "Health", "Reloaded", "Result", "Store"]


class Store(Followed):
    """One task file, open. Call `open` before anything else."""

    @property
    def undo_label(self) -> str | None:
        """What `undo` will take back, or None."""
        return self._steps.label(forward=False)

    @property
    def redo_label(self) -> str | None:
        """What `redo` will do again, or None."""
        return self._steps.label(forward=True)

    def submit(self, operation: Operation) -> Result:
        """Bring an edit into the file, planned on what the file says at that moment."""
        with self._lock:
            seen = self.document
            waits = self._waits(operation)
            if waits is not None:
                return waits
            result, inverse = self._submit(operation)
            if inverse is not None:
                self._steps.did(inverse)
            if self.attentive:
                self.attention.came_of(operation, result, seen)
            return result

    def _waits(self, operation: Operation) -> Failed | None:
        """Keep an edit for later while the user has not said what to make of the file."""
        if self._vanishing.fresh is None or not self.attentive:
            return None
        if puts_back(operation):
            self.reload(believe=True)
            return None
        from ..operations.anchors import anchor_of

        operation = numbered(operation, self.document)
        intent = intent_of(operation, anchor_of(operation, self.document))
        try:
            self._storage.keep(intent)
        except StorageError as problem:
            return Failed(str(problem))
        self.kept = len(self._storage.pending())
        return Failed(f"{operation.describe()}: kept for later", "kept")

    def put_back(self) -> Result:
        """Put back, as an ordinary edit, what is gone from a file that shrank.

        A file that is gone is written anew, as the board shows it, if there is still none.
        """
        with self._lock:
            if self.shrunk is not None and self.shrunk.deleted:
                return self._write_back()
            fresh = self._vanishing.fresh
            try:
                return self.submit(restoring(self.document, fresh or self.document))
            except ValueError as problem:
                return Failed(str(problem), "nothing")

    def _write_back(self) -> Result:
        from .results import Applied

        try:
            self._storage.write_back(self.document.raw)
        except StorageError as problem:
            return Failed(str(problem))
        self.reload(believe=True)
        return Applied("", f"{self.path.name} is written back", ())

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
            if self._vanishing.fresh is not None and self.attentive:
                return Failed(f"not now: {self.health.message}", "refused")
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

    def _submit(self, operation: Operation) -> tuple[Result, Revert | None]:
        from ..operations import Refused
        from ..operations.anchors import anchor_of

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
        from ..operations import Conflict, Refused, Revert, Unchanged

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
        mine, others = changes_between(base, self.document), changes_between(old, base)
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
