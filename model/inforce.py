"""Which roles are in force for a task file, as cheaply as that can be said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .roles import Roles


def roles_at(task_file: str | os.PathLike[str], *, whole: bool = False) -> Roles:
    """The roles as the project's agent cards say; a project without cards loads nothing.

    Without `whole` they have their categories and criteria only. What is wrong with a card
    is not said: `cards.forming.roles_for` has that.
    """
    from .config import is_plain

    if is_plain(task_file):
        from .roles import BUILTIN

        return BUILTIN
    from .cards.forming import roles_for

    return roles_for(task_file, whole=whole).roles


def author_at(task_file: str | os.PathLike[str]) -> str | None:
    """Whose name comments get, where the user's settings say it."""
    from .config import is_plain, load

    return None if is_plain(task_file) else load(task_file).author
