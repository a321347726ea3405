"""A list on a screen of its own, with what is under its cursor beside it, below it or, on a
small screen, in its place, and a line to filter by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from ..commands import PAST, Command, bindings
from ..glyphs import Glyphs
from ..messages import FIRST
from ..widgets.detail.entry import Line
from ..widgets.hanging import Hanging
from ..widgets.line_list import LineList
from ..widgets.status_line import Event, StatusLine, Tone
from .help import Help, hints_of

if TYPE_CHECKING:
    from ...model.document import Document

E = TypeVar("E")
"""What a row stands for."""

_WIDE, _TALL = 100, 18


class ListScreen(Screen[str | None], Generic[E]):
    """Dismissed with the key of a task that is to be opened, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PAST)]
    DEFAULT_CSS = """
    ListScreen {
        layout: vertical;
        & > #title {
            height: 1; width: 1fr; padding: 0 1; background: $panel; color: $text;
        }
        & > #filter { height: 1; border: none; padding: 0; display: none; }
        & > #filter.-shown { display: block; }
        & > #middle { layout: vertical; height: 1fr; }
        #beside {
            height: 45%; border-top: solid $panel; padding: 0 1; scrollbar-size-vertical: 0;
        }
        &.-wide > #middle { layout: horizontal; }
        &.-wide #beside { width: 1fr; height: 1fr; border-top: none; border-left: solid $panel; }
        &.-small #beside { display: none; }
        &.-small.-beside #beside { display: block; height: 1fr; border-top: none; }
        &.-small.-beside #rows { display: none; }
    }
    """

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = PAST
    """What the keys do, for the line at the bottom and for help."""

    def __init__(self, glyphs: Glyphs, title: str) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.title_text = title
        self.entries: list[E] = []
        self.shown: list[E] = []
        """Those that match the filter, a row each."""
        self.wanted: list[str] = []
        """The words of the filter."""
        self.rows = LineList(glyphs, "nothing yet", id="rows")
        self.beside = Hanging(id="text")
        self.status_line = StatusLine(glyphs)
        self.status_line.hints = hints_of(self.COMMANDS_HERE, glyphs.plain)
        self.line = Line(placeholder="words, you, another, a field", id="filter")

    def compose(self) -> ComposeResult:
        """Title, filter, list, what is under the cursor, keys."""
        yield Static(Content(self.title_text), id="title")
        yield self.line
        with Container(id="middle"):
            yield self.rows
            with VerticalScroll(id="beside", can_focus=False):
                yield self.beside
        yield self.status_line

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, one above the other, or one at a time."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        small = event.size.width < _WIDE and event.size.height < _TALL
        self.set_class(small, "-small")

    @property
    def entry(self) -> E | None:
        """What the cursor is on."""
        return self.shown[self.rows.at] if 0 <= self.rows.at < len(self.shown) else None

    def leave_for(self, key: str, document: Document, hint: str = "") -> None:
        """Open a task on the board, or say that the file has it no more."""
        if document.task(key) is None:
            self.tell(f"{key} is not in the file now{hint}", "warning")
        elif self.is_active:
            self.dismiss(key)

    def tell(self, text: str, tone: Tone = "change") -> None:
        """Say on the line at the bottom what happened."""
        self.status_line.event = Event.now(text, tone)

    # ---- keys

    def action_walk(self, step: int) -> None:
        """Go to another row."""
        self.rows.walk(step)

    def action_page(self, step: int) -> None:
        """Go on by a page."""
        self.rows.page(step)

    def action_end(self, last: bool) -> None:
        """Go to the first or the last row."""
        self.rows.go(len(self.rows.rows) if last else 0, -1 if last else 1)

    def action_scroll_beside(self, step: int) -> None:
        """Scroll the text beside the list."""
        self.query_one("#beside", VerticalScroll).scroll_relative(y=step, animate=False)

    def action_beside(self) -> None:
        """On a small screen: show the text in the place of the list, or the list again."""
        self.toggle_class("-beside")

    def action_leave(self) -> None:
        """Back to the list, to all of it, to the board."""
        if self.has_class("-beside"):
            self.remove_class("-beside")
        elif self.line.has_class("-shown"):
            self._close_filter("")
        elif self.is_active:
            self.dismiss(None)

    @work(name=FIRST)
    async def action_help(self) -> None:
        """Show the keys."""
        await self.app.push_screen_wait(Help(self.COMMANDS_HERE, plain=self.glyphs.plain))

    # ---- filter

    def action_filter(self) -> None:
        """Narrow the list as one types."""
        self.line.add_class("-shown")
        self.line.focus()

    @on(Input.Changed, "#filter")
    def _typed(self, event: Input.Changed) -> None:
        self.wanted = event.value.casefold().split()
        self.narrow()

    @on(Input.Submitted, "#filter")
    def _entered(self) -> None:
        self._close_filter(self.line.value)

    def _close_filter(self, kept: str) -> None:
        self.line.value = kept
        self.line.set_class(bool(kept), "-shown")
        self.rows.focus()

    def narrow(self) -> None:
        """Show the rows that match all of `wanted`."""
        raise NotImplementedError
