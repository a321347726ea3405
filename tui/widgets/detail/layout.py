"""Rows laid out for a width: which line shows what, and where the inline editor stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from textual.content import Content

from .blocks import Row, RowKey, lay_out


@dataclass(frozen=True, slots=True)
class Slot:
    """Lines kept free for the inline editor."""

    key: RowKey
    """The row that it belongs to."""
    height: int
    below: bool = False
    """Whether it stands below the row, instead of in its place."""
    place: int = 0
    """The index that the row had when it was last seen, for when it is gone."""


@dataclass(frozen=True)
class Layout:
    """The lines of all rows, one below the other."""

    rows: tuple[Row, ...]
    width: int
    slot: Slot | None = None

    @cached_property
    def _placed(self) -> tuple[list[tuple[int, Content]], list[int], int]:
        """Lines as (row, content), the first line of each row, and the first line of the slot."""
        lines: list[tuple[int, Content]] = []
        starts: list[int] = []
        slot_at = -1
        blank = Content("")
        slot = self.slot
        orphaned = slot is not None and self.place(slot.key) is None
        for place, row in enumerate(self.rows):
            if slot and orphaned and place == min(slot.place, len(self.rows) - 1):
                slot_at = len(lines)
                lines.extend([(-1, blank)] * slot.height)
            if row.gap and lines:
                lines.append((-1, blank))
            starts.append(len(lines))
            edited = slot is not None and slot.key == row.key
            if slot is None or not edited or slot.below:
                lines.extend((place, line) for line in lay_out(row, self.width))
            if slot and edited:
                slot_at = len(lines)
                lines.extend([(place, blank)] * slot.height)
        return lines, starts, slot_at

    @property
    def lines(self) -> Sequence[tuple[int, Content]]:
        """Each line with the index of its row; -1 for a blank line between."""
        return self._placed[0]

    @property
    def slot_at(self) -> int:
        """The first line of the slot; -1 without one."""
        return self._placed[2]

    @cached_property
    def _index(self) -> dict[RowKey, int]:
        return {row.key: place for place, row in enumerate(self.rows)}

    def place(self, key: RowKey | None) -> int | None:
        """The index of the row with `key`."""
        return self._index.get(key) if key is not None else None

    def row(self, key: RowKey | None) -> Row | None:
        """The row with `key`."""
        place = self.place(key)
        return None if place is None else self.rows[place]

    def extent(self, key: RowKey | None) -> tuple[int, int]:
        """The first line of a row and the line after its last; (0, 0) for a row that is gone."""
        place = self.place(key)
        if place is None:
            return (0, 0)
        start = self._placed[1][place]
        end = start
        while end < len(self.lines) and self.lines[end][0] == place:
            end += 1
        return (start, end)

    def row_at(self, line: int) -> Row | None:
        """The row that shows on a line, or None."""
        if not 0 <= line < len(self.lines):
            return None
        place = self.lines[line][0]
        return None if place < 0 else self.rows[place]
