"""The detail pane: a task to look at and to edit in place, by keys and by mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from ....model.operations import CheckCriterion, CriterionRef, MoveCriterion
from ...commands import DETAIL, bindings
from ...messages import FlowRequested
from . import criteria, editing
from .blocks import Kind, Row
from .body import Body
from .session import EditedTask, draft_key

_EDITS = {"act", "edit", "tick", "add_criterion", "add_field", "remove", "move_criterion"}


class DetailPane(EditedTask):
    """Everything about one task, edited in place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(command for command in DETAIL if not command.action.startswith("cursor"))
    ]
    BINDING_GROUP_TITLE = "Task"

    @property
    def is_editing(self) -> bool:
        """Whether the keys belong to an open editor."""
        return self.frame.editor is not None and self.frame.editor.has_focus_within

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While something is typed, keys belong to it; without a task there is nothing to do."""
        if self.is_editing:
            return False
        if action in _EDITS and (self.subject is None or self.gone):
            return None
        if action == "back":
            return True if self.history.past else None
        if action == "forward":
            return True if self.history.future else None
        return True

    def action_act(self) -> None:
        """Follow a link, open what is folded, edit anything else."""
        row = self.row
        if row is None:
            return
        if row.kind is Kind.FOLD:
            self.action_source()
        elif row.kind is Kind.FLOW:
            self.post_message(FlowRequested(row.target, self.task_key))
        elif row.kind is Kind.LINK:
            if row.target:
                self.follow(row.target)
            else:
                self.post_message(self.Refused(f"{self.look.line(row.key[1])} is not in this file"))
        else:
            self.action_edit()

    def action_edit(self) -> None:
        """Edit the row; on a dependency, the list of them."""
        row = self.row
        if row is not None and row.key[0] == "needs":
            row = self.frame.body.page.row(("field", "dependencies"))
        if row is not None and _is_said(row) and self._editable():
            self.post_message(FlowRequested("reword", self.task_key, row.key))
        elif row is not None and self._editable():
            self._open(self._edit_for(row))

    def action_tick(self) -> None:
        """Tick the criterion, or clear it."""
        if self.row is not None and self.row.kind is Kind.CRITERION:
            self._tick(self.row)

    def _tick(self, row: Row) -> None:
        task = self.subject.task if self.subject else None
        found = criteria.criterion_of(task, row.key) if task else None
        if task is None or found is None or not self._editable():
            return
        reference = CriterionRef.to(task, found[1])
        operation = CheckCriterion(task.key, reference, not found[1].done)
        self.post_message(self.OperationRequested(operation))

    def action_add_criterion(self) -> None:
        """Open an empty line for a criterion below the one under the cursor, or at the end."""
        if self.subject is None or not self._editable():
            return
        key = criteria.HEADING
        if self.row is not None and self.row.kind is Kind.CRITERION:
            key = self.row.key
        elif self.subject.task.criteria and (self.row is None or self.row.key != criteria.HEADING):
            last = self.subject.task.criteria[-1]
            key = criteria.key_of(last.text, last.ordinal)
        edit = editing.new_criterion(key)
        draft = self.drafts.get(self.subject.task.key, draft_key(edit))
        self._open(replace(edit, text=draft.text, note=draft.reason) if draft else edit)

    def action_add_field(self) -> None:
        """Ask for the name of a further field, then for its text."""
        if self.subject is not None and self._editable():
            rows = self.frame.body.page.rows
            fields = [row.key for row in rows if row.key[0] in ("field", "criterion")]
            self._open(editing.new_field(self.subject.task, fields[-1]))

    def action_remove(self) -> None:
        """Ask whether to remove the criterion or field."""
        row = self.row
        removable = row is not None and row.kind in (Kind.CRITERION, Kind.FIELD) and row.text
        if (
            row is not None
            and removable
            and row.key[1] not in ("title", "status")
            and self._editable()
        ):
            self._open(editing.removal(row, self.look))

    def action_move_criterion(self, step: int) -> None:
        """Move the criterion among the others."""
        task = self.subject.task if self.subject else None
        found = criteria.criterion_of(task, self.row.key) if task and self.row else None
        if task is None or found is None or not self._editable():
            return
        place, criterion = found
        to = criteria.neighbour(task, place, step)
        if to is not None:
            reference = CriterionRef.to(task, criterion)
            self.frame.body.wanted = self.row.key if self.row else None
            self.post_message(self.OperationRequested(MoveCriterion(task.key, reference, to)))

    def action_drop_draft(self) -> None:
        """Forget the half-typed text of the row."""
        if self.task_key and self.row and self.drafts.drop(self.task_key, self.row.key):
            self._marks(self.frame.body.fresh)

    @on(Body.Chosen)
    def _chosen(self, event: Body.Chosen) -> None:
        event.stop()
        self.action_act()

    @on(Body.Ticked)
    def _ticked(self, event: Body.Ticked) -> None:
        event.stop()
        self._tick(event.row)


def _is_said(row: Row) -> bool:
    """Whether it shows a comment, a verdict or a step of a review: somebody's words."""
    if row.key[0] == "comment":
        return True
    return row.key[0] == "review" and (len(row.key) == 1 or row.key[1] not in ("stale", "since"))
