"""Asks for a new task: where it belongs, and what is to be done.

The ID is shown before anything is written: the lowest free one of the category. It is given
for good when the task is added, on the file as it is then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from ...model import stamp, words
from ...model.document import Document
from ...model.operations import AddTask
from ...model.roles import Category, Roles
from ..widgets.cycle import Cycle
from ..widgets.detail.entry import Choice, Entry
from .dialog import Dialog, problem_line

EFFORTS = ("?", *words.EFFORTS)
PRIORITIES = tuple(priority.title() for priority in words.PRIORITIES)


class NewTask(Dialog[AddTask]):
    """A form; dismissed with the operation that adds the task.

    What was typed is left by Escape only when it is pressed twice.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "add", "Add", show=False, priority=True),
        Binding("enter", "add", "Add", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
        Binding("down", "app.focus_next", "Next", show=False),
    ]
    DEFAULT_CSS = """
    NewTask {
        & > #box { width: 76; }
        VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
        Horizontal { height: auto; }
        #id { height: auto; width: 1fr; color: $text-muted; }
        .problem { dock: bottom; }
        TextArea { height: 6; border: none; padding: 0; background: $panel; width: 1fr; }
        TextArea:focus { border: none; }
        #description { height: 3; }
        .gap { margin: 1 0 0 0; }
    }
    """
    title_text = "New task"
    keys = "enter add   tab next   esc leave"

    def __init__(
        self,
        document: Document,
        roles: Roles,
        *,
        category: Category | None = None,
        depends: Sequence[str] = (),
        now: datetime | None = None,
    ) -> None:
        """`category` and `depends` are filled in; `now` is the time of creation."""
        super().__init__()
        self.document = document
        self.roles = roles
        self.now = now or datetime.now()
        self.prefixes = {task.prefix for task in document.tasks if task.prefix}
        self.categories = {_name(c): c for c in roles.categories(self.prefixes)}
        first = category or next(iter(self.categories.values()))
        self._filled = self.roles.role(first.prefix)
        self._make_fields(first, depends)
        self._warned = False

    def _make_fields(self, category: Category, depends: Sequence[str]) -> None:
        kinds = tuple(Choice(c.id, c.title) for c in self.categories.values())
        tasks = tuple(Choice(task.id, task.title) for task in self.document.tasks)
        role = self.roles.role(category.prefix)
        self.category = Entry(category.id, choices=kinds, id="category")
        self.title_entry = Entry(placeholder="what is to be done", id="title")
        self.priority = Cycle(PRIORITIES, "Medium", id="priority")
        self.effort = Cycle(EFFORTS, "M", id="effort")
        self.assignee = Entry(role.assignee, choices=self._names(), id="assignee")
        self.depends = Entry(
            ", ".join(depends),
            choices=tasks,
            many=True,
            placeholder="IDs, or nothing",
            id="depends",
        )
        self.description = _area("", "description")
        self.criteria = _area("\n".join(role.criteria), "criteria")

    def _names(self) -> tuple[Choice, ...]:
        names = {task.assignee: None for task in self.document.tasks if task.assignee}
        roles = {role.assignee: None for role in self.roles.by_prefix.values() if role.assignee}
        return tuple(Choice(name) for name in sorted(names | roles))

    def content(self) -> list[Widget]:
        """The form, and what is wrong with it."""
        rows = [
            _row("Category", self.category),
            _row("", Static(id="id", markup=False)),
            _row("Title", self.title_entry),
            _row("Priority", self.priority),
            _row("Effort", self.effort),
            _row("Assignee", self.assignee),
            _row("Depends on", self.depends),
            _row("Description", self.description, "gap"),
            _row("Criteria", self.criteria, "gap"),
        ]
        return [VerticalScroll(*rows, can_focus=False), problem_line()]

    def on_mount(self) -> None:
        """The keys go to the title: the category is filled in."""
        self.title_entry.take_focus()
        self._preview()

    @property
    def chosen(self) -> Category | None:
        """The category that the text means."""
        return self.roles.find_category(self.category.value, self.prefixes)

    def _free_id(self) -> str:
        """The ID that the task would get now. Raises `ValueError` with what is in the way."""
        category = self.chosen
        if category is None:
            text = self.category.value.strip()
            raise ValueError(
                f"no single category is called {text!r}" if text else "which category?"
            )
        return self.roles.next_id(category, (task.id for task in self.document.tasks))

    def _preview(self) -> None:
        line = self.query_one("#id", Static)
        try:
            free = self._free_id()
        except ValueError as problem:
            line.update(Content.styled(str(problem), "$text-warning"))
            return
        category = self.chosen
        title = category.title if category else ""
        line.update(Content.assemble((free, "bold $text-primary"), f"  {title}"))

    @on(Entry.Changed, "#category")
    def _another_category(self) -> None:
        """Another role has other criteria and another assignee; what was typed stays."""
        self._preview()
        category = self.chosen
        if category is None or category.prefix == self._filled.prefix:
            return
        old, new = self._filled, self.roles.role(category.prefix)
        if self.criteria.text.strip() == "\n".join(old.criteria).strip():
            self.criteria.text = "\n".join(new.criteria)
        if self.assignee.value in ("", old.assignee):
            self.assignee.value = new.assignee
        self._filled = new

    @on(Entry.Changed)
    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._warned = False
        self.complain("")

    @on(Entry.Submitted)
    def _entered(self) -> None:
        self.action_add()

    def action_add(self) -> None:
        """Answer with the operation, or say what is missing."""
        try:
            self._free_id()
        except ValueError as problem:
            self.category.take_focus()
            self.complain(str(problem))
            return
        title = self.title_entry.value.strip()
        category = self.chosen
        if not title or category is None:
            self.title_entry.take_focus()
            self.complain("a task needs a title")
            return
        self.dismiss(self._operation(title, category))

    def action_cancel(self) -> None:
        """Leave; what was typed is asked for once."""
        typed = self.title_entry.value.strip() or self.description.text.strip()
        if self._warned or not typed:
            self.dismiss(None)
            return
        self._warned = True
        self.complain("esc again drops this task, ctrl+s adds it")

    def _operation(self, title: str, category: Category) -> AddTask:
        effort = self.effort.value
        return AddTask(
            title=title,
            category=category.id,
            priority=self.priority.value,
            assignee=self.assignee.value.strip().lstrip("@"),
            effort="" if effort == EFFORTS[0] else effort,
            depends=words.ids_in(self.depends.value),
            description=self.description.text.strip(),
            criteria=tuple(_lines(self.criteria.text)),
            created=self.now.strftime(stamp.FORMAT),
        ).within(category, self.roles)


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _name(category: Category) -> str:
    return f"{category.id} {category.title}"


def _area(text: str, id: str) -> TextArea:
    area = TextArea(text, soft_wrap=True, tab_behavior="focus", id=id)
    area.cursor_blink = False
    area.highlight_cursor_line = False
    return area


def _row(label: str, field: Widget, classes: str = "") -> Horizontal:
    return Horizontal(Static(label, classes="label", markup=False), field, classes=classes)
