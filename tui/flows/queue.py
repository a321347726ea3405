"""Going through what waits for the person at the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .opening import go_and_open

if TYPE_CHECKING:
    from ..screens.host import Host


async def run(host: Host, key: str | None) -> None:
    """Show the list; a review that was left leads back to it, a question to its task."""
    from ..screens.queue import QueueScreen
    from . import review

    while True:
        chosen = await host.push_screen_wait(QueueScreen(host, key))
        if chosen is None:
            return
        key = chosen.task.key
        if chosen.kind == "asked":
            await go_and_open(host, key)
            return
        await review.run(host, key)
