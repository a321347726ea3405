"""What changed while the user was away; once it was looked at, it is news no more."""

from __future__ import annotations

from ..screens.host import Host
from .opening import go_and_open


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show it, and open the task that it ends with, if any."""
    from ..screens.news import NewsScreen

    if host.attendance is None:
        host.tell("this board only watches")
        return
    chosen = await host.push_screen_wait(NewsScreen(host, host.attendance))
    host.looked_at_news()
    await go_and_open(host, chosen)
