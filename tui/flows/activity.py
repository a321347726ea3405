"""What happened to the file; a task chosen there is opened."""

from __future__ import annotations

from .host import Host


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show the activity, and open the task that it ends with, if any."""
    from ..screens.activity import Activity

    chosen = await host.push_screen_wait(Activity(host.store, host.submit, host.board.glyphs))
    if chosen is not None:
        host.board.go_to(chosen)
        await host.board.open_task(chosen)
