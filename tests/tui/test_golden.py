"""Golden pictures: what the board looks like, byte for byte, and shown in the README.

`UPDATE_SCREENSHOTS=1 pytest tests/tui/test_golden.py` makes them anew; look at each of them
before you keep it. Nothing in them depends on the time, a path or this machine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from archie_board.model.attention.alarms import alarms
from archie_board.model.attention.questions import question_of
from archie_board.model.document import parse
from archie_board.model.operations import Conflict, SetField
from archie_board.tui.demo.project import sample
from archie_board.tui.widgets.detail.pane import DetailPane
from textual.widgets import Input

from ..patience import PATIENCE
from .whole import Board, another_writes, opened

pytestmark = pytest.mark.anyio

FOLDER = Path(__file__).parents[2] / "screenshots"
UPDATE = bool(os.environ.get("UPDATE_SCREENSHOTS"))
LASTING = 1.0 if UPDATE else PATIENCE / 4
"""Seconds for which what is drawn may still change."""

REVIEWED = """\
# Ferry

### BE-010 | Backend | High | ✅ APPROVED
- **Title**: Sign in with tokens
- **Status**: approved
- **Assigned**: developer-executor
- **Description**: Access tokens live for ten minutes.
- **Acceptance Criteria**:
  - [x] Login returns both tokens
  - [x] Logout revokes every token of the session
- **Comments**:
  - 2026-01-16 14:35 @backend-specialist: @ana is ten minutes enough?
  - 2026-01-16 15:10 @ana: It is, with `refresh` beside it.
- **Review**: approved by @ana, 2026-01-16 16:00 (text 40ca-7a25-3444)
  - [x] Code review
  - [x] API testing
  - [x] Performance check: p95 is 84 ms
  - [-] Next tasks

### BE-020 | Backend | Critical | ✅ COMPLETED
- **Title**: Hold a seat while the traveller pays
- **Status**: completed
- **Assigned**: developer-executor
- **Completed**: 2026-01-17 09:30
- **Executed by**: developer-executor
- **Dependencies**: BE-010
- **Description**: A hold lasts ten minutes and ends by itself.
- **Acceptance Criteria**:
  - [x] Two travellers never hold one seat
  - [ ] A hold that ends frees the seat within a second
- **Files changed**:
  - src/holds/holds.ts (new)
  - src/holds/sweeper.ts (new)
- **Tests added**: 22 unit tests, 4 integration tests
- **Notes**: The sweeper runs once a second.
- **Review**:
  - [ ] Code review
    - [x] Follows established patterns and conventions
    - [!] Error handling implemented correctly: a failed payment keeps the hold
  - [x] API testing
  - [!] Performance check: p95 is 240 ms, budget 200 ms

### BE-021 | Backend | High | @booking
- **Title**: Book a held seat
- **Status**: pending
- **Dependencies**: BE-020

### BE-030 | Backend | Low | ✅ COMPLETED
- **Title**: Refuse malformed dates
- **Status**: completed
- **Completed**: 2026-01-15 11:00

