"""Everything that wants a person's eye about one file, and how it comes to be.

The store calls this for what it cannot settle by itself: conflicts of the user's edits, edits
that the storage does not do again without asking, and what other writers changed. None of it
is on the way of an edit or of a changed picture: what takes time waits for `Store.attend`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..document import reparse
from .bell import Bell
from .looked import Looked
from .questions import Question, id_of, is_kept, question_of, text_of
from .tray import Tray
from .typed import TypedTexts

if TYPE_CHECKING:
    from ..document import Document
    from ..history.versions import Versions
    from ..live.results import Result
    from ..operations import Conflict, Operation, ReplaceSection
    from ..storage import Outcome, Storage
    from .alarms import Alarm

_SWITCH_SECONDS = 2.0
_OWN_SECONDS = 120.0
"""How long before a change the user's edits are looked for that may have made it."""


class _Change(NamedTuple):
    """A change by other writers, to be looked at when there is time."""

    old: Document
    new: Document
    """As other writers left it, the user's own edits among it."""
    written: bytes | None
    """As they wrote it, where it may lack what others did."""


class Attention:
    """Questions, alarms, and what was looked at."""

    def __init__(self, folder: Path, storage: Storage, versions: Callable[[], Versions]) -> None:
        """`folder` is the state folder of the task file; nothing is made."""
        self.folder = folder
        self._storage = storage
        self._versions = versions
        self._waiting: list[_Change] = []

    @cached_property
    def tray(self) -> Tray:
        """The questions."""
        return Tray(self.folder)

    @cached_property
    def bell(self) -> Bell:
        """The alarms."""
        return Bell(self.folder)

    @cached_property
    def looked(self) -> Looked:
        """What the user has seen."""
        return Looked(self.folder)

    @cached_property
    def typed(self) -> TypedTexts:
        """What the user was typing."""
        return TypedTexts(self.folder)

    def came_of(self, operation: Operation, result: Result, seen: Document) -> None:
        """Keep what an edit came to, where that is a question; settle those that it answers.

        `seen` is the document that the user saw.
        """
        from ..live.results import Applied, Failed
        from ..operations import Conflict, ReplaceSection

        if isinstance(result, Conflict) and is_kept(operation):
            self.tray.ask(question_of(operation, result, self._seen(seen)))
        elif isinstance(result, Failed) and isinstance(operation, ReplaceSection):
            if result.kind != "kept":
                refused = _not_taken(operation, result.reason)
                self.tray.ask(question_of(operation, refused, self._seen(seen)))
        elif isinstance(result, Applied):
            self.tray.settle(operation)

    def asked(self, outcomes: Iterable[Outcome], document: Document) -> int:
        """Keep what the storage asks as questions; returns how many outcomes that were."""
        found = [outcome for outcome in outcomes if outcome.kind == "asked" and outcome.intent]
        switched = [outcome for outcome in found if outcome.row == "branch"]
        if switched:
            self._ask_once(switched)
        for outcome in found:
            if outcome.row != "branch":
                self._ask(outcome, document)
        return len(found)

    def _ask(self, outcome: Outcome, document: Document) -> None:
        from ..operations import Conflict, from_payload

        assert outcome.intent is not None
        try:
            operation = from_payload(outcome.intent.payload)
        except ValueError:
            return
        answer = outcome.declined.payload if outcome.declined else None
        if isinstance(answer, Conflict):
            conflict = answer
        else:
            conflict = Conflict(outcome.reason, operation.task, kind=outcome.row or "field")
        question = question_of(operation, conflict, self._seen(document))
        self.tray.ask(replace(question, reason=outcome.reason))

    def _ask_once(self, switched: list[Outcome]) -> None:
        """One question for all edits that a switch of the branch put in doubt."""
        intents = [outcome.intent for outcome in switched if outcome.intent is not None]
        wishes = tuple(intent.payload for intent in intents)
        named = "; ".join(intent.summary for intent in intents[:5])
        more = f" and {len(intents) - 5} more" if len(intents) > 5 else ""
        reason = f"the branch was switched, and your edits are not in the file: {named}{more}"
        text = "\n".join(intent.summary for intent in intents)
        name = hashlib.sha256("\0".join(i.id for i in intents).encode()).hexdigest()[:24]
        self.tray.ask(Question(name, time.time(), "branch", "", reason, wishes, mine=text))

    def others_changed(self, old: Document, new: Document, written: bytes | None) -> None:
        """Other writers changed the file; looked at by `attend`.

        `new` is what it says by now, with edits of ours that were done again; `written` what
        they wrote, None where an edit of ours is settled otherwise: then what is missing is
        known. Where the branch was switched just now, everything may differ and nobody did it.
        """
        from ..storage.branch import head_moved_at

        if time.time() - head_moved_at(str(self._storage.path)) > _SWITCH_SECONDS:
            self._waiting.append(_Change(old, new, written))

    def attend(self) -> tuple[Alarm, ...]:
        """Look at what others changed since the last call: raise alarms, offer what was dropped.

        Takes its time: call it when the change is shown already. Returns the new alarms.
        """
        waiting, self._waiting = self._waiting, []
        raised: list[Alarm] = []
        for change in waiting:
            raised += self.compare(change.old, change.new, time.time() - _OWN_SECONDS)
            if change.written is not None:
                self._offer(change, change.written)
        return tuple(raised)

    def compare(self, old: Document, new: Document, since: float) -> tuple[Alarm, ...]:
        """Raise the alarms of a change, but not those that the user's own edits in boards since
        a moment explain. Returns the new ones.
        """
        from .alarms import alarms

        gone = [
            (r.alarm.task, r.alarm.title) for r in self.bell.all() if r.alarm.kind == "task gone"
        ]
        found = alarms(old, new, gone)
        if not found:
            return ()
        done = self._storage.ledger.journal.done(since)
        mine = [each.intent.payload for each in done if not each.intent.by_command]
        foreign = (alarm for alarm in found if not _is_own(alarm, mine))
        return tuple(alarm for alarm in foreign if self.bell.ring(alarm))

    def _seen(self, document: Document) -> Iterator[Document]:
        """What the user saw: this document, then what the file said before, the newest first."""
        yield document
        for raw in self._storage.earlier():
            yield reparse(document, raw)
        versions = self._versions()
        for version in reversed(versions.all()):
            content = versions.content(version.digest)
            if content is not None:
                yield reparse(document, content)

    def _offer(self, change: _Change, written: bytes) -> None:
        from .dropped import dropped

        grew_from = self._storage.origin(change.old.raw, written)
        if grew_from is None:
            return
        operation = dropped(grew_from, change.old, change.new, written)
        if operation is None:
            return
        from ..operations import to_payload

        what = operation.summary.removeprefix("put back: ")
        reason = f"a program saved an older copy, and what others did since was dropped: {what}"
        left = "".join(hunk.new for hunk in operation.hunks)
        question = Question(
            id_of(operation),
            time.time(),
            "dropped",
            operation.task,
            reason,
            (to_payload(operation),),
            base=None,
            theirs=left,
            mine=text_of(operation),
        )
        self.tray.ask(question)

    def stamp(self) -> tuple[int, int]:
        """Changes when questions or alarms come or go, in whichever board; two `stat`s."""
        return self.tray.stamp(), self.bell.stamp()


