"""An application that follows agent cards and settings as it follows its file.

The first picture is drawn with the categories that the cards give. What else they say, and
what is wrong with them, is read behind it, and again whenever one of them changes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from .live import LiveApp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..model.cards.forming import InForce

LOOK_SECONDS = 1.0
"""How often the cards' and settings' stats are taken."""


class SettingsApp(LiveApp):
    """Keeps the roles in force at what the project's agent cards say."""

    in_force: InForce | None = None
    """Roles, settings and what is wrong with them; None until they were read whole."""

    _told_wrong: Sequence[str] = ()
    """What was wrong with them when it was told last."""

    @work(exclusive=True, group="settings", exit_on_error=False)
    async def follow_settings(self) -> None:
        """Read cards and settings, and again when they changed."""
        from ..model.cards.finding import signature

        seen: tuple[object, ...] | None = None
        while True:
            known = self.in_force.config if self.in_force else None
            if known is None or seen != await asyncio.to_thread(signature, self.path, known):
                found, seen = await asyncio.to_thread(_read, self.path)
                self._take_settings(found)
            await asyncio.sleep(LOOK_SECONDS)

    def _take_settings(self, found: InForce) -> None:
        first = self.in_force is None
        self.in_force = found
        old, new = self.board.roles.all, found.roles.all
        # What a picture shows of a role comes first in it; the rest changes nothing on screen.
        if [role[:4] for role in old] != [role[:4] for role in new]:
            self.board.take_roles(found.roles)
        elif old != new:
            self.board.roles = found.roles
            self.board.document_changed.publish(self.board.document)
        if old != new and not first:
            changed = sorted({role.prefix for role in {*old} ^ {*new}})
            self.board.tell(f"agent cards read again: {', '.join(changed)}")
        self._tell_problems(found)

    def _tell_problems(self, found: InForce) -> None:
        """Say the first thing that is wrong, and where to see the rest; once, while it stays."""
        wrong = [*(found.config.warnings if found.config else ())]
        wrong += [str(problem) for problem in found.problems if not problem.lacks]
        told, self._told_wrong = self._told_wrong, wrong
        if wrong and wrong != told:
            more = f" (and {len(wrong) - 1} more: archie-board roles)" if len(wrong) > 1 else ""
            self.board.tell(f"{wrong[0]}{more}", "warning")


def _read(path: Path) -> tuple[InForce, tuple[object, ...]]:
    """Roles and settings, and the signature of what they were read from: taken before, so that
    a change in between is seen at the next look.
    """
    from ..model.cards.finding import signature
    from ..model.cards.forming import roles_for
    from ..model.config import load

    config = load(path)
    seen = signature(path, config)
    return roles_for(path, config=config), seen
