"""A task to look at: its rows, the way to other tasks, and what changed a moment ago.

`show` is called again and again as the file changes. It never moves the reader: the cursor
is on the same row, on the same line of the screen, and an open editor keeps its text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from ....model.board.dependencies import Links
from ....model.document import Document
from ....model.roles import Roles
from ....model.task import Task
from ...glyphs import GLYPHS_UNICODE, Glyphs
from . import source
from .blocks import Row, RowKey
from .drafts import Drafts, History
from .frame import Frame
from .look import QUIET, look_of
from .rows import rows_of
from .subject import Subject

FRESH_SECONDS = 4.0
"""How long a changed row is marked."""
NO_TASK = "No task is open."


class TaskView(Vertical):
    """Shows one task of a document."""

    DEFAULT_CSS = """
    TaskView {
        width: 1fr;
        height: 1fr;
        & > #head {
            height: 1;
            padding: 0 2;
            background: $surface;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
    }
    """

    @dataclass
    class TaskFollowed(Message, namespace="detail_pane"):
        """The reader goes to another task: show it."""

        key: str

    @dataclass
    class EditorRequested(Message, namespace="detail_pane"):
        """The task's text is to be opened in the user's editor."""

        key: str

    @dataclass
    class ApprovalStale(Message, namespace="detail_pane"):
        """The text that the task's approval was given to is wanted, if it is known."""

        view: TaskView
        task: Task
        """As it is shown."""
        basis: str
        """As `approval.basis_of` has it."""

    class Closed(Message, namespace="detail_pane"):
        """The reader is done with the task."""

    def __init__(
        self, glyphs: Glyphs = GLYPHS_UNICODE, drafts: Drafts | None = None, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.look = look_of(glyphs)
        self.drafts = drafts if drafts is not None else Drafts()
        self.subject: Subject | None = None
        self.gone = False
        """Whether the task has left the file; what was last known of it is still shown."""
        self.history = History()
        self.frame = Frame(self.look)
        self._headline = Static(id="head", markup=False)
        self._unfolded = False
        self._timer: Timer | None = None
        self._approved: dict[tuple[str, str], Task | None] = {}
        """Tasks as they were approved, by key and basis; None while that is looked for."""

    def compose(self) -> ComposeResult:
        """A line that says which task it is, and the rows."""
        yield self._headline
        yield self.frame

    def on_mount(self) -> None:
        """Say that there is nothing to see yet."""
        self._head()

    @property
    def task_key(self) -> str | None:
        """The key of the task that is shown."""
        return self.subject.task.key if self.subject else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.frame.body.row

    def show(self, document: Document, task: Task | None, links: Links, roles: Roles) -> None:
        """Show `task`; with None, say that the task shown so far is no longer in the file."""
        self.gone = task is None and self.subject is not None
        if task is not None:
            basis = _basis(task)
            known = self._approved.get((task.key, basis)) if basis else None
            self._arrive(Subject(document, task, links, roles, known))
            if basis and (task.key, basis) not in self._approved:
                self._approved[task.key, basis] = None
                wanted = partial(self.ApprovalStale, self, task, basis)
                # Made in the pane's own turn: one from its screen's would end at the screen.
                self.call_later(lambda: self.post_message(wanted()))
        self._head()

    def show_approved(self, basis: str, task: Task) -> None:
        """Show what changed since `task`, which is as it was approved."""
        self._approved[task.key, basis] = task
        if self.subject is not None and self.subject.task.key == task.key:
            self.subject = replace(self.subject, approved=task)
            self.redraw()

    def _arrive(self, subject: Subject) -> None:
        old, self.subject = self.subject, subject
        if old is None or old.task.key != subject.task.key:
            self._turn_to(subject)
            return
        before = self.frame.body.page.rows
        self.redraw()
        self._mark_changes(before, self.frame.body.page.rows)

    def _turn_to(self, subject: Subject) -> None:
        """Begin anew with another task."""
        self.history.arrived(subject.task.key)
        self.frame.body.start_over()
        self._unfolded = False
        self._calm()
        self.redraw()

    def redraw(self) -> None:
        """Lay the rows out again."""
        if self.subject is None:
            return
        self.frame.show(rows_of(self.subject, self.look, unfolded=self._unfolded))
        self._marks(self.frame.body.fresh)

    def _mark_changes(self, before: tuple[Row, ...], after: tuple[Row, ...]) -> None:
        """Mark the rows whose text is another than a moment ago, for some seconds."""
        old = {row.key: row.text for row in before}
        fresh = {row.key for row in after if row.selectable and old.get(row.key) != row.text}
        fresh.discard(source.FOLD)
        if fresh:
            self._marks(self.frame.body.fresh | fresh)
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(FRESH_SECONDS, self._calm)

    def _marks(self, fresh: frozenset[RowKey]) -> None:
        drafts = self.drafts.places(self.subject.task.key) if self.subject else frozenset()
        self.frame.body.mark(fresh, drafts)

    def _calm(self) -> None:
        self._marks(frozenset())

    def _head(self) -> None:
        """Which task it is, and where it belongs."""
        head = self._headline
        if self.subject is None:
            head.update(Content.styled(NO_TASK, QUIET))
            return
        task = self.subject.task
        category = self.subject.roles.category_of(task.id)
        where = category.title if category else task.area
        gone = ("  no longer in the file", "$text-error") if self.gone else ("", "")
        head.update(
            Content.assemble(
                (self.look.line(task.key), "bold"), gone, ("  " + self.look.line(where), QUIET)
            )
        )

    def follow(self, key: str) -> None:
        """Go to another task, with a way back."""
        if self.subject is not None:
            self.history.follow(self.subject.task.key, key)
            self.post_message(self.TaskFollowed(key))

    def action_back(self) -> None:
        """Back to the task that the reader came from."""
        key = self.history.back(self.task_key or "")
        if key:
            self.post_message(self.TaskFollowed(key))

    def action_forward(self) -> None:
        """Forward to the task that `back` left."""
        key = self.history.forward(self.task_key or "")
        if key:
            self.post_message(self.TaskFollowed(key))

    def action_source(self) -> None:
        """Show or hide the text of the task's sections."""
        if self.subject is None:
            return
        self._unfolded = not self._unfolded
        self.redraw()
        if self._unfolded:
            start, _ = self.frame.body.page.extent(source.FOLD)
            self.frame.body.move_to(source.FOLD)
            self.frame.body.reveal(start, len(self.frame.body.page.lines))

    def action_editor(self) -> None:
        """Open the task's text in the user's editor."""
        if self.task_key and not self.gone:
            self.post_message(self.EditorRequested(self.task_key))

    def action_close(self) -> None:
        """Leave the task."""
        self.post_message(self.Closed())


def _basis(task: Task) -> str | None:
    if task.status != "approved" or task.field("review") is None:
        return None
    from ....model.reviews.approval import basis_of

    return basis_of(task)
