"""The history of the task at hand."""

from __future__ import annotations

from ..screens.host import Host
from .opening import show


async def run(host: Host, key: str | None) -> None:
    """Show the task's states, and go to the task if that is asked for."""
    if key is None:
        return
    from ..screens.timeline import Timeline

    await show(host, Timeline(host.store, host.submit, host.board.glyphs, key))
