"""Saying something about a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import stamp
from ...model.live.store import Failed
from ...model.operations import AddComment, Conflict

if TYPE_CHECKING:
    from ..screens.host import Host


async def run(host: Host, key: str | None) -> None:
    """Ask for the text, and add it; a text that could not be written comes back."""
    from ..screens.compose import Compose

    text, problem = "", ""
    while key is not None:
        title = f"Comment on {key} as @{host.person.name}"
        said = await host.push_screen_wait(Compose(title, text, about=problem))
        if not said:
            return
        result = await host.submit(AddComment(key, host.person.name, stamp.now(), said))
        if not isinstance(result, Conflict | Failed):
            return
        text, problem = said, result.reason
