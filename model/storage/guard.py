"""Was our edit erased by an older copy of the file, or taken back on purpose?

A program that read the file, thought for a minute, and writes it whole drops what was done
meanwhile without meaning to. Its content is then closest to a copy from *before* our edit,
and differs from it: the edit is done again. A content that equals an older copy, or that
lacks exactly our edit and nothing else, or that is closest to the newest copy, or has lines that
only the newest copy had, was meant so, and the edit is let go: taken back, if what it replaced
stands there again, else carried on. A change of branch in between makes everything uncertain:
the user is asked. And nobody is fought: an edit is done again five times a minute at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from .branch import head_moved_at
from .commit import Commit
from .desk import Desk
from .history import History
from .journal import Done, is_alive
from .ledger import Ledger
from .snapshots import digest
from .traces import erased_between, is_carried_on, knew, same_lines
from .values import (
    CARRIED_ON,
    Committed,
    Declined,
    Intent,
    Outcome,
    Plan,
    PlanFor,
    careful_plan,
)

_MOST_WATCHED = 50
_WATCH_SECONDS = 3600.0
_BETWEEN_SECONDS = 120.0
_SNAPSHOTS = 38
_PEER_SECONDS = 2.0
_TIMES, _PER_SECONDS = 5, 60.0
_WHY_NOT = {
    "branch": "the branch was switched; do it again?",
    "war": "another program keeps undoing it",
}


@dataclass(slots=True)
class _Watched:
    intent: Intent
    plan: Plan
    at: float
    """When it was last brought into the file, in seconds since the epoch."""
    again: list[float] = field(default_factory=list)
    """When it was done again, on the clock that never goes back."""
    left: bytes | None = None
    """What it made of the file, if another session did it and this one has not seen it there."""
    erased: bool = False
    """Whether an older copy is known to have erased it."""


class Guard:
    """The edits of this session, and what became of them in the file."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watched: dict[str, _Watched] = {}

    def watch(self, intent: Intent, plan: Plan, at: float) -> None:
        """From now on, notice if this edit goes missing."""
        known = self._watched.pop(intent.id, None)
        again = known.again if known is not None else []
        self._watched[intent.id] = _Watched(intent, plan, at, again)
        while len(self._watched) > _MOST_WATCHED:
            self._watched.pop(next(iter(self._watched)))

    def adopt(self, plan_for: PlanFor) -> bytes | None:
        """Watch what dead sessions did of late; returns the content they left, if known."""
        ledger, now = self._desk.ledger, self._desk.system.now()
        done_of_late = ledger.journal.done(now - _WATCH_SECONDS)
        orphans = [done for done in done_of_late if not is_alive(done.owner)]
        for done in orphans[-_MOST_WATCHED:]:
            self.watch(done.intent, careful_plan(plan_for, done.intent), done.at)
        left = self._left_by(orphans)
        chain = [done for done in done_of_late if done.at >= now - _BETWEEN_SECONDS]
        plans = {key: watched.plan for key, watched in self._watched.items()}
        for key, was, then in erased_between(plans, chain, ledger.snapshots):
            watched = self._watched[key]
            if was is None or self._meant(was, then, [watched]):
                del self._watched[key]
            else:
                watched.erased = True
        return left

    def take_over(self, plan_for: PlanFor, now: bytes) -> None:
        """Watch what short sessions, such as commands, did beside this one and left.

        What other sessions changed further, up to what the file says `now`, is forgotten.
        """
        beside, snapshots = self._desk.ledger.beside, self._desk.ledger.snapshots
        for done in beside.done():
            if done.intent.id not in self._watched:
                left = snapshots.get(done.new)
                self.watch(done.intent, careful_plan(plan_for, done.intent), done.at)
                self._watched[done.intent.id].left = left
        made = beside.made(digest(now)) if self._watched else []
        missing = [w for w in self._watched.values() if w.plan(now) != now] if made else []
        for edit in made if missing else ():
            base, data = snapshots.get(edit.base), snapshots.get(edit.new)
            if base is None or data is None:
                continue
            for watched in (w for w in missing if w.at < edit.at):
                if watched.plan(base) == base and watched.plan(data) != data:
                    self._watched.pop(watched.intent.id, None)

    def _left_by(self, orphans: list[Done]) -> bytes | None:
        if not orphans:
            return None
        snapshots = self._desk.ledger.snapshots
        left = snapshots.get(max(orphans, key=lambda done: done.at).new)
        if left is not None:
            older = [content for content in snapshots.newest(_SNAPSHOTS) if content != left]
            self._desk.history.start([*older, left])
        return left

    def check(self, before: bytes, now: bytes, wrote: bytes | None = None) -> list[Outcome]:
        """After the file went from `before` to `now`: settle every edit that went missing.

        `wrote` is what others made of it, if an edit of ours made `now` of that.
        """
        self._forget_old()
        wrote = now if wrote is None else wrote
        unseen = [w for w in list(self._watched.values()) if self._vanished(w, now, wrote)]
        known = list(self._watched.values())
        missing = [w for w in known if before != now and self._lacks(w, before, now)]
        outcomes: list[Outcome] = []
        if missing and self._meant(before, wrote, missing):
            for replaced in (w for w in known if w.intent.id not in self._watched):
                self._drop(replaced, CARRIED_ON)  # by one that the next session cannot see there
            history = self._desk.history.before(before)
            outcomes = [self._let_go(w, wrote, history) for w in missing]
            missing = []
        todo = missing + [w for w in unseen if w not in missing]
        return outcomes + (self._again(todo, now) if todo else [])

    def supersede(self, base: bytes, data: bytes) -> None:
        """The user's newest edit made `data` of `base`: forget older ones that it replaces."""
        for key, watched in list(self._watched.items()):
            again = watched.plan(data)
            if not isinstance(again, bytes) or again == data:
                continue
            if watched.plan(base) == base or same_lines(base, data, again):
                del self._watched[key]

    def understands(self, data: bytes) -> bool:
        """Whether no watched edit declines on `data`, as it would on half a file."""
        return not any(isinstance(w.plan(data), Declined) for w in self._watched.values())

    def _lacks(self, watched: _Watched, before: bytes, now: bytes) -> bool:
        """Whether the edit was in `before` and is not in `now`; a superseded one is dropped."""
        if watched.plan(now) == now or watched.left is not None or watched.erased:
            return False
        if watched.plan(before) != before:
            del self._watched[watched.intent.id]
            return False
        return True

    def _vanished(self, watched: _Watched, now: bytes, wrote: bytes) -> bool:
        """Whether another session's edit was erased before this one saw it; asked once."""
        left, watched.left = watched.left, None
        erased, watched.erased = watched.erased, False
        if (left is None and not erased) or watched.plan(now) == now:
            return False
        if left is None:
            return True
        if self._meant(left, wrote, [watched]):
            del self._watched[watched.intent.id]
            return False
        return True

    def _meant(self, before: bytes, now: bytes, missing: list[_Watched]) -> bool:
        """Whether the edits were taken back on purpose.

        Not if a peer has just found that a program wrote from an older copy: what it put back
        of its own makes the rest look meant.
        """
        if self._desk.ledger.beside.repaired(self._desk.system.now() - _PEER_SECONDS):
            return False
        restored: bytes | Declined = now
        for watched in missing:
            if isinstance(restored, bytes):
                restored = watched.plan(restored)
        if restored == before:
            return True
        history = self._desk.history.before(before)
        closest = history.closest(now)
        if now in history.all() or closest == before:
            return True
        return closest is not None and knew(closest, before, now)

    def _again(self, missing: list[_Watched], now: bytes) -> list[Outcome]:
        """Do edits again, all in one write, so that a busy program has no time to interfere."""
        outcomes: list[Outcome] = []
        todo = []
        self._desk.history.add(now)
        for watched in missing:
            why_not = self._why_not_again(watched)
            if why_not:
                outcomes.append(self._ask(watched, _WHY_NOT[why_not], row=why_not))
            else:
                todo.append(watched)
        if not todo:
            return outcomes
        answers: dict[str, _Step] = {}
        self._reopen(todo)
        result = Commit(self._desk, todo[0].intent, _all_of(todo, answers), kept=True).run()
        if not isinstance(result, Committed):
            return outcomes + [
                Outcome("waiting", f"{w.intent.summary}: {result.reason}", w.intent) for w in todo
            ]
        for watched in todo:
            outcomes.append(self._report(watched, answers[watched.intent.id], result.data))
        if result.base != now:
            outcomes += self.check(now, result.data, result.base)
        return outcomes

    def _report(self, watched: _Watched, step: _Step, data: bytes) -> Outcome:
        before, answer = step
        if isinstance(answer, Declined):
            return self._ask(watched, answer.reason, answer)
        watched.at = self._desk.system.now()
        self._record(lambda ledger: ledger.done(watched.intent, data))
        reason = f"{watched.intent.summary}: re-applied, a program wrote from an older copy"
        return Outcome("reapplied", reason, watched.intent, data, edit=(before, answer))

    def _why_not_again(self, watched: _Watched) -> Literal["", "branch", "war"]:
        """Why an edit must not be done again without asking, or ""."""
        if head_moved_at(self._desk.path) >= watched.at:
            return "branch"
        clock = self._desk.system.clock()
        watched.again = [t for t in watched.again if clock - t < _PER_SECONDS]
        if len(watched.again) >= _TIMES:
            return "war"
        watched.again.append(clock)
        return ""

    def _reopen(self, todo: list[_Watched]) -> None:
        """In the journal, the edits wait again until they are done again."""
        self._record(lambda ledger: ledger.reopen([w.intent for w in todo]))

    def _record(self, write: Callable[[Ledger], None]) -> None:
        if self._desk.ledger.exists:
            try:
                write(self._desk.ledger)
            except OSError as problem:
                self._desk.note(problem)

    def _ask(
        self,
        watched: _Watched,
        reason: str,
        declined: Declined | None = None,
        row: Literal["", "branch", "war"] = "",
    ) -> Outcome:
        self._drop(watched, reason)
        intent = watched.intent
        return Outcome("asked", f"{intent.summary}: {reason}", intent, declined=declined, row=row)

    def _let_go(self, watched: _Watched, now: bytes, history: History) -> Outcome:
        intent = watched.intent
        if is_carried_on(watched.plan, now, history):
            self._drop(watched, CARRIED_ON)
            return Outcome("replaced", f"{intent.summary}: changed further", intent)
        self._drop(watched, "taken back")
        return Outcome("reverted", f"{intent.summary}: taken back by another program", intent)

    def _drop(self, watched: _Watched, why: str) -> None:
        self._watched.pop(watched.intent.id, None)
        self._record(lambda ledger: ledger.withdraw(watched.intent, why))

    def _forget_old(self) -> None:
        oldest = self._desk.system.now() - _WATCH_SECONDS
        self._watched = {key: w for key, w in self._watched.items() if w.at >= oldest}


_Step = tuple[bytes, "bytes | Declined"]
"""What one plan of several was given, and its answer."""


def _all_of(todo: list[_Watched], answers: dict[str, _Step]) -> Plan:
    """All the plans in one; `answers` gets what each came to, by the intent."""

    def plan(data: bytes) -> bytes:
        answers.clear()
        for watched in todo:
            answer = watched.plan(data)
            answers[watched.intent.id] = (data, answer)
            data = data if isinstance(answer, Declined) else answer
        return data

    return plan
