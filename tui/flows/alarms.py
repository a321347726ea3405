"""What others did that deserves a person's eye; a task chosen there is opened."""

from __future__ import annotations

from ..screens.host import Host
from .opening import show


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show them, and open the task that it ends with, if any."""
    from ..screens.alarms import AlarmScreen

    await show(host, AlarmScreen(host))
