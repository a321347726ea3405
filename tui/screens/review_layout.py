"""The review of one task: the steps on one side, what belongs to the step on the other.

Everything that is marked stands in the file at once, so the screen holds nothing: it can be
left at any time and taken up again, by another person too. What others mark meanwhile appears
as they mark it. A task that leaves the file meanwhile stays on the screen as it was last
known, with a line that says so.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from ...model import words
from ...model.handover.executor import is_executor
from ...model.reviews.sheet import Sheet, SheetItem, sheet_of
from ...model.standards import same
from ..commands import REVIEW
from ..widgets.detail.blocks import RowKey
from ..widgets.detail.body import Body
from ..widgets.detail.lines import Lines
from ..widgets.detail.look import QUIET, Look, look_of
from ..widgets.detail.review import verdict_content
from ..widgets.detail.subject import Subject
from ..widgets.review.evidence import evidence_rows
from ..widgets.review.steps import EARLIER, step_key, step_rows
from ..widgets.status_line import Event, StatusLine
from .help import hints_of

if TYPE_CHECKING:
    from ...model.author import Person
    from ...model.checks.commands import Check
    from ...model.document import Document
    from ...model.reviews.approval import Since
    from ...model.reviews.review import Review
    from ...model.roles import Role, Roles
    from ...model.task import Task
    from ..glyphs import Glyphs

ROOM_FOR_BOTH = 76
"""Columns of a terminal in which both sides are shown."""
ROOM_FOR_KEYS = 16
"""Lines of a terminal that has one to spare for the keys."""
FRESH_SECONDS = 4.0
"""How long what others marked is marked as new."""
METER = 7


class ReviewLayout(Screen[None]):
    """Shows a review as it stands."""

    DEFAULT_CSS = """
    ReviewLayout {
        background: $background;
        & > .line { height: 1; padding: 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #head { background: $surface; }
        & > #standing { height: auto; max-height: 4; text-wrap: wrap; display: none; }
        & > #standing.-shown { display: block; }
        #sides { height: 1fr; }
        #steps { width: 2fr; max-width: 60; }
        #side { width: 3fr; border-left: vkey $panel; }
        #side > #output { height: auto; max-height: 60%; }
        &.-single #side { display: none; border: none; width: 1fr; }
        &.-single #steps { max-width: 100%; width: 1fr; }
        &.-single.-side #side { display: block; }
        &.-single.-side #steps { display: none; }
    }
    """

    def __init__(
        self, document: Document, task: Task, roles: Roles, person: Person, glyphs: Glyphs
    ) -> None:
        super().__init__()
        self.document, self.task_, self.roles, self.person = document, task, roles, person
        self.look: Look = look_of(glyphs)
        self.gone = False
        """Whether the task has left the file; what was last known of it is still shown."""
        self.approved: Task | None = None
        """The task as it was approved, where that is known."""
        self.basis: str | None = None
        """Which approval that was (`approval.basis_of`)."""
        self.round_before: Review | None = None
        """The review as it was when changes were requested, of a task that came back."""
        self.steps = Body(self.look)
        self.steps.id = "steps"
        self.evidence = Lines(self.look)
        self.output = Vertical(id="output")
        self.commands: tuple[Check, ...] = ()
        """The project's commands, for the steps that have one."""
        self.status_line = StatusLine(glyphs)
        self.status_line.hints = hints_of(REVIEW, glyphs.plain)
        self.unfolded: frozenset[str] = frozenset()
        self.sheet: Sheet = sheet_of(task, self.role)
        self._fresh: dict[RowKey, float] = {}
        self._shown: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        """A line that says which task it is, one about its standing, both sides, the keys."""
        yield Static(id="head", classes="line", markup=False)
        yield Static(id="standing", classes="line", markup=False)
        with Horizontal(id="sides"):
            yield self.steps
            with Vertical(id="side"):
                yield self.evidence
                yield self.output
        yield self.status_line

    def on_mount(self) -> None:
        """The keys go to the steps."""
        self._draw()
        self.steps.focus()

    @property
    def role(self) -> Role:
        """The role whose steps these are."""
        return self.roles.reviewer(self.task_.prefix)

    @property
    def item(self) -> SheetItem | None:
        """The step or item under the cursor."""
        row = self.steps.row
        key = row.key if row else None
        return next((item for item in self.sheet.every if step_key(item) == key), None)

    async def show_output(self, *widgets: Widget) -> None:
        """Show something below what belongs to the step, a check's output; without any, nothing."""
        await self.output.remove_children()
        if widgets:
            await self.output.mount(*widgets)

    def take(self, document: Document) -> None:
        """Show another document; mark what others marked."""
        self.document = document
        task = document.task(self.task_.key)
        self.gone = task is None
        if task is not None:
            before = {step_key(i): (i.state, i.note) for i in self.sheet.every}
            self.task_, self.sheet = task, sheet_of(task, self.role)
            now = {step_key(i): (i.state, i.note) for i in self.sheet.every}
            fresh = [key for key, told in now.items() if before.get(key, told) != told]
            self._mark_fresh(fresh)
        self._draw()

    def tell(self, event: Event | None) -> None:
        """Say on the status line what happened."""
        self.status_line.event = event
        self.on_resize()

    def _mark_fresh(self, keys: list[RowKey]) -> None:
        if keys:
            self._fresh |= dict.fromkeys(keys, monotonic() + FRESH_SECONDS)
            self.set_timer(FRESH_SECONDS + 0.05, self._draw)

    def _draw(self) -> None:
        now = monotonic()
        self._fresh = {key: until for key, until in self._fresh.items() if until > now}
        self.steps.show(step_rows(self.sheet, self.unfolded, self.look, self.earlier))
        self.steps.mark(frozenset(self._fresh), frozenset())
        self.show_evidence()
        self.query_one("#head", Static).update(self._headline())
        standing = self._standing()
        line = self.query_one("#standing", Static)
        line.update(Content("\n").join(standing))
        line.set_class(bool(standing), "-shown")

    def show_evidence(self) -> None:
        """Show what belongs to the step under the cursor."""
        item = self.item or self.sheet.steps[0]
        shown = (item.part or "", item.title)
        if shown != self._shown:
            self._shown = shown
            self.evidence.start_over()
        subject = Subject(self.document, self.task_, self._links, self.roles)
        command = next((c.line for c in self.commands if same(c.step, item.title)), "")
        self.evidence.show(evidence_rows(subject, item, self.role, self.look, self.since, command))

    @property
    def _links(self):  # type: ignore[no-untyped-def]
        from ...model.board.dependencies import links_of

        return links_of(self.document.tasks)

    def _headline(self) -> Content:
        done, total = self.sheet.done, len(self.sheet.steps)
        filled = METER * done // max(total, 1)
        failed = len(self.sheet.failed)
        count = f"{done}/{total}" + (f", {failed} failed" if failed else "")
        style = "$text-error" if failed else "$text-success" if done == total else QUIET
        return Content.assemble(
            ("Review ", QUIET),
            (self.look.line(self.task_.key), "bold"),
            "  ",
            (self.look.full * filled, "$text-success"),
            (self.look.empty * (METER - filled), QUIET),
            (f" {count}", style),
            "  ",
            self.look.line(self.task_.title),
        )

    def _standing(self) -> list[Content]:
        """What a reviewer has to know before they judge; a line each."""
        found = []
        task, review = self.task_, self.sheet.review
        if self.gone:
            text = f"{task.key} is not in the file any more: this is what was last known of it"
            found.append(Content.styled(self.look.line(text), "$text-error"))
        if review is not None and review.verdict:
            found.append(verdict_content(review, self.look))
            if review.note:
                found[-1] += Content(": " + self.look.line(review.note))
            if self.earlier and self.size.height >= ROOM_FOR_KEYS:
                text = f"what is marked “{EARLIER}” was judged before the rework; O opens it again"
                found.append(Content.styled(self.look.line(text), QUIET))
        elif task.status != "completed":
            now = words.plain_word(task.status or "without a status")
            text = f"{task.key} is {now}: a verdict is given to a completed task"
            found.append(Content.styled(self.look.line(text), "$text-warning"))
        changed = self.changed_since
        if changed:
            text = f"stale approval: {' and '.join(changed)} changed since"
            found.append(Content.styled(f"{self.look.warning} {text}", "$text-warning"))
        if is_executor(task, self.person):
            text = f"@{self.person.name} did this work: somebody else should review it"
            found.append(Content.styled(self.look.line(text), "$text-warning"))
        return found

    @property
    def earlier(self) -> frozenset[str]:
        """The titles (folded) of what was judged before the rework, and not since."""
        from ...model.reviews.rounds import earlier, is_again

        review = self.sheet.review
        return earlier(review, self.round_before) if is_again(self.task_, review) else frozenset()

    @property
    def changed_since(self) -> tuple[str, ...]:
        """What changed since the approval; empty where it stands, or is none."""
        from ...model.reviews.approval import basis_of, stale_parts

        if self.task_.status != "approved":
            return ()
        known = self.approved if self.basis == basis_of(self.task_) else None
        return stale_parts(self.task_, self.sheet.review, known)

    @property
    def since(self) -> tuple[Since, ...]:
        """What exactly changed since a stale approval, where that is known."""
        if self.approved is None or not self.changed_since:
            return ()
        from ...model.reviews.approval import since

        return since(self.task_, self.approved)

    def on_resize(self) -> None:
        """One side at a time where there is no room for both; the keys where there is a line."""
        self.set_class(self.size.width < ROOM_FOR_BOTH, "-single")
        event = self.status_line.event
        bad = event is not None and event.tone in ("warning", "error")
        self.status_line.display = bad or self.size.height >= ROOM_FOR_KEYS
