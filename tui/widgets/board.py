"""The board: columns of cards, one cursor, and the keys and the mouse that move it.

The view is given a `Board` and shows what differs from the one before. The cursor belongs
to a task, not to a place: when a task moves, the cursor goes with it; when it vanishes, the
cursor goes to the nearest neighbour. What the reader was looking at stays where it was on
the screen, as far as there are cards to fill it.

The view posts what the user wants (`CardOpened`, `CardDropped`, ...) and changes nothing by
itself but the cursor and the scroll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.layout import Layout
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from ..commands import BOARD, bindings
from ..content import visible
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .arrangement import Placed, Plan, plan
from .column import StatusColumn
from .tabs import TabLine

if TYPE_CHECKING:
    from ...model.board import Board, Column
    from ...model.task import Task

NO_TASKS = """\
No tasks in this file yet.

A task is a heading with an ID, and fields below it:

### BE-001 | Backend | High | @backend-specialist
- **Title**: Design the database schema
- **Status**: pending
- **Dependencies**: none
- **Acceptance Criteria**:
  - [ ] Every table has a primary key"""

NO_MATCH = "No task matches the filter."

_WHEEL = 3
"""Lines that a turn of the wheel scrolls."""


class _Place(NamedTuple):
    """Where the cursor is: a stop of a column, and what stands there."""

    column: int
    stop: int
    column_key: str
    lane_key: str
    task: str | None
    """None on the heading of a folded lane."""


class _Press(NamedTuple):
    """A card under a pressed mouse button."""

    task: str
    column: int
    x: int
    y: int


class BoardView(Widget, can_focus=True):
    """Columns of cards with one cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(BOARD),
        Binding("enter", "open_card", "Open", show=False, tooltip="Open the card.", id="card.open"),
    ]

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    BoardView {
        width: 1fr;
        height: 1fr;
        background: $background;

        & > #nothing { padding: 1 2; color: $text-muted; background: $background; }
    }
    """

    board: var[Board | None] = var(None)
    """What is shown. Assign a new one after every change; equal parts are told by identity."""
    changed: var[frozenset[str]] = var(frozenset())
    """Keys of the tasks that are marked as just changed."""
    folded: var[frozenset[str]] = var(frozenset())
    """Keys of the lanes that show their heading alone."""
    lane_headings: var[bool] = var(True)
    """Whether lanes have headings; False where tasks are grouped by column only."""
    empty: var[str] = var("")
    """Text for a board without cards, instead of the built-in one."""

    @dataclass
    class CardHighlighted(Message):
        """The cursor is on another card now, by key, mouse, or because the board changed."""

        view: BoardView
        key: str | None
        """The task's key; None where no card is under the cursor."""

        @property
        def control(self) -> BoardView:
            """The board view."""
            return self.view

    @dataclass
    class CardOpened(Message):
        """The user wants to see a card."""

        view: BoardView
        key: str

        @property
        def control(self) -> BoardView:
            """The board view."""
            return self.view

    @dataclass
    class CardDropped(Message):
        """The user dragged a card to another column."""

        view: BoardView
        key: str
        column_key: str

        @property
        def control(self) -> BoardView:
            """The board view."""
            return self.view

    @dataclass
    class LaneToggled(Message):
        """The user wants a lane folded or unfolded."""

        view: BoardView
        lane_key: str

        @property
        def control(self) -> BoardView:
            """The board view."""
            return self.view

    def __init__(
        self,
        glyphs: Glyphs = GLYPHS_UNICODE,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.glyphs = glyphs
        self._tabs = TabLine(glyphs)
        self._nothing = Static("", id="nothing", markup=False)
        self._pool: list[StatusColumn] = []
        self._place: _Place | None = None
        self._plan = Plan(0, (), False)
        self._layout_object = Placed(self._arrange)
        self._press: _Press | None = None
        self._target: int | None = None
        """The column that a dragged card is over."""

    def compose(self) -> ComposeResult:
        """Tabs and the text of an empty board; columns come with the board."""
        yield self._tabs
        yield self._nothing

    @property
    def layout(self) -> Layout:
        """Columns side by side, as `arrangement` plans them."""
        return self._layout_object

    # What is shown

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the board."""
        return self.board.columns if self.board else ()

    @property
    def cursor_key(self) -> str | None:
        """The key of the task under the cursor."""
        return self._place.task if self._place else None

    @property
    def cursor_column(self) -> str | None:
        """The key of the column that the cursor is in."""
        return self._place.column_key if self._place else None

    @property
    def cursor_lane(self) -> str | None:
        """The key of the lane that the cursor is in."""
        return self._place.lane_key if self._place else None

    @property
    def cursor_task(self) -> Task | None:
        """The task under the cursor."""
        if self._place is None:
            return None
        return self._pool[self._place.column].rows.card_at(self._place.stop)

    def select(self, key: str) -> bool:
        """Put the cursor on a task; False if the board does not show it."""
        for index, column in enumerate(self._shown()):
            stop = column.rows.find(key)
            if stop is not None:
                self._go(index, stop)
                return True
        return False

    def watch_board(self) -> None:
        """Show the new board, with the reader's place kept."""
        self._take_over()

    def watch_folded(self) -> None:
        """Fold and unfold."""
        self._take_over()

    def watch_lane_headings(self) -> None:
        """Show or hide the lanes' headings."""
        self._take_over()

    def watch_changed(self) -> None:
        """Mark the cards that changed, and no others."""
        for column in self._shown():
            column.changed = self.changed
            column.repaint()

    def watch_empty(self) -> None:
        """Say something else where there are no cards."""
        self._say_nothing()

    def _shown(self) -> list[StatusColumn]:
        """The columns in use, on screen or scrolled out of it."""
        return self._pool[: len(self.columns)]

    def _take_over(self) -> None:
        """Give the columns the board, then put cursor and scroll where they were."""
        before, place = self._place, self._place
        used = [column for column in self._pool if column.rows.height]
        old = {column.column.key: (column, column.places(), column.top) for column in used}
        line = self._cursor_line()
        neighbours = self._neighbours()
        self._grow()
        links = self.board.links if self.board else None
        for column, data in zip(self._shown(), self.columns, strict=True):
            places, top = old[data.key][1:] if data.key in old else ([], 0)
            column.show(data, links, self.folded, self.lane_headings)
            column.changed = self.changed
            column.top = top
            column.return_to(places)
            column.cursor = None
        self._place = place = self._find(before, neighbours)
        if place is not None:
            column = self._pool[place.column]
            column.cursor = place.stop
            if before is not None and line is not None and before.column_key == place.column_key:
                column.scroll_rows(column.rows.row_of(place.stop) - line)
            if before is None or before.column_key != place.column_key or line is not None:
                column.reveal(place.stop)
        self._say_nothing()
        self._settle(before, self._shown())

    def _cursor_line(self) -> int | None:
        """The line of the screen that the cursor's card begins on, if it is on screen."""
        if self._place is None:
            return None
        column = self._pool[self._place.column]
        shown = column.is_visible(self._place.stop)
        return column.rows.row_of(self._place.stop) - column.top if shown else None

    def _neighbours(self) -> list[str]:
        """The cards that would take the cursor if its own card vanished, the nearest first."""
        if self._place is None:
            return []
        rows, stop = self._pool[self._place.column].rows, self._place.stop
        near = [stop + sign * step for step in range(1, 12) for sign in (1, -1)]
        return [card.key for card in map(rows.card_at, near) if card is not None]

    def _grow(self) -> None:
        """Have a widget for each column."""
        missing = [StatusColumn(column, self.glyphs) for column in self.columns[len(self._pool) :]]
        if missing:
            self._pool += missing
            if self.is_attached:
                self.mount_all(missing)
        for column in missing:
            column.active = self.has_focus

    def on_mount(self) -> None:
        """Mount the columns of a board that was set before."""
        self.mount_all([column for column in self._pool if not column.is_attached])

    def _find(self, before: _Place | None, neighbours: Sequence[str]) -> _Place | None:
        """Where the cursor belongs on the board as it is now."""
        columns = self._shown()
        if before is not None:
            if before.task is not None:
                found = self._find_task(before.task, before)
                if found is not None:
                    return found
            same = [i for i, c in enumerate(columns) if c.column.key == before.column_key]
            if same and before.task is None:
                lane = columns[same[0]].rows.find_lane(before.lane_key)
                if lane is not None:
                    return self._place_at(same[0], columns[same[0]].rows.stop_of(lane, 0))
            for key in neighbours if same else ():
                stop = columns[same[0]].rows.find(key, before.stop)
                if stop is not None:
                    return self._place_at(same[0], stop)
            if same and columns[same[0]].rows.stops:
                return self._place_at(same[0], min(before.stop, columns[same[0]].rows.stops - 1))
        start = before.column if before is not None else 0
        order = sorted(range(len(columns)), key=lambda index: abs(index - start))
        return next((self._place_at(i, 0) for i in order if columns[i].rows.stops), None)

    def _find_task(self, key: str, before: _Place) -> _Place | None:
        columns = self._shown()
        order = sorted(
            range(len(columns)), key=lambda i: columns[i].column.key != before.column_key
        )
        for index in order:
            stop = columns[index].rows.find(key, before.stop)
            if stop is not None:
                return self._place_at(index, stop)
        return None

    def _place_at(self, index: int, stop: int) -> _Place:
        column = self._pool[index]
        lane = column.rows.lanes[column.rows.lane_of(stop)]
        card = column.rows.card_at(stop)
        return _Place(index, stop, column.column.key, lane.key, card.key if card else None)

    def _go(self, index: int, stop: int) -> None:
        """Move the cursor."""
        before = self._place
        self._place = self._place_at(index, stop)
        if before is not None and before.column != index:
            self._pool[before.column].cursor = None
        self._pool[index].cursor = stop
        self._pool[index].reveal(stop)
        touched = {index} if before is None else {index, before.column}
        self._settle(before, [self._pool[i] for i in sorted(touched)])

    def _settle(self, before: _Place | None, touched: Sequence[StatusColumn]) -> None:
        """Draw what differs in the `touched` columns, and tell who listens if the cursor is on
        another card.
        """
        self._tabs.show(tuple(self.columns), self._place.column if self._place else 0)
        if self._wanted_plan(self.size.width) != self._plan:
            self.refresh(layout=True)
        for column in touched:
            column.repaint()
        if (before.task if before else None) != self.cursor_key:
            self.post_message(self.CardHighlighted(self, self.cursor_key))

    def _say_nothing(self) -> None:
        """Set the text that stands where there are no cards."""
        board = self.board
        text = self.empty or (NO_MATCH if board is not None and board.total else NO_TASKS)
        first, _, rest = (text if board is not None else "").partition("\n")
        plain = self.glyphs.plain
        self._nothing.update(
            Content.assemble((visible(first, plain), "bold $text"), "\n", visible(rest, plain))
        )

    # Layout

    def _wanted_plan(self, cells: int) -> Plan:
        counts = [column.count for column in self.columns]
        if not any(counts):
            return Plan(0, (), False)
        return plan(cells, counts, self._place.column if self._place else 0, self._plan.first)

    def _arrange(self, size: Size) -> list[tuple[Widget, Region]]:
        """Where each child stands in `size`."""
        self._plan = planned = self._wanted_plan(size.width)
        if not planned.widths:
            return [(self._nothing, size.region)]
        placed: list[tuple[Widget, Region]] = []
        top = int(planned.tabs)
        if planned.tabs:
            placed.append((self._tabs, Region(0, 0, size.width, 1)))
        x, last = 0, planned.first + len(planned.widths) - 1
        for index, cells in enumerate(planned.widths, planned.first):
            left = planned.first if index == planned.first and not planned.tabs else 0
            right = len(self.columns) - 1 - last if index == last and not planned.tabs else 0
            box = Region(x, top, cells, max(0, size.height - top))
            column = self._pool[index]
            column.take(box.size, heading=not planned.tabs, more=(left, right))
            placed.append((column, box))
            x += cells
        return placed

    # Keys

    def action_cursor(self, direction: str) -> None:
        """Move the cursor: `up`, `down`, `left`, `right`, `first`, `last`, `page_up`,
        `page_down`, `next_lane`, `previous_lane`.
        """
        place = self._place
        if place is None:
            return
        if direction in ("left", "right"):
            self._go_sideways(-1 if direction == "left" else 1)
            return
        column = self._pool[place.column]
        stop = self._stop_towards(column, place.stop, direction)
        if stop != place.stop or not column.is_visible(stop):
            self._go(place.column, stop)

    @staticmethod
    def _stop_towards(column: StatusColumn, stop: int, direction: str) -> int:
        rows = column.rows
        page = max(1, column.page // rows.card_height - 1)
        lane = rows.lane_of(stop)
        first = rows.first_stop[lane]
        wanted = {
            "up": stop - 1,
            "down": stop + 1,
            "first": 0,
            "last": rows.stops - 1,
            "page_up": stop - page,
            "page_down": stop + page,
            "next_lane": rows.first_stop[lane + 1] if lane + 1 < len(rows.lanes) else stop,
            "previous_lane": rows.first_stop[max(0, lane - 1)] if stop == first else first,
        }[direction]
        return max(0, min(wanted, rows.stops - 1))

    def _go_sideways(self, step: int) -> None:
        """To the next column with cards, on the same line of the screen if it can be."""
        assert self._place is not None
        here = self._pool[self._place.column]
        line = here.rows.row_of(self._place.stop) - here.top
        index = self._place.column + step
        while 0 <= index < len(self.columns):
            if self._pool[index].rows.stops:
                self._go(index, self._pool[index].nearest(line))
                return
            index += step

    def action_open_card(self) -> None:
        """Open the card under the cursor; unfold a folded lane."""
        place = self._place
        if place is None:
            return
        if place.task is None:
            self.post_message(self.LaneToggled(self, place.lane_key))
        else:
            self.post_message(self.CardOpened(self, place.task))

    def on_focus(self) -> None:
        """Show the cursor in full."""
        self._set_active(True)

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self._set_active(False)

    def _set_active(self, active: bool) -> None:
        for column in self._pool:
            column.active = active
            column.repaint()

    # Mouse

    def _column_at(self, x: int, y: int) -> int | None:
        """The index of the column at a place on the screen."""
        first, count = self._plan.first, len(self._plan.widths)
        for index in range(first, min(first + count, len(self._pool))):
            if self._pool[index].region.contains(x, y):
                return index
        return None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the card under the mouse."""
        x, y = event.screen_x, event.screen_y
        index = self._column_at(x, y)
        if event.button != 1 or index is None:
            return
        column = self._pool[index]
        stop = column.stop_at(y - column.region.y)
        if stop is None or (card := column.rows.card_at(stop)) is None:
            return
        event.stop()
        self._press = _Press(card.key, index, x, y)
        self._go(index, stop)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag a card: the column under the mouse says that it would take it."""
        press = self._press
        if press is None:
            return
        if not event.button and self._target is None:
            self._press = None
            return
        index = self._column_at(event.screen_x, event.screen_y)
        if index == press.column:
            index = None
        if index is not None:
            self.capture_mouse()
        self._aim(index)

    def _aim(self, index: int | None) -> None:
        """Mark the column that a dragged card is over."""
        if index != self._target:
            for place in (self._target, index):
                if place is not None:
                    self._pool[place].drop = place == index
                    self._pool[place].repaint()
            self._target = index

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop a dragged card."""
        press, target = self._press, self._target
        self._stop_dragging()
        if press is not None and target is not None and target < len(self.columns):
            event.stop()
            self.post_message(self.CardDropped(self, press.task, self.columns[target].key))

    def _stop_dragging(self) -> None:
        self._press = None
        self._aim(None)
        self.release_mouse()

    def on_key(self, event: events.Key) -> None:
        """Escape lets go of a dragged card."""
        if event.key == "escape" and self._target is not None:
            event.stop()
            self._stop_dragging()

    def on_click(self, event: events.Click) -> None:
        """A double click opens a card; a click on a lane's heading folds it."""
        index = self._column_at(event.screen_x, event.screen_y)
        if index is None or event.button != 1:
            return
        column = self._pool[index]
        y = event.screen_y - column.region.y
        lane = column.lane_at(y)
        if lane is not None:
            self.post_message(self.LaneToggled(self, lane))
        elif event.chain == 2 and (stop := column.stop_at(y)) is not None:
            card = column.rows.card_at(stop)
            if card is not None:
                self.post_message(self.CardOpened(self, card.key))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the mouse."""
        self._turn(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the mouse."""
        self._turn(event, -_WHEEL)

    def _turn(self, event: events.MouseEvent, lines: int) -> None:
        index = self._column_at(event.screen_x, event.screen_y)
        if index is not None:
            event.stop()
            column = self._pool[index]
            column.scroll_rows(column.top + lines)
            column.repaint()

    def on_tab_line_chosen(self, event: TabLine.Chosen) -> None:
        """Show the column of a clicked tab."""
        event.stop()
        column = self._pool[event.index]
        if column.rows.stops:
            self._go(event.index, column.nearest(0))