def _not_taken(operation: ReplaceSection, reason: str) -> Conflict:
    """An editor's text that makes no sense in the file: it waits to be mended."""
    from ..operations import Conflict

    return Conflict(reason, operation.task, None, operation.text, operation.base, "prose")


_OWN_KINDS = {
    "task gone": ("DeleteTask", "RenumberTask", "Revert", "ReplaceSection"),
    "criterion gone": ("RemoveCriterion", "ReplaceSection", "Revert"),
    "reworded": ("EditCriterion", "ReplaceSection", "Revert"),
    "all ticked": ("CheckCriterion", "ReplaceSection", "Revert"),
    "straight to done": ("SetStatus", "ReplaceSection", "Revert"),
    "approval undone": ("SetStatus", "ReplaceSection", "Revert"),
    "ID again": ("AddTask", "RestoreTask", "RenumberTask", "ReplaceSection", "Revert"),
}
"""By the kind of alarm: the operations of the user's own that explain it."""


def _is_own(alarm: Alarm, payloads: Iterable[object]) -> bool:
    """Whether an edit of the user's, in this board or another, made the change."""
    kinds = _OWN_KINDS.get(alarm.kind, ())
    own = alarm.task.partition("#")[0]
    for payload in payloads:
        if isinstance(payload, dict) and payload.get("kind") in kinds:
            task = str(payload.get("task") or payload.get("id") or "").partition("#")[0]
            if task == own:
                return True
    return False
