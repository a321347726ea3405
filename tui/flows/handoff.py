"""Hands a task to a colleague: a comment from the card's template, filled in, read, added."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from ...model import stamp, words
from ...model.cards.inforce import roles_at
from ...model.handover.handing import colleagues, handoff_text
from ...model.operations import AddComment
from ..screens.choose import Choose
from ..screens.compose import Compose
from ..widgets.detail.entry import Choice

if TYPE_CHECKING:
    from ..screens.host import Host

T = TypeVar("T")


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
    await host.submit(AddComment(task.key, host.person.name, stamp.now(), text))


def named(values: Iterable[T], name: Callable[[T], str]) -> dict[str, T]:
    """The values by a name each; one that is taken gets a number."""
    found: dict[str, T] = {}
    for value in values:
        plain = name(value)
        again = sum(one.partition(" (")[0] == plain for one in found)
        found[f"{plain} ({again + 1})" if again else plain] = value
    return found
