"""Hands a task to a colleague: a comment from the card's template, filled in, read, added."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ...model import words
from ...model.author import Person, person
from ...model.handing import colleagues, handoff_text
from ...model.inforce import author_at, roles_at
from ...model.operations import AddComment
from ..screens.choose import Choose
from ..screens.compose import Compose
from ..widgets.detail.entry import Choice

if TYPE_CHECKING:
    from .host import Host

T = TypeVar("T")

STAMP = "%Y-%m-%d %H:%M"


async def run(host: Host, key: str | None) -> None:
    """Ask for the colleague, show the draft, add the comment."""
    task = host.board.document.task(key or "")
    if task is None:
        return
    roles = await asyncio.to_thread(roles_at, host.store.path, whole=True)
    handoffs = sorted(colleagues(roles.role(task.prefix)), key=lambda one: one.received)
    offered = named(handoffs, lambda one: f"@{one.colleague}")
    options = [Choice(name, one.title) for name, one in offered.items()]
    chosen = await host.push_screen_wait(Choose(f"Hand {task.key} to", options))
    handoff = offered.get(chosen or "")
    if handoff is None:
        return
    about = f"A comment on {task.key}, {words.plain_word(task.status or 'without a status')}."
    if task.status not in words.FINISHED and not handoff.received:
        about += " It is not completed yet: see that the first line says so."
    draft = handoff_text(handoff, task)
    text = await host.push_screen_wait(Compose(f"To @{handoff.colleague}", draft, about=about))
    if text is None:
        return
    who = await author_of(host)
    await host.submit(AddComment(task.key, who.name, now(), text))


def named(values: Iterable[T], name: Callable[[T], str]) -> dict[str, T]:
    """The values by a name each; one that is taken gets a number."""
    found: dict[str, T] = {}
    for value in values:
        plain = name(value)
        again = sum(one.partition(" (")[0] == plain for one in found)
        found[f"{plain} ({again + 1})" if again else plain] = value
    return found


async def author_of(host: Host) -> Person:
    """Who writes on this board: as the user's settings, git or the system say."""
    path = Path(host.store.path)
    named = await asyncio.to_thread(author_at, path)
    return await asyncio.to_thread(person, None, named, path)


def now() -> str:
    """The time as comments say it."""
    return datetime.now().strftime(STAMP)
