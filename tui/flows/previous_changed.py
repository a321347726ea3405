"""To the previous card that changed since the user looked last."""

from __future__ import annotations

from ..screens.host import Host
from .stepping import step


async def run(host: Host, key: str | None) -> None:
    """Go there from the card with `key`."""
    await step(host, key, -1)
