"""The cursor over the rows of a task, by keys and by mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from ...commands import DETAIL, bindings
from .blocks import Kind, Row
from .lines import GUTTER, Lines

BOX = 3
"""Columns of a checkbox; a click there ticks it."""
WHEEL = 3
"""Lines that a notch of the wheel moves."""


class Body(Lines, can_focus=True):
    """Moves a cursor over the rows that can be acted on."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(command for command in DETAIL if command.action.startswith("cursor"))
    ]
    BINDING_GROUP_TITLE = "Task"

    @dataclass
    class Chosen(Message):
        """A row was acted on by a second click."""

        row: Row

    @dataclass
    class Ticked(Message):
        """The box of a criterion was clicked."""

        row: Row

    def action_cursor(self, where: str) -> None:
        """Move the cursor: down, up, first, last, page_down, page_up."""
        rows = self.page.rows
        places = [n for n, row in enumerate(rows) if row.selectable]
        if not places:
            return
        here = self.page.place(self.cursor)
        at = places.index(here) if here in places else 0
        page = max(self.size.height - 2, 1)
        match where:
            case "first":
                at = 0
            case "last":
                at = len(places) - 1
            case "page_down" | "page_up":
                self._page(page if where == "page_down" else -page, places)
                return
            case _:
                if self._scroll_within(1 if where == "down" else -1, places, at):
                    return
                at += 1 if where == "down" else -1
        self.move_to(rows[places[max(0, min(at, len(places) - 1))]].key)
        if at <= 0:
            self.scroll_lines(0)
        elif at >= len(places) - 1 and where == "last":
            self.scroll_lines(len(self.page.lines))

    def _scroll_within(self, step: int, places: list[int], at: int) -> bool:
        """Whether a row taller than the screen was scrolled by a line instead of left."""
        start, end = self.page.extent(self.cursor)
        edge = at == (len(places) - 1 if step > 0 else 0)
        if edge:
            start, end = (start, len(self.page.lines)) if step > 0 else (0, end)
        bottom = self.top + self.size.height
        if (step > 0 and end > bottom) or (step < 0 and start < self.top):
            self.scroll_lines(self.top + step)
            return True
        return False

    def _page(self, lines: int, places: list[int]) -> None:
        target = self.page.extent(self.cursor)[0] + lines
        self.scroll_lines(self.top + lines)
        starts = [(abs(self.page.extent(self.page.rows[n].key)[0] - target), n) for n in places]
        self.move_to(self.page.rows[min(starts)[1]].key)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; its box ticks, a second click acts."""
        row = self.page.row_at(self.top + event.y)
        if row is None or not row.selectable:
            return
        self.move_to(row.key)
        on_box = GUTTER + row.indent <= event.x < GUTTER + row.indent + BOX
        if row.kind is Kind.CRITERION and on_box:
            self.post_message(self.Ticked(row))
        elif event.chain == 2 or row.kind is Kind.FOLD:
            self.post_message(self.Chosen(row))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the lines, not the cursor."""
        event.stop()
        self.scroll_lines(self.top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the lines, not the cursor."""
        event.stop()
        self.scroll_lines(self.top - WHEEL)
