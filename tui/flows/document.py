"""Makes a document of a task from the card's template, and links it from the task's notes."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from ...model.cards.inforce import roles_at
from ...model.handover.papers import CannotMake, make, paper_of, papers_of
from ...model.live.results import Applied
from ...model.operations import AddNote
from ...model.project import root_of
from ..screens.choose import Choose
from ..widgets.detail.entry import Choice
from .handoff import named

if TYPE_CHECKING:
    from ..screens.host import Host


async def run(host: Host, key: str | None) -> None:
    """Ask which document, write it where nothing is, link it."""
    task = host.board.document.task(key or "")
    if task is None:
        return
    roles = await asyncio.to_thread(roles_at, host.store.path, whole=True)
    templates = named(papers_of(roles.role(task.prefix)), lambda one: one.title)
    options = [Choice(name) for name in templates]
    chosen = await host.push_screen_wait(Choose(f"Document for {task.key}", options))
    template = templates.get(chosen or "")
    if template is None:
        return
    root = root_of(host.store.path)
    try:
        paper = paper_of(template, task)
        path = await asyncio.to_thread(make, root, paper)
    except CannotMake as problem:
        host.tell(str(problem), "warning")
        return
    link = os.path.relpath(os.path.join(root, path), os.path.dirname(host.store.path))  # noqa: PTH118, PTH120
    result = await host.submit(AddNote(task.key, f"[{_unbracketed(paper.title)}]({link})"))
    if isinstance(result, Applied):
        host.tell(f"{path} made, and linked from {task.key}", "done")
    else:
        host.tell(f"{path} made, but not linked from {task.key}", "warning")


def _unbracketed(title: str) -> str:
    """A title as the words of a link, which a bracket would end."""
    return title.replace("[", "(").replace("]", ")")
