"""Reading among writers: whole contents only, and a clear word for everything else."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import ANY

import pytest
from archie_board.model.storage import (
    Busy,
    Missing,
    NotAFile,
    Snapshot,
    Storage,
    StorageError,
    Timing,
    TooLarge,
)

from .conftest import BOARD, add

HALF_WRITER = """
import sys, time
path, stop = sys.argv[1:]
import os
lines = open(path, 'rb').read().splitlines(keepends=True)
print('ready', flush=True)
number = 0
while not os.path.exists(stop):
    number += 1
    with open(path, 'wb', buffering=0) as stream:
        for line in lines[:-1]:
            stream.write(line)
            time.sleep(0.001)
        stream.write(b'end %d\\n' % number)
    time.sleep(0.002)
"""


def test_a_missing_file_and_one_that_comes(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "task.md", tmp_path / "state")
    with pytest.raises(Missing, match=r"^task\.md does not exist$"):
        storage.read()
    assert storage.promise.level == "none"
    (tmp_path / "task.md").write_bytes(BOARD)
    assert storage.read().data == BOARD


def test_folders_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, word in (("folder", "a folder"), ("pipe", "a pipe"), ("/dev/null", "a device")):
        with pytest.raises(NotAFile, match=word):
            Storage(tmp_path / name, tmp_path / "state").read()


def test_a_file_replaced_by_a_pipe_keeps_the_edit(opened: Storage, board: Path) -> None:
    opened.read()
    board.unlink()
    os.mkfifo(board)
    with pytest.raises(NotAFile):
        opened.read()
    assert "pipe" in add(opened, "- [ ] two").reason


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    with path.open("wb") as stream:
        stream.truncate(100 << 20)
    with pytest.raises(TooLarge, match="100 MiB"):
        Storage(path, tmp_path / "state").read()


def test_a_file_that_is_held_open_for_writing_is_busy_at_first(board: Path, state: Path) -> None:
    storage = Storage(board, state, timing=Timing(patience=0.05))
    with board.open("ab"), pytest.raises(Busy):
        storage.read()
    assert storage.read().settled


def test_one_that_its_writer_leaves_alone_is_read_while_it_is_open(
    opened: Storage, board: Path
) -> None:
    other = BOARD.replace(b"pending", b"blocked")
    assert len(other) == len(BOARD)
    with board.open("r+b") as stream, mmap.mmap(stream.fileno(), 0) as mapped:
        assert opened.read() == Snapshot(BOARD, ANY, settled=True)
        mapped[:] = other
        mapped.flush()
        assert opened.read().data == other
        mapped[:] = BOARD  # into a page that is dirty already: no time of the file changes
        assert opened.read().data == BOARD
    with board.open("ab", buffering=0) as stream:
        stream.write(b"- [ ] behind\n")
        assert opened.read().data == BOARD + b"- [ ] behind\n"
        stream.truncate(BOARD.index(b"### BE-011"))
        assert opened.read().data == BOARD[: BOARD.index(b"### BE-011")]


def test_a_link_to_nothing_is_missing(tmp_path: Path) -> None:
    (tmp_path / "task.md").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Missing):
        Storage(tmp_path / "task.md", tmp_path / "state").read()


def test_half_of_a_file_is_never_read(board: Path, state: Path, tmp_path: Path) -> None:
    board.write_bytes(BOARD + b"end 0\n")
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", HALF_WRITER, str(board), str(stop)]
    storage = Storage(board, state, timing=Timing(settling=0.0))
    seen = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            while len(seen) < 60:
                try:
                    data = storage.read().data
                except StorageError:
                    continue
                assert data.startswith(BOARD.rpartition(b"###")[0])
                assert b"\nend " in data
                seen.add(data)
        finally:
            stop.touch()
