"""One column of the board, drawn line by line.

There is no widget per card: `render_line` works out by arithmetic (`rows`, `viewport`) which
card a line belongs to, and keeps the strips that it made, so that a key costs the same at a
hundred and at ten thousand tasks. What a line shows is told by a small value, its `LineKey`;
`repaint` compares those of the lines on screen with what was painted last and refreshes the
lines that differ, whatever the cause: a cursor that moved, a card that changed, a scroll.

The column is told what to show by the board view and posts nothing; mouse and keys are the
board view's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from ..content import width
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .arrangement import RAIL
from .card import Facts, Shape, facts_of, shape_for
from .inked import Inked
from .painter import ColumnHead, LaneHead, LineKey, Painter
from .rows import HEADING, Rows
from .viewport import Viewport

if TYPE_CHECKING:
    from ...model.board import Column
    from ...model.dependencies import Links
    from ...model.task import Task

_STRIPS = 4096
_FACTS = 4096
"""Strips, and facts of cards, that a column keeps."""

_WIDEST_ID = 12
"""Cells that an ID gets at most in a card of one line; longer ones push their title."""


class StatusColumn(Inked):
    """A column of the board: its heading, its lanes, their cards."""

    INKS: ClassVar[Mapping[str, str]] = {
        "heading": "bold $text on $panel",
        "count": "$text-muted on $panel",
        "drop": "bold $background on $primary",
        "column-pending": "bold $text-secondary",
        "column-in-progress": "bold $text-primary",
        "column-blocked": "bold $text-error",
        "column-completed": "bold $text-accent",
        "column-approved": "bold $text-success",
        "column-other": "bold $text",
        "lane": "$text-secondary on $surface",
        "lane-count": "$text-muted on $surface",
        "rail": "$text-muted",
        "thumb": "$text-disabled",
        "plain": "$text",
        "cursor": "$block-cursor-foreground on $block-cursor-background",
        "cursor-blurred": "$text on $surface",
        "bar": "bold $text-primary",
        "changed": "bold $text-accent",
        "id": "bold $text",
        "id-done": "bold $text-muted",
        "title": "$text",
        "done": "$text-muted",
        "meta": "$text-muted",
        "assignee": "$text-muted",
        "critical": "bold $text-error",
        "high": "$text-warning",
        "medium": "$text-muted",
        "low": "$text-muted",
        "ready": "$text-success",
        "waiting": "$text-warning",
        "blocked": "$text-error",
        "criteria-done": "$text-success",
        "updated": "$text-accent",
        "duplicate": "bold $text-warning",
    }
    INKS_ANSI: ClassVar[Mapping[str, str]] = {
        "drop": "bold reverse $background on $primary",
        "lane": "italic $text-secondary on $surface",
        "lane-count": "dim $text-muted on $surface",
        "rail": "dim $text-muted",
        "thumb": "dim $text-disabled",
        "cursor": "reverse $text on $background",
        "cursor-blurred": "bold $text on $surface",
        "done": "dim $text-muted",
        "id-done": "bold dim $text-muted",
        "meta": "dim $text-muted",
        "assignee": "dim $text-muted",
    }

    DEFAULT_CSS = """
    StatusColumn { background: $background; color: $text; }
    """

    def __init__(self, column: Column, glyphs: Glyphs = GLYPHS_UNICODE) -> None:
        super().__init__()
        self.column = column
        """What is shown."""
        self.view = Viewport()
        """The lanes' lines, and which of them are on screen."""
        self.changed: frozenset[str] = frozenset()
        """Keys of the tasks that are marked as just changed."""
        self.cursor: int | None = None
        """The stop under the cursor, if it is in this column."""
        self.active = False
        """Whether the board has the focus."""
        self.drop = False
        """Whether a card that is dragged would be dropped here."""
        self.heading = True
        """Whether the first line is the column's heading."""
        self._glyphs = glyphs
        self._links: Links | None = None
        self._folded: frozenset[str] = frozenset()
        self._lane_headings = True
        self._more = (0, 0)
        self._box = Size(0, 0)
        self._facts: dict[Task, Facts] = {}
        self._older_facts: dict[Task, Facts] = {}
        self._painted: list[LineKey] = []
        self._strips: dict[LineKey, Strip] = {}
        self._styles: dict[tuple[str, str], Style] = {}
        self._painter = Painter(0, Shape.NARROW, 0, glyphs, self._style)
        self._measure()

    def show(
        self, column: Column, links: Links | None, folded: frozenset[str], lane_headings: bool
    ) -> None:
        """Take over new data, with what is on screen kept in its place; `repaint` then draws
        what differs. `links` tells the standing of the cards, `folded` has keys of lanes.
        """
        if links is not self._links:
            self._older_facts, self._facts = self._facts, {}
        known = (self.column, self._folded, self._lane_headings)
        self._links, self._folded, self._lane_headings = links, folded, lane_headings
        if known == (column, folded, lane_headings):
            return
        places = self.view.places() if column.key == self.column.key else []
        if column.key != self.column.key:
            self.view.top = 0
        self.column = column
        self._measure()
        self.view.return_to(places)

    def take(self, box: Size, heading: bool, more: tuple[int, int]) -> None:
        """Take the room that the layout gives; what is on screen is kept in its place.

        `more` tells how many columns are out of sight on the left and on the right.
        """
        self._more = more
        if (box, heading) == (self._box, self.heading):
            self.repaint()
            return
        places = self.view.places()
        resized = box != self._box
        self._box, self.heading = box, heading
        self._measure()
        self.view.return_to(places)
        if self.cursor is not None and self.cursor < self.view.rows.stops:
            self.view.reveal(self.cursor)
        self._painted = [self._key(y) for y in range(box.height)]
        if not resized:  # else Textual draws it anew, and asking here would lay out twice
            self.refresh()

    def _measure(self) -> None:
        """Work out the lines for the column's data and the room it has."""
        cells = self._box.width
        shape = shape_for(cells)
        self.view.page = max(1, self._box.height - self.heading)
        self.view.rows = Rows.of(self.column.lanes, shape.value, self._folded, self._lane_headings)
        id_cells = 0
        if shape is Shape.WIDE and self.column.lanes:
            first = self.column.lanes[0].cards[:200]
            id_cells = min(_WIDEST_ID, max(width(card.key) for card in first))
        painter = Painter(cells, shape, id_cells, self._glyphs, self._style)
        if painter != self._painter:
            self._painter = painter
            self._strips.clear()

    def repaint(self) -> None:
        """Refresh the lines that no longer show what was painted."""
        wanted = [self._key(y) for y in range(self._box.height)]
        painted, self._painted = self._painted, wanted
        if len(painted) != len(wanted):
            self.refresh()
            return
        cells = self._box.width
        regions: list[Region] = []
        for y, (old, new) in enumerate(zip(painted, wanted, strict=True)):
            if old == new:
                continue
            if regions and regions[-1].bottom == y:
                regions[-1] = regions[-1].grow((0, 0, 1, 0))
            else:
                regions.append(Region(0, y, cells, 1))
        if regions:
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        """The theme or a class changed: forget everything that was drawn."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the column."""
        painted = self._painted
        key = painted[y] if y < len(painted) else self._key(y)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= _STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._painter.draw(key)
        return strip

    def _key(self, y: int) -> LineKey:
        """What line `y` of the widget shows."""
        if self.heading and y == 0:
            column = self.column
            return LineKey(
                ColumnHead(column.key, column.title, column.count, *self._more, self.drop)
            )
        view, rows, line = self.view, self.view.rows, y - self.heading
        thumb = view.thumb(line)
        spot = view.spot(line)
        if spot is None:
            rail = not rows.height and self._box.width <= RAIL
            letter = self.column.title[line - 1 : line] if rail and line else ""
            return LineKey(letter if letter.isascii() else "", thumb=thumb)
        cursor = self.cursor
        if spot.card == HEADING:
            lane, folded = rows.lanes[spot.lane], rows.folded[spot.lane]
            here = folded and cursor == rows.stop_of(spot.lane, 0)
            head = LaneHead(lane.title, lane.count, lane.total, folded)
            return LineKey(head, 0, here, here and self.active, thumb=thumb)
        task = rows.lanes[spot.lane].cards[spot.card]
        here = cursor is not None and cursor == rows.stop_of(spot.lane, spot.card)
        facts = self._facts.get(task) or self._find_facts(task)
        changed = task.key in self.changed
        return LineKey(facts, spot.line, here, here and self.active, changed, thumb)

    def _find_facts(self, task: Task) -> Facts:
        """What the card of `task` says; the same object as before if it says the same."""
        standing = self._links.standing(task) if self._links else None
        facts = facts_of(task, standing, self._glyphs.plain)
        before = self._older_facts.get(task)
        if before == facts:
            facts = before
        if len(self._facts) >= _FACTS:
            self._facts.clear()
        self._facts[task] = facts
        return facts

    def _style(self, name: str, state: str = "") -> Style:
        """The style of an ink on the background of another, the line's."""
        found = self._styles.get((name, state))
        if found is None:
            own = self.ink(name)
            found = own
            if state and state != name:
                base = self.ink(state)
                # In sixteen colours the cursor is in reverse, where colours would become fields.
                found = own + Style(bgcolor=base.bgcolor)
                if base.reverse:
                    found = base + Style(bold=own.bold)
            self._styles[name, state] = found
        return found
