"""One task file as it changes under its readers: what it says by now, and whether to believe it.

What a reader sees is never an accident of the moment: a file that is half written or
suddenly without most of its tasks is held back for two seconds, and then for as long as the
user does not say what to make of it; the last good document stays, and `Health` says so.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from ..document import Document, parse, reparse
from ..history.recorder import Recorder
from ..storage import Declined, Intent, Missing, Outcome, Promise, Storage, StorageError
from .planning import planner_of, taken_back
from .results import Health, Reloaded
from .undoing import Steps
from .vanishing import Shrunk, Vanishing

if TYPE_CHECKING:
    from ..attention.watch import Attention
    from ..history.changes import Change
    from ..history.past import Past
    from ..history.versions import Versions

_RETRY_SECONDS = 0.1
_SWITCH_SECONDS = 5.0
"""A file that shrinks so soon before or after a switch of the branch needs no explanation."""


class Followed:
    """One task file, followed: what it says, and how far that can be believed."""

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
        self._vanishing = Vanishing(path.name)
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
            from ..config import load
            from ..history.values import Bounds
            from ..history.versions import Versions

            self._versions = Versions(folder, Bounds(*load(self.path).history))
        return self._versions

    @property
    def attention(self) -> Attention:
        """What wants the user's eye. Looking writes nothing."""
        folder = Path(self._storage.ledger.folder)
        if self._attention is None or self._attention.folder != folder:
            from ..attention.watch import Attention

            self._attention = Attention(folder, self._storage, lambda: self.versions)
        return self._attention

    @property
    def path(self) -> Path:
        """The file itself, links followed."""
        return self._storage.path

    @property
    def past(self) -> Past:
        """What the file said and what happened to it, as far as it is kept. May take a moment."""
        from ..history.past import Past

        self.recorder.flush()
        return Past(self.versions, self._storage.ledger.journal.lines())

    @property
    def promise(self) -> Promise:
        """What can be promised about edits on this file."""
        if self._read_only:
            return Promise("none", "Opened to look only.")
        return self._storage.promise

    def open(self, known: Document | None = None) -> Document:
        """Read the file for the first time; writes nothing.

        `known` is what somebody has read there just now, if so: where that is still in the file,
        it is taken over. Raises `StorageError`, `TooLarge` or `NotText`, each with one clear line.
        """
        with self._lock:
            data = self._storage.read(None if known is None else known.raw).data
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

    def reload(self, *, believe: bool = False) -> Reloaded:
        """Look at the file, and take over what other writers made of it.

        With `believe`, a file that lost its tasks is taken over at once: the user asked.
        """
        with self._lock:
            try:
                snapshot = self._storage.read(self.document.raw)
                fresh = reparse(self.document, snapshot.data)
            except StorageError as problem:
                return self._absent(problem, ask=believe)
            except ValueError as problem:
                self.health = Health("unreadable", f"{self.path.name}: {problem}")
                return Reloaded()
            self._vanishing.came_back()
            if fresh is self.document:
                self._vanishing.forget()
                self.health = self._calm
                return self._catch_up()
            if not snapshot.settled:
                self.health = Health("writing", f"{self.path.name} is being written ...")
                return Reloaded(again=_RETRY_SECONDS)
            held = None if believe else self._hold(fresh)
            return held or self._accept(fresh)

    @property
    def shrunk(self) -> Shrunk | None:
        """That most tasks are gone from the file, where the user is to decide."""
        return self._vanishing.shrunk

    def keep_showing(self) -> None:
        """Go on with what the file said before it shrank; the user decides later."""
        self._vanishing.keep_showing()

    def tend(self) -> Reloaded:
        """Look after what this session's writes displaced: a late write to it is merged in.

        Nothing tells of such a write, so this wants calling about once a second.
        """
        with self._lock:
            if self._vanishing.fresh is not None:
                return Reloaded()
            old, outcomes = self.document, self._storage.tend()
            if self.kept:
                outcomes += self._storage.retry(self._plan_for)
            self._take(outcomes)
            return Reloaded(changes_between(old, self.document), self._told(outcomes))

    def close(self) -> None:
        """Leave the file; waits half a second at most."""
        with self._lock:
            self._storage.close()
        if self.recorder.has_news:
            self.recorder.flush()

    def _now(self, document: Document) -> None:
        """From now on, this is what the file says."""
        before: Document | None = getattr(self, "document", None)
        self.document = document
        if before is not None and before is not document:
            before.put_away()
        if not self._read_only:
            self.recorder.saw(document.raw)

    @property
    def _calm(self) -> Health:
        if self._read_only:
            return Health("read_only", "opened to look only")
        reason = self._storage.why_not_writable
        return Health("read_only", reason) if reason else Health("ok")

    def _absent(self, problem: StorageError, *, ask: bool) -> Reloaded:
        missing = isinstance(problem, Missing)
        self.health = Health("missing" if missing else "unreadable", str(problem))
        if missing:
            self._vanishing.miss(self.document, self._may_ask)
            if ask:
                self._vanishing.ask_again()
        return Reloaded(again=_RETRY_SECONDS * 5)

    def _hold(self, fresh: Document) -> Reloaded | None:
        """Keep the old document for now if the new one lost most of its tasks."""
        asked = self._vanishing.shrunk is not None
        held = self._vanishing.look(self.document, fresh, self._may_ask)
        if held is None:
            return None
        self.health, seen = held
        if self._vanishing.shrunk is not None and not asked:
            self.attention.others_changed(self.document, fresh, None)
        return seen

    def _may_ask(self, since: float) -> bool:
        """Whether somebody can say what to make of a file that shrank, and it is not a branch."""
        from ..storage.branch import head_moved_at

        state = self.health.state
        if not self.attentive or state == "read_only":
            return False
        if state != "missing" and self._calm.state != "ok":
            return False
        return abs(since - head_moved_at(str(self.path))) > _SWITCH_SECONDS

    def _accept(self, fresh: Document) -> Reloaded:
        old, vanishing = self.document, self._vanishing
        was_held, asked = vanishing.fresh is not None, vanishing.shrunk is not None
        vanishing.forget()
        self._now(fresh)
        outcomes: tuple[Outcome, ...] = ()
        if not self._read_only:
            outcomes = self._storage.check(old.raw, fresh.raw, self._plan_for)
            self._take(outcomes)
        if asked:
            self.attention.bell.dismiss_all("shrank")
        elif self.attentive:
            told = any(outcome.kind in ("reverted", "replaced", "asked") for outcome in outcomes)
            self.attention.others_changed(old, self.document, None if told else fresh.raw)
        self.health = self._calm
        notices = list(self._told(outcomes))
        if was_held and not asked and len(fresh.tasks) < len(old.tasks):
            shrunk = Shrunk(self.path.name, len(old.tasks), len(fresh.tasks), time.time())
            notices.insert(0, shrunk.text)
        again = any(outcome.kind == "reapplied" for outcome in outcomes)
        return Reloaded(changes_between(old, self.document), tuple(notices), reapplied=again)

    def _catch_up(self) -> Reloaded:
        """Look after the edits that a program erased which had the file open until now."""
        if self._read_only or not self._storage.is_behind:
            return Reloaded()
        old = self.document
        outcomes = self._storage.check(old.raw, old.raw, self._plan_for)
        self._take(outcomes)
        again = any(outcome.kind == "reapplied" for outcome in outcomes)
        changes = changes_between(old, self.document)
        return Reloaded(changes, self._told(outcomes), reapplied=again)

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

    def _plan_for(self, intent: Intent) -> Callable[[bytes], bytes | Declined]:
        return planner_of(intent, self._near)


def changes_between(old: Document, new: Document) -> tuple[Change, ...]:
    """What became of the tasks."""
    from ..history.changes import changes

    return changes(old, new)
