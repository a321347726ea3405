"""What changed while the user was away; once it was looked at, it is news no more."""

from __future__ import annotations

from .host import Host


async def run(host: Host, key: str | None) -> None:  # noqa: ARG001
    """Show it, and open the task that it ends with, if any."""
    from ..screens.news import NewsScreen

    if host.attendance is None:
        host.tell("this board only watches")
        return
    chosen = await host.push_screen_wait(NewsScreen(host, host.attendance))
    host.looked_at_news()
    if chosen is not None:
        host.board.go_to(chosen)
        await host.board.open_task(chosen)