### BE-050 | Backend | Medium | 🚫 BLOCKED
- **Title**: Take payments
- **Status**: blocked
- **Blocked since**: 2026-01-16 11:30
- **Blocker**: Webhook signature is not documented
- **Required action**: @rita please ask the bank
"""

Steps = Callable[[Board], Awaitable[None]]


async def nothing(board: Board) -> None:
    await board.shows("BE-003")


async def changed(board: Board) -> None:
    another_writes(board.path, "Remind passengers", "Write to passengers")
    await board.shows("Write to", "┃")
    board.app.board.header.summary = board.app.board.header.summary._replace(
        grouping="14:03 BE-062 title edited"
    )


async def task(board: Board) -> None:
    await board.go("BE-011")
    await board.press("enter")
    await board.until(lambda: bool(board.app.screen.query(DetailPane)))
    await board.until(lambda: board.pane.task_key == "BE-011" and board.pane.has_focus_within)
    await board.row("criterion", board.pane.subject.task.criteria[2].text, "0")  # type: ignore[union-attr]


async def typed(board: Board) -> None:
    await task(board)
    await board.row("field", "assignee")
    await board.press("enter")
    await board.until(lambda: isinstance(board.app.focused, Input))
    await board.press("ctrl+u", *"spec")
    await board.shows("frontend-specialist")


async def filtered(board: Board) -> None:
    await board.press("/", *"is:ready -effort:L")
    await board.shows(" of ")


async def keys(board: Board) -> None:
    await board.ask("?", "Keys")


async def new_task(board: Board) -> None:
    await board.go("BE-011")
    await board.ask("n", "New task")
    await board.type("Sign-in by passkey")


async def status(board: Board) -> None:
    await board.go("BE-022")
    await board.ask("s", "Status of")


async def delete(board: Board) -> None:
    await board.go("BE-021")
    await board.ask("D", "Delete")


async def by_assignee(board: Board) -> None:
    await board.ask("v", "Columns by")
    await board.press(*"assignee", "enter")
    await board.shows("assignee by category")


async def waiting(board: Board) -> None:
    await board.press("R")
    await board.shows("waiting for @rita", "Questions to you")


async def checklist(board: Board) -> None:
    await board.go("BE-020")
    await board.press("r", "enter", *"jjj")
    await board.shows("Architecture & Design")


async def budgets(board: Board) -> None:
    await board.go("BE-020")
    await board.press("r", *"jj", "tab")
    await board.shows("10 MB upload")


async def verdict(board: Board) -> None:
    await board.go("BE-020")
    await board.press("r")
    await board.ask("a", "Approve BE-020?")


async def stale(board: Board) -> None:
    await board.go("BE-010")
    await board.press("enter")
    await board.shows("stale approval: criteria changed since")


async def folded(board: Board) -> None:
    await board.press("Z")
    await board.hides("BE-003")


async def handoff(board: Board) -> None:
    await board.go("BE-010")
    await board.ask("@", "Hand BE-010 to")
    await board.type("front")
    await board.press("enter")
    await board.shows("To @frontend-specialist")


async def implement(board: Board) -> None:
    await board.go("ARCH-003")
    await board.ask("I", "Implement ARCH-003")
    await board.type("Route reads to replicas")
    await board.press("enter")
    await board.type("Say which requests tolerate lag")
    await board.shows("BE-014")


async def trust(board: Board) -> None:
    from archie_board.model.checks.commands import Check
    from archie_board.model.checks.subject import Part, Subject
    from archie_board.model.checks.trust import Standing
    from archie_board.tui.screens.trust import Trust

    before = '[[checks]]\nstep = "API testing"\ncommand = ["pytest", "-q"]\n'
    now = before.replace('"-q"', '"-q", "tests/api"') + "timeout = 300\n"
    script = Part("tests/load.sh", "file", "/home/ana/ferry/tests/load.sh", "3f2a9c1e" * 8, "x\n")
    settings = Part(".archie-board.toml", "file", "/home/ana/ferry", "0" * 64, now)
    checks = (
        Check(step="API testing", command=["pytest", "-q", "tests/api"], timeout=300),
        Check(step="Performance check", command=["tests/load.sh", "--p95", "200 ms"]),
    )
    root = "/home/ana/ferry"
    subject = Subject(f"{root}/.archie-board.toml", root, (settings, script), checks, ())
    seen = ((".archie-board.toml", before), ("tests/load.sh", "x\n"))
    board.app.push_screen(Trust(subject, Standing("changed", seen, "trust")))
    await board.shows("Run commands of this project?")


AT = 1768486980.0
"""The moment of everything that waits, in seconds since the epoch."""


async def tray(board: Board) -> None:
    """An edit of a description met another one, and the tray is opened."""
    base = "Limits by account, by address and by reference prefix. A pier's shared address must"
    text = board.app.store.document.task("BE-012").text("description")  # type: ignore[union-attr]
    assert text.startswith(base)
    mine = SetField("BE-012", "description", f"{text} Partners are limited by key.", expect=text)
    theirs = text.replace("two hundred people", "three hundred people, phones in hand")
    asked = Conflict("BE-012 description was changed by both", "BE-012", theirs, mine.value, text)
    question = question_of(mine, replace(asked, kind="prose"), [board.app.store.document])
    raw = board.raw.decode().replace(text, theirs)
    board.path.write_text(raw)
    await board.until(lambda: board.app.board.document.raw == raw.encode())
    board.app.store.attention.tray.ask(replace(question, at=AT))
    await board.press("x")
    await board.shows("1 question", "BE-012 description is")
    if board.app.size.height < 18:
        await board.press("space")
        await board.shows("set my")


async def alarm_list(board: Board) -> None:
    """A task went straight to completed, and a criterion vanished."""
    old = board.app.store.document
    raw = board.raw.decode().replace("  - [ ] Limits are visible in the metrics\n", "")
    at = raw.index("### BE-012")
    raw = raw[:at] + raw[at:].replace("**Status**: pending", "**Status**: completed", 1)
    for alarm in alarms(old, parse(raw.encode())):
        board.app.store.attention.bell.ring(alarm, AT)
    await board.press("!")
    await board.shows("2 alarms", "went straight")


async def marked(board: Board) -> None:
    """Cards that alarms are about."""
    await alarm_list(board)
    await board.press("escape")
    await board.until(lambda: board.app.board.board_view.alarmed == {"BE-012"})
    await board.until(lambda: "alarms" in board.app.board.header.chips)


async def absent(board: Board) -> None:
    """What changed since another version was seen."""
    await board.until(lambda: board.app.attendance and board.app.attendance.baseline)
    seen = board.raw.decode().replace("two hundred people", "a hundred people")
    seen = seen.replace("- **Title**: Roles for pier staff", "- **Title**: Roles for staff")
    seen = seen.replace("  - [x] Rules stand in one table", "  - [ ] Rules stand in one table")
    board.app.attendance.baseline = parse(seen.encode())  # type: ignore[union-attr]
    board.app.attendance.since = AT  # type: ignore[union-attr]


async def news(board: Board) -> None:
    await absent(board)
    await board.press("w")
    await board.shows("2 tasks changed", "BE-011")


async def stepped(board: Board) -> None:
    await absent(board)
    await board.go("BE-011")
    await board.press("]")
    await board.shows("1 of 2", "+ - **Title**: Roles for pier")


PICTURES: dict[str, tuple[tuple[int, int], str, Steps]] = {
    "board-120x40-dark": ((120, 40), "dark", nothing),
    "board-120x40-light": ((120, 40), "light", nothing),
    "board-120x40-ansi": ((120, 40), "ansi", nothing),
    "board-120x40-ansi-light": ((120, 40), "ansi-light", nothing),
    "board-120x40-no-color": ((120, 40), "no-color", nothing),
    "board-200x60-dark": ((200, 60), "dark", nothing),
    "dashboard-120x40-dark": ((120, 40), "dark", changed),
    "dashboard-40x12-dark": ((40, 12), "dark", changed),
    "task-120x40-ansi": ((120, 40), "ansi", task),
    "board-120x40-ascii": ((120, 40), "ascii", nothing),
    "board-120x40-assignee": ((120, 40), "dark", by_assignee),
    "board-120x40-folded": ((120, 40), "dark", folded),
    "board-80x24-dark": ((80, 24), "dark", nothing),
    "board-40x12-dark": ((40, 12), "dark", nothing),
    "task-120x40-dark": ((120, 40), "dark", task),
    "task-120x40-light": ((120, 40), "light", task),
    "task-80x24-dark": ((80, 24), "dark", task),
    "task-40x12-dark": ((40, 12), "dark", task),
    "edit-120x40-dark": ((120, 40), "dark", typed),
    "filter-120x40-dark": ((120, 40), "dark", filtered),
    "help-80x24-dark": ((80, 24), "dark", keys),
    "new-task-80x24-dark": ((80, 24), "dark", new_task),
    "new-task-80x24-ascii": ((80, 24), "ascii", new_task),
    "status-80x24-dark": ((80, 24), "dark", status),
    "delete-80x24-dark": ((80, 24), "dark", delete),
    "tray-120x40-dark": ((120, 40), "dark", tray),
    "tray-80x24-light": ((80, 24), "light", tray),
    "tray-40x12-ascii": ((40, 12), "ascii", tray),
    "alarms-120x40-dark": ((120, 40), "dark", alarm_list),
    "alarms-80x24-ansi": ((80, 24), "ansi", alarm_list),
    "alarmed-80x24-ascii": ((80, 24), "ascii", marked),
    "news-120x40-light": ((120, 40), "light", news),
    "changed-80x24-dark": ((80, 24), "dark", stepped),
    "handoff-120x40-dark": ((120, 40), "dark", handoff),
    "handoff-80x24-dark": ((80, 24), "dark", handoff),
    "implement-120x40-dark": ((120, 40), "dark", implement),
    "implement-80x24-dark": ((80, 24), "dark", implement),
    "trust-120x40-dark": ((120, 40), "dark", trust),
    "trust-80x24-dark": ((80, 24), "dark", trust),
}
"""By name: the terminal's size, how it is drawn, and what the user did."""

