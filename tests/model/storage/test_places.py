"""Files in odd places and clothes: what they are stays as it was, whatever an edit does.

What needs other mounts or another user runs in a process of its own, and is skipped where
this one may not make them.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import struct
import subprocess
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from archie_board.model.storage import Committed, Kept, ReadOnly, Storage, StorageError, Timing
from archie_board.model.storage.system import System

from .conftest import BOARD, add, litter, plan_for

QUICK = Timing(patience=0.05, limit=0.3, shrunk=0.05)
NEW = BOARD + b"- [ ] two\n"
NOBODY = 65534
PRIVATE_MOUNTS = 0x20000
READ_ONLY, REMOUNT, BIND, ALL_PRIVATE = 1, 32, 4096, 0x4000 | 1 << 18

root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def apart(act: Callable[[], None]) -> None:
    """Do it in a process with mounts of its own."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.unshare(PRIVATE_MOUNTS) or libc.mount(b"x", b"/", None, ALL_PRIVATE, None):
                os._exit(77)
            act()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == 77:
        pytest.skip("mounts of its own are not allowed here")
    assert code == 0


def mount(source: str | Path, target: Path, kind: str = "", flags: int = 0, data: str = "") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    done = libc.mount(
        os.fsencode(source), os.fsencode(target), kind.encode(), flags, data.encode() or None
    )
    assert done == 0, os.strerror(ctypes.get_errno())


def as_nobody(act: Callable[[], None]) -> None:
    def act_so() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        act()

    apart(act_so)


def fill(path: Path) -> None:
    """Write into it until the disk is full."""
    with suppress(OSError), path.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))


def open_up(path: Path) -> None:
    """Let other users reach it."""
    for folder in path.parents:
        if folder.owner() == "root" and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)


def clothes(path: Path) -> tuple[object, ...]:
    stat = path.stat()
    attributes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return stat.st_mode, stat.st_uid, stat.st_gid, stat.st_nlink, attributes


ACL = struct.pack("<I", 2) + b"".join(
    struct.pack("<HHI", tag, bits, who)
    for tag, bits, who in [
        (0x01, 6, 0xFFFFFFFF),
        (0x02, 6, 1234),
        (0x04, 4, 0xFFFFFFFF),
        (0x10, 6, 0xFFFFFFFF),
        (0x20, 0, 0xFFFFFFFF),
    ]
)
"""rw for the owner and for user 1234, r for the group."""


@pytest.mark.parametrize("alias", [False, True], ids=["swap", "in place"])
def test_owner_mode_lists_and_attributes_are_as_before(
    board: Path, state: Path, tmp_path: Path, alias: bool
) -> None:
    if alias:
        os.link(board, tmp_path / "alias")
    try:
        os.setxattr(board, "user.note", b"\0\xffany bytes")
        os.setxattr(board, "system.posix_acl_access", ACL)
    except OSError:
        pytest.skip("no attributes or access control lists on this file system")
    if os.geteuid() == 0:
        os.chown(board, 1234, 2345)
        os.setxattr(board, "trusted.note", b"of root")
        os.setxattr(board, "security.note", b"a label")
    before = clothes(board)
    storage = Storage(board, state)
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert board.read_bytes() == NEW
    assert clothes(board) == before
    storage.close()


