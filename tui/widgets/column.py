"""One column of the board, drawn line by line.

There is no widget per card: `render_line` works out by arithmetic (`rows`) which card a line
belongs to, and keeps the strips that it made, so that a key costs the same at a hundred and
at ten thousand tasks. What a line shows is told by a small value, its `_RowKey`; `repaint`
compares those of the lines on screen with what was painted last and refreshes the lines
that differ, whatever the cause: a cursor that moved, a card that changed, a scroll.

The column is told what to show by the board view and posts nothing; mouse and keys are the
board view's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from ..content import pad, visible_line, width
from ..glyphs import GLYPHS_UNICODE, Glyphs
from .arrangement import RAIL
from .card import Facts, Line, Piece, Shape, card_lines, facts_of, shape_for
from .one_line import segments_of
from .rows import HEADING, Rows

if TYPE_CHECKING:
    from ...model.board import Column
    from ...model.dependencies import Links
    from ...model.task import Task

_STRIPS = 4096
"""Strips that a column keeps."""

_STATUSES = ("pending", "in_progress", "blocked", "completed", "approved")
_CARD_PARTS = (
    *("id", "id-done", "title", "done", "meta", "assignee", "critical", "high", "medium", "low"),
    *("ready", "waiting", "blocked", "criteria-done", "updated", "duplicate"),
)

_NO_ROWS = Rows((), 1, (), True, (0,), (0,))


class _RowKey(NamedTuple):
    """What a line shows: lines with equal keys look the same."""

    kind: str
    """`heading`, `lane`, `card`, `rail` or `blank`."""
    what: Facts | tuple[str, ...] | str = ""
    line: int = 0
    cursor: bool = False
    active: bool = False
    """Whether the board has the focus: matters under the cursor only."""
    changed: bool = False
    thumb: bool = False
    """Whether the scrollbar's thumb is on this line."""


