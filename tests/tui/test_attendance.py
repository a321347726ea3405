"""When a version counts as seen, and what is news then."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from archie_board.model.document import parse
from archie_board.model.live.store import Store
from archie_board.tui.attendance import AWAY_SECONDS, LOOK_SECONDS, Attendance

from .whole import FILE


class Seat:
    """One user at one board, on a clock that stands still until it is told."""

    def __init__(self, path: Path) -> None:
        self.path, self.now = path, 0.0
        self.store = Store(path)
        self.store.open()
        self.user = Attendance(self.store, lambda: self.now)
        self.news = self.user.begin()

    def others(self, text: str) -> None:
        self.path.write_text(text)
        while self.store.document.raw != text.encode():
            self.store.reload()
        self.user.changed()

    def waits(self, seconds: float) -> None:
        self.now += seconds

    def acts(self) -> bool:
        return self.user.acted(self.store.document)

    def leaves(self) -> None:
        self.user.save()
        self.store.close()


@pytest.fixture
def path(task_file: Path) -> Path:
    task_file.write_text(FILE)
    return task_file


CHANGED = FILE.replace("Hold a seat", "Keep a seat")


@pytest.mark.parametrize(
    ("looks", "news"), [(LOOK_SECONDS, 0), (LOOK_SECONDS / 2, 1)], ids=["seen", "too short"]
)
def test_a_change_is_seen_by_who_acts_while_it_stands_there(
    path: Path, looks: float, news: int
) -> None:
    seat = Seat(path)
    assert seat.news == ()
    seat.acts()
    seat.others(CHANGED)
    seat.waits(looks)
    seat.acts()
    seat.leaves()
    assert len(Seat(path).news) == news


def test_who_does_nothing_has_seen_nothing(path: Path) -> None:
    seat = Seat(path)
    seat.acts()
    seat.others(CHANGED)
    seat.waits(AWAY_SECONDS * 100)
    seat.leaves()
    later = Seat(path)
    assert [change.task for change in later.news] == ["BE-020"]
    later.acts()
    later.leaves()
    assert Seat(path).news == ()


def test_who_comes_back_to_a_changed_board_gets_the_news(path: Path) -> None:
    seat = Seat(path)
    seat.acts()
    seat.waits(AWAY_SECONDS)
    assert not seat.acts()
    seat.waits(1)
    seat.others(CHANGED)
    seat.waits(AWAY_SECONDS)
    assert seat.acts()
    assert [change.task for change in seat.user.news()] == ["BE-020"]
    seat.user.looked(seat.store.document)
    assert seat.user.news() == ()
    assert not seat.acts()


def test_the_news_of_a_start_stay_until_they_were_looked_at(path: Path) -> None:
    seat = Seat(path)
    seat.acts()
    seat.leaves()
    path.write_text(CHANGED)
    later = Seat(path)
    later.waits(60)
    later.acts()
    assert len(later.user.news()) == 1


def test_a_state_folder_that_cannot_be_made_only_means_no_news(path: Path, own_home: Path) -> None:
    (own_home / "xdg_state_home").write_text("in the way")
    seat = Seat(path)
    seat.acts()
    seat.leaves()
    assert Seat(path).news == ()


EARLIER = """
import sys, pathlib
from archie_board.model.live.store import Store
from archie_board.model.operations import SetStatus
from archie_board.tui.attendance import Attendance
store = Store(pathlib.Path(sys.argv[1]))
store.open()
user = Attendance(store, lambda: 0.0)
user.begin()
store.submit(SetStatus("ARCH-001", "blocked"))
user.acted(store.document)
user.save()
store.close()
"""


def test_a_file_stands_in_memory_once(path: Path) -> None:
    notes = "A note of the team.\n" * 10_000
    path.write_text(f"{FILE}\n# Notes\n\n{notes}")
    subprocess.run([sys.executable, "-c", EARLIER, path], check=True)
    raw = path.read_bytes()
    tracemalloc.start()
    try:
        known = parse(path.read_bytes())
        store = Store(path)
        store.open(known)
        store.recover()
        assert Attendance(store).begin() == ()
        store.reload()
        large = [t for t in tracemalloc.take_snapshot().traces if t.size >= len(raw)]
    finally:
        tracemalloc.stop()
    assert store.document is known
    assert len(large) == 1, large
