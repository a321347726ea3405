"""Asks for several new tasks at once: rows of a title and a category.

The ID that each would get stands before it. A row without a title is none; another one opens
below as soon as the last has a title.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from ...model.document import Document
from ...model.roles import Category, Roles
from ..widgets.detail.entry import Choice, Entry, Line
from .dialog import Dialog, problem_line

_ROWS = 3
"""Rows that are open at first."""
MOST_ROWS = 30


class Wanted(NamedTuple):
    """A task that is to be made."""

    title: str
    category: Category


class _Row(Horizontal):
    """One task: its ID to be, its title, its category."""

    def __init__(self, wanted: tuple[str, str], choices: Sequence[Choice]) -> None:
        self.number = Static("", classes="number", markup=False)
        self.title_line = Line(wanted[0], placeholder="what is to be done")
        self.category = Entry(wanted[1], choices=choices, placeholder="category")
        super().__init__(self.number, self.title_line, self.category)


class Implement(Dialog[tuple[Wanted, ...]]):
    """A form with a row a task; dismissed with those that have a title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "add", "Add", show=False, priority=True),
        Binding("up", "app.focus_previous", "Previous", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
    ]
    DEFAULT_CSS = """
    Implement {
        & > #box { width: 96; }
        #about { color: $text-muted; height: auto; margin: 0 0 1 0; }
        VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
        _Row { height: auto; }
        .number { width: 10; height: 1; color: $text-primary; text-style: bold; }
        _Row > Line { width: 3fr; background: $panel; margin: 0 1 0 0; }
        _Row > Entry { width: 2fr; }
    }
    """
    keys = "ctrl+s add all   tab next   esc leave"

    def __init__(
        self,
        document: Document,
        roles: Roles,
        prefix: str,
        *,
        title: str,
        about: str,
        proposed: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`proposed` are titles with a category each that stand there at first."""
        super().__init__()
        self.title_text = title
        self.about = about
        self.document = document
        self.roles = roles
        self.prefix = prefix
        own = roles.role(prefix).categories
        others = [c for c in roles.categories() if c.prefix != prefix]
        self.choices = [Choice(c.id, c.title) for c in (*own, *others)]
        blank = [("", c.id) for c in own[: max(_ROWS - len(proposed), 1)]]
        self.rows = [_Row(one, self.choices) for one in (*proposed[:MOST_ROWS], *blank)]

    def content(self) -> list[Widget]:
        """What it is about, the rows, and what is wrong with them."""
        about = Static(Content(self.about), id="about")
        return [about, VerticalScroll(*self.rows, can_focus=False, id="rows"), problem_line()]

    def on_mount(self) -> None:
        """The keys go to the first row that is empty."""
        empty = (row for row in self.rows if not row.title_line.value)
        next(empty, self.rows[0]).title_line.focus()
        self._preview()

    @on(Input.Changed)
    @on(Entry.Changed)
    def _typed(self) -> None:
        self.complain("")
        self._preview()
        if self.rows[-1].title_line.value.strip() and len(self.rows) < MOST_ROWS:
            row = _Row(("", self.rows[-1].category.value), self.choices)
            self.rows.append(row)
            self.query_one("#rows").mount(row)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Enter goes on to the next title; on an empty one there is nothing more to come."""
        place = next(n for n, row in enumerate(self.rows) if row.title_line is event.input)
        if not event.value.strip():
            self.action_add()
        elif place + 1 < len(self.rows):
            self.rows[place + 1].title_line.focus()

    @on(Entry.Submitted)
    def _chosen(self) -> None:
        self.app.action_focus_next()

    def _preview(self) -> None:
        """Show the ID that each row would get now."""
        taken = [task.id for task in self.document.tasks]
        for row in self.rows:
            shown = ""
            category = self.roles.find_category(row.category.value)
            if row.title_line.value.strip():
                try:
                    shown = self.roles.next_id(category, taken) if category else "?"
                    taken.append(shown)
                except ValueError:
                    shown = "full"
            row.number.update(Content(shown))

    def action_add(self) -> None:
        """Answer with the tasks, or say what is missing."""
        wanted: list[Wanted] = []
        taken = [task.id for task in self.document.tasks]
        for row in self.rows:
            title = row.title_line.value.strip()
            if not title:
                continue
            try:
                category = self._category(row)
                taken.append(self.roles.next_id(category, taken))
            except ValueError as problem:
                row.category.take_focus()
                self.complain(str(problem))
                return
            wanted.append(Wanted(title, category))
        if wanted:
            self.dismiss(tuple(wanted))
        else:
            self.complain("give at least one task a title")

    def _category(self, row: _Row) -> Category:
        found = self.roles.find_category(row.category.value)
        if found is None:
            text = row.category.value.strip()
            raise ValueError(
                f"no single category is called “{text}”" if text else "which category?"
            )
        return found
