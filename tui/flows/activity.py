"""What happened to the file; a task chosen there is opened."""

from __future__ import annotations

from ..screens.host import Host
from .opening import show


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show the activity, and open the task that it ends with, if any."""
    from ..screens.activity import Activity

    await show(host, Activity(host.store, host.submit, host.board.glyphs))
