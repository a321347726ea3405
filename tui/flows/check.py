"""Runs a command of the project for a step of a review, once the user trusts the commands."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ...model.cards.inforce import roles_at
from ...model.checks.commands import check_for
from ...model.reviews.sheet import sheet_of
from ...model.standards import same
from ..screens.checking import Checking, trusted
from ..screens.choose import Choose
from ..widgets.detail.entry import Choice

if TYPE_CHECKING:
    from ..screens.host import Host


async def run(host: Host, key: str | None) -> None:
    """Ask which command, run it, mark the step as its end proposes or the user says."""
    if host.board.document.task(key or "") is None:
        return
    subject = await trusted(host)
    if subject is None:
        return
    choices = [Choice(check.step, check.line) for check in subject.checks]
    step = await host.push_screen_wait(Choose(f"Check {key}", choices))
    check = check_for(subject.checks, step) if step else None
    mark = await host.push_screen_wait(Checking(check, subject)) if check else None
    task = host.board.document.task(key or "")
    if mark is None or check is None or task is None:
        return
    roles = await asyncio.to_thread(roles_at, host.store.path, whole=True)
    sheet = sheet_of(task, roles.reviewer(task.prefix))
    item = next((one for one in sheet.every if same(one.title, check.step)), None)
    if item is None:
        said = f"the review of {task.key} has no “{check.step}”: nothing is marked"
        host.tell(said, "warning")
        return
    await host.submit(item.mark(task, mark.state, mark.note))
