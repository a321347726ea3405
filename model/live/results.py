"""What the store answers: how the file is, what came of an edit, what a look at it brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from ..history.changes import Change
    from ..operations import Conflict, Unchanged


class Health(NamedTuple):
    """How the file is, for a status line."""

    state: Literal["ok", "missing", "held", "writing", "unreadable", "read_only"]
    message: str = ""
    """One line for people; empty where all is well."""


class Applied(NamedTuple):
    """The edit is in the file."""

    task: str
    """Key of the task that was edited."""
    summary: str
    """What was done."""
    changes: tuple[Change, ...]
    """What the edit changed."""
    others: tuple[Change, ...] = ()
    """What other writers had changed before it, not seen until now."""
    notices: tuple[str, ...] = ()


class Failed(NamedTuple):
    """Nothing was written, or not yet; the reason is one line for people."""

    reason: str
    kind: Literal["refused", "unfit", "read_only", "not_written", "kept", "nothing"] = "not_written"
    """`refused`: the wish makes no sense. `unfit`: it makes none for the task and file as they
    are. `kept`: it waits in the journal. `nothing`: there is nothing to undo."""


Result: TypeAlias = "Applied | Unchanged | Conflict | Failed"


class Reloaded(NamedTuple):
    """What a look at the file brought."""

    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()
    """What a person should be told, a line each."""
    again: float | None = None
    """Look again in so many seconds: the file is not to be believed yet."""
    reapplied: bool = False
    """Whether an edit of the user's was done again, which `undo` takes back."""