REVIEWS: dict[str, tuple[tuple[int, int], str, Steps]] = {
    "queue-80x24-dark": ((80, 24), "dark", waiting),
    "review-120x40-dark": ((120, 40), "dark", checklist),
    "review-120x40-light": ((120, 40), "light", checklist),
    "review-80x24-ascii": ((80, 24), "ascii", checklist),
    "review-40x12-ansi": ((40, 12), "ansi", budgets),
    "verdict-80x24-dark": ((80, 24), "dark", verdict),
    "stale-120x40-dark": ((120, 40), "dark", stale),
}
"""Likewise, of a file with reviews."""


def stable(svg: str) -> str:
    """A picture whose names do not come from a checksum of its content."""
    return re.sub(r"terminal-\d+", "board", svg)


async def picture(board: Board, wanted: str) -> str:
    """The picture that is wanted as soon as the screen has it, or the last of those it has."""
    drawn = ""
    with anyio.move_on_after(LASTING):
        while not drawn or drawn != wanted:
            board.app.board.status_line.event = None
            await board.pilot.pause()
            drawn = stable(board.app.export_screenshot())
    return drawn


@pytest.mark.parametrize("name", PICTURES)
async def test_the_board_looks_as_it_did(
    name: str, task_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name.endswith("no-color"):
        monkeypatch.setenv("NO_COLOR", "1")
    await looks_as_it_did(name, *PICTURES[name], task_file, sample())


@pytest.mark.parametrize("name", REVIEWS)
async def test_reviews_look_as_they_did(name: str, task_file: Path) -> None:
    await looks_as_it_did(name, *REVIEWS[name], task_file, REVIEWED)


async def looks_as_it_did(
    name: str, size: tuple[int, int], look: str, steps: Steps, task_file: Path, text: str | bytes
) -> None:
    path = FOLDER / f"{name}.svg"
    plain = look == "ascii"
    options = {"ascii_only": plain, "theme": "dark" if look in ("ascii", "no-color") else look}
    options["dashboard"] = name.startswith("dashboard")
    async with opened(task_file, text, size, **options) as board:
        await board.until(lambda: board.app.board.is_settled)
        await steps(board)
        wanted = "" if UPDATE else path.read_text(encoding="utf-8")
        drawn = await picture(board, wanted)
    assert str(task_file.parent) not in drawn
    if plain:
        shown = re.sub(r"&#160;", " ", "".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn)))
        assert shown.isascii(), set(filter(lambda c: not c.isascii(), shown))
    if UPDATE:
        path.write_text(drawn, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == drawn, f"look at {path.name} made anew"
