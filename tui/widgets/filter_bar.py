"""The line in which the filter is typed: every key filters, Enter keeps it, Escape drops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, var
from textual.suggester import Suggester
from textual.widgets import Input, Static

from ..content import literal
from ..glyphs import GLYPHS_UNICODE, Glyphs

_NOTE_PADDING = 2


class _Line(Input):
    """An input of a fixed width: a longer text in it moves nothing else on the screen."""

    virtual_size = Reactive(Size(0, 0))


class FilterBar(HorizontalGroup):
    """A query, and beside it how many tasks match or what is wrong with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False, tooltip="Back to the filter as it was."),
        Binding("down", "accept", "Keep", show=False, tooltip="Keep the filter, go to the board."),
    ]

    DEFAULT_CSS = """
    FilterBar {
        background: $surface;
        padding: 0 1;

        & > #slash { width: 2; color: $text-primary; text-style: bold; }
        & > Input { width: 1fr; background: $surface; color: $text; }
        & > Input:focus { background-tint: $surface 0%; }
        & > #note {
            width: 0; max-width: 60%; height: 1;
            color: $text-muted; padding-left: 2; text-align: right;
        }
        &.-error > #note { color: $text-error; text-style: bold; }
        &:ansi > #note { text-style: dim; }
        &:ansi.-error > #note { text-style: bold; }
    }
    """

    error: var[str] = var("")
    """What is wrong with the query; empty if nothing is."""
    note: var[str] = var("")
    """What is said of a good query, `12 of 63`."""

    @dataclass
    class Changed(Message):
        """The text changed, by a key."""

        bar: FilterBar
        text: str

        @property
        def control(self) -> FilterBar:
            """The filter bar."""
            return self.bar

    @dataclass
    class Accepted(Message):
        """The user wants this filter, and the board back."""

        bar: FilterBar
        text: str

        @property
        def control(self) -> FilterBar:
            """The filter bar."""
            return self.bar

    @dataclass
    class Cancelled(Message):
        """The user wants the filter as it was when the bar was opened."""

        bar: FilterBar
        before: str

        @property
        def control(self) -> FilterBar:
            """The filter bar."""
            return self.bar

    def __init__(
        self,
        glyphs: Glyphs = GLYPHS_UNICODE,
        *,
        suggester: Suggester | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self._before = ""
        self._room = 0
        """Cells of the note."""
        self._erred = False
        """Whether an error takes them."""
        self._input = _Line(
            placeholder="words  status:blocked  assignee:@name  is:ready  -not",
            suggester=suggester,
            compact=True,
        )
        self._input.cursor_blink = False
        self._note = Static("", id="note", markup=False)

    def compose(self) -> ComposeResult:
        """A slash, the input, and the note."""
        yield Static("/", id="slash", markup=False)
        yield self._input
        yield self._note

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    def open(self, text: str) -> None:
        """Show the bar with the filter in force, and take the keys."""
        self._before = text
        self.display = True
        with self.prevent(Input.Changed):
            self._input.value = text
        self._input.cursor_position = len(text)
        self.screen.set_focus(self._input)  # at once: `focus` would let keys pass that follow

    def close(self) -> None:
        """Hide the bar."""
        self.display = False

    def watch_error(self) -> None:
        """Show the error instead of the note."""
        self.set_class(bool(self.error), "-error")
        self._tell()

    def watch_note(self) -> None:
        """Show the note."""
        self._tell()

    def _tell(self) -> None:
        """Say it in the room that there is, for more would lay out the whole screen anew."""
        text = literal(self.error or self.note, self.glyphs.plain)
        needed = text.cell_length + _NOTE_PADDING
        if needed > self._room or self.error or self._erred:
            self._room, self._erred = needed, bool(self.error)
            self._note.styles.width = needed
        self._note.update(text, layout=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter at every key."""
        event.stop()
        self.post_message(self.Changed(self, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Keep the filter."""
        self.post_message(self.Accepted(self, self.text))

    def action_cancel(self) -> None:
        """Go back to the filter as it was."""
        self.post_message(self.Cancelled(self, self._before))
