"""Reviewing a completed task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import words

if TYPE_CHECKING:
    from ...model.task import Task
    from ..screens.host import Host

_REVIEWED = ("completed", "approved")


async def run(host: Host, key: str | None) -> None:
    """Go through the review of a task; one that is not completed has none to go through yet."""
    task = host.board.document.task(key) if key else None
    if task is None:
        host.tell(f"{key} is not in the file any more" if key else "no task is chosen", "warning")
        return
    if reason := why_not(task):
        host.tell(reason, "warning")
        return
    from ..screens.review import ReviewScreen

    await host.push_screen_wait(ReviewScreen(host, task))


def why_not(task: Task) -> str:
    """Why there is nothing to review; empty where there is."""
    early = task.status in words.STATUSES and task.status not in _REVIEWED
    if not early or task.field("review") is not None:
        return ""
    now = words.plain_word(task.status or "")
    return f"{task.key} is {now}: a review is of a completed task"
