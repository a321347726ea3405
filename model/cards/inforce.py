"""Which roles are in force for a task file, as cheaply as that can be said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..roles import Roles


_known: dict[object, Roles] = {}
"""The last answer by what it was read from: a board's start asks twice."""


def roles_at(task_file: str | os.PathLike[str], *, whole: bool = False) -> Roles:
    """The roles as the project's agent cards say; a project without cards loads nothing.

    Without `whole` they have their categories and criteria only. What is wrong with a card
    is not said: `cards.forming.roles_for` has that.
    """
    from ..project import is_plain

    if is_plain(task_file):
        from ..roles import BUILTIN

        return BUILTIN
    from ..config import load
    from .finding import signature
    from .forming import roles_for

    config = load(task_file)
    state = (os.fspath(task_file), whole, signature(task_file, config))
    if state not in _known:
        roles = roles_for(task_file, config=config, whole=whole).roles
        _known.clear()
        _known[state] = roles
    return _known[state]


def author_at(task_file: str | os.PathLike[str]) -> str | None:
    """Whose name comments get, where the user's settings say it."""
    from ..config import load
    from ..project import is_plain

    return None if is_plain(task_file) else load(task_file).author
