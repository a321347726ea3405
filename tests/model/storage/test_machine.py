"""Random foreign writes, edits, crashes and restarts: what must hold after each step.

Every edit of the user is in the file once, or waits, or was told to the user; every line of
another writer is there once, unless that writer took it away; no other byte has changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from archie_board.model.storage import Committed, Kept, Storage, StorageError, Timing
from archie_board.model.storage.system import System
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from .conftest import intent, plan_for

TASKS = 4
PLACES = [f"- **Status**: pending {number}" for number in range(TASKS)]
BASE = "# Tasks\r\n\n" + "".join(
    f"### BE-01{number} | Backend \n{place}\n- **Notes**: caf\udce9 {number}\t\n\n"
    for number, place in enumerate(PLACES)
)
START = BASE.encode("utf-8", "surrogateescape") + b"no line end"
QUICK = Timing(quiet=0.001, patience=0.1, settling=0.05, limit=0.5, shrunk=0.01, alias=60.0)


class Crash(BaseException):
    """The process is gone."""


class Mortal(System):
    """Dies at the call that is `left` calls away, and does nothing any more from then on."""

    left: int | None = None

    def __init__(self) -> None:
        self._opened: set[int] = set()

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        descriptor = super().open(path, flags, mode)
        self._opened.add(descriptor)
        return descriptor

    def close(self, descriptor: int) -> None:
        self._opened.discard(descriptor)
        super().close(descriptor)

    def bury(self) -> None:
        """What the kernel does after it: its files are closed, and leases and locks end."""
        self.left = 0
        while self._opened:
            os.close(self._opened.pop())

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name.startswith("_") or name in ("left", "bury", "clock", "now", "sleep"):
            return value
        if self.left is not None:
            if self.left <= 0:
                raise Crash
            self.left -= 1
        return value


class Sharing(RuleBasedStateMachine):
    """One file, one board at a time, and programs that know nothing of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sharing-"))
        self.path = self.folder / "project" / "task.md"
        self.path.parent.mkdir()
        self.path.write_bytes(START)
        self.number = 0
        self.sessions = 0
        self.mine: set[str] = set()
        """The lines of edits that were in the file or kept."""
        self.maybe: set[str] = set()
        """Those of edits in which the process died."""
        self.told: set[str] = set()
        """Those about which the user was told something."""
        self.theirs: set[str] = set()
        self.copies: list[bytes] = []

    @initialize()
    def start(self) -> None:
        self.system = Mortal()
        self.storage = Storage(self.path, self.folder / "state", system=self.system, timing=QUICK)
        self.sessions += 1
        self.storage._desk.ledger.owner = f"{os.uname().nodename}:{2**30 + self.sessions}:1"
        self.known = self.storage.read().data
        self.take(self.storage.recover(plan_for))
        self.follow()

    def take(self, outcomes: tuple[Any, ...]) -> None:
        for outcome in outcomes:
            self.known = outcome.data if outcome.data is not None else self.known
            if outcome.kind in ("asked", "reverted") and outcome.intent is not None:
                self.told.add(str(outcome.intent.payload["line"]))
            assert outcome.kind != "found", outcome

    def follow(self) -> None:
        for _ in range(4):
            try:
                found = self.storage.read()
            except StorageError:
                continue
            if found.data == self.known:
                break
            before, self.known = self.known, found.data
            self.take(self.storage.check(before, found.data, plan_for))
        self.take(self.storage.tend())
        self.take(self.storage.recover(plan_for))

    def line(self, kind: str) -> str:
        self.number += 1
        return f"- {kind} {self.number}"

    @rule(task=st.integers(0, TASKS - 1))
    def edit(self, task: int) -> None:
        wanted = intent(self.line("mine"), after=PLACES[task])
        result = self.storage.commit(wanted, plan_for(wanted))
        assert isinstance(result, (Committed, Kept)), result
        self.mine.add(str(wanted.payload["line"]))
        if isinstance(result, Committed):
            before, self.known = self.known, result.data
            if result.base != before:
                self.take(self.storage.check(before, result.data, plan_for))

    @rule(task=st.integers(0, TASKS - 1), calls=st.integers(0, 70))
    def edit_and_die(self, task: int, calls: int) -> None:
        wanted = intent(self.line("mine"), after=PLACES[task])
        self.system.left = calls
        try:
            result = self.storage.commit(wanted, plan_for(wanted))
            self.mine.add(str(wanted.payload["line"]))
            assert isinstance(result, (Committed, Kept)), result
        except Crash:
            self.maybe.add(str(wanted.payload["line"]))
        self.system.bury()
        self.start()

    @rule(calls=st.integers(0, 40))
    def die_while_starting(self, calls: int) -> None:
        self.system.bury()
        self.system = Mortal()
        self.system.left = calls
        try:
            storage = Storage(self.path, self.folder / "state", system=self.system, timing=QUICK)
            storage.read()
            storage.recover(plan_for)
        except Crash:
            pass
        self.system.bury()
        self.start()

    @rule()
    def leave_and_come_back(self) -> None:
        self.storage.close()
        self.start()

    @rule()
    def copy(self) -> None:
        """An agent reads the file, and will write it later."""
        self.copies.append(self.path.read_bytes())

    def write(self, data: bytes, by_rename: bool) -> None:
        if by_rename:
            beside = self.path.with_name("beside")
            beside.write_bytes(data)
            beside.replace(self.path)
        else:
            self.path.write_bytes(data)

    @rule(task=st.integers(0, TASKS - 1), by_rename=st.booleans(), follow=st.booleans())
    def another_writes(self, task: int, by_rename: bool, follow: bool) -> None:
        self.theirs.add(new := self.line("theirs"))
        place = PLACES[task].encode() + b"\n"
        data = self.path.read_bytes()
        self.write(data.replace(place, place + new.encode() + b"\n"), by_rename)
        if follow:
            self.follow()

    @precondition(lambda self: self.copies)
    @rule(task=st.integers(0, TASKS - 1), by_rename=st.booleans())
    def an_older_copy_is_written(self, task: int, by_rename: bool) -> None:
        copy = self.copies.pop()
        self.follow()  # a board looks at the file all the time
        lost = {line for line in self.theirs if line.encode() not in copy.splitlines()}
        self.theirs -= lost
        self.theirs.add(new := self.line("theirs"))
        place = PLACES[task].encode() + b"\n"
        self.write(copy.replace(place, place + new.encode() + b"\n"), by_rename)
        self.follow()

    @invariant()
    def everything_is_accounted_for(self) -> None:
        if not self.sessions:
            return
        self.follow()
        data = self.path.read_bytes()
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        seen = Counter(line for line in lines if line.startswith(("- mine", "- theirs")))
        waiting = {str(entry.intent.payload["line"]) for entry in self.storage.pending()}
        assert [line for line, count in seen.items() if count > 1] == []
        assert self.mine - set(seen) - waiting - self.told == set()
        assert self.theirs - set(seen) == set()
        assert {line for line in seen if line.startswith("- mine")} <= self.mine | self.maybe
        rest = "\n".join(line for line in lines if line not in seen)
        assert rest.encode("utf-8", "surrogateescape") == START

    def teardown(self) -> None:
        if self.sessions:
            self.storage.close()
        shutil.rmtree(self.folder)


TestSharing = Sharing.TestCase
TestSharing.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
