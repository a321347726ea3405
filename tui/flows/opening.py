"""Opening the task that a screen ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

    from ..screens.host import Host


async def show(host: Host, screen: Screen[str | None]) -> None:
    """Show a screen that ends with the key of a task, or with None; open that task."""
    await go_and_open(host, await host.push_screen_wait(screen))


async def go_and_open(host: Host, key: str | None) -> None:
    """Put the board's cursor on a task, and open it; nothing is done for None."""
    if key is not None:
        host.board.go_to(key)
        await host.board.open_task(key)
