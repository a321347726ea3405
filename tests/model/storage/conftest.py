"""A file, a state folder, and an operating system that fails or dies where a test says."""

from __future__ import annotations

import os
import signal
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archie_board.model.storage import Declined, Intent, Storage
from archie_board.model.storage.system import System

BOARD = (
    b"# Tasks\n\n### BE-010 | Backend\n- **Status**: pending\n- [ ] one\n\n### BE-011 | Backend\n"
)


class Stepping(System):
    """Does `act` at call number `at` of the operating system, counted from 0."""

    def __init__(
        self, at: int = -1, act: Callable[[], None] = lambda: None, spare: tuple[str, ...] = ()
    ) -> None:
        self.at, self.act, self.spare = at, act, spare
        self.calls: list[str] = []

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name.startswith("_") or name in ("at", "act", "spare", "calls", "clock", "now", "sleep"):
            return value
        self.calls.append(name)
        if len(self.calls) - 1 == self.at and name not in self.spare:
            self.act()
        return value


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def failing(number: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


def intent(line: str, *, after: str = "") -> Intent:
    return Intent(str(uuid.uuid4()), {"line": line, "after": after}, f"add {line}", time.time())


def plan_for(wanted: Intent) -> Callable[[bytes], bytes | Declined]:
    """Adds a line at the end, or after another one, unless it is there."""
    line = str(wanted.payload["line"]).encode() + b"\n"
    after = str(wanted.payload.get("after", "")).encode()

    def plan(data: bytes) -> bytes | Declined:
        if line in data:
            return data
        if not after:
            return data + line
        place = data.find(after + b"\n")
        if place < 0:
            return Declined(f"{after.decode()} is gone")
        place += len(after) + 1
        return data[:place] + line + data[place:]

    return plan


def add(storage: Storage, line: str, *, after: str = "") -> Any:
    wanted = intent(line, after=after)
    return storage.commit(wanted, plan_for(wanted))


def litter(path: Path) -> list[str]:
    return [name for name in os.listdir(path.parent) if name.startswith(".")]


def in_a_child(act: Callable[[], object]) -> None:
    """Do it in a process of its own, which ends, or is killed on the way."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "task.md"
    path.write_bytes(BOARD)
    old = time.time() - 60
    os.utime(path, (old, old))
    return path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def opened(board: Path, state: Path):
    storage = Storage(board, state)
    yield storage
    storage.close()
