"""The watcher on real files: every manner of writing is noticed, and nothing stops it."""

from __future__ import annotations

import asyncio
import mmap
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from archie_board.model.live import inotify, watcher

from ..patience import PATIENCE

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["linux", "watchfiles"], autouse=True)
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test with either way of being told."""
    if request.param == "watchfiles":
        monkeypatch.setattr(inotify, "watch", _nothing_to_watch)


def _nothing_to_watch(_folders: object) -> NoReturn:
    raise OSError("no inotify here")


@asynccontextmanager
async def following(path: Path, **options: float) -> AsyncIterator[Callable[[], object]]:
    """Follow `path`; gives a function whose awaitable ends at the next notice."""
    stream = watcher.follow(path, **options)
    arrived = asyncio.Event()

    async def pump() -> None:
        async for _ in stream:
            arrived.set()

    task = asyncio.create_task(pump())
    await asyncio.sleep(0)  # the first look is taken when the task starts

    async def noticed_after(act: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                arrived.clear()
                act()
                try:
                    await asyncio.wait_for(arrived.wait(), 1.5)
                except TimeoutError:
                    continue
                return

    try:
        yield noticed_after
    finally:
        task.cancel()
        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 5)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "task.md"
    path.write_text("### BE-010 | Backend\n")
    return path


def by_rename(path: Path) -> None:
    beside = path.with_name("other")
    beside.write_text(path.read_text() + "r\n")
    beside.replace(path)


def by_append(path: Path) -> None:
    with path.open("a") as stream:
        stream.write("a\n")


def by_truncating(path: Path) -> None:
    path.write_text(path.read_text() + "t\n")


@pytest.mark.parametrize("act", [by_rename, by_append, by_truncating])
async def test_every_manner_of_writing_is_noticed_again_and_again(board: Path, act) -> None:
    async with following(board) as noticed:
        for _ in range(3):
            await noticed(lambda: act(board))


async def test_a_write_behind_a_link_and_a_new_target_are_noticed(
    board: Path, tmp_path: Path
) -> None:
    link, other = tmp_path / "links" / "task.md", tmp_path / "else" / "task.md"
    for path in (link, other):
        path.parent.mkdir()
    other.write_text("x")
    link.symlink_to(board)

    def retarget() -> None:
        beside = link.with_name("new")
        beside.symlink_to(other if os.path.realpath(link) == str(board) else board)
        beside.replace(link)

    async with following(link, stat_seconds=0.1) as noticed:
        await noticed(lambda: by_append(board))
        await noticed(retarget)
        await noticed(lambda: by_append(Path(os.path.realpath(link))))


async def test_writes_through_a_hard_link_are_found_by_the_stat(
    board: Path, tmp_path: Path
) -> None:
    alias = tmp_path / "elsewhere"
    os.link(board, alias)
    async with following(board, stat_seconds=0.1) as noticed:
        await noticed(lambda: by_append(alias))


async def test_the_folder_may_go_and_come_back(board: Path) -> None:
    away = board.parent.with_name("away")

    def leave() -> None:
        if board.parent.exists():
            board.parent.rename(away)
        else:
            away.rename(board.parent)

    async with following(board, stat_seconds=0.1) as noticed:
        await noticed(leave)
        if not board.parent.exists():
            away.rename(board.parent)
        await noticed(lambda: by_append(board))


async def test_a_file_that_is_not_there_yet_is_awaited(tmp_path: Path) -> None:
    path = tmp_path / "project" / "task.md"
    path.parent.mkdir()
    async with following(path, stat_seconds=0.1) as noticed:
        await noticed(lambda: path.write_text("first\n"))


async def test_what_is_written_through_a_map_is_found_again_and_again(board: Path) -> None:
    """On most file systems only the first write to a page changes the times of its file."""
    with board.open("r+b") as stream, mmap.mmap(stream.fileno(), 0) as mapped:

        def by_map() -> None:
            mapped[3:5] = b"FE" if mapped[3:5] == b"BE" else b"BE"

        async with following(board, stat_seconds=0.1) as noticed:
            for _ in range(4):
                await noticed(by_map)


async def test_a_watch_that_the_system_refuses_is_not_tried_all_the_time(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a user has no watches left."""
    tries: list[object] = []

    async def refuse(*arguments: object) -> None:
        tries.append(arguments)

    monkeypatch.setattr(watcher, "_events", refuse)
    async with following(board, stat_seconds=60) as noticed:
        for _ in range(3):  # by the first stats, which come quickly
            await noticed(lambda: by_append(board))
    assert len(tries) == 1
