"""Makes a document of a task from the card's template, and links it from the task's notes."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from ...model.cards.inforce import roles_at
from ...model.handover.papers import CannotMake, Standing, make, paper_of, papers_of
from ...model.live.results import Applied
from ...model.operations import AddNote, Unchanged
from ...model.project import root_of
from ..screens.choose import Choose
from ..widgets.detail.entry import Choice
from .handoff import named

if TYPE_CHECKING:
    from ...model.task import Task
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
    except Standing as found:
        await _offer(host, task, root, found.path, paper.title)
        return
    except CannotMake as problem:
        host.tell(str(problem), "warning")
        return
    if await _link(host, task.key, root, path, paper.title):
        host.tell(f"{path} made, and linked from {task.key}", "done")
    else:
        host.tell(f"{path} made, but not linked from {task.key}", "warning")


async def _offer(host: Host, task: Task, root: str, path: str, title: str) -> None:
    """Link a document that stands there already, where it is not linked and the user wants it."""
    from ..screens.later import Confirm

    target = f"]({_from_file(host, root, path)})"
    if any(target in field.text for field in task.fields):
        host.tell(f"{path} is there already, and linked from {task.key}")
        return
    text = f"The file stays as it is. Its link goes to the notes of {task.key}."
    question = Confirm(f"{path} is there already", text, yes="Link it", no="Leave it", default=True)
    if not await host.push_screen_wait(question):
        return
    if await _link(host, task.key, root, path, title):
        host.tell(f"{path} linked from {task.key}", "done")


async def _link(host: Host, key: str, root: str, path: str, title: str) -> bool:
    """Whether the task's notes link the document now."""
    note = f"[{_unbracketed(title)}]({_from_file(host, root, path)})"
    return isinstance(await host.submit(AddNote(key, note)), Applied | Unchanged)


def _from_file(host: Host, root: str, path: str) -> str:
    """A path from the root as one from the task file, as its links have it."""
    return os.path.relpath(os.path.join(root, path), os.path.dirname(host.store.path))  # noqa: PTH118, PTH120


def _unbracketed(title: str) -> str:
    """A title as the words of a link, which a bracket would end."""
    return title.replace("[", "(").replace("]", ")")
