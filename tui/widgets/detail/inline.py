"""The editor that opens in the place of a row: a line, a text, a list to pick from, a question.

It knows nothing of tasks. It says what was typed when the reader saves or leaves; what
becomes of it is the pane's to say. A note below it tells what happened meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from .blocks import RowKey
from .entry import Choice, Entry
from .picking import Option, Pick


class How(Enum):
    """The shapes of an inline editor."""

    LINE = auto()
    TEXT = auto()
    PICK = auto()
    ASK = auto()
    """A question: y or Enter on it says yes, anything else no."""


@dataclass(frozen=True)
class Edit:
    """What is edited, and how."""

    key: RowKey
    """The row at which the editor stands."""
    what: str
    """What an answer is for: `field:title`, `criterion`, `new criterion`."""
    how: How
    label: Content
    """Shown before the input, or above a text."""
    base: str = ""
    """What the file said when the reader began; what is saved expects it."""
    text: str = ""
    """What the editor starts with: the base, or a draft."""
    column: int = 0
    """Where the input begins."""
    below: bool = False
    """Whether it stands below its row instead of in its place."""
    choices: tuple[Choice, ...] = ()
    options: tuple[Option, ...] = ()
    many: bool = False
    placeholder: str = ""
    note: str = field(default="", compare=False)


class InlineEditor(Vertical):
    """Edits one thing where it stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,q", "answer(False)", "No", show=False),
    ]
    DEFAULT_CSS = """
    InlineEditor {
        layer: editor;
        background: $background;
        padding: 0 2 0 1;
        border-left: outer $primary;
        &.-ascii { border-left: ascii $primary; }
        & > Horizontal { height: auto; }
        #label { width: auto; height: auto; }
        TextArea { border: none; padding: 0; background: $panel; height: 1fr; }
        TextArea:focus { border: none; }
        #note { height: auto; color: $text-muted; }
    }
    """

    @dataclass
    class Saved(Message):
        """The reader is done: `text` is to be written."""

        edit: Edit
        text: str

    @dataclass
    class Left(Message):
        """The reader left without saving; `text` is what was typed."""

        edit: Edit
        text: str

    class Grown(Message):
        """It needs another height."""

    def __init__(self, edit: Edit, marker: str) -> None:
        super().__init__()
        self.edit = edit
        self.note = edit.note
        self._marker = marker
        self.set_class(marker.isascii(), "-ascii")
        self._input: Entry | TextArea | Pick | Static
        self._input = self._make()
        self._below = Static(id="note", markup=False)

    def _make(self) -> Entry | TextArea | Pick | Static:
        edit = self.edit
        match edit.how:
            case How.LINE:
                return Entry(
                    edit.text, choices=edit.choices, many=edit.many, placeholder=edit.placeholder
                )
            case How.TEXT:
                area = TextArea(edit.text, soft_wrap=True, tab_behavior="focus")
                area.cursor_blink = False
                area.highlight_cursor_line = False
                return area
            case How.PICK:
                return Pick(edit.options, edit.text, self._marker)
        return Pick(
            (Option("no", Content("No")), Option("yes", Content("Yes"))), "no", self._marker
        )

    def compose(self) -> ComposeResult:
        """The label, the input beside or below it, and the note."""
        label = Static(self.edit.label, id="label", markup=False)
        if self.edit.how in (How.TEXT, How.ASK):
            yield label
            yield self._input
        else:
            label.styles.width = self._indent
            with Horizontal():
                yield label
                yield self._input
        self._below.styles.padding = (0, 0, 0, self._indent)
        yield self._below

    @property
    def _indent(self) -> int:
        """Where the input begins, and the note below it."""
        beside = self.edit.how in (How.LINE, How.PICK)
        return max(self.edit.column, self.edit.label.cell_length) if beside else 0

    def on_mount(self) -> None:
        """Take the keys."""
        self.take_focus()
        self.tell(self.note)

    def take_focus(self) -> None:
        """Put the keys where the text is."""
        if isinstance(self._input, Entry):
            self._input.take_focus()
        else:
            self._input.focus()

    @property
    def text(self) -> str:
        """What is typed, or what it stands on."""
        match self._input:
            case Entry():
                return self._input.value
            case TextArea():
                return self._input.text
            case Pick():
                return self._input.options[self._input.at].value
        return ""

    @property
    def changed(self) -> bool:
        """Whether something was typed that would be lost."""
        return self.edit.how in (How.LINE, How.TEXT) and self.text != self.edit.base

    def tell(self, note: str) -> None:
        """Show a note below the input; the keys when there is nothing to say."""
        self.note = note
        # Held, not looked for: a key on the heels of the one that opened it closes it so soon
        # that there is nothing below it yet, or no more.
        self._below.update(Content.styled(note, "$text-warning") if note else Content(self._keys()))
        self.post_message(self.Grown())

    def _keys(self) -> str:
        match self.edit.how:
            case How.TEXT:
                return "ctrl+s save   esc leave"
            case How.LINE:
                return "enter save   esc leave"
            case How.PICK:
                return "enter take   esc leave"
        return "y yes   n no"

    def height(self, width: int, room: int) -> int:
        """Lines that it needs at `width`, at most `room`."""
        notes = len(Content(self.note or self._keys()).wrap(max(width - 4 - self._indent, 8)))
        self._below.styles.height = notes
        match self._input:
            case Entry() | Pick():
                lines = self._input.lines
            case TextArea():
                lines = max(self._input.wrapped_document.height + 1, 4)
            case _:
                lines = 0
        label = len(self.edit.label.wrap(max(width - 4, 8)))
        label = label if self.edit.how in (How.TEXT, How.ASK) else 0
        return min(lines + notes + label, max(room, 3))

    @on(Entry.Changed)
    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.post_message(self.Grown())

    @on(Entry.Submitted)
    def _entered(self, event: Entry.Submitted) -> None:
        event.stop()
        self.action_save()

    @on(Pick.Picked)
    def _picked(self, event: Pick.Picked) -> None:
        event.stop()
        self.post_message(self.Saved(self.edit, event.value))

    def action_save(self) -> None:
        """Hand the text over."""
        self.post_message(self.Saved(self.edit, self.text))

    def action_leave(self) -> None:
        """Leave; the pane keeps what was typed."""
        self.post_message(self.Left(self.edit, self.text))
