"""Questions that conflicts left; a task chosen there is opened."""

from __future__ import annotations

from ..screens.host import Host
from .opening import show


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show them, and open the task that it ends with, if any."""
    from ..screens.tray import TrayScreen

    await show(host, TrayScreen(host))
