"""A commit stopped, failed or killed at every single call to the operating system."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
from functools import partial
from pathlib import Path

import pytest
from archie_board.model.storage import Committed, Kept, Storage, StorageError, Timing
from archie_board.model.storage.system import System

from .conftest import BOARD, Stepping, add, die, failing, in_a_child, intent, litter, plan_for

ENDINGS = ("close", "release")
"""They take effect even where they report an error."""

NEW = BOARD + b"- [ ] two\n"


def count_calls(board: Path, state: Path) -> int:
    system = Stepping()
    storage = Storage(board, state, system=system)
    assert isinstance(add(storage, "- [ ] two"), Committed)
    count = len(system.calls)
    storage.close()
    return count


def fresh(folder: Path, *, alias: bool) -> tuple[Path, Path]:
    shutil.rmtree(folder, ignore_errors=True)
    project = folder / "project"
    project.mkdir(parents=True)
    board = project / "task.md"
    board.write_bytes(BOARD)
    if alias:
        os.link(board, folder / "alias")
    return board, folder / "state"


@pytest.mark.parametrize("alias", [False, True], ids=["swap", "in place"])
def test_killed_at_every_call(tmp_path: Path, alias: bool) -> None:
    total = count_calls(*fresh(tmp_path / "count", alias=alias))
    kept = 0
    for at in range(total):
        board, state = fresh(tmp_path / "run", alias=alias)
        child = os.fork()
        if child == 0:
            try:
                add(Storage(board, state, system=Stepping(at, die)), "- [ ] two")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        storage = Storage(board, state)
        waiting = bool(storage.pending())
        storage.recover(plan_for)
        found = board.read_bytes()
        assert found in (BOARD, NEW), at
        assert found == NEW or not waiting, at
        assert not litter(board), at
        assert storage.recover(plan_for) == (), at
        kept += found == NEW
        storage.close()
    assert total > 40
    assert kept > total // 3


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EINTR])
@pytest.mark.parametrize("alias", [False, True], ids=["swap", "in place"])
def test_failing_at_every_call(tmp_path: Path, alias: bool, number: int) -> None:
    total = count_calls(*fresh(tmp_path / "count", alias=alias))
    for at in range(total):
        board, state = fresh(tmp_path / "run", alias=alias)
        storage = Storage(board, state, system=Stepping(at, failing(number), ENDINGS))
        try:
            result = add(storage, "- [ ] two")
        except (StorageError, OSError):
            result = None
        found = board.read_bytes()
        if isinstance(result, Committed):
            assert found == NEW, at
        storage.close()
        heir = Storage(board, state)
        heir._desk.ledger.owner = storage._desk.ledger.owner
        waited = bool(heir.pending())
        heir.recover(plan_for)
        assert board.read_bytes() in (BOARD, NEW), at
        if isinstance(result, Kept) or waited:
            assert board.read_bytes() == NEW, at
        assert not [name for name in litter(board) if f"-{os.getpid()}-" not in name], at
        heir.close()


@pytest.mark.parametrize("alias", [False, True], ids=["swap", "in place"])
def test_killed_while_recovering_and_again_and_again(tmp_path: Path, alias: bool) -> None:
    rng = random.Random(5)
    total = count_calls(*fresh(tmp_path / "count", alias=alias))
    for at in range(10, total, 2):
        board, state = fresh(tmp_path / "run", alias=alias)
        in_a_child(partial(add, Storage(board, state, system=Stepping(at, die)), "- [ ] two"))
        waiting = bool(Storage(board, state).pending())
        depth = [rng.randrange(60) for _ in range(3)]
        for later in depth:
            in_a_child(
                partial(Storage(board, state, system=Stepping(later, die)).recover, plan_for)
            )
        storage = Storage(board, state)
        storage.recover(plan_for)
        found = board.read_bytes()
        assert found in (BOARD, NEW), (at, depth)
        assert found == NEW or not waiting, (at, depth)
        assert not litter(board), (at, depth)
        assert storage.recover(plan_for) == (), (at, depth)
        storage.close()


@pytest.mark.parametrize("alias", [False, True], ids=["swap", "in place"])
def test_the_disk_takes_a_few_bytes_at_a_time(
    tmp_path: Path, alias: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    board, state = fresh(tmp_path / "run", alias=alias)
    write, write_at = os.write, os.pwrite
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:7]))
    monkeypatch.setattr(os, "pwrite", lambda fd, data, offset: write_at(fd, data[:3], offset))
    storage = Storage(board, state)
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert board.read_bytes() == NEW
    assert [entry.intent.summary for entry in storage.pending()] == []
    storage.close()


def test_one_of_four_boards_is_killed_and_the_others_go_on(board: Path, state: Path) -> None:
    def edit(name: str, system: System | None = None) -> None:
        storage = Storage(board, state, system=system, timing=Timing(limit=30, rounds=10_000))
        for number in range(8):
            add(storage, f"- {name}{number}")
        storage.close()

    calls = Stepping()
    add(Storage(*fresh(board.parent.parent / "count", alias=False), system=calls), "- x")
    last = len(calls.calls) - 1 - calls.calls[::-1].index("exchange")
    children = []
    for name in "abcd":
        child = os.fork()
        if child == 0:
            try:  # the one that dies holds the lock, and the file under a lease
                edit(name, Stepping(last + len(calls.calls), die) if name == "d" else None)
            finally:
                os._exit(0)
        children.append(child)
    ends = [os.waitpid(child, 0)[1] for child in children]
    assert [os.waitstatus_to_exitcode(end) for end in ends] == [0, 0, 0, -signal.SIGKILL]
    storage = Storage(board, state)
    storage.recover(plan_for)
    lines = board.read_bytes()[len(BOARD) :].decode().splitlines()
    assert sorted(set(lines)) == sorted(lines)
    wanted = {f"- {name}{number}" for name in "abc" for number in range(8)}
    assert wanted <= set(lines)
    assert {line for line in set(lines) - wanted if line[2] != "d"} == set()
    assert not litter(board)
    storage.close()


def test_a_mixture_left_by_a_power_cut_is_repaired(tmp_path: Path) -> None:
    board, state = fresh(tmp_path / "run", alias=True)
    child = os.fork()
    if child == 0:
        wanted = intent("- [ ] two", after="- [ ] one")

        class Torn(Stepping):
            def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
                os.pwrite(descriptor, data[:7] + bytes(5), offset)
                die()

        Storage(board, state, system=Torn()).commit(wanted, plan_for(wanted))
        os._exit(0)
    os.waitpid(child, 0)
    torn = board.read_bytes()
    assert torn != BOARD
    storage = Storage(board, state)
    storage.recover(plan_for)
    assert board.read_bytes() == BOARD.replace(b"- [ ] one\n", b"- [ ] one\n- [ ] two\n")
    storage.close()


def test_a_mixture_is_repaired_before_anything_is_missed_in_it(tmp_path: Path) -> None:
    """The new bytes in the old length: the end of an earlier edit is cut off."""
    board, state = fresh(tmp_path / "run", alias=True)

    class Cut(Stepping):
        def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
            os.pwrite(descriptor, data[: os.fstat(descriptor).st_size - offset], offset)
            die()

    def edit() -> None:
        add(Storage(board, state), "- [ ] at the end")
        add(Storage(board, state, system=Cut()), "- [ ] two", after="- [ ] one")

    in_a_child(edit)
    storage = Storage(board, state)
    storage.recover(plan_for)
    wanted = BOARD.replace(b"- [ ] one\n", b"- [ ] one\n- [ ] two\n") + b"- [ ] at the end\n"
    assert board.read_bytes() == wanted
    storage.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[: len(raw) - 20],
        lambda raw: b"\x00\xff garbage" + raw[:30],
        lambda raw: b"[" * 100_000 + b"\n" + raw,
        lambda raw: b'\n{"kind":"intent","id":7,"payload":"?"}\n' + raw,
        lambda _: b"",
        lambda raw: b"x" * (20 << 20) + raw,
        lambda raw: raw + b'{"kind":"intent"' * (1 << 20),
    ],
)
def test_a_damaged_journal_never_stops_a_start(board: Path, state: Path, damage) -> None:
    storage = Storage(board, state)
    add(storage, "- [ ] two")
    storage.close()
    journal = next(state.glob("*/journal.jsonl"))
    journal.write_bytes(damage(journal.read_bytes()))
    for snapshot in state.glob("*/snap/*"):
        snapshot.write_bytes(b"altered")
    heir = Storage(board, state)
    heir.recover(plan_for)
    assert board.read_bytes() == NEW
    assert isinstance(add(heir, "- [ ] three"), Committed)
    heir.close()