def test_a_chain_of_links_stays_and_one_to_nothing_makes_no_file(
    board: Path, state: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.md", board.parent / "second.md"
    first.symlink_to(os.path.relpath(second, tmp_path))
    second.symlink_to("task.md")
    storage = Storage(first, state, timing=QUICK)
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert (first.is_symlink(), second.is_symlink(), board.is_symlink()) == (True, True, False)
    assert board.read_bytes() == NEW
    second.unlink()
    second.symlink_to("nowhere")
    assert isinstance(add(storage, "- [ ] three"), Kept)
    assert not (board.parent / "nowhere").exists()
    assert board.read_bytes() == NEW
    second.unlink()
    second.symlink_to("task.md")
    storage.close()
    assert not litter(board)


def test_a_link_that_is_turned_in_the_middle_of_an_edit(
    board: Path, state: Path, tmp_path: Path
) -> None:
    link, other = tmp_path / "link.md", tmp_path / "other.md"
    other.write_bytes(BOARD)
    link.symlink_to(board)

    class Turning(System):
        def exchange(self, first: str, second: str) -> None:
            if link.readlink() != other:
                link.unlink()
                link.symlink_to(other)
            super().exchange(first, second)

    storage = Storage(link, state, system=Turning())
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert (board.read_bytes(), other.read_bytes()) == (NEW, BOARD)
    assert link.readlink() == other
    assert storage.read().data == BOARD
    storage.close()


@root
def test_a_file_that_is_mounted_by_itself_is_written_where_it_is(board: Path, state: Path) -> None:
    inside = board.parent / "inside.md"
    inside.touch()

    def act() -> None:
        mount(board, inside, flags=BIND)
        storage = Storage(inside, state)
        assert isinstance(add(storage, "- [ ] two"), Committed)
        assert "mounted by itself" in storage.promise.text
        assert (inside.read_bytes(), board.read_bytes()) == (NEW, NEW)
        storage.close()

    apart(act)
    assert board.read_bytes() == NEW
    assert inside.read_bytes() == b""


@root
def test_a_sticky_folder_of_another_user(board: Path, state: Path) -> None:
    open_up(board)
    board.parent.chmod(0o1777)
    board.chmod(0o666)
    state.mkdir()
    state.chmod(0o777)

    def act() -> None:
        storage = Storage(board, state)
        assert isinstance(add(storage, "- [ ] two"), Committed)
        assert storage.promise.level == "reduced"
        storage.close()

    as_nobody(act)
    assert board.read_bytes() == NEW
    assert not litter(board)


@root
def test_a_folder_and_a_state_folder_that_take_no_files(board: Path, tmp_path: Path) -> None:
    open_up(board)
    board.parent.chmod(0o555)
    board.chmod(0o666)

    def act() -> None:
        storage = Storage(board, tmp_path / "no" / "state")
        assert isinstance(add(storage, "- [ ] two"), Committed)
        assert "no state folder (permission denied)" in storage.promise.text
        storage.close()

    as_nobody(act)
    assert board.read_bytes() == NEW


@root
def test_a_file_that_must_not_change_is_read(board: Path, state: Path) -> None:
    chattr = shutil.which("chattr")
    if chattr is None or subprocess.run([chattr, "+i", board], check=False).returncode:
        pytest.skip("no immutable files here")
    storage = Storage(board, state)
    try:
        assert storage.read().data == BOARD
        assert storage.promise.level == "none"
        with pytest.raises(ReadOnly, match=r"^no permission to write task\.md$"):
            add(storage, "- [ ] two")
        assert not litter(board)
    finally:
        subprocess.run([chattr, "-i", board], check=True)
    assert isinstance(add(storage, "- [ ] two"), Committed)
    assert board.read_bytes() == NEW
    storage.close()


@root
def test_a_read_only_file_system_is_read(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()

    def act() -> None:
        mount("none", place, "tmpfs")
        (place / "task.md").write_bytes(BOARD)
        mount("none", place, "tmpfs", REMOUNT | READ_ONLY)
        storage = Storage(place / "task.md", tmp_path / "state")
        assert storage.read().data == BOARD
        assert storage.promise.level == "none"
        with pytest.raises(ReadOnly):
            add(storage, "- [ ] two")
        storage.close()

    apart(act)


@root
def test_a_full_disk_keeps_the_edit_and_leaves_nothing(tmp_path: Path) -> None:
    place, state = tmp_path / "place", tmp_path / "state"
    place.mkdir()

    def act() -> None:
        mount("none", place, "tmpfs", data="size=256k")
        board, filler = place / "task.md", place / "filler"
        text = BOARD + b"- words\n" * 8000
        board.write_bytes(text)
        fill(filler)
        storage = Storage(board, state, timing=QUICK)
        result = add(storage, "- [ ] two")
        assert isinstance(result, Kept)
        assert "no space left on device" in result.reason
        assert board.read_bytes() == text
        assert not litter(board)
        filler.unlink()
        assert [outcome.kind for outcome in storage.recover(plan_for)] == ["applied"]
        assert board.read_bytes() == text + b"- [ ] two\n"
        storage.close()

    apart(act)


@root
def test_a_full_state_disk_takes_the_promise_and_not_the_edit(board: Path, state: Path) -> None:
    state.mkdir()

    def act() -> None:
        mount("none", state, "tmpfs", data="size=64k")
        fill(state / "f")
        storage = Storage(board, state)
        assert isinstance(add(storage, "- [ ] two"), Committed)
        assert "its disk is full" in storage.promise.text
        (state / "f").unlink()
        assert isinstance(add(storage, "- [ ] three"), Committed)
        assert storage.promise.level == "full"
        storage.close()

    apart(act)
    assert board.read_bytes() == NEW + b"- [ ] three\n"
    assert not litter(board)


def _socket(path: Path) -> None:
    place = os.getcwd()
    os.chdir(path.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(place)


@pytest.mark.parametrize(
    ("instead", "word"),
    [
        (lambda _: None, "does not exist"),
        (lambda path: path.mkdir(), "a folder"),
        (lambda path: os.mkfifo(path), "a pipe"),
        (_socket, "a socket"),
    ],
    ids=["nothing", "folder", "pipe", "socket"],
)
def test_something_else_in_the_files_place_keeps_edits(
    board: Path, state: Path, instead: Callable[[Path], None], word: str
) -> None:
    storage = Storage(board, state, timing=QUICK)
    storage.read()
    away = board.rename(board.with_name("away.md"))
    instead(board)
    with pytest.raises(StorageError, match=word):
        storage.read()
    result = add(storage, "- [ ] two")
    assert isinstance(result, Kept)
    assert word in result.reason
    assert storage.promise.level == "none"
    assert [outcome.kind for outcome in storage.recover(plan_for)] in ([], ["waiting"])
    if board.is_dir():
        board.rmdir()
    else:
        board.unlink(missing_ok=True)
    away.rename(board)
    assert [outcome.kind for outcome in storage.recover(plan_for)] == ["applied"]
    assert board.read_bytes() == NEW
    storage.close()


def test_a_folder_that_is_renamed_and_comes_back(board: Path, state: Path) -> None:
    storage = Storage(board, state, timing=QUICK)
    storage.read()
    away = board.parent.rename(board.parent.with_name("away"))
    assert isinstance(add(storage, "- [ ] two"), Kept)
    assert (away / "task.md").read_bytes() == BOARD
    assert not board.parent.exists()
    away.rename(board.parent)
    assert [outcome.kind for outcome in storage.recover(plan_for)] == ["applied"]
    assert board.read_bytes() == NEW
    storage.close()
