"""Keys that help on the board, for the status line."""

from __future__ import annotations

_LABEL = 28
"""Characters that a hint takes for what was done."""

Hints = tuple[tuple[str, str], ...]


def board_hints(undo: str | None = None, redo: str | None = None) -> Hints:
    """The most useful keys first: a narrow line leaves out the last ones.

    `undo` and `redo` say what they would take back and do again; None where there is nothing.
    """
    steps = (("u", "undo", undo), ("U", "redo", redo))
    return (
        ("?", "keys"),
        *((key, f"{verb} {_short(label)}") for key, verb, label in steps if label),
        ("/", "filter"),
        ("enter", "open"),
        ("s", "status"),
        ("n", "new"),
        ("q", "quit"),
    )


def _short(label: str) -> str:
    """What an edit did, in as few words as tell it from another."""
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 3]}..."
