"""Going through what waits for the person at the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .host import Host


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
            host.board.go_to(key)
            await host.board.open_task(key)
            return
        await review.run(host, key)
