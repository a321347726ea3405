"""Rows drawn line by line, in a place of the screen that the reader has scrolled to.

It scrolls by itself, so that what the reader looks at can stay exactly where it is when
rows above it come, go or grow: after each change of the rows, the row under the cursor (or
the open editor) is on the line of the screen where it was. The cursor holds on to a key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from .blocks import Row, RowKey
from .layout import Layout, Slot
from .look import FAINT, Look

GUTTER = 2
"""Columns left of the text: the cursor's mark, and one for what changed."""
RIGHT = 2
"""Columns right of it: a blank and the scroll mark."""


class Lines(Widget):
    """Shows rows, one of them under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor"}
    DEFAULT_CSS = """
    Lines {
        height: 1fr;
        width: 1fr;
        text-wrap: nowrap;
        & > .lines--cursor { background: $surface; }
    }
    """

    class Moved(Message):
        """Lines moved on the screen: the rows were scrolled, or laid out anew."""

    class CursorMoved(Message):
        """The cursor is on another row."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.auto_links = False
        self.look = look
        self.page = Layout((), 80)
        """The rows as they are laid out."""
        self.cursor: RowKey | None = None
        self.wanted: RowKey | None = None
        """A row that takes the cursor as soon as it is there."""
        self.top = 0
        """The line that is shown first."""
        self.fresh: frozenset[RowKey] = frozenset()
        """Rows that changed a moment ago."""
        self.drafts: frozenset[RowKey] = frozenset()
        """Rows with a half-typed text."""
        self._strips: dict[int, Strip] = {}

    def show(self, rows: tuple[Row, ...], slot: Slot | None = None) -> None:
        """Show `rows`; the row under the cursor stays on its line of the screen."""
        old, here = self.page, self.cursor
        if slot is not None and (place := old.place(slot.key)) is not None:
            slot = replace(slot, place=place)
        page = Layout(rows, self._text_width, slot)
        if page == old and self.wanted is None:
            return  # another task changed: nothing to lay out or to draw
        self.page = page
        if self.page.place(self.wanted) is not None:
            self.cursor, self.wanted = self.wanted, None
            self.scroll_lines(self.top)
            self.reveal(*self.page.extent(self.cursor))
        else:
            before = self._anchor(old) - self.top
            if self.page.place(self.cursor) is None:
                self.cursor = self._nearest(old)
            self.scroll_lines(self._anchor(self.page) - before)
        if self.cursor != here:
            self.post_message(self.CursorMoved())
        self._strips.clear()
        self.refresh()
        self.post_message(self.Moved())

    def _anchor(self, page: Layout) -> int:
        """The line that is to stay where it is on the screen."""
        return page.slot_at if page.slot else page.extent(self.cursor)[0]

    def start_over(self) -> None:
        """Forget the place: the rows to come are another task's."""
        self.page = Layout((), self._text_width)
        self.cursor = None
        self.top = 0

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.page.row(self.cursor)

    def mark(self, fresh: frozenset[RowKey], drafts: frozenset[RowKey]) -> None:
        """Show which rows changed a moment ago, and which have a half-typed text."""
        if (fresh, drafts) != (self.fresh, self.drafts):
            self.fresh, self.drafts = fresh, drafts
            self._strips.clear()
            self.refresh()

    def move_to(self, key: RowKey) -> None:
        """Put the cursor on the row with `key`, and bring it into view."""
        if key != self.cursor:
            self._repaint(self.cursor)
            self.cursor = key
            self._repaint(key)
            self.post_message(self.CursorMoved())
        self.reveal(*self.page.extent(key))

    def reveal(self, start: int, end: int) -> None:
        """Scroll as little as shows the lines `start` to `end`, or as many as there is room for."""
        height = self.size.height
        if start < self.top:
            self.scroll_lines(start - (1 if start <= 1 else 0))
        elif end > self.top + height:
            self.scroll_lines(min(end - height, start))

    @property
    def _text_width(self) -> int:
        """Before the first layout, the screen's: a width of nothing is a line a letter."""
        return max((self.size or self.app.size).width - GUTTER - RIGHT, 1)

    def _nearest(self, old: Layout) -> RowKey | None:
        """The row that takes the cursor when its own is gone: the one that stands there now."""
        rows = self.page.rows
        place = max(0, min(old.place(self.cursor) or 0, len(rows) - 1))
        around = [*range(place, len(rows)), *range(place - 1, -1, -1)]
        return next((rows[n].key for n in around if rows[n].selectable), None)

    def scroll_lines(self, top: int) -> None:
        """Show the page from a line on, as far as there are lines to fill the screen."""
        top = max(0, min(top, len(self.page.lines) - self.size.height))
        if top != self.top:
            self.top = top
            self._strips.clear()
            self.refresh()
            self.post_message(self.Moved())

    def _repaint(self, key: RowKey | None) -> None:
        start, end = self.page.extent(key)
        for line in range(start, end):
            self._strips.pop(line, None)
        self.refresh(Region(0, start - self.top, self.size.width, end - start))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = self.top + y
        strip = self._strips.get(line)
        if strip is None:
            strip = self._strips[line] = self._draw(line, y)
        return strip

    def _draw(self, line: int, y: int) -> Strip:
        width = self.size.width
        row = self.page.row_at(line)
        text = self.page.lines[line][1] if line < len(self.page.lines) else Content("")
        under_cursor = row is not None and row.key == self.cursor
        here = under_cursor and self.has_focus
        gutter = self._gutter(row, line) if row else Content("  ")
        shown = (gutter + text).pad_right(max(width - GUTTER - text.cell_length - 1, 0))
        shown += Content.styled(self._thumb(y), FAINT)
        style = self.get_visual_style("lines--cursor") if here else self.visual_style
        return Visual.to_strips(self, shown, width, 1, style, apply_selection=False, pad=True)[0]

    def _gutter(self, row: Row, line: int) -> Content:
        mark = self.look.glyphs.cursor if row.key == self.cursor else " "
        style = "$primary" if self.has_focus else FAINT
        note = ("  ", "")
        if line == self.page.extent(row.key)[0]:
            if row.key in self.drafts:
                note = (self.look.draft, "$text-warning")
            elif row.key in self.fresh:
                note = (self.look.glyphs.changed, "$text-warning")
        return Content.assemble((mark, style), (note[0][:1], note[1]))

    def _thumb(self, y: int) -> str:
        total, height = len(self.page.lines), self.size.height
        if total <= height:
            return " "
        length = max(1, height * height // total)
        start = (height - length) * self.top // (total - height)
        return self.look.glyphs.thumb if start <= y < start + length else " "

    def notify_style_update(self) -> None:
        """The theme changed: what is drawn is stale."""
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Lay out for the new width; the row under the cursor stays in view."""
        self.show(self.page.rows, self.page.slot)
        self.reveal(*self.page.extent(self.cursor))

    @on(events.Focus)
    @on(events.Blur)
    def _show_focus(self) -> None:
        """The cursor is drawn in full where the keys go, and faintly where they do not."""
        self._repaint(self.cursor)
