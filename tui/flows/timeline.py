"""The history of the task at hand."""

from __future__ import annotations

from .host import Host


async def run(host: Host, key: str | None) -> None:
    """Show the task's states, and go to the task if that is asked for."""
    if key is None:
        return
    from ..screens.timeline import Timeline

    screen = Timeline(host.store, host.submit, host.board.glyphs, key)
    chosen = await host.push_screen_wait(screen)
    if chosen is not None:
        host.board.go_to(chosen)
        await host.board.open_task(chosen)
