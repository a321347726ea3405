"""What a commit keeps, changes, and refuses, on real files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from archie_board.model.storage import (
    Committed,
    Declined,
    Kept,
    NotWritten,
    ReadOnly,
    Storage,
    Timing,
)
from archie_board.model.storage.system import BUSY, NONE, System

from .conftest import BOARD, add, intent, litter, plan_for

QUICK = Timing(patience=0.05, limit=0.2, shrunk=0.05)


def test_an_edit_is_in_the_file_and_nothing_lies_beside_it(
    opened: Storage, board: Path, state: Path
) -> None:
    before = board.stat()
    result = add(opened, "- [ ] two")
    assert isinstance(result, Committed)
    assert board.read_bytes() == BOARD + b"- [ ] two\n" == result.data
    assert board.stat().st_mtime_ns > before.st_mtime_ns
    assert os.listdir(board.parent) == ["task.md"]
    for folder, _, files in os.walk(state):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700 or folder == str(state)
        for name in files:
            assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o600


def test_looking_and_wishing_for_what_is_there_write_nothing(
    opened: Storage, board: Path, state: Path
) -> None:
    before = board.stat()
    assert opened.read().data == BOARD
    assert opened.recover(plan_for) == () == opened.check(BOARD, BOARD, plan_for)
    assert not add(opened, "- [ ] one").changed
    assert isinstance(add(opened, "x", after="no such line"), Declined)
    opened.close()
    after = board.stat()
    assert (after.st_mtime_ns, after.st_ino, after.st_ctime_ns) == (
        before.st_mtime_ns,
        before.st_ino,
        before.st_ctime_ns,
    )
    assert not state.exists()


def test_mode_owner_and_attributes_stay(board: Path, opened: Storage) -> None:
    board.chmod(0o664)
    os.setxattr(board, "user.colour", b"green")
    if os.geteuid() == 0:
        os.chown(board, 1234, 2345)
    before = board.stat()
    add(opened, "- [ ] two")
    after = board.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert os.getxattr(board, "user.colour") == b"green"


def test_the_time_moves_on_even_from_a_time_in_the_future(board: Path, opened: Storage) -> None:
    future = board.stat().st_mtime + 10_000_000
    os.utime(board, (future, future))
    add(opened, "- [ ] two")
    assert board.stat().st_mtime > future


def test_a_link_stays_a_link(board: Path, state: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(board)
    storage = Storage(link, state)
    add(storage, "- [ ] two")
    assert link.is_symlink()
    assert board.read_bytes().endswith(b"two\n")
    other = tmp_path / "other.md"
    other.write_bytes(BOARD)
    link.unlink()
    link.symlink_to(other)
    add(storage, "- [ ] three")
    assert other.read_bytes().endswith(b"three\n")
    assert b"three" not in board.read_bytes()
    storage.close()


def test_a_link_out_of_the_project_is_read_only(board: Path, state: Path, tmp_path: Path) -> None:
    project = tmp_path / "other"
    project.mkdir()
    (project / "task.md").symlink_to(board)
    storage = Storage(project / "task.md", state, within=project)
    assert storage.read().data == BOARD
    assert "leads out" in (storage.why_not_writable or "")
    with pytest.raises(ReadOnly):
        add(storage, "x")


def test_hard_links_keep_showing_the_same(board: Path, opened: Storage, tmp_path: Path) -> None:
    add(opened, "- [ ] two")
    alias = tmp_path / "alias"
    os.link(board, alias)
    add(opened, "- [ ] three")
    assert alias.read_bytes() == board.read_bytes() == BOARD + b"- [ ] two\n- [ ] three\n"
    assert alias.stat().st_ino == board.stat().st_ino
    assert "in place" in opened.promise.text


def test_in_place_can_shorten(board: Path, opened: Storage, tmp_path: Path) -> None:
    os.link(board, tmp_path / "alias")
    result = opened.commit(intent("x"), lambda data: data.replace(b"- [ ] one\n", b""))
    assert isinstance(result, Committed)
    assert board.read_bytes() == BOARD.replace(b"- [ ] one\n", b"")


def test_a_read_only_file_is_not_written(board: Path, state: Path) -> None:
    board.chmod(0o444)
    storage = Storage(board, state)
    assert storage.why_not_writable == "task.md is marked read-only"
    assert storage.promise.level == "none"
    with pytest.raises(ReadOnly):
        add(storage, "x")
    assert board.read_bytes() == BOARD


class NoTemporaries(System):
    """The folder takes no new files, as a read-only one does for other users than root."""

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        if ".archie-" in path:
            raise PermissionError(13, "Permission denied")
        return super().open(path, flags, mode)


class NoLeases(System):
    """The user neither owns the file nor may take leases."""

    def lease(self, *_: object, **__: object) -> str:
        return NONE


class NoSwaps(System):
    """The file system cannot swap."""

    def exchange(self, *_: object) -> None:
        raise OSError(22, "Invalid argument")


class NeverFree(System):
    """Somebody always has the file open for writing."""

    def lease(self, *_: object, **__: object) -> str:
        return BUSY


@pytest.mark.parametrize("kind", [NoTemporaries, NoLeases, NoSwaps])
def test_where_the_best_way_is_closed_another_one_is_found(
    board: Path, state: Path, kind: type[System]
) -> None:
    storage = Storage(board, state, system=kind())
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert isinstance(add(storage, "- [ ] three"), Committed)
    assert board.read_bytes() == BOARD + b"- [ ] two\n- [ ] three\n"
    assert storage.promise.level == "reduced"
    assert not litter(board)
    storage.close()


def test_without_leases_or_swaps_the_file_is_written_in_place(board: Path, state: Path) -> None:
    class Neither(NoLeases, NoSwaps):
        pass

    storage = Storage(board, state, system=Neither())
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert "without leases" in storage.promise.text
    storage.close()


def test_a_busy_file_keeps_the_edit_for_later(board: Path, state: Path) -> None:
    storage = Storage(board, state, system=NeverFree(), timing=QUICK)
    result = add(storage, "- [ ] two")
    assert isinstance(result, Kept)
    assert "another program" in result.reason
    assert [entry.intent.summary for entry in storage.pending()] == ["add - [ ] two"]
    assert board.read_bytes() == BOARD
    storage._system.__class__ = System  # the other program is done
    outcomes = storage.recover(plan_for)
    assert [outcome.kind for outcome in outcomes] == ["applied"]
    assert board.read_bytes().endswith(b"two\n")
    assert storage.pending() == ()
    storage.close()


def test_without_a_state_folder_edits_are_saved_and_the_promise_says_less(
    board: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    storage = Storage(board, blocked)
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert board.read_bytes().endswith(b"two\n")
    assert storage.promise.level == "reduced"
    assert "no state folder" in storage.promise.text
    storage.close()


def test_an_edit_that_is_neither_saved_nor_kept_says_so(board: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    storage = Storage(board, blocked, system=NeverFree(), timing=QUICK)
    with pytest.raises(NotWritten, match="not kept either"):
        add(storage, "- [ ] two")


def test_a_plan_that_fails_leaves_nothing(opened: Storage, board: Path) -> None:
    def plan(_: bytes) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        opened.commit(intent("x"), plan)
    assert opened.pending() == ()
    assert board.read_bytes() == BOARD


def test_a_missing_file_keeps_the_edit_until_it_is_back(board: Path, opened: Storage) -> None:
    opened.read()
    board.rename(board.with_name("away"))
    assert isinstance(add(opened, "- [ ] two"), Kept)
    board.with_name("away").rename(board)
    assert [outcome.kind for outcome in opened.recover(plan_for)] == ["applied"]
    assert board.read_bytes().endswith(b"two\n")
