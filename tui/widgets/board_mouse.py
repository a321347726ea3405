"""The mouse on the board: point, drag a card to another column, open, fold, scroll."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.message import Message

from ..glyphs import GLYPHS_UNICODE, Glyphs
from .columns_pane import ColumnsPane
from .tabs import TabLine

_WHEEL = 3
"""Lines that a turn of the wheel scrolls."""


class BoardMessage(Message):
    """Something that the user wants, or did, on the board."""

    def __init__(self, view: ColumnsPane) -> None:
        super().__init__()
        self.view = view

    @property
    def control(self) -> ColumnsPane:
        """The board view."""
        return self.view


class CardOpened(BoardMessage, namespace="board_view"):
    """The user wants to see a card."""

    def __init__(self, view: ColumnsPane, key: str) -> None:
        super().__init__(view)
        self.key = key


class CardDropped(BoardMessage, namespace="board_view"):
    """The user dragged a card to another column."""

    def __init__(self, view: ColumnsPane, key: str, column_key: str) -> None:
        super().__init__(view)
        self.key = key
        self.column_key = column_key


class LaneToggled(BoardMessage, namespace="board_view"):
    """The user wants a lane folded or unfolded."""

    def __init__(self, view: ColumnsPane, lane_key: str) -> None:
        super().__init__(view)
        self.lane_key = lane_key


class _Press(NamedTuple):
    """A card under a pressed mouse button."""

    task: str
    column: int


class BoardMouse(ColumnsPane):
    """What the mouse does with the columns."""

    def __init__(
        self,
        glyphs: Glyphs = GLYPHS_UNICODE,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(glyphs, id=id, classes=classes)
        self._press: _Press | None = None
        self._target: int | None = None
        """The column that a dragged card is over."""

    def go(self, column: int, stop: int) -> None:
        """Put the cursor on a stop of a column."""
        raise NotImplementedError

    def _line(self, column: int, event: events.MouseEvent) -> int:
        """The line of a column's viewport under the mouse; below 0 on its heading."""
        widget = self._pool[column]
        return event.screen_y - widget.region.y - widget.heading

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the card under the mouse."""
        index = self.column_at(event.screen_x, event.screen_y)
        if event.button != 1 or index is None:
            return
        view = self._pool[index].view
        stop = view.stop_at(self._line(index, event))
        card = view.rows.card_at(stop) if stop is not None else None
        if stop is not None and card is not None:
            event.stop()
            self._press = _Press(card.key, index)
            self.go(index, stop)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag a card: the column under the mouse says that it would take it."""
        if self._press is None:
            return
        if not event.button:  # it was released where nobody told
            self.stop_dragging()
            return
        index = self.column_at(event.screen_x, event.screen_y)
        if index is not None and index != self._press.column:
            self.capture_mouse()
            self._aim(index)
        else:
            self._aim(None)

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
        self.stop_dragging()
        if press is not None and target is not None and target < len(self.columns):
            event.stop()
            self.post_message(CardDropped(self, press.task, self.columns[target].key))

    def stop_dragging(self) -> None:
        """Let go of a dragged card where it came from."""
        self._press = None
        self._aim(None)
        self.release_mouse()

    def on_key(self, event: events.Key) -> None:
        """Escape lets go of a dragged card."""
        if event.key == "escape" and self._target is not None:
            event.stop()
            self.stop_dragging()

    def on_click(self, event: events.Click) -> None:
        """A double click opens a card; a click on a lane's heading folds it."""
        index = self.column_at(event.screen_x, event.screen_y)
        if index is None or event.button != 1:
            return
        view, line = self._pool[index].view, self._line(index, event)
        lane = view.lane_at(line)
        if lane is not None:
            self.post_message(LaneToggled(self, lane))
        elif event.chain == 2 and (stop := view.stop_at(line)) is not None:
            card = view.rows.card_at(stop)
            if card is not None:
                self.post_message(CardOpened(self, card.key))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the mouse."""
        self._turn(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the mouse."""
        self._turn(event, -_WHEEL)

    def _turn(self, event: events.MouseEvent, lines: int) -> None:
        index = self.column_at(event.screen_x, event.screen_y)
        if index is not None:
            event.stop()
            column = self._pool[index]
            column.view.scroll_to(column.view.top + lines)
            column.repaint()

    def on_tab_line_chosen(self, event: TabLine.Chosen) -> None:
        """Show the column of a clicked tab."""
        event.stop()
        view = self._pool[event.index].view
        if view.rows.stops:
            self.go(event.index, view.nearest(0))
