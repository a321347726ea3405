"""Editing in place: an editor opens at a row, and what comes of it goes up as an operation.

It writes nothing. What comes of an operation comes down as the next `show`, or as
`draft_rejected`, which opens the editor again with the text and the reason. A text is never
lost: see `Drafts`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import on
from textual.message import Message

from ....model.board.dependencies import Links
from ....model.document import Document
from ....model.operations import AddCriterion, EditCriterion, Operation, SetField
from ....model.roles import Roles
from ....model.task import Task
from ....model.words import field_key
from . import criteria, editing
from .blocks import Row, RowKey
from .drafts import Draft
from .inline import Edit, How, InlineEditor
from .view import TaskView


class EditedTask(TaskView):
    """A task with an editor that opens in the place of a row."""

    @dataclass
    class OperationRequested(Message, namespace="detail_pane"):
        """The reader edited something."""

        operation: Operation

    @dataclass
    class Refused(Message, namespace="detail_pane"):
        """Something cannot be done, and why."""

        reason: str

    read_only = ""
    """Why nothing can be edited; empty where it can."""

    def focus(self, scroll_visible: bool = True) -> EditedTask:
        """Give the keys to the open editor, else to the rows."""
        if self.frame.editor is not None:
            self.frame.editor.take_focus()
        else:
            self.frame.body.focus(scroll_visible)
        return self

    def show(self, document: Document, task: Task | None, links: Links, roles: Roles) -> None:
        """As `TaskView.show`. A text that is being typed for another task is kept as a draft."""
        if task is not None and self.task_key not in (None, task.key):
            self._put_away()
        super().show(document, task, links, roles)
        self._tell_changes()

    # ---- drafts

    def draft_rejected(self, reason: str, operation: Operation) -> None:
        """Show at its row why an operation was refused, with what was typed for it."""
        place = place_of(operation)
        if place is None or self.subject is None:
            return
        key, text = place
        base = editing.current(self.subject.task, key) or ""
        self.drafts.keep(operation.task, key, Draft(text, base, reason))
        self.redraw()
        if operation.task == self.task_key and self.frame.editor is None:
            row = self.frame.body.page.row(key)
            if row is not None:
                self._open(self._edit_for(row))

    def keep_what_is_typed(self) -> None:
        """A changed text in an open editor becomes a draft, and one that was changed back none."""
        editor = self.frame.editor
        if editor is None or not self.task_key or editor.edit.what == "name":
            return
        key = draft_key(editor.edit)
        if editor.changed:
            self.drafts.keep(self.task_key, key, Draft(editor.text, editor.edit.base))
        elif editor.edit.how in (How.LINE, How.TEXT):
            self.drafts.drop(self.task_key, key)

    def _put_away(self) -> None:
        """Close the editor; a changed text becomes a draft."""
        if self.frame.editor is not None:
            self.keep_what_is_typed()
            self.frame.close()

    def _tell_changes(self) -> None:
        """Say below an open editor that the file has another text now."""
        editor = self.frame.editor
        if editor is None or self.subject is None or editor.edit.how is How.ASK:
            return
        if editor.edit.what in ("criterion+", "name"):
            return
        now = editing.current(self.subject.task, draft_key(editor.edit))
        if self.gone:
            editor.tell("the task is no longer in the file; your text is kept")
        elif now != editor.edit.base:
            shown = self.look.line(" ".join((now or "").split()))
            editor.tell(f"changed meanwhile: now {shown or 'nothing'}")

    # ---- editing

    def _edit_for(self, row: Row) -> Edit | None:
        """How to edit a row; with its draft, if it has one."""
        if self.subject is None:
            return None
        edit = editing.edit_at(self.subject, row, self.look, self.frame.body.page.width)
        draft = self.drafts.get(self.subject.task.key, row.key)
        if edit is None or draft is None:
            return edit
        if any(option.value == draft.text for option in edit.options):
            return replace(edit, text=draft.text, note=draft.reason)
        if edit.how is How.PICK:
            edit = replace(edit, how=How.LINE, options=())
        note = draft.reason or "your draft: x on the row drops it"
        if draft.base != edit.base and not draft.reason:
            note = f"changed meanwhile: now {self.look.line(' '.join(edit.base.split()))}"
        return replace(edit, text=draft.text, base=draft.base, note=note)

    def _open(self, edit: Edit | None) -> None:
        if edit is not None:
            self._put_away()
            self.frame.open(edit)

    @on(InlineEditor.Left)
    def _left(self, event: InlineEditor.Left) -> None:
        event.stop()
        self._put_away()
        self._marks(self.frame.body.fresh)

    @on(InlineEditor.Saved)
    def _saved(self, event: InlineEditor.Saved) -> None:
        event.stop()
        editor, subject, edit = self.frame.editor, self.subject, event.edit
        if editor is None or subject is None or editor.edit is not edit:
            return
        if self._overwrites(editor):
            return
        following = self._next_step(edit, event.text)
        if following is not None:
            self.frame.open(following)
            return
        operation = editing.operation_of(subject.task, edit, event.text)
        self.drafts.drop(subject.task.key, draft_key(edit))
        self.frame.close()
        self._marks(self.frame.body.fresh)
        if operation is not None:
            self._expect_row(operation)
            self.post_message(self.OperationRequested(operation))

    def _overwrites(self, editor: InlineEditor) -> bool:
        """Whether saving would go over what another wrote meanwhile: that takes a second time."""
        if self.subject is None or editor.edit.what.partition(":")[0] not in ("field", "criterion"):
            return False
        now = editing.current(self.subject.task, draft_key(editor.edit))
        if now is None or now == editor.edit.base:
            return False
        editor.edit = replace(editor.edit, base=now)
        shown = self.look.line(" ".join(now.split()))
        editor.tell(f"the file now says {shown or 'nothing'}: save again to replace it")
        return True

    def _next_step(self, edit: Edit, text: str) -> Edit | None:
        """The editor that an answer leads to, if it is not the last one."""
        if self.subject is None:
            return None
        if edit.what == "name" and text.strip():
            key = ("field", field_key(text.strip()))
            row = self.frame.body.page.row(key)
            return (
                self._edit_for(row)
                if row
                else editing.field_value(edit.key, text.strip(), self.look)
            )
        if edit.what == "field:status" and text == "blocked" != self.subject.task.status:
            return editing.blocked_by(self.subject, edit.key)
        if edit.how is How.PICK and text == editing.OTHER:
            return replace(edit, how=How.LINE, options=(), text=edit.base)
        return None

    def _expect_row(self, operation: Operation) -> None:
        """Let the cursor go with a criterion that gets another key by the operation."""
        task = self.subject.task if self.subject else None
        if task is not None and isinstance(operation, (EditCriterion, AddCriterion)):
            same = sum(c.text == operation.text for c in task.criteria)
            self.frame.body.wanted = criteria.key_of(operation.text, same)

    def _editable(self) -> bool:
        if self.read_only:
            self.post_message(self.Refused(self.read_only))
        return not self.read_only


def draft_key(edit: Edit) -> RowKey:
    """The place that a draft is kept for: a new criterion has no row of its own yet."""
    kind, _, name = edit.what.partition(":")
    if kind == "criterion+":
        return criteria.HEADING
    return ("field", field_key(name)) if kind == "field" and edit.below else edit.key


def place_of(operation: Operation) -> tuple[RowKey, str] | None:
    """The row and the text of an operation that wrote a text."""
    match operation:
        case SetField(field=name, value=value) if value:
            return ("field", field_key(name)), value
        case EditCriterion(criterion=reference, text=text):
            return criteria.key_of(reference.text, reference.ordinal), text
        case AddCriterion(text=text):
            return criteria.HEADING, text
    return None
