"""The board view by keys, mouse and new boards: what is on the screen, what is posted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from archie_board.model.board.projection import View
from archie_board.tui.glyphs import GLYPHS_ASCII
from archie_board.tui.widgets.arrangement import LEAST, RAIL, plan
from archie_board.tui.widgets.board import BoardView
from textual import events
from textual.pilot import Pilot

from .boards import BoardApp, many, section

pytestmark = pytest.mark.anyio

SMALL = (
    section("BE-001")
    + section("BE-002", Dependencies="BE-001")
    + section("BE-010", "in_progress")
    + section("BE-011", "blocked", Blocker="no documentation")
    + section("BE-012", "completed")
)


def cursors(app: BoardApp) -> list[str | None]:
    """The keys that the view said its cursor is on, in turn."""
    return [m.key for m in app.posted if isinstance(m, BoardView.CardHighlighted)]


def find(app: BoardApp, text: str) -> tuple[int, int]:
    """Where a text stands on the screen: column and line."""
    for y, line in enumerate(app.lines()):
        if text in line:
            return line.index(text), y
    raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(app.lines()))


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[None], keys: Sequence[str]) -> None:
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


def move(app: BoardApp, x: int, y: int, button: int) -> None:
    """What a terminal reports when the mouse moves, with a button held or not."""
    app.post_message(events.MouseMove(None, x, y, 0, 0, button, False, False, False, x, y))


async def test_columns_lanes_and_cards() -> None:
    app = BoardApp(SMALL)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        lines = app.lines()
        heads = lines[0].split()
        assert heads[:4] == ["○", "Pending", "2", "◐"]
        assert lines[0].rstrip().endswith("★ 0"), "no task is approved: a rail"
        assert "▾ Database schema" in lines[1]
        assert "BE-001 Title of BE-001" in lines[2]
        assert "● ready" in lines[3]
        assert any("◌ BE-001" in line for line in lines)
        assert any("✗ no docu" in line for line in lines)
        assert app.board.cursor_key == "BE-001"
        assert cursors(app) == ["BE-001"]


async def test_hostile_titles_are_text() -> None:
    title = "[/] [red]x [link=a]b\x1b]0;t\x07 \u202ec 日本 [@click=app.quit]d"
    app = BoardApp(section("BE-001", title=title))
    async with app.run_test(size=(130, 20)) as pilot:
        await settled(pilot)
        shown = "\n".join(app.lines())
        assert "[/] [red]x [link=a]b␛]0;t␇ ⟦U+202E⟧c 日本" in shown
        await pilot.click(offset=find(app, "[@click"))
        await settled(pilot)
        assert app.board.cursor_key == "BE-001"


async def test_keys_move_the_cursor() -> None:
    app = BoardApp(SMALL)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, ["j", "k", "l", "right", "right", "h", "G", "g", "left"])
        assert cursors(app) == [
            *("BE-001", "BE-002", "BE-001", "BE-010", "BE-011"),
            *("BE-012", "BE-011", "BE-010"),
        ]
        await press(pilot, ["enter"])
        opened = app.posted[-1]
        assert isinstance(opened, BoardView.CardOpened)
        assert opened.key == "BE-010"


async def test_lanes_are_stepped_through() -> None:
    text = many(3) + many(2, first=10) + many(2, first=20)
    app = BoardApp(text)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, ["}", "j", "{", "{", "}", "}"])
        assert cursors(app)[1:] == ["BE-010", "BE-011", "BE-010", "BE-001", "BE-010", "BE-020"]


async def test_the_cursor_stays_in_sight_wherever_it_goes() -> None:
    app = BoardApp(many(9) + many(60, first=100))
    async with app.run_test(size=(30, 12)) as pilot:
        await settled(pilot)
        moves = ["j"] * 9 + ["ctrl+d"] * 3 + ["k"] * 7 + ["G", "k", "ctrl+u", "g"]
        for key in moves:
            await press(pilot, [key])
            lines = app.lines()
            assert any(f"▌{app.board.cursor_key}" in line for line in lines), (key, lines)
            assert lines[1].startswith("▾"), "the first line names the lane"
        assert app.board.cursor_key == "BE-001"


async def test_the_cursor_goes_where_its_task_goes() -> None:
    text = many(6)
    app = BoardApp(text)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, ["j", "j"])
        app.rewrite(text.replace(section("BE-003"), section("BE-003", "in_progress")))
        await settled(pilot)
        assert app.board.cursor_key == "BE-003"
        assert app.board.cursor_column == "in_progress"
        assert cursors(app) == ["BE-001", "BE-002", "BE-003"], "the card is the same one"


async def test_the_nearest_neighbour_takes_a_vanished_cards_place() -> None:
    text = many(6)
    app = BoardApp(text)
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, ["j", "j"])
        app.rewrite(text.replace(section("BE-003"), "").replace(section("BE-004"), ""))
        await settled(pilot)
        assert app.board.cursor_key == "BE-002"
        app.rewrite(section("BE-050", "blocked"))
        await settled(pilot)
        assert app.board.cursor_key == "BE-050"
        app.rewrite("# empty\n")
        await settled(pilot)
        assert app.board.cursor_key is None
        assert cursors(app)[-3:] == ["BE-002", "BE-050", None]


async def test_the_place_on_screen_is_kept() -> None:
    text = many(40, first=100)
    app = BoardApp(text + section("BE-300", "blocked"))
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, ["ctrl+d", "ctrl+d", "ctrl+d"])
        before = find(app, f"▌{app.board.cursor_key}")
        app.rewrite(many(3, first=90) + text + section("BE-300", "blocked"))
        await settled(pilot)
        assert find(app, f"▌{app.board.cursor_key}") == before
        await press(pilot, ["l"])
        place = find(app, "BE-125")
        app.rewrite(many(2, first=85) + many(3, first=90) + text + section("BE-300", "blocked"))
        await settled(pilot)
        assert find(app, "BE-125") == place, "a column without the cursor stays too"


async def test_resize_keeps_the_place() -> None:
    app = BoardApp(many(60, first=100) + SMALL)
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, ["ctrl+d", "ctrl+d", "ctrl+d"])
        key = app.board.cursor_key
        for size in ((40, 12), (80, 24), (200, 50), (120, 24)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert app.board.cursor_key == key
            find(app, f"▌{key}")


async def test_only_what_differs_is_drawn() -> None:
    text = many(20, first=100) + SMALL
    app = BoardApp(text)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        drawn: list[tuple[str, int]] = []
        for column in app.board.shown:
            render = column.render_line

            def note(y: int, render=render, key=column.column.key):  # type: ignore[no-untyped-def]
                drawn.append((key, y))
                return render(y)

            column.render_line = note  # type: ignore[method-assign]
        await press(pilot, ["j"])
        assert len(drawn) == 2 * 3, "two cards of three lines"
        drawn.clear()
        app.rewrite(text.replace("Title of BE-010", "Another"))
        await settled(pilot)
        assert {key for key, _ in drawn} == {"in_progress"}
        assert len(drawn) <= 3


async def test_changed_cards_are_marked() -> None:
    app = BoardApp(SMALL)
    async with app.run_test(size=(120, 30)) as pilot:
        app.board.changed = frozenset({"BE-010"})
        await settled(pilot)
        find(app, "┃BE-010")
        app.board.changed = frozenset()
        await settled(pilot)
        assert not any("┃" in line for line in app.lines())


async def test_the_mouse_selects_opens_and_scrolls() -> None:
    app = BoardApp(many(40, first=100) + SMALL)
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        await pilot.click(offset=find(app, "BE-010"))
        assert app.board.cursor_key == "BE-010"
        await pilot.double_click(offset=find(app, "BE-012"))
        await settled(pilot)
        opened = [m.key for m in app.posted if isinstance(m, BoardView.CardOpened)]
        assert opened == ["BE-012"]
        x, y = find(app, "Title of BE-001")
        app.post_message(events.MouseScrollDown(None, x, y, 0, 1, 0, False, False, False, x, y))
        await settled(pilot)
        assert "Title of BE-001" not in "\n".join(app.lines())
        assert app.board.cursor_key == "BE-012", "the wheel moves no cursor"


async def test_a_card_is_dragged_to_another_column() -> None:
    app = BoardApp(SMALL)
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        await pilot.mouse_down(offset=find(app, "BE-002"))
        target = find(app, "Blocked")
        move(app, target[0], 6, button=1)
        await settled(pilot)
        assert "→ Blocked" in app.lines()[0]
        await pilot.mouse_up(offset=(target[0], 6))
        await settled(pilot)
        (dropped,) = [m for m in app.posted if isinstance(m, BoardView.CardDropped)]
        assert (dropped.key, dropped.column_key) == ("BE-002", "blocked")
        assert "→" not in app.lines()[0]


async def test_a_drag_can_be_left() -> None:
    app = BoardApp(SMALL)
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        target = find(app, "Blocked")
        for leave in ("escape", "release"):
            await pilot.mouse_down(offset=find(app, "BE-002"))
            move(app, target[0], 6, button=1)
            await settled(pilot)
            if leave == "escape":
                await press(pilot, ["escape"])
            else:
                move(app, target[0], 7, button=0)
            await settled(pilot)
            assert "→" not in app.lines()[0]
            await pilot.mouse_up(offset=(target[0], 6))
        assert not [m for m in app.posted if isinstance(m, BoardView.CardDropped)]


async def test_lanes_fold_and_unfold() -> None:
    app = BoardApp(many(3) + many(2, first=10))
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        await pilot.click(offset=find(app, "▾ Database"))
        await settled(pilot)
        assert "BE-001" not in "\n".join(app.lines())
        find(app, "▸ Database")
        assert app.board.cursor_key is None, "on the lane's heading"
        await press(pilot, ["j"])
        assert app.board.cursor_key == "BE-010"
        await press(pilot, ["k", "enter"])
        assert app.board.cursor_key == "BE-001"


async def test_without_lanes_there_are_no_headings() -> None:
    app = BoardApp(SMALL, View(lanes="none"))
    app.board.lane_headings = False
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        assert "BE-001" in app.lines()[1]


async def test_narrow_shows_one_column_under_tabs() -> None:
    app = BoardApp(SMALL)
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        assert app.lines()[0].split() == ["○", "Pending", "2", "◐1", "✗1", "✓1", "★0"]
        await press(pilot, ["l"])
        assert app.board.cursor_key == "BE-010"
        assert "◐ In progress 1" in app.lines()[0]
        assert not any("BE-001" in line for line in app.lines())
        await pilot.click(offset=find(app, "✗1"))
        await settled(pilot)
        assert app.board.cursor_key == "BE-011"


async def test_more_columns_than_fit() -> None:
    text = "".join(section(f"BE-{n:03}", f"word{n}") for n in range(1, 12))
    app = BoardApp(text)
    async with app.run_test(size=(100, 20)) as pilot:
        await settled(pilot)
        assert app.lines()[0].rstrip().endswith("›")
        await press(pilot, ["l"] * 10)
        assert app.board.cursor_key == "BE-011"
        find(app, "▌BE-011")
        assert app.lines()[0].startswith("‹")


async def test_no_tasks_says_what_a_task_looks_like() -> None:
    app = BoardApp("# Nothing\n")
    async with app.run_test(size=(80, 20)) as pilot:
        await settled(pilot)
        assert any("### BE-001 | Backend | High" in line for line in app.lines())
        await press(pilot, ["j", "l", "G", "}", "enter"])
        app.rewrite(SMALL)
        await settled(pilot)
        find(app, "▌BE-001")


async def test_a_filter_that_hides_everything_says_so() -> None:
    app = BoardApp(SMALL, View(query="nowhere"))
    async with app.run_test(size=(80, 20)) as pilot:
        await settled(pilot)
        assert any("No task matches" in line for line in app.lines())


async def test_ascii_shows_nothing_else() -> None:
    app = BoardApp(many(30) + SMALL, glyphs=GLYPHS_ASCII)
    for size in ((120, 30), (40, 12)):
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            assert "\n".join(app.lines()).isascii()
        app = BoardApp(section("BE-001", title="\x1b\u202e"), glyphs=GLYPHS_ASCII)


async def test_thirty_titles_at_120_by_40() -> None:
    statuses = ["pending"] * 20 + ["in_progress"] * 8 + ["blocked"] * 6
    statuses += ["completed"] * 16 + ["approved"] * 14
    numbers = range(1, len(statuses) + 1)
    text = "".join(
        section(f"BE-{n:03}", status, f"Task {n} of many")
        for n, status in zip(numbers, statuses, strict=True)
    )
    app = BoardApp(text)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "\n".join(app.lines()).count(" of many") >= 30


@pytest.mark.parametrize("cells", [75, 80, 100, 120, 200])
@pytest.mark.parametrize("counts", [(1,), (3, 0, 2), (5, 5, 5, 5, 5), (0, 0, 4), (1,) * 30])
def test_plans_fill_the_width(cells: int, counts: tuple[int, ...]) -> None:
    for at in (i for i, count in enumerate(counts) if count):
        planned = plan(cells, counts, at)
        assert sum(planned.widths) == cells
        assert planned.first <= at < planned.first + len(planned.widths)
        shown = counts[planned.first : planned.first + len(planned.widths)]
        for count, width in zip(shown, planned.widths, strict=True):
            assert width >= LEAST if count else width == RAIL


async def test_a_terminal_that_loses_the_focus_is_not_drawn_anew() -> None:
    """Every switch between two windows would send the card under the cursor twice."""
    app = BoardApp(SMALL)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        before = app.export_screenshot()
        app.post_message(events.AppBlur())
        await settled(pilot)
        assert app.focused is None
        assert app.export_screenshot() == before
        app.post_message(events.AppFocus())
        await settled(pilot)
        assert app.focused is app.board
        assert app.export_screenshot() == before
        app.screen.set_focus(None)
        await settled(pilot)
        assert app.export_screenshot() != before
