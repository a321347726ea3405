"""What Linux tells of a folder, and what is made of it when it tells too much."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from archie_board.model.live import inotify
from archie_board.model.live.inotify import Told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")

QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[int]:
    with inotify.watch([str(tmp_path)]) as descriptor:
        yield descriptor


def told_of(descriptor: int, name: str) -> list[Told]:
    """Everything that waits to be told of a file, in order."""
    found = []
    while select.select([descriptor], [], [], 0)[0]:
        found.append(inotify.told(descriptor, name.__eq__))
    return found


def flood(folder: Path) -> None:
    """More than the queue holds, of other files; the same event twice would count once."""
    others = [folder / "other", folder / "third"]
    for other in others:
        other.touch()
    for number in range(int(QUEUE.read_text()) + 2):
        os.utime(others[number % 2])


def test_only_what_happens_to_the_file_is_told(tmp_path: Path, watched: int) -> None:
    (tmp_path / "other").write_text("a")
    assert set(told_of(watched, "task.md")) == {Told.NOTHING}
    with (tmp_path / "task.md").open("a", buffering=1) as stream:
        told_of(watched, "task.md")
        stream.write("a line\n")
        assert told_of(watched, "task.md") == [Told.IN_WORK]
    assert told_of(watched, "task.md") == [Told.DONE]


def test_an_event_that_a_full_queue_swallows_is_a_reason_to_look(
    tmp_path: Path, watched: int
) -> None:
    flood(tmp_path)
    (tmp_path / "task.md").write_text("nobody tells of it")
    assert told_of(watched, "task.md")[-1] is Told.DONE
    (tmp_path / "task.md").write_text("and the next one is told again")
    assert told_of(watched, "task.md") == [Told.DONE]


def test_a_folder_that_goes_is_a_reason_to_look(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    with inotify.watch([str(folder)]) as descriptor:
        folder.rename(tmp_path / "away")
        assert told_of(descriptor, "task.md") == [Told.DONE]


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="inotify_add_watch"), inotify.watch([str(tmp_path / "no")]):
        pass
