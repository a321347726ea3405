"""Makes tasks of one that asks for them: each in its category, the asking one a dependency."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from ...model import stamp
from ...model.cards.inforce import roles_at
from ...model.handover.handing import colleagues, received_text
from ...model.operations import AddTask, AddTasks
from ..screens.implement import Implement

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.roles import Roles
    from ...model.task import Task
    from ..screens.host import Host

_NAMED = re.compile(r"(?<![\w-])([A-Z][A-Z0-9]*-\d{1,5})\W{1,4}(\S.{2,118}?)\s*$", re.MULTILINE)


async def run(host: Host, key: str | None) -> None:
    """Ask for the tasks, and add them with the card's “received” comment."""
    document = host.board.document
    task = document.task(key or "")
    if task is None:
        return
    roles = await asyncio.to_thread(roles_at, host.store.path, whole=True)
    role = roles.own[0]
    if task.prefix == role.prefix:
        others = "an architecture task" if task.prefix == "BE" else "a task of another prefix"
        host.tell(f"{task.key} is a {role.area} task itself: {others} is implemented", "warning")
        return
    form = Implement(
        document,
        roles,
        role.prefix,
        title=f"Implement {task.key}",
        about=f"{task.title or task.key}: every task below depends on it.",
        proposed=_proposed(document, task, roles, role.prefix),
    )
    wanted = await host.push_screen_wait(form)
    if wanted is None:
        return
    at = stamp.now()
    tasks = tuple(
        AddTask(
            title=one.title,
            category=one.category.id,
            created=at,
            depends=(task.id,),
            criteria=roles.role(one.category.prefix).criteria,
        ).within(one.category, roles)
        for one in wanted
    )
    answers = [h for h in colleagues(role) if h.received]
    meant = [h for h in answers if h.colleague == task.assignee] or answers
    received = received_text(meant[0] if meant else None, task)
    await host.submit(AddTasks(task.key, tasks, host.person.name, at, received))


def _proposed(document: Document, task: Task, roles: Roles, prefix: str) -> list[tuple[str, str]]:
    """The tasks that the asking one names with a title, as far as there are none such yet."""
    found: dict[str, tuple[str, str]] = {}
    for field in task.fields:
        for match in _NAMED.finditer(field.text):
            place = roles.category_of(match[1])
            if place is not None and place.prefix == prefix and document.task(match[1]) is None:
                found.setdefault(match[1], (match[2].strip(" *`.:"), place.id))
    return list(found.values())
