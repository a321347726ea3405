"""What short sessions leave behind, and who goes on with it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from archie_board.model.document import parse
from archie_board.model.live.planning import intent_of, planner_of
from archie_board.model.operations import SetStatus
from archie_board.model.storage import Committed, Declined, Intent, Kept, Storage, Timing
from archie_board.model.storage.journal import Journal, intent_line
from archie_board.model.storage.system import System
from archie_board.model.storage.values import Strand

from .conftest import BOARD, add, in_a_child, intent, plan_for


@contextmanager
def living(act: Callable[[], None]) -> Iterator[None]:
    """Do it in a process of its own, which lives on until the block ends."""
    done, end = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os.write(done[1], b"!")
            os.close(end[1])
            os.read(end[0], 1)
            os._exit(0)
    os.read(done[0], 1)
    try:
        yield
    finally:
        os.write(end[1], b"!")
        os.waitpid(child, 0)
        for descriptor in done + end:
            os.close(descriptor)


def noticed(storage: Storage, before: bytes) -> list[str]:
    return [o.kind for o in storage.check(before, storage.read().data, plan_for)]


def test_what_a_command_did_is_done_again_by_a_board(board: Path, state: Path) -> None:
    storage = Storage(board, state)
    known = storage.read().data
    storage.recover(plan_for)
    in_a_child(lambda: add(Storage(board, state), "- [ ] two"))
    both = board.read_bytes()
    assert noticed(storage, known) == []
    board.write_bytes(BOARD + b"- an agent's note, from an older copy\n")
    assert noticed(storage, both) == ["reapplied"]
    assert b"- [ ] two\n" in board.read_bytes()
    assert b"older copy" in board.read_bytes()
    storage.close()


def test_also_if_it_was_erased_before_the_board_looked(board: Path, state: Path) -> None:
    storage = Storage(board, state)
    known = storage.read().data
    storage.recover(plan_for)
    in_a_child(lambda: add(Storage(board, state), "- [ ] two"))
    board.write_bytes(BOARD + b"- an agent's note, from an older copy\n")
    assert noticed(storage, known) == ["reapplied"]
    assert b"- [ ] two\n" in board.read_bytes()
    assert noticed(storage, board.read_bytes()) == []
    storage.close()


def test_what_was_changed_further_before_the_board_looked_stays_so(
    board: Path, state: Path
) -> None:
    storage, operation = Storage(board, state), SetStatus("BE-010", "in_progress")
    known = storage.read().data

    def operations(wanted: Intent) -> Callable[[bytes], bytes | Declined]:
        return planner_of(wanted, lambda: parse(b""))

    def command() -> None:
        wanted = intent_of(operation)
        Storage(board, state).commit(wanted, operations(wanted))

    storage.recover(operations)
    in_a_child(command)
    assert b"in_progress" in board.read_bytes()
    board.write_bytes(board.read_bytes().replace(b"in_progress", b"completed"))
    changed = board.read_bytes()
    assert storage.check(known, storage.read().data, operations) == ()
    assert board.read_bytes() == changed
    storage.close()


def statuses(wanted: Intent) -> Callable[[bytes], bytes | Declined]:
    return planner_of(wanted, lambda: parse(b""))


def set_status(board: Path, state: Path, status: str) -> None:
    wanted = intent_of(SetStatus("BE-010", status))
    Storage(board, state).commit(wanted, statuses(wanted))


@pytest.mark.parametrize("looks", [0, 1, 2])
@pytest.mark.parametrize("ended", [True, False])
def test_of_two_commands_in_a_row_the_first_is_not_taken_back(
    board: Path, state: Path, looks: int, ended: bool
) -> None:
    """Nor is it while the second one, whose write is seen, has not ended yet."""
    storage = Storage(board, state)
    known = storage.read().data
    storage.recover(statuses)
    in_a_child(lambda: set_status(board, state, "in_progress"))
    for _ in range(looks):
        assert storage.check(known, storage.read().data, statuses) == ()
        known = board.read_bytes()
    if ended:
        in_a_child(lambda: set_status(board, state, "completed"))
        assert storage.check(known, storage.read().data, statuses) == ()
    else:
        with living(lambda: set_status(board, state, "completed")):
            assert storage.check(known, storage.read().data, statuses) == ()
    assert b"completed" in board.read_bytes()
    stale = board.read_bytes()
    board.write_bytes(stale.replace(b"completed", b"pending") + b"- an agent's note\n")
    storage.check(stale, storage.read().data, statuses)
    storage.close()


def test_what_was_erased_between_two_commands_is_done_again_by_the_next(
    board: Path, state: Path
) -> None:
    """The second knows nothing of it: the first still lived when it began."""

    def first() -> None:
        add(Storage(board, state), "- [ ] two")
        board.write_bytes(BOARD + b"- an agent's note, from an older copy\n")

    with living(first):
        in_a_child(lambda: add(Storage(board, state), "- [ ] three"))
    assert b"- [ ] two\n" not in board.read_bytes()
    storage = Storage(board, state)
    storage.read()
    assert [o.kind for o in storage.recover(plan_for)] == ["reapplied"]
    for line in (b"- [ ] two\n", b"- [ ] three\n", b"older copy\n"):
        assert line in board.read_bytes()
    storage.close()


def test_what_one_command_made_of_anothers_edit_stays(board: Path, state: Path) -> None:
    in_a_child(lambda: set_status(board, state, "in_progress"))
    in_a_child(lambda: set_status(board, state, "blocked"))
    in_a_child(lambda: set_status(board, state, "completed"))
    known = board.read_bytes()
    storage = Storage(board, state)
    storage.read()
    assert storage.recover(statuses) == ()
    assert board.read_bytes() == known
    storage.close()


def test_an_edit_that_others_carried_on_was_not_taken_back(board: Path, state: Path) -> None:
    storage = Storage(board, state)
    storage.read()
    wanted = intent_of(SetStatus("BE-010", "in_progress"))
    assert isinstance(storage.commit(wanted, statuses(wanted)), Committed)
    mine = board.read_bytes()
    board.write_bytes(mine.replace(b"in_progress", b"completed"))
    kinds = [o.kind for o in storage.check(mine, storage.read().data, statuses)]
    assert kinds == ["replaced"]
    theirs = board.read_bytes()
    board.write_bytes(BOARD)
    assert storage.check(theirs, BOARD, statuses) == ()
    storage.close()


def test_an_edit_erased_while_others_are_done_again_is_done_again(board: Path, state: Path) -> None:
    """A stale write in the very moment in which an edit is done again takes another one away."""

    class Interfering(System):
        content: bytes | None = None

        def exchange(self, first: str, second: str) -> None:
            if self.content is not None:
                content, self.content = self.content, None
                Path(second + ".new").write_bytes(content)
                os.replace(second + ".new", second)
            super().exchange(first, second)

    system = Interfering()
    storage = Storage(board, state, system=system)
    storage.read()
    add(storage, "- [ ] two")
    board.write_bytes(BOARD + b"- stale 1\n")
    system.content = BOARD + b"- stale 2\n"
    last = add(storage, "- [ ] three")
    assert noticed(storage, last.data) in ([], ["reapplied"], ["reapplied"] * 2)
    found = board.read_bytes()
    assert b"- [ ] two\n" in found
    assert b"- [ ] three\n" in found
    storage.close()


def test_foreign_work_that_could_not_be_joined_waits_for_the_next(board: Path, state: Path) -> None:
    def end_with_a_strand() -> None:
        storage = Storage(board, state, timing=Timing(patience=0.02, limit=0.05, rounds=1))
        add(storage, "- [ ] two")
        storage._desk.custody.strands.append(Strand(BOARD, BOARD + b"- late\n"))
        with board.open("ab"):  # somebody holds the file for writing
            storage.close()

    watching = Storage(board, state)
    watching.read()
    watching.recover(plan_for)
    in_a_child(end_with_a_strand)
    assert b"late" not in board.read_bytes()
    assert [outcome.kind for outcome in watching.tend()] == ["joined"]
    assert sorted(board.read_bytes()[len(BOARD) :].splitlines()) == [b"- [ ] two", b"- late"]
    assert watching.tend() == ()
    watching.close()
    heir = Storage(board, state)
    assert heir.recover(plan_for) == ()
    heir.close()


def test_half_of_a_file_is_not_written_to(board: Path, state: Path) -> None:
    """A shell's `> f` and `>> f`: between the two nobody has it open."""
    whole = BOARD + b"".join(b"- line %d\n" % number for number in range(90))
    board.write_bytes(whole)
    storage = Storage(board, state, timing=Timing(patience=0.05, quiet=1.0))
    storage.read()
    half = whole[:600]
    board.write_bytes(half)
    assert isinstance(add(storage, "- [ ] two"), Kept)
    assert board.read_bytes() == half
    with board.open("ab") as stream:
        stream.write(whole[600:])
    assert [outcome.kind for outcome in storage.recover(plan_for)] == ["applied"]
    assert board.read_bytes() == whole + b"- [ ] two\n"
    storage.close()


