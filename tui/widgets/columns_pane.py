"""The columns side by side, or one at a time under tabs: widgets, layout, focus.

What the keys and the mouse do with them is `board`'s and `board_mouse`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.layout import Layout
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from ..content import visible
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .arrangement import Plan, plan
from .column import StatusColumn
from .following import Place, Stops
from .placed import Placed
from .tabs import TabLine

if TYPE_CHECKING:
    from ...model.board.projection import Board, Column

NO_TASKS = """\
No tasks in this file yet. n writes one here, or write it into the file:
a heading with an ID, and fields below it.

### BE-001 | Backend | High | @backend-specialist
- **Title**: Design the database schema
- **Status**: pending
- **Dependencies**: none
- **Acceptance Criteria**:
  - [ ] Every table has a primary key"""

NO_MATCH = "No task matches the filter."


class ColumnsPane(Widget, can_focus=True):
    """Shows the columns of a board."""

    ALLOW_SELECT = False

    board: var[Board | None] = var(None, init=False)
    """What is shown. Assign a new one after every change; equal parts are told by identity."""
    changed: var[frozenset[str]] = var(frozenset(), init=False)
    """Keys of the tasks that are marked as just changed."""
    pending: frozenset[str] = frozenset()
    """Keys of the tasks with an edit that is not kept yet; counts from the next board on."""
    alarmed: var[frozenset[str]] = var(frozenset(), init=False)
    """Keys of the tasks that an alarm is raised about."""
    folded: var[frozenset[str]] = var(frozenset(), init=False)
    """Keys of the lanes that show their heading alone."""
    lane_headings: var[bool] = var(True, init=False)
    """Whether lanes have headings; False where tasks are grouped by column only."""
    empty: var[str] = var("", init=False)
    """Text for a board without cards, instead of the built-in one."""
    cursor_shown = True
    """Whether the cursor is shown; to be set before the board."""

    def __init__(
        self,
        glyphs: Glyphs = GLYPHS_UNICODE,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.glyphs = glyphs
        self._is_open = False
        """Whether the view is mounted, so that it can have columns."""
        self._place: Place | None = None
        self._tabs = TabLine(glyphs)
        self._nothing = Static("", id="nothing", markup=False)
        self._said = ""
        """The text of `_nothing`."""
        self._pool: list[StatusColumn] = []
        self._plan = Plan(0, (), False)
        self._placed = Placed(self._arrange)

    def compose(self) -> ComposeResult:
        """Tabs and the text of an empty board; columns come with the board."""
        yield self._tabs
        yield self._nothing

    @property
    def layout(self) -> Layout:
        """Columns side by side, as `arrangement` plans them."""
        return self._placed

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the board."""
        return self.board.columns if self.board else ()

    @property
    def shown(self) -> list[StatusColumn]:
        """The widgets of the columns, on screen or scrolled out of it."""
        return self._pool[: len(self.columns)]

    @property
    def stops(self) -> list[Stops]:
        """The columns as far as the cursor minds them."""
        return [Stops(column.column.key, column.view.rows) for column in self.shown]

    def watch_changed(self) -> None:
        """Mark the cards that changed, and no others."""
        for column in self.shown:
            column.changed = self.changed
            column.repaint()

    def watch_alarmed(self) -> None:
        """Mark the cards that an alarm is about, and no others."""
        for column in self.shown:
            column.alarmed = self.alarmed
            column.repaint()

    def watch_empty(self) -> None:
        """Say something else where there are no cards."""
        self.say_nothing()

    def say_nothing(self) -> None:
        """Set the text that stands where there are no cards."""
        board = self.board
        text = self.empty or (NO_MATCH if board is not None and board.total else NO_TASKS)
        text = text if board is not None else ""
        if text == self._said:
            return
        self._said = text
        first, _, rest = text.partition("\n")
        plain = self.glyphs.plain
        self._nothing.update(
            Content.assemble((visible(first, plain), "bold $text"), "\n", visible(rest, plain)),
            layout=False,  # its room is the board's
        )

    def fill(self) -> None:
        """Give each column its data, and mount the widgets that are missing."""
        missing = [StatusColumn(data, self.glyphs) for data in self.columns[len(self._pool) :]]
        self._pool += missing
        if missing:
            self.mount_all(missing)
        links = self.board.links if self.board else None
        for column, data in zip(self.shown, self.columns, strict=True):
            column.show(data, links, self.folded, self.lane_headings)
            column.changed, column.pending = self.changed, self.pending
            column.alarmed = self.alarmed
            column.active, column.cursor = self.has_focus, None
            column.cursor_shown = self.cursor_shown

    def settle(self, touched: Sequence[StatusColumn]) -> None:
        """Draw what differs in the `touched` columns, and lay the columns out anew if need be."""
        active = self._place.column if self._place else 0
        self._tabs.show(tuple(self.columns), active, self._plan.tabs)
        if self._wanted_plan(self.size.width) != self._plan:
            # Asked of a child, for a widget's own request keeps its children's old places.
            self._nothing.refresh(layout=True)
        for column in touched:
            column.repaint()

    def column_at(self, x: int, y: int) -> int | None:
        """The index of the column at a place on the screen."""
        first, count = self._plan.first, len(self._plan.widths)
        for index in range(first, min(first + count, len(self._pool))):
            if self._pool[index].region.contains(x, y):
                return index
        return None

    def on_focus(self) -> None:
        """Show the cursor in full."""
        self._set_active(True)

    def on_blur(self) -> None:
        """Show that the keys go elsewhere; that all keys leave this terminal, it shows itself."""
        if self.app.app_focus:
            self._set_active(False)

    def _set_active(self, active: bool) -> None:
        for column in self._pool:
            column.active = active
            column.repaint()

    def _wanted_plan(self, cells: int) -> Plan:
        counts = [column.count for column in self.columns] if self._is_open else []
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
            self._pool[index].take(box.size, not planned.tabs, (left, right))
            placed.append((self._pool[index], box))
            x += cells
        return placed
