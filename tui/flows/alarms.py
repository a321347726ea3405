"""What others did that deserves a person's eye; a task chosen there is opened."""

from __future__ import annotations

from .host import Host


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show them, and open the task that it ends with, if any."""
    from ..screens.alarms import AlarmScreen

    chosen = await host.push_screen_wait(AlarmScreen(host))
    if chosen is not None:
        host.board.go_to(chosen)
        await host.board.open_task(chosen)
