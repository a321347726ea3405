"""The board's screen: header, columns, the open task beside them, filter, status line.

Six layers, one class each: `BoardLayout` shows what it is given, `BoardWithTask` opens a
task beside it, `BoardWithDrafts` knows what is half typed, `BoardFinding` is about what is
shown and how (filter, grouping, jump), `BoardVanished` about a file that shrank, `BoardScreen`
about edits. The screen asks the application for every edit by a message and learns the outcome
like everybody else: by the next document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType

from ...model import words
from ...model.board.grouping import NO_STATUS
from ..commands import FLOWS, SCREEN, VANISHED, bindings
from ..messages import FIRST, EditorRequested, EditRequested, StepRequested
from ..widgets.board_mouse import CardDropped
from .board_vanished import BoardVanished

if TYPE_CHECKING:
    from ...model.operations import Operation
    from ...model.task import Task

_NEEDS_TASK = {
    "open_task", "set_status", "move_card", "set_priority", "set_assignee", "set_effort",
    "edit_task", "delete_task", "copy_id",
}  # fmt: skip
_EDITS = {
    "set_status", "move_card", "set_priority", "set_assignee", "set_effort", "edit_task",
    "new_task", "delete_task", "undo", "redo",
}  # fmt: skip


class BoardScreen(BoardVanished):
    """The board, and what can be done with the card under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SCREEN), *bindings(VANISHED)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what needs a card where there is none."""
        if action == "vanished":
            return super().check_action(action, parameters)
        return None if self.why_not(action) else True

    def why_not(self, action: str) -> str:
        """Why an action cannot be run now; empty where it can."""
        if self.keys_go_to_pane and self.pane is not None and self.pane.is_editing:
            return "a field is being edited: Enter saves, Escape leaves"
        if action in _EDITS and self.read_only:
            return self.read_only
        if action in _NEEDS_TASK and self.task_at_hand is None:
            return "there is no card under the cursor"
        return ""

    def why_not_flow(self, name: str) -> str:
        """Why a flow of `commands.FLOWS` cannot be started now; empty where it can."""
        command = next(c for c in FLOWS if c.action == f"flow('{name}')")
        if self.keys_go_to_pane and self.pane is not None and self.pane.is_editing:
            return "a field is being edited: Enter saves, Escape leaves"
        if command.edits and self.read_only:
            return self.read_only
        if command.needs_task and self.task_at_hand is None:
            return "there is no card under the cursor"
        return ""

    def edit(self, operation: Operation) -> None:
        """Ask for an edit, or say why there can be none."""
        if self.read_only:
            self.tell(self.read_only, "warning")
        else:
            self.post_message(EditRequested(operation))

    def forget_draft(self, operation: Operation) -> None:
        """What was typed for an edit is settled: no draft of it stays."""
        from ..widgets.detail.session import place_of

        place = place_of(operation)
        if place is not None and self.drafts.drop(operation.task, place[0]):
            self._show_open()

    @work(name=FIRST)
    async def action_set_status(self) -> None:
        """Choose a status for the card."""
        from .later import Choice, Choose

        task = self.task_at_hand
        if task is None:
            return
        known = dict.fromkeys([*words.STATUSES, *self._own_statuses()])
        choices = [Choice(status, "", self.glyphs.status(status)) for status in known]
        title = f"Status of {task.key}"
        chosen = await self.app.push_screen_wait(Choose(title, choices, current=task.status))
        if chosen is not None and chosen != task.status:
            await self._to_status(task, chosen)

    def _own_statuses(self) -> list[str]:
        """The words of the file's own that stand for no status of the protocol."""
        others = (task for task in self.document.tasks if task.status not in words.STATUSES)
        return [task.status_text for task in others if task.status]

    async def _to_status(self, task: Task, status: str) -> None:
        """Ask for the move; what blocks a task is asked first."""
        from ...model.operations import SetStatus
        from .later import Prompt

        reason: str | None = None
        if words.status_of(status) == "blocked":
            before = task.text("blocker").split("\n")[0]
            reason = await self.app.push_screen_wait(
                Prompt(f"What blocks {task.key}?", value=before, placeholder="empty if not known")
            )
            if reason is None:
                return
        self.edit(SetStatus(task.key, status, reason or None, expect=task.status_text or None))

    @work(name=FIRST)
    async def action_move_card(self, step: int) -> None:
        """Give the card what the next column stands for."""
        task, board = self.task_at_hand, self.board
        place = board.locate(task.key) if task and board else None
        if task is None or board is None or place is None:
            return
        index = place[0] + step
        if 0 <= index < len(board.columns):
            await self._to_column(task, board.columns[index].key)

    @on(CardDropped)
    @work(name=FIRST)
    async def _dropped(self, event: CardDropped) -> None:
        task = self.document.task(event.key)
        if task is not None:
            await self._to_column(task, event.column_key)

    async def _to_column(self, task: Task, column: str) -> None:
        from ...model.operations import SetField

        axis = self.view.columns
        if axis == "status":
            if column == NO_STATUS:
                self.tell("a status cannot be taken away, only changed", "warning")
            else:
                await self._to_status(task, column)
        elif axis in ("assignee", "priority", "effort"):
            if axis == "priority" and not column:
                self.tell("a priority cannot be taken away here", "warning")
            else:
                self.edit(SetField(task.key, axis, column))
        else:
            self.tell(f"cards do not move between columns by {axis}", "warning")

    @work(name=FIRST)
    async def action_set_priority(self) -> None:
        """Choose a priority for the card."""
        from ...model.operations import SetField
        from .later import Choice, Choose

        task = self.task_at_hand
        if task is None:
            return
        choices = [Choice(p, "", self.glyphs.priority(p)) for p in words.PRIORITIES]
        chosen = await self.app.push_screen_wait(
            Choose(f"Priority of {task.key}", choices, current=task.priority)
        )
        if chosen is not None and chosen != task.priority:
            self.edit(SetField(task.key, "priority", chosen, expect=task.priority_text))

    @work(name=FIRST)
    async def action_set_assignee(self) -> None:
        """Name who has the card."""
        from ...model.operations import SetField
        from .later import Choice, Prompt

        task = self.task_at_hand
        if task is None:
            return
        names = tuple(Choice(n) for n in sorted({t.assignee for t in self.document.tasks} - {""}))
        name = await self.app.push_screen_wait(
            Prompt(f"Who has {task.key}?", value=task.assignee, choices=names)
        )
        if name is not None and name.lstrip("@") != task.assignee:
            self.edit(SetField(task.key, "assignee", name, expect=task.assignee))

    @work(name=FIRST)
    async def action_set_effort(self) -> None:
        """Choose an estimate for the card."""
        from ...model.operations import SetField
        from .later import Choice, Choose

        task = self.task_at_hand
        if task is None:
            return
        choices = [Choice(effort) for effort in words.EFFORTS]
        chosen = await self.app.push_screen_wait(
            Choose(f"Effort of {task.key}", choices, current=task.effort)
        )
        if chosen is not None and chosen != task.effort:
            self.edit(SetField(task.key, "effort", chosen, expect=task.effort))

    def action_edit_task(self) -> None:
        """Open the task's text in the user's editor."""
        if self.task_at_hand is not None:
            self.post_message(EditorRequested(self.task_at_hand.key))

    @work(name=FIRST)
    async def action_new_task(self) -> None:
        """Ask for a new task, in the category of the card under the cursor."""
        from .later import NewTask

        here = self.task_at_hand
        category = self.roles.category_of(here.id) if here else None
        operation = await self.app.push_screen_wait(
            NewTask(self.document, self.roles, category=category)
        )
        if operation is not None:
            self.edit(operation)

    @work(name=FIRST)
    async def action_delete_task(self) -> None:
        """Delete the task under the cursor, after a question."""
        from ...model.operations import DeleteTask, digest_of
        from .later import Confirm

        task = self.task_at_hand
        if task is None:
            return
        expect = digest_of(self.document, task)
        ranges = self.document.lines_of(task)
        lines = sum(last - first + 1 for first, last in ranges)
        where = " and ".join(f"{first}-{last}" for first, last in ranges)
        unblocks = [other.key for other in self.links.unblocks(task)]
        text = f"{lines} lines of {self.file_name} go ({where}). Undo brings them back."
        if unblocks:
            text += f" {', '.join(unblocks[:6])} depend on it."
        title = f"Delete {task.key}?"
        if await self.app.push_screen_wait(Confirm(title, text, yes="Delete", no="Keep")):
            self.edit(DeleteTask(task.key, expect))

    def action_copy_id(self) -> None:
        """Copy the card's ID."""
        if self.task_at_hand is not None:
            self.app.copy_to_clipboard(self.task_at_hand.id)
            self.tell(f"copied {self.task_at_hand.id}", "done")

    def action_undo(self) -> None:
        """Take the last edit back."""
        self.post_message(StepRequested(forward=False))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.post_message(StepRequested(forward=True))
