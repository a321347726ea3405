"""Edits that other programs erase or take back, and writes that come late."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from archie_board.model.merge import merge
from archie_board.model.storage import Committed, Storage, Timing
from archie_board.model.storage.system import System

from .conftest import BOARD, add, plan_for


def noticed(storage: Storage, before: bytes) -> list[str]:
    now = storage.read().data
    return [outcome.kind for outcome in storage.check(before, now, plan_for)]


def test_an_edit_erased_from_an_older_copy_is_done_again(opened: Storage, board: Path) -> None:
    opened.read()
    result = add(opened, "- [ ] two")
    board.write_bytes(BOARD.replace(b"pending", b"in_progress") + b"- note\n")
    assert noticed(opened, result.data) == ["reapplied"]
    assert b"- [ ] two\n" in board.read_bytes()
    assert b"in_progress" in board.read_bytes()
    assert b"- note\n" in board.read_bytes()


def test_an_edit_taken_back_on_purpose_stays_away(opened: Storage, board: Path) -> None:
    opened.read()
    result = add(opened, "- [ ] two")
    board.write_bytes(BOARD)
    assert noticed(opened, result.data) == ["reverted"]
    assert board.read_bytes() == BOARD
    assert noticed(opened, BOARD) == []


def test_removing_it_after_reading_it_is_on_purpose_too(opened: Storage, board: Path) -> None:
    opened.read()
    first = add(opened, "- [ ] two")
    board.write_bytes(first.data + b"- a\n- b\n- c\n")
    assert noticed(opened, first.data) == []
    board.write_bytes(BOARD + b"- a\n- b\n- c\n")
    assert noticed(opened, first.data + b"- a\n- b\n- c\n") == ["reverted"]


def test_nobody_is_fought(opened: Storage, board: Path) -> None:
    opened.read()
    known = add(opened, "- [ ] two").data
    kinds = []
    for number in range(7):
        board.write_bytes(BOARD + b"- stubborn %d\n" % number)
        kinds += noticed(opened, known)
        known = board.read_bytes()
    assert kinds == ["reapplied"] * 5 + ["asked"]


def test_a_switch_of_branch_asks(opened: Storage, board: Path) -> None:
    opened.read()
    result = add(opened, "- [ ] two")
    (board.parent / ".git").mkdir()
    (board.parent / ".git" / "HEAD").write_text("ref: refs/heads/other\n")
    later = time.time() + 1
    os.utime(board.parent / ".git" / "HEAD", (later, later))
    board.write_bytes(BOARD + b"- of the other branch\n")
    assert noticed(opened, result.data) == ["asked"]
    assert b"two" not in board.read_bytes()


def test_what_was_erased_while_no_board_ran_is_done_again(board: Path, state: Path) -> None:
    child = os.fork()
    if child == 0:
        storage = Storage(board, state)
        storage.read()
        add(storage, "- [ ] two")
        storage.close()
        os._exit(0)
    os.waitpid(child, 0)
    board.write_bytes(BOARD + b"- an agent's note\n")
    storage = Storage(board, state)
    storage.read()
    assert [outcome.kind for outcome in storage.recover(plan_for)] == ["reapplied"]
    assert b"- [ ] two\n" in board.read_bytes()
    assert storage.recover(plan_for) == ()
    storage.close()


class RenamedBetween(System):
    """Another program renames its file in at the very moment of the swap."""

    foreign: bytes | None = None

    def exchange(self, first: str, second: str) -> None:
        if self.foreign is not None:
            Path(second + ".foreign").write_bytes(self.foreign)
            os.replace(second + ".foreign", second)
            self.foreign = None
        super().exchange(first, second)


def test_a_rename_in_the_moment_of_the_swap_is_put_back(board: Path, state: Path) -> None:
    system = RenamedBetween()
    storage = Storage(board, state, system=system)
    system.foreign = BOARD + b"- foreign\n"
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert board.read_bytes() == BOARD + b"- foreign\n- [ ] two\n"
    storage.close()
    assert os.listdir(board.parent) == ["task.md"]


LATE_WRITER = """
import sys
print('opening', flush=True)
with open(sys.argv[1], 'ab') as stream:
    stream.write(b'- late\\n')
"""


class OpenedBetween(System):
    """Another program is inside `open` when the swap happens, held up by our lease."""

    writer: subprocess.Popen[bytes] | None = None

    def exchange(self, first: str, second: str) -> None:
        if self.writer is None:
            command = [sys.executable, "-c", LATE_WRITER, second]
            self.writer = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert self.writer.stdout is not None
            self.writer.stdout.readline()
            wchan = Path(f"/proc/{self.writer.pid}/wchan")
            while "lease" not in wchan.read_text():
                os.sched_yield()
        super().exchange(first, second)


def test_a_writer_that_was_held_up_is_joined(board: Path, state: Path) -> None:
    system = OpenedBetween()
    storage = Storage(board, state, system=system)
    add(storage, "- [ ] two")
    assert system.writer is not None
    system.writer.communicate()
    storage.close()
    assert board.read_bytes().splitlines()[-2:] in (
        [b"- late", b"- [ ] two"],
        [b"- [ ] two", b"- late"],
    )
    assert os.listdir(board.parent) == ["task.md"]


def test_a_program_that_holds_the_old_inode_is_joined_and_the_inode_stays(
    board: Path, state: Path
) -> None:
    storage = Storage(board, state, timing=Timing(alias=0.0))
    held = os.open(board, os.O_RDONLY)
    add(storage, "- [ ] two")
    with open(f"/proc/self/fd/{held}", "ab") as stream:
        stream.write(b"- through the mount\n")
    while not (outcomes := storage.tend()):
        os.sched_yield()
    os.close(held)
    assert [outcome.kind for outcome in outcomes] == ["joined"]
    assert b"- through the mount\n" in board.read_bytes()
    assert b"- [ ] two\n" in board.read_bytes()
    inode = board.stat().st_ino
    add(storage, "- [ ] three")
    assert board.stat().st_ino == inode
    storage.close()


def test_several_boards_do_every_edit_once(board: Path, state: Path) -> None:
    children = []
    for name in "abc":
        child = os.fork()
        if child == 0:
            storage = Storage(board, state, timing=Timing(limit=30, rounds=10_000))
            for number in range(15):
                add(storage, f"- {name}{number}")
            storage.close()
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    lines = board.read_bytes()[len(BOARD) :].decode().splitlines()
    assert sorted(lines) == sorted(f"- {name}{number}" for name in "abc" for number in range(15))


def test_merging_keeps_both_sides() -> None:
    base = b"a\nb\nc\n"
    assert merge(base, b"a\nx\nb\nc\n", b"a\nb\nc\ny\n").data == b"a\nx\nb\nc\ny\n"
    assert merge(base, b"a\nb\nc\nours\n", b"a\nb\nc\ntheirs\n").data.endswith(b"theirs\nours\n")
    assert merge(base, b"a\nc\n", b"a\nb\nc\nd\n").data == b"a\nc\nd\n"
    assert merge(base, b"a\nB\nc\n", b"a\nBB\nc\n") == merge(base, b"a\nB\nc\n", b"a\nBB\nc\n")
    assert not merge(base, b"a\nB\nc\n", b"a\nBB\nc\n").clean
    assert merge(base, b"a\nB\nc\n", b"a\nB\nc\n").clean
