"""The door: one file, read and written safely among writers who know nothing of us."""

from __future__ import annotations

import os
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from .desk import Desk
from .errors import NotWritten, ReadOnly, StorageError
from .reading import describe, look, read_settled
from .system import System
from .values import (
    Committed,
    Declined,
    Entry,
    Intent,
    Kept,
    Outcome,
    Plan,
    PlanFor,
    Promise,
    Snapshot,
    Timing,
    careful_plan,
)

if TYPE_CHECKING:
    from .guard import Guard
    from .ledger import Ledger

_LEAVING_SECONDS = 0.5
_LEAVING_STEP = 0.005


class Storage:
    """A shared Markdown file. Thread-safe; one object per file and process.

    `path` is what the user named, a link or not; a link is followed at every access and
    never replaced. If `within` is given, a link that leads out of that folder is read only.
    Making a `Storage` and reading through it writes nothing anywhere.
    """

    def __init__(
        self,
        path: Path,
        state_root: Path | None = None,
        *,
        within: Path | None = None,
        system: System | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._link = os.path.abspath(path)
        self._within = None if within is None else os.path.realpath(within)
        self._root = state_root if state_root is not None else default_root()
        self._system = system if system is not None else System()
        self._timing = timing if timing is not None else Timing()
        self._mutex = RLock()
        self._desk = self._new_desk()
        self._made_guard: Guard | None = None
        self._waiting = False
        self.is_behind = False
        """Whether a content was shown before `check` could look at it: its writer was not done."""
        self._adopted = False
        self._news: list[Outcome] = []

    @property
    def path(self) -> Path:
        """The file itself, with all links followed."""
        return Path(self._desk.path)

    @property
    def ledger(self) -> Ledger:
        """The state folder of this file, made or not, for who wants to look back."""
        return self._follow().ledger

    @property
    def promise(self) -> Promise:
        """What can be promised about edits on this file now."""
        try:
            reason = self.why_not_writable
            return self._desk.promise() if reason is None else Promise("none", f"{reason}.")
        except StorageError as problem:
            return Promise("none", f"{problem}.")

    @property
    def why_not_writable(self) -> str | None:
        """One line that says why no edits can be made, or None."""
        desk = self._follow()
        if self._leaves():
            return f"{desk.name} is a link that leads out of the project"
        from .probe import why_not_writable

        try:
            return why_not_writable(desk.path, os.stat(desk.path))
        except OSError as problem:
            return str(describe(problem, desk.name))

    def read(self, known: bytes | None = None) -> Snapshot:
        """The file's bytes, whole as far as can be known. May take up to the patience.

        A content equal to `known` is that very object: a large file stands in memory once.
        Raises the `StorageError` that says in one line why there is none.
        """
        desk = self._follow()
        leases = "leases" not in desk.refused
        found = read_settled(
            self._system,
            desk.path,
            self._timing,
            known=desk.mine,
            before=desk.history.newest,
            leases=leases,
        )
        if known is not None and found.data == known:
            found = found._replace(data=known)
        with self._mutex:
            if desk.seen is None and found.settled:
                desk.seen = found.data
                desk.history.add(found.data)
        return found

    def commit(
        self, intent: Intent, plan: Plan, *, keep: bool = True
    ) -> Committed | Declined | Kept:
        """Bring an edit into the file.

        `plan` gets fresh bytes, as often as it takes. Nothing is written, not even in the
        state folder, if it returns them unchanged or declines at once. Raises `ReadOnly`,
        or `NotWritten` if the edit is neither in the file nor in the journal. Without `keep`, one
        that cannot be made now is not kept for later.
        """
        with self._mutex:
            reason = self.why_not_writable
            if reason is not None and os.path.exists(self._desk.path):
                raise ReadOnly(reason)
            from .commit import Commit

            result = Commit(self._desk, intent, plan, keeps=keep).run()
            self._waiting = self._waiting or isinstance(result, Kept)
            if not isinstance(result, Committed):
                return result
            if result.changed:
                self._guard.watch(intent, plan, self._system.now())
            return Committed(self._account(result.base, result.data), result.base)

    def write_back(self, data: bytes) -> None:
        """Write a file that is gone anew. Raises `NotWritten`: one that came meanwhile stays."""
        from .whole import write_new

        with self._mutex:
            desk = self._follow()
            if self._leaves():
                raise ReadOnly(f"{desk.name} is a link that leads out of the project")
            try:
                write_new(Path(desk.path), data)
            except FileExistsError:
                raise NotWritten(f"{desk.name} is there again, and stays as it is") from None
            except OSError as problem:
                why = (problem.strerror or "").lower()
                raise NotWritten(f"{desk.name} cannot be written back: {why}") from None

    def keep(self, intent: Intent) -> None:
        """Keep an edit for `retry`, without a try now. Raises `NotWritten` if that fails."""
        with self._mutex:
            desk = self._follow()
            if not desk.keep(intent, None, None):
                raise NotWritten(f"not saved, and not kept either: {desk.state_problem}")
            self._waiting = True

    def _account(self, base: bytes, data: bytes) -> bytes:
        """See to older edits that are missing in what an edit was planned on.

        Returns the file's content after it; what was done is told by the next `check`.
        """
        desk = self._desk
        if desk.seen is not None and desk.seen != base:
            self._guard.supersede(base, data)
            if not self._guard.understands(data):
                return data
            news = self._guard.check(desk.seen, data, base)
            self._news += news
            self._waiting = self._waiting or any(o.kind == "waiting" for o in news)
            data = _latest(news, data)
        desk.seen = data
        return data

    def origin(self, before: bytes, now: bytes) -> bytes | None:
        """The older content that another program's `now` grew from, which the file held until
        it held `before`; None if it grew from `before`, or is an older content itself.
        """
        with self._mutex:
            history = self._desk.history.before(before)
            if history.holds(now):
                return None
            closest = history.closest(now)
            return None if closest == before else closest

    def earlier(self) -> list[bytes]:
        """What the file held in this session, the newest first."""
        with self._mutex:
            return self._desk.history.all()[::-1]

    def pending(self) -> tuple[Entry, ...]:
        """The edits that are in the journal and not in the file."""
        with self._mutex:
            from . import recover

            return recover.pending(self._follow())

    def recover(self, plan_for: PlanFor) -> tuple[Outcome, ...]:
        """Finish what waits: at the start, and whenever the file can be reached again.

        `plan_for` makes the plan of an intent; it raises `ValueError` for one it does not
        know. Where nothing waits, nothing is written.
        """
        with self._mutex:
            desk = self._follow()
            if not self._adopted:
                desk.ledger.beside.begin()
            if not desk.ledger.exists or self.why_not_writable is not None:
                return ()
            from . import recover

            outcomes = recover.sweep(desk)
            if not self._adopted:
                self._adopted = True
                desk.ledger.compact()
                recover.mend(desk)
                outcomes += self._check_what_was_left(plan_for)
            outcomes += self._retry(desk, plan_for)
            return tuple(outcomes + recover.join(desk))

    def check(self, before: bytes, now: bytes, plan_for: PlanFor) -> tuple[Outcome, ...]:
        """Call it after another program changed the file from `before` to `now`, just read.

        Edits of this session that an older copy erased are done again, late writes to
        displaced content are joined, waiting edits are tried again.
        """
        with self._mutex:
            desk = self._follow()
            news, self._news = self._news, []
            self._guard.take_over(plan_for, now)
            if self.why_not_writable is not None:
                return tuple(news)
            self.is_behind = not self._holds(desk, now)
            if self.is_behind:
                return tuple(news)
            before = before if desk.seen is None else desk.seen
            if desk.history.newest is None:
                desk.history.add(before)
            from . import recover

            outcomes = recover.join(desk, may_lack=desk.custody.heal(now) != now)
            now = _latest(outcomes, now)
            outcomes += self._guard.check(before, now)
            self._waiting = self._waiting or any(o.kind == "waiting" for o in outcomes)
            if self._waiting:
                outcomes += self._retry(desk, plan_for)
            desk.seen = _latest(outcomes, now)
            desk.history.add(desk.seen)
            return tuple(news + outcomes)

    def _holds(self, desk: Desk, data: bytes) -> bool:
        """Whether the file holds `data` at this moment; if not, a later look decides."""
        try:
            return look(self._system, desk.path, leases=desk.way().leases).data == data
        except StorageError:
            return False

    def _retry(self, desk: Desk, plan_for: PlanFor) -> list[Outcome]:
        """Try again what waits, and watch what got in."""
        from . import recover

        outcomes: list[Outcome] = []
        known: bytes | None = None
        for outcome in recover.settle(desk, plan_for):
            outcomes.append(outcome)
            if outcome.data is None or outcome.intent is None:
                continue
            plan = careful_plan(plan_for, outcome.intent)
            self._guard.watch(outcome.intent, plan, self._system.now())
            if known is not None:  # the one before may have been erased meanwhile
                outcomes += self._guard.check(known, outcome.data)
            known = _latest(outcomes, outcome.data)
        self._waiting = any(outcome.kind == "waiting" for outcome in outcomes)
        return outcomes

    def retry(self, plan_for: PlanFor) -> tuple[Outcome, ...]:
        """Try once more what waits, if nobody has the file open for writing now."""
        with self._mutex:
            desk = self._follow()
            try:
                look(self._system, desk.path, leases=desk.way().leases)
            except StorageError:
                return ()
            return tuple(self._retry(desk, plan_for))

    def tend(self) -> tuple[Outcome, ...]:
        """Look after displaced content, this session's and what ended ones left.

        Cheap, to be called about once a second.
        """
        from . import recover

        with self._mutex:
            outcomes = recover.sweep_if_news(self._desk)
            outcomes += recover.join(self._desk)
            data = _latest(outcomes, b"")
            if data and self._desk.seen is not None:
                outcomes += self._guard.check(self._desk.seen, data)
                self._desk.seen = _latest(outcomes, data)
            return tuple(outcomes)

    def close(self) -> None:
        """Leave; waits half a second at most for programs that write to displaced content."""
        if "custody" not in vars(self._desk):
            return
        from . import recover

        with self._mutex:
            end = self._system.clock() + _LEAVING_SECONDS
            custody = self._desk.custody
            while not custody.is_clean() and self._system.clock() < end:
                self._system.sleep(_LEAVING_STEP)
                recover.join(self._desk)
            recover.leave(self._desk)
            custody.close()

    @property
    def _guard(self) -> Guard:
        if self._made_guard is None:
            from .guard import Guard

            self._made_guard = Guard(self._desk)
        return self._made_guard

    def _check_what_was_left(self, plan_for: PlanFor) -> list[Outcome]:
        """Whether the last edits of sessions that are gone are still in the file."""
        before = self._guard.adopt(plan_for)
        if before is None:
            return []
        now = self.read().data
        return self._guard.check(before, now)

    def _follow(self) -> Desk:
        """The desk of the file that the path stands for now."""
        with self._mutex:
            if os.path.realpath(self._link) != self._desk.path:
                if "custody" in vars(self._desk):
                    self._desk.custody.close()
                self._desk = self._new_desk()
                self._made_guard = None
            return self._desk

    def _new_desk(self) -> Desk:
        return Desk(self._system, self._timing, os.path.realpath(self._link), self._root)

    def _leaves(self) -> bool:
        if self._within is None or not os.path.islink(self._link):
            return False
        return os.path.commonpath((self._within, self._desk.path)) != self._within


def default_root() -> Path:
    """`$XDG_STATE_HOME/archie-board`, or its place in the home folder."""
    home = os.environ.get("XDG_STATE_HOME", "")
    base = Path(home) if os.path.isabs(home) else Path("~/.local/state").expanduser()
    return base / "archie-board"


def _latest(outcomes: list[Outcome], data: bytes) -> bytes:
    """The file's content after what was done, `data` if nothing was written."""
    return next((o.data for o in reversed(outcomes) if o.data is not None), data)
