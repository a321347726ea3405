"""Runs a command of the project for a step of a review, once the user trusts the commands."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ...model.checks.commands import check_for
from ...model.checks.subject import Subject, Unfit, subject_of
from ...model.checks.trust import Decisions
from ...model.config import PROJECT_FILE, load
from ...model.inforce import roles_at
from ...model.sheet import sheet_of
from ...model.standards import same
from ...model.storage.storage import default_root
from ..screens.checking import Checking, Mark
from ..screens.choose import Choose
from ..screens.trust import Trust
from ..widgets.detail.entry import Choice

if TYPE_CHECKING:
    from .host import Host


async def run(host: Host, key: str | None) -> None:
    """Ask which command, run it, mark the step as its end proposes or the user says."""
    task = host.board.document.task(key or "")
    if task is None:
        return
    subject = await trusted(host)
    if subject is None:
        return
    choices = [Choice(check.step, check.line) for check in subject.checks]
    step = await host.push_screen_wait(Choose(f"Check {task.key}", choices))
    mark = await checked(host, subject, step) if step else None
    task = host.board.document.task(key or "")
    if mark is None or step is None or task is None:
        return
    roles = await asyncio.to_thread(roles_at, host.store.path, whole=True)
    sheet = sheet_of(task, roles.reviewer(task.prefix))
    item = next((one for one in sheet.every if same(one.title, step)), None)
    if item is None:
        host.tell(f"the review of {task.key} has no “{step}”: nothing is marked", "warning")
        return
    await host.submit(item.mark(task, mark.state, mark.note))


async def trusted(host: Host) -> Subject | None:
    """The project's commands, if the user trusts them or does so now; None otherwise."""
    config = await asyncio.to_thread(load, host.store.path)
    if config.project_file is None or not config.checks:
        place = config.project_file or f"{config.root}/{PROJECT_FILE}"
        host.tell(f"no commands to run: [[checks]] in {place} would name some", "warning")
        return None
    decisions = Decisions(default_root())
    try:
        subject = await asyncio.to_thread(subject_of, config.project_file, config.root)
        standing = await asyncio.to_thread(decisions.standing, subject)
        if standing.state == "trusted":
            return _usable(host, subject)
        answer = await host.push_screen_wait(Trust(subject, standing))
        if answer is not None:
            await asyncio.to_thread(decisions.decide, subject, answer)
    except Unfit as problem:
        host.tell(str(problem), "warning")
        return None
    if answer != "trust":
        host.tell("the project's commands are not run", "warning")
        return None
    return _usable(host, subject)


def _usable(host: Host, subject: Subject) -> Subject | None:
    if subject.checks:
        return subject
    host.tell(subject.problems[0] if subject.problems else "no commands to run", "warning")
    return None


async def checked(host: Host, subject: Subject, title: str) -> Mark | None:
    """What came of the command for a step or item of this title; None for no mark."""
    check = check_for(subject.checks, title)
    if check is None:
        host.tell(f"no command is named for “{title}”", "warning")
        return None
    return await host.push_screen_wait(Checking(check, subject, Decisions(default_root())))
