"""Goes to a task: by its ID, by its number alone, or by words of its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model import words
from ...model.task import Task
from ..glyphs import GLYPHS_UNICODE, Glyphs
from ..widgets.detail.entry import Choice
from ..widgets.detail.look import STATUS_STYLES
from .choose import Choose


def task_choices(tasks: Iterable[Task], glyphs: Glyphs = GLYPHS_UNICODE) -> list[Choice]:
    """Each task as something to choose, with the sign of its status."""
    return [
        Choice(
            task.key,
            task.title,
            glyphs.status(task.status),
            STATUS_STYLES.get(task.status or "", ""),
        )
        for task in tasks
    ]  # fmt: skip


class Jump(Choose):
    """A list of all tasks; dismissed with the key of one."""

    def __init__(
        self, tasks: Iterable[Task], glyphs: Glyphs = GLYPHS_UNICODE, current: str | None = None
    ) -> None:
        super().__init__(
            "Go to a task",
            task_choices(tasks, glyphs),
            current=current,
            placeholder="ID, number or words of the title",
        )
        self.keys = "enter go   esc leave"

    def narrowed(self, typed: str) -> Sequence[Choice]:
        """The tasks that match; those with the very number that was typed come first."""
        found = super().narrowed(typed)
        number = typed.strip()
        if not number.isdecimal():
            return found
        same = [c for c in found if words.split_id(c.value.partition("#")[0])[1] == int(number)]
        return [*same, *(choice for choice in found if choice not in same)]