class StatusColumn(Widget):
    """A column of the board: its heading, its lanes, their cards."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "column--heading",
        "column--count",
        "column--more",
        "column--drop",
        "column--lane",
        "column--lane-count",
        "column--rail",
        "column--thumb",
        "column--other",
        *(f"column--{status.replace('_', '-')}" for status in _STATUSES),
        "card--plain",
        "card--cursor",
        "card--cursor-blurred",
        "card--bar",
        "card--changed",
        *(f"card--{part}" for part in _CARD_PARTS),
    }

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    StatusColumn {
        background: $background;
        color: $text;

        & > .column--heading { background: $panel; color: $text; text-style: bold; }
        & > .column--count { background: $panel; color: $text-muted; }
        & > .column--more { background: $panel; color: $text-muted; }
        & > .column--drop { background: $primary; color: $background; text-style: bold; }
        & > .column--pending { color: $text-secondary; text-style: bold; }
        & > .column--in-progress { color: $text-primary; text-style: bold; }
        & > .column--blocked { color: $text-error; text-style: bold; }
        & > .column--completed { color: $text-accent; text-style: bold; }
        & > .column--approved { color: $text-success; text-style: bold; }
        & > .column--other { color: $text; text-style: bold; }
        & > .column--lane { background: $surface; color: $text-secondary; }
        & > .column--lane-count { background: $surface; color: $text-muted; }
        & > .column--rail { color: $text-muted; }
        & > .column--thumb { color: $text-disabled; }

        & > .card--plain { color: $text; }
        & > .card--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .card--cursor-blurred { background: $surface; color: $text; }
        & > .card--bar { color: $text-primary; text-style: bold; }
        & > .card--changed { color: $text-accent; text-style: bold; }
        & > .card--id { color: $text; text-style: bold; }
        & > .card--id-done { color: $text-muted; text-style: bold; }
        & > .card--title { color: $text; }
        & > .card--done { color: $text-muted; }
        & > .card--meta { color: $text-muted; }
        & > .card--assignee { color: $text-muted; }
        & > .card--critical { color: $text-error; text-style: bold; }
        & > .card--high { color: $text-warning; }
        & > .card--medium { color: $text-muted; }
        & > .card--low { color: $text-muted; }
        & > .card--ready { color: $text-success; }
        & > .card--waiting { color: $text-warning; }
        & > .card--blocked { color: $text-error; }
        & > .card--criteria-done { color: $text-success; }
        & > .card--updated { color: $text-accent; }
        & > .card--duplicate { color: $text-warning; text-style: bold; }

        &:ansi {
            & > .column--drop { text-style: bold reverse; }
            & > .column--lane { text-style: italic; }
            & > .column--lane-count { text-style: dim; }
            & > .column--rail { text-style: dim; }
            & > .column--thumb { text-style: dim; }
            & > .card--cursor { background: $background; color: $text; text-style: reverse; }
            & > .card--cursor-blurred { text-style: bold; }
            & > .card--done { text-style: dim; }
            & > .card--id-done { text-style: bold dim; }
            & > .card--meta { text-style: dim; }
            & > .card--assignee { text-style: dim; }
        }
    }
    """

    def __init__(
        self, column: Column, glyphs: Glyphs = GLYPHS_UNICODE, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.column = column
        """What is shown."""
        self.glyphs = glyphs
        self.links: Links | None = None
        """Tells the standing of the cards; without it they have none."""
        self.folded: frozenset[str] = frozenset()
        """Keys of the folded lanes."""
        self.lane_headings = True
        """Whether the lanes have headings."""
        self.changed: frozenset[str] = frozenset()
        """Keys of the tasks that are marked as just changed."""
        self.cursor: int | None = None
        """The stop under the cursor, if it is in this column."""
        self.active = False
        """Whether the board has the focus."""
        self.heading = True
        """Whether the first line is the column's heading."""
        self.drop: bool = False
        """Whether a card that is dragged would be dropped here."""
        self.more: tuple[int, int] = (0, 0)
        """How many columns stand left and right of this one, out of sight."""
        self.box = Size(0, 0)
        """The room that the board view's layout gives the column."""
        self.rows = _NO_ROWS
        self.top = 0
        """The line of `rows` that stands below the heading."""
        self._shape = Shape.NARROW
        self._id_cells = 0
        self._facts: dict[Task, Facts] = {}
        self._older_facts: dict[Task, Facts] = {}
        self._painted: list[_RowKey] = []
        self._strips: dict[_RowKey, Strip] = {}
        self._styles: dict[tuple[str, str], Style] = {}
        self._measure()

    # What to show

    def show(
        self, column: Column, links: Links | None, folded: frozenset[str], lane_headings: bool
    ) -> None:
        """Take over new data; `repaint` then draws what differs."""
        if links is not self.links:
            self._older_facts, self._facts = self._facts, {}
        known = (self.column, self.folded, self.lane_headings)
        self.column, self.folded, self.lane_headings = column, folded, lane_headings
        self.links = links
        if known != (column, folded, lane_headings):
            self._measure()

    def take(self, box: Size, heading: bool, more: tuple[int, int]) -> None:
        """Take the room that the layout gives; the place on screen is kept."""
        self.more = more
        if (box, heading) == (self.box, self.heading):
            self.repaint()
            return
        places = self.places()
        self.box, self.heading = box, heading
        self._measure()
        self.return_to(places)
        if self.cursor is not None and self.cursor < self.rows.stops:
            self.reveal(self.cursor)
        self._painted = [self._key(y) for y in range(box.height)]
        self.refresh()

    def _measure(self) -> None:
        """Work out the rows for the column's data and its width."""
        self._shape = shape_for(self.box.width)
        self.rows = Rows.of(self.column.lanes, self._shape.value, self.folded, self.lane_headings)
        id_cells = 0
        if self._shape is Shape.WIDE and self.column.lanes:
            first = self.column.lanes[0].cards[:200]
            id_cells = min(12, max(width(card.key) for card in first))
        if id_cells != self._id_cells:
            self._id_cells = id_cells
            self._strips.clear()

    @property
    def is_rail(self) -> bool:
        """Whether the column has no cards and too little room for more than its name."""
        return not self.rows.height and self.box.width <= RAIL

    # Scrolling

    @property
    def page(self) -> int:
        """Lines for cards that are on screen at once."""
        return max(1, self.box.height - self.heading)

    def scroll_rows(self, top: int) -> None:
        """Put line `top` first, as far as there are lines."""
        self.top = max(0, min(top, self.rows.height - self.page))

    def reveal(self, stop: int) -> None:
        """Scroll, if need be, so that a stop is on screen; by half a page where it is near."""
        row, height = self.rows.row_of(stop), self.rows.height_of(stop)
        above = 1 if self.rows.headed and not self._is_heading(row) else 0
        if row - above < self.top:
            self.scroll_rows(min(row - above, self.top - self.page // 2))
        elif row + height > self.top + self.page:
            self.scroll_rows(max(row + height - self.page, self.top + self.page // 2))
            if row - above < self.top:  # half a page was too much
                self.scroll_rows(row - above)
        else:
            self.scroll_rows(self.top)

    def is_visible(self, stop: int) -> bool:
        """Whether the first line of a stop is on screen."""
        return self.top <= self.rows.row_of(stop) < self.top + self.page

    def _is_heading(self, row: int) -> bool:
        spot = self.rows.spot(row)
        return spot is not None and spot.card == HEADING

    def places(self) -> list[tuple[str, int]]:
        """The whole cards on screen, each with its line: places to come back to."""
        found: list[tuple[str, int]] = []
        for line in range(self.page if self.top else 0):
            spot = self.rows.spot(self.top + line)
            if spot is not None and spot.card != HEADING and spot.line == 0:
                found.append((self.rows.lanes[spot.lane].cards[spot.card].key, line))
        return found

    def return_to(self, places: Sequence[tuple[str, int]]) -> None:
        """Scroll so that the first of `places` that is still here stands where it stood."""
        for key, line in places:
            stop = self.rows.find(key)
            if stop is not None:
                self.scroll_rows(self.rows.row_of(stop) - line)
                return
        self.scroll_rows(self.top)

    def stop_at(self, y: int) -> int | None:
        """The stop that line `y` of the widget shows."""
        row = self._row_at(y)
        spot = self.rows.spot(row) if row is not None else None
        if spot is None or (spot.card == HEADING and not self.rows.folded[spot.lane]):
            return None
        return self.rows.stop_of(spot.lane, spot.card)

    def nearest(self, line: int) -> int:
        """The stop that is nearest to a line of the screen, counted below the heading."""
        row = max(0, min(self.top + line, self.rows.height - 1))
        spot = self.rows.spot(row)
        assert spot is not None, "asked only where there are cards"
        return self.rows.stop_of(spot.lane, spot.card)

    def lane_at(self, y: int) -> str | None:
        """The key of the lane whose heading line `y` of the widget shows."""
        row = self._row_at(y)
        if row is None:
            return None
        spot = self.rows.spot(row)
        if spot is None or (spot.card != HEADING and not self._is_pinned(row)):
            return None
        return self.rows.lanes[spot.lane].key

    def _row_at(self, y: int) -> int | None:
        inside = y - self.heading
        return self.top + inside if 0 <= inside < self.page else None

    def _is_pinned(self, row: int) -> bool:
        """Whether the first line shows its lane's heading instead of the middle of the lane."""
        return row == self.top and self.rows.headed

    # Drawing

    def repaint(self) -> None:
        """Refresh the lines that no longer show what was painted."""
        wanted = [self._key(y) for y in range(self.box.height)]
        painted = self._painted
        if len(painted) != len(wanted):
            self.refresh()
        else:
            cells = self.box.width
            regions: list[Region] = []
            for y, (old, new) in enumerate(zip(painted, wanted, strict=True)):
                if old is new or old == new:
                    continue
                if regions and regions[-1].bottom == y:
                    last = regions.pop()
                    regions.append(Region(0, last.y, cells, last.height + 1))
                else:
                    regions.append(Region(0, y, cells, 1))
            if regions:
                self.refresh(*regions)
        self._painted = wanted

    def restyle(self) -> None:
        """Forget everything that was drawn."""
        self._strips.clear()
        self._styles.clear()
        self._painted = []

    def notify_style_update(self) -> None:
        """The theme or a class changed."""
        self.restyle()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line of the column."""
        painted = self._painted
        key = painted[y] if y < len(painted) else self._key(y)
        strip = self._strips.get(key)
        if strip is None or strip.cell_length != self.box.width:
            if len(self._strips) >= _STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._draw(key)
        return strip

    def _key(self, y: int) -> _RowKey:
        if self.heading and y == 0:
            return self._heading_key()
        if self.is_rail:
            return _RowKey("rail", self.column.title, y - self.heading)
        row = self.top + y - self.heading
        spot = self.rows.spot(row)
        thumb = self._has_thumb(y - self.heading)
        if spot is None:
            return _RowKey("blank", thumb=thumb)
        if spot.card == HEADING or self._is_pinned(row):
            return self._lane_key(spot.lane, thumb)
        task = self.rows.lanes[spot.lane].cards[spot.card]
        here = self.cursor is not None and self.cursor == self.rows.stop_of(spot.lane, spot.card)
        return _RowKey(
            "card",
            self._facts_of(task),
            spot.line,
            here,
            here and self.active,
            task.key in self.changed,
            thumb,
        )

    def _heading_key(self) -> _RowKey:
        left, right = self.more
        what = (self.column.key, self.column.title, str(self.column.count), str(left), str(right))
        return _RowKey("heading", what, cursor=self.drop)

    def _lane_key(self, index: int, thumb: bool) -> _RowKey:
        lane, folded = self.rows.lanes[index], self.rows.folded[index]
        here = folded and self.cursor == self.rows.stop_of(index, 0)
        sign = self.glyphs.folded if folded else self.glyphs.open
        what = (sign, lane.title, str(lane.count), str(lane.total))
        return _RowKey("lane", what, 0, here, here and self.active, False, thumb)

    def _facts_of(self, task: Task) -> Facts:
        facts = self._facts.get(task)
        if facts is None:
            standing = self.links.standing(task) if self.links else None
            facts = facts_of(task, standing, self.glyphs.plain)
            before = self._older_facts.get(task)
            if before == facts:
                facts = before
            self._facts[task] = facts
        return facts

    def _has_thumb(self, line: int) -> bool:
        """Whether the scrollbar's thumb covers a line: never where all lines are on screen."""
        total, page = self.rows.height, self.page
        if total <= page:
            return False
        size = max(1, page * page // total)
        start = self.top * (page - size) // (total - page)
        return start <= line < start + size

    def _draw(self, key: _RowKey) -> Strip:
        cells = self.box.width
        if key.kind == "heading":
            segments = self._draw_heading(key, cells)
        elif key.kind == "rail":
            segments = self._draw_rail(key, cells)
        elif key.kind == "lane":
            segments = self._draw_lane(key, cells)
        elif key.kind == "card":
            segments = self._draw_card(key, cells)
        else:
            segments = [Segment(" " * (cells - 1), self._style("card--plain")), self._thumb(key)]
        return Strip(segments, cells)

    def _draw_heading(self, key: _RowKey, cells: int) -> list[Segment]:
        assert isinstance(key.what, tuple)
        status, title, count, left, right = key.what
        glyphs = self.glyphs
        state = "column--drop" if key.cursor else "column--heading"
        name = f"column--{status.replace('_', '-')}" if status in _STATUSES else "column--other"
        tint = self._style(name if state == "column--heading" else state, state)
        quiet = self._style("column--count" if state == "column--heading" else state, state)
        before = f"{glyphs.more_left}{left}" if left != "0" else ""
        after = f" {right}{glyphs.more_right}" if right != "0" else ""
        sign = glyphs.arrow if key.cursor else glyphs.status(status)
        if cells <= RAIL:
            return [*segments_of(f" {sign} ", tint), Segment(pad(count, cells - 3), quiet)]
        head = f"{before} {sign} "
        name_text = visible_line(title, glyphs.plain)
        tail = f" {count}{after}"
        room = cells - width(head) - width(tail)
        margin = max(0, min(2, room - width(name_text)))
        text = pad(name_text, room - margin, glyphs.ellipsis)
        tail += " " * margin
        return [*segments_of(head + text, tint), *segments_of(tail, quiet)]

    def _draw_rail(self, key: _RowKey, cells: int) -> list[Segment]:
        assert isinstance(key.what, str)
        letters = visible_line(key.what, self.glyphs.plain)
        at = key.line - 1
        letter = letters[at] if 0 <= at < len(letters) and letters.isascii() else " "
        return segments_of(pad(f" {letter}", cells), self._style("column--rail"))

    def _draw_lane(self, key: _RowKey, cells: int) -> list[Segment]:
        assert isinstance(key.what, tuple)
        sign, title, count, total = key.what
        if count == total:
            told = count
        else:
            told = f"{count} of {total}" if cells >= 30 else f"{count}/{total}"
        state = self._state(key) if key.cursor else "column--lane"
        head = f"{sign} {visible_line(title, self.glyphs.plain)}"
        room = cells - 2 - width(told) - 1
        return [
            Segment(pad(head, room, self.glyphs.ellipsis), self._style("column--lane", state)),
            *segments_of(f" {told} ", self._style("column--lane-count", state)),
            self._thumb(key, state),
        ]

    def _draw_card(self, key: _RowKey, cells: int) -> list[Segment]:
        assert isinstance(key.what, Facts)
        lines = card_lines(key.what, cells - 2, self._shape, self.glyphs, self._id_cells)
        state = self._state(key)
        return [
            self._bar(key, state),
            *self._pieces(lines[key.line], state, key.changed),
            self._thumb(key, state),
        ]

    def _pieces(self, line: Line, state: str, bold: bool) -> Sequence[Segment]:
        return [Segment(piece.text, self._piece_style(piece, state, bold)) for piece in line]

    def _piece_style(self, piece: Piece, state: str, bold: bool) -> Style:
        style = self._style(f"card--{piece.role}" if piece.role else state, state)
        return style + _BOLD if bold and piece.role in ("title", "done") else style

    def _bar(self, key: _RowKey, state: str) -> Segment:
        if key.changed:
            return Segment(self.glyphs.changed, self._style("card--changed", state))
        style = self._style("card--bar", state)
        if key.cursor and not style.reverse:
            return Segment(self.glyphs.cursor, style)
        return Segment(" ", self._style(state))

    def _thumb(self, key: _RowKey, state: str = "card--plain") -> Segment:
        sign = self.glyphs.thumb if key.thumb else self.glyphs.track
        return Segment(sign, self._style("column--thumb", state))

    @staticmethod
    def _state(key: _RowKey) -> str:
        if not key.cursor:
            return "card--plain"
        return "card--cursor" if key.active else "card--cursor-blurred"

    def _style(self, name: str, state: str = "") -> Style:
        """The style of a component on the background of the card's state."""
        found = self._styles.get((name, state))
        if found is None:
            own = self.get_component_rich_style(name)
            found = own
            if state and state != name:
                base = self.get_component_rich_style(state)
                # In sixteen colours the cursor is in reverse, where colours would become fields.
                found = own + Style(bgcolor=base.bgcolor)
                if base.reverse:
                    found = base + Style(bold=own.bold)
            self._styles[name, state] = found
        return found


_BOLD = Style(bold=True)