def test_a_long_journal_is_cut_and_loses_nothing(board: Path, state: Path) -> None:
    storage = Storage(board, state)
    add(storage, "- [ ] two")
    storage.close()
    journal = Journal(System(), str(next(state.glob("*/journal.jsonl")).parent))
    done = [
        line
        for number in range(4000)
        for line in (
            {**intent_line(intent(f"- old {number}"), ":1:1", "", ""), "filler": "x" * 1000},
            {"kind": "done", "id": "?", "at": 0.0},
        )
    ]
    journal.append(done[: len(done) // 2], durable=False)
    waiting = intent("- [ ] waiting")
    journal.append([intent_line(waiting, ":1:1", "", "")], durable=True)
    for line in done:
        journal.append([line | {"kind": "gone"}], durable=False)
    before = os.stat(journal.path).st_size
    assert before > 4 << 20

    class Appending(System):
        """A peer writes an intent down in the very moment in which the journal is replaced."""

        def replace(self, source: str, target: str) -> None:
            if target == journal.path:
                late = intent_line(intent("- [ ] late"), ":1:1", "", "")
                Journal(System(), str(Path(target).parent)).append([late], durable=True)
            super().replace(source, target)

    heir = Storage(board, state, system=Appending())
    heir.recover(plan_for)
    heir.close()
    assert os.stat(journal.path).st_size < before / 2
    assert b"- [ ] waiting\n" in board.read_bytes() or heir.pending()
    summaries = {json.dumps(line.get("summary")) for line in journal.lines()}
    assert '"add - [ ] late"' in summaries
    assert '"add - [ ] waiting"' in summaries
