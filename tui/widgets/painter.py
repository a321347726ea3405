"""The lines of a column as pieces of text: what a line shows, and how that is drawn.

Nothing here knows Textual: the first picture of a board is painted before Textual is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..content import pad, visible_line, width
from ..glyphs import Glyphs
from .arrangement import RAIL
from .card import Facts, Shape, card_lines
from .words import split_blanks

STATUSES = ("pending", "in_progress", "blocked", "completed", "approved")

_TITLES = ("title", "done")


class Piece(NamedTuple):
    """Some text of a line, and how it looks."""

    text: str
    ink: str
    paper: str
    """The ink whose background it stands on."""
    bold: bool = False
    """Whether it is bold, whatever the ink says."""


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
    pending: bool = False
    """Whether the card shows an edit that is not kept yet."""
    alarm: bool = False
    """Whether an alarm is raised about the card."""

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
    reverses: Callable[[str], bool]
    """Whether an ink is drawn in reverse video."""

    def draw(self, key: LineKey) -> list[Piece]:
        """The pieces of a line, from the left edge to the right one."""
        match key.what:
            case ColumnHead():
                return self._column_head(key.what)
            case LaneHead():
                return self._lane_head(key, key.what)
            case Facts():
                return self._card(key, key.what)
            case letter:
                text = pad(f" {letter}", self.cells - 1)
                return [*_pieces(text, "rail", "plain"), self._thumb(key, "plain")]

    def _column_head(self, head: ColumnHead) -> list[Piece]:
        glyphs, cells = self.glyphs, self.cells
        if head.drop:
            tint = quiet = paper = "drop"
        else:
            name = head.key.replace("_", "-") if head.key in STATUSES else "other"
            tint, quiet, paper = f"column-{name}", "count", "heading"
        sign = glyphs.arrow if head.drop else glyphs.status(head.key)
        if cells <= RAIL:
            count = pad(str(head.cards), cells - 3, glyphs.ellipsis)
            return [*_pieces(f" {sign} ", tint, paper), Piece(count, quiet, paper)]
        before = f"{glyphs.more_left}{head.left}" if head.left else ""
        after = f" {head.right}{glyphs.more_right}" if head.right else ""
        start, end = f"{before} {sign} ", f" {head.cards}{after}"
        title = visible_line(head.title, glyphs.plain)
        room = cells - width(start) - width(end)
        margin = max(0, min(2, room - width(title)))
        text = pad(title, room - margin, glyphs.ellipsis)
        return [
            *_pieces(start + text, tint, paper),
            *_pieces(end + " " * margin, quiet, paper),
        ]

    def _lane_head(self, key: LineKey, head: LaneHead) -> list[Piece]:
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
            Piece(pad(text, room, glyphs.ellipsis), "lane", state),
            *_pieces(f" {told} ", "lane-count", state),
            self._thumb(key, state),
        ]

    def _card(self, key: LineKey, facts: Facts) -> list[Piece]:
        lines = card_lines(facts, self.cells - 2, self.shape, self.glyphs, self.id_cells)
        line = lines[key.line]
        # The cursor's background lies under the title: under all it would cost twice the bytes.
        state = key.state if any(role in _TITLES for _, role in line) else "plain"
        pieces = [self._bar(key, state)]
        for text, role in line:
            bold = key.changed and role in _TITLES
            pieces.append(Piece(text, role or state, state, bold))
        pieces.append(self._thumb(key, state))
        return pieces

    def _bar(self, key: LineKey, state: str) -> Piece:
        if key.pending:
            return Piece(self.glyphs.pending, "bar", state)
        if key.changed:
            return Piece(self.glyphs.changed, "changed", state)
        if key.cursor and not (self.reverses(state) and not self.glyphs.plain):
            return Piece(self.glyphs.cursor, "bar", state)
        if key.alarm and key.line == 0:
            return Piece(self.glyphs.alarm, "alarm", state)
        return Piece(" ", "bar", state)

    def _thumb(self, key: LineKey, state: str) -> Piece:
        sign = self.glyphs.thumb if key.thumb else self.glyphs.track
        return Piece(sign, "thumb", state)


def _pieces(text: str, ink: str, paper: str) -> list[Piece]:
    return [Piece(part, ink, paper) for part in split_blanks(text)]
