"""The whole application on a real file: a user's hands and eyes, and other writers beside."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from difflib import unified_diff
from pathlib import Path
from threading import Event
from typing import Any

import anyio
from archie_board.tui.app import ArchieApp
from archie_board.tui.widgets.detail.pane import DetailPane
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from ..patience import PATIENCE

HOPS = 3
"""Times that the messages of a key may lead to further ones."""
MOST_HOPS = 60
"""Times after which a key is taken to wait for something else, a busy disk for example."""

NAMED = {"enter": "\r", "space": " ", "tab": "\t", "escape": "\x1b"}
"""Keys with a name that are characters as well."""

FILE = """\
---
board: ferry
---
# Ferry [/] [red]prose[/red] that nobody touches

### ARCH-001 | Architecture | Critical | @system-architect
- **Title**: Choose the stack
- **Status**: completed
- **Assigned**: system-architect

### BE-001 | Backend | High | @dba
- **Title**: Sailings and vessels
- **Status**: in_progress
- **Assigned**: dba
- **Dependencies**: ARCH-001
- **Estimated effort**: M

### BE-010 | Backend | Critical | @ana
- **Title**: Sign in with tokens
- **Status**: pending
- **Assigned**: ana
- **Created**: 2026-01-15 10:30
- **Dependencies**: ARCH-001, BE-001
- **Estimated effort**: L
- **Description**: Access tokens live for ten minutes.
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
  - [x] Refresh rotates
  - [ ] Logout revokes
- **Technical notes**: Argon2id
- **Risk**: clock skew

### BE-011 | Backend | Low | @bert
- **Title**: Log out everywhere
- **Status**: pending
- **Dependencies**: ARCH-001

### BE-020 | Backend | Medium | @dba
- **Title**: Hold a seat
- **Status**: blocked
- **Blocker**: the inventory is not decided

| a table | of the file's own |
|---|---|

### FE-001 | Frontend | Medium | @eve
- **Title**: Form to sign in
- **Status**: approved
- **Dependencies**: BE-010
"""

BOX = "  - [{}] {}\n"


class Board:
    """An open board: what a user does, sees, and has on disk."""

    def __init__(self, app: ArchieApp, pilot: Pilot[None], path: Path) -> None:
        self.app, self.pilot, self.path = app, pilot, path

    # ---- hands

    async def press(self, *keys: str) -> None:
        """Type keys one after another, each when what the one before did has been done."""
        for key in keys:
            self.send(key)
            for hop in range(MOST_HOPS):
                await self.pilot.pause(0)
                if hop >= HOPS and self.app.at_rest:
                    break

    def send(self, *keys: str) -> None:
        """Type keys all at once."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(name, key if len(key) == 1 else NAMED.get(key)))

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def ask(self, key: str, title: str) -> None:
        """Press a key that opens a dialog, and wait for the dialog."""
        await self.press(key)
        await self.shows(title)

    async def go(self, key: str) -> None:
        """Put the cursor on a card, as a user does: by its ID."""
        await self.ask(":", "Go to a task")
        await self.press(*key, "enter")
        await self.until(lambda: self.cursor == key and self.app.screen is self.app.board)

    async def row(self, *key: str) -> None:
        """Put the cursor of the open task on a row."""
        await self.until(lambda: self.pane.frame.body.page.row(key) is not None)
        self.pane.frame.body.move_to(key)
        await self.until(lambda: self.pane.row is not None and self.pane.row.key == key)

    async def drag(self, start: str, end: str) -> None:
        """Drag what stands at one text to another."""
        x, y = self.find(end)
        await self.pilot.mouse_down(offset=self.find(start))
        self.app.screen.post_message(
            events.MouseMove(None, x, y, 1, 1, 1, False, False, False, x, y)
        )
        await self.pilot.pause()
        await self.pilot.mouse_up(offset=(x, y))

    # ---- eyes

    @property
    def lines(self) -> list[str]:
        """The screen's text, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def sees(self, *texts: str) -> bool:
        shown = self.text
        return all(text in shown for text in texts)

    def find(self, text: str) -> tuple[int, int]:
        for y, line in enumerate(self.lines):
            if text in line:
                return line.index(text), y
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    @property
    def cursor(self) -> str | None:
        return self.app.board.board_view.cursor_key

    @property
    def pane(self) -> DetailPane:
        """The pane of the open task, beside the board or on a screen of its own."""
        return self.app.screen.query_one(DetailPane)

    async def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Wait for a condition; fail with the screen."""
        with anyio.move_on_after(PATIENCE):
            while not condition():
                await self.pilot.pause(0.005)
            return
        raise AssertionError(f"never came true {what}\n{self.text}\n\n{self.path}")

    async def shows(self, *texts: str) -> None:
        await self.until(lambda: self.sees(*texts), f"on the screen: {texts}")

    async def hides(self, text: str) -> None:
        await self.until(lambda: not self.sees(text), f"gone from the screen: {text!r}")

    # ---- the file

    @property
    def raw(self) -> bytes:
        return self.path.read_bytes()

    async def says(self, expected: str | bytes) -> None:
        """Wait until the file has exactly these bytes, and the board knows them."""
        raw = expected.encode() if isinstance(expected, str) else expected
        with anyio.move_on_after(PATIENCE):
            while self.raw != raw or self.app.board.document.raw != raw:
                await self.pilot.pause(0.005)
            return
        said = [data.decode(errors="replace").splitlines() for data in (raw, self.raw)]
        differ = "\n".join(unified_diff(*said, "expected", "file", n=0, lineterm=""))
        raise AssertionError(f"{differ or 'the board does not show the file'}\n{self.text}")


@asynccontextmanager
async def opened(
    path: Path, text: str | bytes | None = FILE, size: tuple[int, int] = (120, 40), **options: Any
) -> AsyncIterator[Board]:
    """The application on a file with this text, ready for keys."""
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    app = ArchieApp(path, **options)
    async with app.run_test(size=size, notifications=True) as pilot:
        board = Board(app, pilot, path)
        await board.until(lambda: app.screen is app.board and board.sees(path.name))
        yield board
    assert app.return_code in (0, None)


def elsewhere(code: str, *arguments: object) -> None:
    """Run some Python in a process of its own; `path` is its first argument."""
    prelude = "import os, sys, pathlib; path = pathlib.Path(sys.argv[1]); "
    command = [sys.executable, "-S", "-c", prelude + code, *map(str, arguments)]
    subprocess.run(command, check=True, timeout=PATIENCE)


def another_writes(path: Path, old: str, new: str) -> None:
    """Another process changes a text of the file, in place."""
    assert old.encode() in path.read_bytes()
    elsewhere(
        "raw = path.read_bytes().replace(os.fsencode(sys.argv[2]), os.fsencode(sys.argv[3]), 1); "
        "path.write_bytes(raw)",
        path,
        old,
        new,
    )


@asynccontextmanager
async def busy_disk(board: Board) -> AsyncIterator[None]:
    """The disk takes its time: nothing is read or written until the block is left."""
    done = Event()
    task = asyncio.ensure_future(board.app.disk.run(done.wait))
    try:
        yield
    finally:
        done.set()
        await task
