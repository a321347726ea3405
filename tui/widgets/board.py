"""The board: columns of cards, one cursor, and the keys and the mouse that move it.

The view is given a `Board` and shows what differs from the one before. The cursor belongs
to a task, not to a place (`following`). What the reader was looking at stays where it was on
the screen, as far as there are cards to fill it.

The view posts what the user wants (`CardOpened`, `CardDropped`, ...) and changes nothing by
itself but the cursor and the scroll.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from ..commands import BOARD, bindings
from . import board_mouse
from .board_mouse import BoardMessage, BoardMouse
from .columns_pane import ColumnsPane
from .following import Place, find, follow, neighbours, place_at
from .viewport import Viewport

if TYPE_CHECKING:
    from ...model.task import Task


class CardHighlighted(BoardMessage, namespace="board_view"):
    """The cursor is on another card now, by key, mouse, or because the board changed."""

    def __init__(self, view: ColumnsPane, key: str | None) -> None:
        super().__init__(view)
        self.key = key
        """The task's key; None where no card is under the cursor."""


class BoardView(BoardMouse):
    """Columns of cards with one cursor."""

    BLANK = True  # its columns cover it

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(BOARD),
        Binding("enter", "open_card", "Open", show=False, tooltip="Open the card.", id="card.open"),
    ]

    DEFAULT_CSS = """
    BoardView {
        width: 1fr;
        height: 1fr;
        background: $background;

        & > #nothing { padding: 1 2; color: $text-muted; background: $background; }
    }
    """

    CardHighlighted = CardHighlighted
    CardOpened = board_mouse.CardOpened
    CardDropped = board_mouse.CardDropped
    LaneToggled = board_mouse.LaneToggled

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
        view = self._cursor_view
        return view.rows.card_at(self._place.stop) if view and self._place else None

    @property
    def _cursor_view(self) -> Viewport | None:
        return self._pool[self._place.column].view if self._place else None

    def select(self, key: str) -> bool:
        """Put the cursor on a task; False if the board does not show it."""
        found = find(self.stops, key, self._place)
        if found is not None:
            self.go(found.column, found.stop)
        return found is not None

    def on_mount(self) -> None:
        """Show the board that was set before."""
        self._is_open = True
        self._take_over()

    def watch_board(self) -> None:
        """Show the new board, with the reader's place kept."""
        self._take_over()

    def watch_folded(self) -> None:
        """Fold and unfold."""
        self._take_over()

    def watch_lane_headings(self) -> None:
        """Show or hide the lanes' headings."""
        self._take_over()

    def _take_over(self) -> None:
        """Give the columns the board, then put cursor and scroll where they were."""
        if not self._is_open:
            return
        before, view = self._place, self._cursor_view
        line: int | None = None
        nearby: list[str] = []
        if before is not None and view is not None:
            line = view.line_of(before.stop) if view.shows(before.stop) else None
            nearby = neighbours(view.rows, before.stop)
        self.fill()
        self._place = place = follow(before, self.stops, nearby)
        if place is not None:
            column = self._pool[place.column]
            column.cursor = place.stop
            moved = before is None or before.column_key != place.column_key
            if line is not None and not moved:
                column.view.scroll_to(column.view.rows.row_of(place.stop) - line)
            if line is not None or moved:
                column.view.reveal(place.stop)
        self.say_nothing()
        self.settle(self.shown)
        self._tell(before)

    def go(self, column: int, stop: int) -> None:
        """Put the cursor on a stop of a column."""
        before = self._place
        touched = [self._pool[column]]
        if before is not None and before.column != column:
            touched.append(self._pool[before.column])
            touched[1].cursor = None
        self._place = place_at(self.stops, column, stop)
        touched[0].cursor = stop
        touched[0].view.reveal(stop)
        self.settle(touched)
        self._tell(before)

    def _tell(self, before: Place | None) -> None:
        """Tell who listens if the cursor is on another card."""
        if (before.task if before else None) != self.cursor_key:
            self.post_message(CardHighlighted(self, self.cursor_key))

    def action_cursor(self, direction: str) -> None:
        """Move the cursor: `up`, `down`, `left`, `right`, `first`, `last`, `page_up`,
        `page_down`, `next_lane`, `previous_lane`.
        """
        place = self._place
        if place is None:
            return
        if direction in ("left", "right"):
            self._go_sideways(place, -1 if direction == "left" else 1)
            return
        view = self._pool[place.column].view
        stop = _stop_towards(view, place.stop, direction)
        if stop != place.stop or not view.shows(stop):
            self.go(place.column, stop)

    def _go_sideways(self, place: Place, step: int) -> None:
        """To the next column with cards, on the same line of the screen if it can be."""
        line = self._pool[place.column].view.line_of(place.stop)
        index = place.column + step
        while 0 <= index < len(self.columns):
            view = self._pool[index].view
            if view.rows.stops:
                self.go(index, view.nearest(line))
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


def _stop_towards(view: Viewport, stop: int, direction: str) -> int:
    """The stop that lies in a direction from `stop` in the same column."""
    rows = view.rows
    page = max(1, view.page // rows.card_height - 1)
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
