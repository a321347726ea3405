"""The lines around the board say as much as fits."""

from __future__ import annotations

import pytest
from archie_board.tui.widgets.filter_bar import FilterBar
from archie_board.tui.widgets.header import BoardHeader, Chip, Summary
from archie_board.tui.widgets.status_line import Event, StatusLine
from textual.app import App, ComposeResult
from textual.message import Message

pytestmark = pytest.mark.anyio

SUMMARY = Summary(
    file="task.md",
    shown=12,
    total=63,
    ready=4,
    waiting=3,
    blocked=5,
    grouping="status by category",
    filter="is:ready",
)


class LineApp(App[None]):
    """A header, a filter bar and a status line."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.header = BoardHeader()
        self.status = StatusLine()
        self.bar = FilterBar()
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.bar
        yield self.status

    def text(self, widget: BoardHeader | StatusLine) -> str:
        return widget.render_line(0).text

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        self.posted.append(event)

    def on_filter_bar_accepted(self, event: FilterBar.Accepted) -> None:
        self.posted.append(event)

    def on_filter_bar_cancelled(self, event: FilterBar.Cancelled) -> None:
        self.posted.append(event)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            120,
            [
                "task.md",
                "12 of 63 tasks",
                "● 4 ready",
                "◌ 3 waiting",
                "status by category",
                "/is:ready",
            ],
        ),
        (80, ["task.md", "12 of 63 tasks", "✗ 5 blocked", "/is:ready"]),
        (40, ["task.md", "12 of 63", "/is:ready"]),
        (12, ["/is:ready"]),
    ],
)
async def test_header(cells: int, expected: list[str]) -> None:
    app = LineApp()
    async with app.run_test(size=(cells, 5)) as pilot:
        app.header.summary = SUMMARY
        await pilot.pause()
        text = app.text(app.header)
        assert len(text) == cells
        assert not [part for part in expected if part not in text]


async def test_header_is_quiet_about_what_is_not() -> None:
    app = LineApp()
    async with app.run_test(size=(80, 5)) as pilot:
        app.header.summary = Summary(file="[red]t.md", shown=1, total=1)
        await pilot.pause()
        assert app.text(app.header).strip() == "[red]t.md  1 task"


async def test_status_line_gives_up_the_least_first() -> None:
    app = LineApp()
    async with app.run_test(size=(120, 5)) as pilot:
        status = app.status
        status.event = Event("14:03:07", "BE-010 pending → in_progress")
        status.health = "atomic saves"
        status.hints = (("/", "filter"), ("n", "new"), ("?", "keys"))
        seen: dict[int, str] = {}
        for cells in (120, 70, 56, 40, 30):
            await pilot.resize_terminal(cells, 5)
            await pilot.pause()
            seen[cells] = app.text(status).strip()
        assert seen[120].startswith("14:03:07 BE-010 pending → in_progress")
        assert seen[120].endswith("/ filter  n new  ? keys   atomic saves")
        assert seen[70].endswith("  / filter  n new  ? keys")
        assert seen[56].endswith("/ filter")
        assert seen[40] == "14:03:07 BE-010 pending → in_progress"
        assert seen[30] == "BE-010 pending → in_progress"


async def test_bad_health_stays_as_long_as_it_can() -> None:
    app = LineApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.status.event = Event("14:03:07", "BE-010 pending → in_progress")
        app.status.health, app.status.healthy = "file is gone", False
        app.status.hints = (("/", "filter"),)
        await pilot.pause()
        assert "file is gone" in app.text(app.status)


async def test_an_error_is_never_left_out() -> None:
    app = LineApp()
    async with app.run_test(size=(40, 5)) as pilot:
        app.status.event = Event("14:03:07", "cannot write task.md: disk is full", "error")
        app.status.health, app.status.healthy = "read-only", False
        await pilot.pause()
        assert "cannot write task.md" in app.text(app.status)


async def test_filter_bar() -> None:
    app = LineApp()
    async with app.run_test(size=(80, 6)) as pilot:
        app.bar.open("BE")
        await pilot.press("-", "1")
        app.bar.error = "no such field: [/]"
        await pilot.pause()
        assert app.bar.has_class("-error")
        changed = [m.text for m in app.posted if isinstance(m, FilterBar.Changed)]
        assert changed == ["BE-", "BE-1"]
        await pilot.press("enter")
        await pilot.press("escape")
        await pilot.pause()
        accepted, cancelled = app.posted[-2:]
        assert isinstance(accepted, FilterBar.Accepted)
        assert accepted.text == "BE-1"
        assert isinstance(cancelled, FilterBar.Cancelled)
        assert cancelled.before == "BE"


async def test_what_waits_for_a_person_is_a_chip_that_outlives_the_words() -> None:
    app = LineApp()
    async with app.run_test(size=(110, 24)) as pilot:
        app.header.summary = SUMMARY
        app.header.chips = {"queue": Chip("R", 2, "to review"), "tray": Chip("x", 0, "questions")}
        await pilot.pause()
        assert "R 2 to review" in app.text(app.header)
        assert "questions" not in app.text(app.header)
        await pilot.resize_terminal(40, 24)
        await pilot.pause()
        assert "R 2" in app.text(app.header)
