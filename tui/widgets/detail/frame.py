"""The rows of a task with an inline editor that can open between them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from .blocks import Row
from .body import Body
from .inline import Edit, InlineEditor
from .layout import Slot
from .lines import Lines
from .look import Look


class Frame(Container):
    """Keeps the editor on the lines that the body leaves free for it, whatever moves."""

    BLANK = True  # the rows cover it

    DEFAULT_CSS = """
    Frame { layers: rows editor; height: 1fr; overflow: hidden; }
    Frame > Body { layer: rows; height: 100%; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.body = Body(look)
        self.editor: InlineEditor | None = None
        self._look = look

    def compose(self) -> ComposeResult:
        """The rows; the editor comes and goes."""
        yield self.body

    def show(self, rows: tuple[Row, ...]) -> None:
        """Show rows; an open editor stays where it is, with what is typed in it."""
        self.body.show(rows, self.body.page.slot if self.editor else None)

    def open(self, edit: Edit) -> InlineEditor:
        """Open an editor; one that was open is closed first."""
        self.close()
        self.editor = InlineEditor(edit, self._look.glyphs.cursor)
        self.body.move_to(edit.key)
        self.mount(self.editor)
        return self.editor

    def close(self) -> None:
        """Close the editor; the keys go to the rows again."""
        if self.editor is None:
            return
        had_focus = self.editor.has_focus_within
        self.editor.remove()
        self.editor = None
        self.body.show(self.body.page.rows)
        if had_focus:
            self.body.focus()

    @on(InlineEditor.Grown)
    def _fit(self) -> None:
        """Leave as many lines free as the editor needs, and bring them into view."""
        if self.editor is None or not self.editor.is_mounted:
            return
        edit = self.editor.edit
        height = self.editor.height(self.size.width, self.size.height)
        slot = Slot(edit.key, height, edit.below)
        if slot != self.body.page.slot:
            self.editor.styles.height = height
            self.body.show(self.body.page.rows, slot)
        start = self.body.page.slot_at
        self.body.reveal(start, start + height)
        self._follow()

    @on(Lines.Moved)
    def _follow(self) -> None:
        """Keep the editor on its lines."""
        page = self.body.page
        if self.editor is not None and page.slot is not None:
            self.editor.styles.offset = (0, page.slot_at - self.body.top)

    def on_resize(self) -> None:
        """Another width may need other lines."""
        self.call_after_refresh(self._fit)
