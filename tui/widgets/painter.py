"""The lines of a column as strips: what a line shows, and how that is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ..content import pad, visible_line, width
from ..glyphs import Glyphs
from .arrangement import RAIL
from .card import Facts, Shape, card_lines
from .one_line import segments_of

STATUSES = ("pending", "in_progress", "blocked", "completed", "approved")

_TITLES = ("title", "done")
_BOLD = Style(bold=True)


class LaneHead(NamedTuple):
    """What a lane's heading says."""

    title: str
    cards: int
    total: int
    """Cards in the lane over all columns."""
    folded: bool


class ColumnHead(NamedTuple):
    """What a column's heading says."""

    key: str
    title: str
    cards: int
    left: int
    right: int
    """Columns out of sight on that side."""
    drop: bool
    """Whether a dragged card would be dropped here."""


class LineKey(NamedTuple):
    """What a line shows: lines with equal keys look the same."""

    what: Facts | LaneHead | ColumnHead | str
    """A card, a heading, or a letter of a rail; empty for a free line."""
    line: int = 0
    """Which line of the card."""
    cursor: bool = False
    active: bool = False
    """Whether the board has the focus: told under the cursor only."""
    changed: bool = False
    thumb: bool = False
    """Whether the scrollbar's thumb is on this line."""

    @property
    def state(self) -> str:
        """The ink that gives the line its background."""
        if not self.cursor:
            return "plain"
        return "cursor" if self.active else "cursor-blurred"


class Painter(NamedTuple):
    """Draws lines of one width."""

    cells: int
    shape: Shape
    id_cells: int
    """Room for the ID in cards of one line."""
    glyphs: Glyphs
    style: Callable[[str, str], Style]
    """The style of an ink on the background of another."""

    def draw(self, key: LineKey) -> Strip:
        """The strip for a line."""
        match key.what:
            case ColumnHead():
                segments = self._column_head(key.what)
            case LaneHead():
                segments = self._lane_head(key, key.what)
            case Facts():
                segments = self._card(key, key.what)
            case letter:
                text = pad(f" {letter}", self.cells - 1)
                segments = segments_of(text, self.style("rail", "plain"))
                segments.append(self._thumb(key, "plain"))
        return Strip(segments, self.cells)

    def _column_head(self, head: ColumnHead) -> list[Segment]:
        glyphs, cells = self.glyphs, self.cells
        if head.drop:
            tint = quiet = self.style("drop", "drop")
        else:
            name = head.key.replace("_", "-") if head.key in STATUSES else "other"
            tint = self.style(f"column-{name}", "heading")
            quiet = self.style("count", "heading")
        sign = glyphs.arrow if head.drop else glyphs.status(head.key)
        if cells <= RAIL:
            count = pad(str(head.cards), cells - 3, glyphs.ellipsis)
            return [*segments_of(f" {sign} ", tint), Segment(count, quiet)]
        before = f"{glyphs.more_left}{head.left}" if head.left else ""
        after = f" {head.right}{glyphs.more_right}" if head.right else ""
        start, end = f"{before} {sign} ", f" {head.cards}{after}"
        title = visible_line(head.title, glyphs.plain)
        room = cells - width(start) - width(end)
        margin = max(0, min(2, room - width(title)))
        text = pad(title, room - margin, glyphs.ellipsis)
        return [*segments_of(start + text, tint), *segments_of(end + " " * margin, quiet)]

    def _lane_head(self, key: LineKey, head: LaneHead) -> list[Segment]:
        glyphs = self.glyphs
        if head.cards == head.total:
            told = str(head.cards)
        else:
            told = (
                f"{head.cards} of {head.total}"
                if self.cells >= 30
                else f"{head.cards}/{head.total}"
            )
        state = key.state if key.cursor else "lane"
        sign = glyphs.folded if head.folded else glyphs.open
        text = f"{sign} {visible_line(head.title, glyphs.plain)}"
        room = self.cells - width(told) - 3
        return [
            Segment(pad(text, room, glyphs.ellipsis), self.style("lane", state)),
            *segments_of(f" {told} ", self.style("lane-count", state)),
            self._thumb(key, state),
        ]

    def _card(self, key: LineKey, facts: Facts) -> list[Segment]:
        lines = card_lines(facts, self.cells - 2, self.shape, self.glyphs, self.id_cells)
        line = lines[key.line]
        # The cursor's background lies under the title: under all it would cost twice the bytes.
        state = key.state if any(role in _TITLES for _, role in line) else "plain"
        segments = [self._bar(key, state)]
        for text, role in line:
            style = self.style(role or state, state)
            if key.changed and role in _TITLES:
                style += _BOLD
            segments.append(Segment(text, style))
        segments.append(self._thumb(key, state))
        return segments

    def _bar(self, key: LineKey, state: str) -> Segment:
        if key.changed:
            return Segment(self.glyphs.changed, self.style("changed", state))
        style = self.style("bar", state)
        if key.cursor and not (style.reverse and not self.glyphs.plain):
            return Segment(self.glyphs.cursor, style)
        return Segment(" ", style)

    def _thumb(self, key: LineKey, state: str) -> Segment:
        sign = self.glyphs.thumb if key.thumb else self.glyphs.track
        return Segment(sign, self.style("thumb", state))
