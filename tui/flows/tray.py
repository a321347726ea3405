"""Questions that conflicts left; a task chosen there is opened."""

from __future__ import annotations

from .host import Host


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show them, and open the task that it ends with, if any."""
    from ..screens.tray import TrayScreen

    chosen = await host.push_screen_wait(TrayScreen(host))
    if chosen is not None:
        host.board.go_to(chosen)
        await host.board.open_task(chosen)
