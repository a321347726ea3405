"""Golden pictures of the past: the activity view and a task's history, of a made-up past."""

from __future__ import annotations

from pathlib import Path

import pytest
from archie_board.model.live.store import Store
from archie_board.tui.demo.project import sample

from .test_golden import Steps, looks_as_it_did
from .whole import Board

pytestmark = pytest.mark.anyio


async def activity(board: Board) -> None:
    await board.press("A")
    await board.shows("4 versions")
    await board.press("j")
    await board.until(lambda: board.app.screen.size.width < 60 or board.sees("its text"))


async def timeline(board: Board) -> None:
    await board.go("BE-024")
    await board.press("T")
    await board.shows("the oldest version")
    await board.until(lambda: board.app.screen.size.width < 60 or board.sees("what changed"))


PICTURES: dict[str, tuple[tuple[int, int], str, Steps]] = {
    "activity-120x40-dark": ((120, 40), "dark", activity),
    "activity-80x24-light": ((80, 24), "light", activity),
    "activity-80x24-ascii": ((80, 24), "ascii", activity),
    "timeline-120x40-dark": ((120, 40), "dark", timeline),
    "timeline-80x24-ansi": ((80, 24), "ansi", timeline),
    "timeline-40x12-dark": ((40, 12), "dark", timeline),
}


@pytest.fixture
def old_times(task_file: Path, own_home: Path) -> Path:
    """A file whose four versions were seen in January, an hour and a bit apart."""
    settings = own_home / "xdg_config_home" / "archie-board" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[history]\ndays = 100000\n")
    now = sample().decode()
    begun = now.replace("BE-024 | Backend | High | 🚫 BLOCKED", "BE-024 | Backend | High")
    begun = begun.replace(
        "islanders\n- **Status**: blocked", "islanders\n- **Status**: in_progress"
    )
    untouched = begun.replace("Rules are data, with the fare", "The rules stand beside the fare")
    untouched = untouched.replace("- [x]", "- [ ]", 2)
    first = untouched.replace("Discounts for islanders", "Discounts for residents")
    assert len({now, begun, untouched, first}) == 4
    versions = Store(task_file).versions
    for number, state in enumerate((first, untouched, begun, now)):
        versions.add([(1_768_473_000.0 + 3700 * number, state.encode())], "somebody")
    return task_file


@pytest.mark.parametrize("name", PICTURES)
async def test_the_past_looks_as_it_did(name: str, old_times: Path) -> None:
    await looks_as_it_did(name, *PICTURES[name], old_times, sample())
