"""What the lines of a column show, worked out without a widget.

A line is told by a small value, its `LineKey`, which arithmetic (`rows`, `viewport`) finds at
the same cost at a hundred and at ten thousand tasks. `column` draws what differs; the first
picture of a board draws all of it, before Textual is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from ..content import width
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .arrangement import RAIL
from .card import Facts, Shape, facts_of, shape_for
from .painter import ColumnHead, LaneHead, LineKey, Painter
from .rows import HEADING, Rows
from .viewport import Viewport

if TYPE_CHECKING:
    from ...model.board.dependencies import Links, Standing
    from ...model.board.projection import Column
    from ...model.task import Task

_FACTS = 128
"""Facts of cards that a column keeps: more than a screen shows. Each holds a task as it was."""

_WIDEST_ID = 12
"""Cells that an ID gets at most in a card of one line; longer ones push their title."""


class ColumnLines:
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
        "alarm": "bold $text-error",
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
        "stale": "$text-warning",
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

    def prepare(self, column: Column, glyphs: Glyphs = GLYPHS_UNICODE) -> None:
        """Begin with `column`, in no room at all."""
        self.column = column
        """What is shown."""
        self.view = Viewport()
        """The lanes' lines, and which of them are on screen."""
        self.changed: frozenset[str] = frozenset()
        """Keys of the tasks that are marked as just changed."""
        self.pending: frozenset[str] = frozenset()
        """Keys of the tasks with an edit that is not kept yet."""
        self.alarmed: frozenset[str] = frozenset()
        """Keys of the tasks that an alarm is raised about."""
        self.cursor: int | None = None
        """The stop under the cursor, if it is in this column."""
        self.active = False
        """Whether the board has the focus."""
        self.cursor_shown = True
        """Whether the stop under the cursor is told by its look."""
        self.drop = False
        """Whether a card that is dragged would be dropped here."""
        self.heading = True
        """Whether the first line is the column's heading."""
        self.cells = self.height = 0
        """The room that there is: columns and lines."""
        self.more = (0, 0)
        """How many columns are out of sight on the left and on the right."""
        self.glyphs = glyphs
        self._links: Links | None = None
        self._folded: frozenset[str] = frozenset()
        self._lane_headings = True
        self._facts: dict[Task, Facts] = {}
        self._told: dict[Task, tuple[Standing | None, Facts]] = {}
        """What cards said, and with which standing: dependencies change under tasks that stay."""
        self.painter = Painter(0, Shape.NARROW, 0, glyphs, self.reverses)
        self.measure()

    def reverses(self, ink: str) -> bool:
        """Whether an ink is drawn in reverse video."""
        raise NotImplementedError

    def show(
        self, column: Column, links: Links | None, folded: frozenset[str], lane_headings: bool
    ) -> None:
        """Take over new data, with what is on screen kept in its place.

        `links` tells the standing of the cards, `folded` has keys of lanes.
        """
        if links is not self._links:
            self._facts = {}
        known = (self.column, self._folded, self._lane_headings)
        self._links, self._folded, self._lane_headings = links, folded, lane_headings
        if known == (column, folded, lane_headings):
            return
        places = self.view.places() if column.key == self.column.key else []
        if column.key != self.column.key:
            self.view.top = 0
        self.column = column
        self.measure()
        self.view.return_to(places)

    def fit(self, cells: int, height: int, heading: bool) -> None:
        """Take the room that there is; what is on screen is kept in its place."""
        places = self.view.places()
        self.cells, self.height, self.heading = cells, height, heading
        self.measure()
        self.view.return_to(places)
        if self.cursor is not None and self.cursor < self.view.rows.stops:
            self.view.reveal(self.cursor)

    def measure(self) -> None:
        """Work out the lines for the column's data and the room it has."""
        shape = shape_for(self.cells)
        self.view.page = max(1, self.height - self.heading)
        self.view.rows = Rows.of(self.column.lanes, shape.value, self._folded, self._lane_headings)
        id_cells = 0
        if shape is Shape.WIDE and self.column.lanes:
            first = self.column.lanes[0].cards[:200]
            id_cells = min(_WIDEST_ID, max(width(card.key) for card in first))
        painter = Painter(self.cells, shape, id_cells, self.glyphs, self.reverses)
        if painter != self.painter:
            self.painter = painter
            self.forget_drawn()

    def forget_drawn(self) -> None:
        """The same lines are drawn otherwise from now on."""

    def key(self, y: int) -> LineKey:
        """What line `y` shows."""
        if self.heading and y == 0:
            column = self.column
            return LineKey(
                ColumnHead(column.key, column.title, column.count, *self.more, self.drop)
            )
        view, rows, line = self.view, self.view.rows, y - self.heading
        thumb = view.thumb(line)
        spot = view.spot(line)
        if spot is None:
            rail = not rows.height and self.cells <= RAIL
            letter = self.column.title[line - 1 : line] if rail and line else ""
            return LineKey(letter if letter.isascii() else "", thumb=thumb)
        cursor = self.cursor
        if spot.card == HEADING:
            lane, folded = rows.lanes[spot.lane], rows.folded[spot.lane]
            here = self.cursor_shown and folded and cursor == rows.stop_of(spot.lane, 0)
            head = LaneHead(lane.title, lane.count, lane.total, folded)
            return LineKey(head, 0, here, here and self.active, thumb=thumb)
        task = rows.lanes[spot.lane].cards[spot.card]
        here = self.cursor_shown and cursor == rows.stop_of(spot.lane, spot.card)
        facts = self._facts.get(task) or self._find_facts(task)
        changed, alarm = task.key in self.changed, task.key in self.alarmed
        pending = task.key in self.pending
        active = here and self.active
        return LineKey(facts, spot.line, here, active, changed, thumb, pending, alarm)

    def _find_facts(self, task: Task) -> Facts:
        """What the card of `task` says; the same object as before if its standing is the same."""
        standing = self._links.standing(task) if self._links else None
        told = self._told.get(task)
        if told is None or told[0] != standing:
            if len(self._told) >= _FACTS:
                self._told.clear()
                self._facts.clear()
            told = self._told[task] = standing, facts_of(task, standing, self.glyphs.plain)
        self._facts[task] = told[1]
        return told[1]
