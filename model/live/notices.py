"""What a person is told of what the storage did of its own accord: few lines, and short ones."""

from __future__ import annotations

from collections.abc import Iterable

from ..storage import Outcome

_TOGETHER = ("reapplied", "reverted")
"""What one write of another program does to many edits at once is told in one line."""


def notices(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """A line for each outcome, or for several of a kind, in order; none for what needs none."""
    found: dict[object, list[Outcome]] = {}
    for place, outcome in enumerate(outcomes):
        if outcome.kind != "replaced":
            key = outcome.kind if outcome.kind in _TOGETHER and outcome.intent else place
            found.setdefault(key, []).append(outcome)
    return tuple(map(_line, found.values()))


def of_one(outcomes: Iterable[Outcome], own: str) -> tuple[str, ...]:
    """The same for who makes one edit, whose intent is called `own`, and leaves.

    That others' earlier edits were taken back is not for them to hear.
    """
    return notices(
        outcome
        for outcome in outcomes
        if outcome.kind != "reverted" or (outcome.intent and outcome.intent.id == own)
    )


def _line(outcomes: list[Outcome]) -> str:
    first = outcomes[0]
    if len(outcomes) == 1 or first.intent is None:
        return first.reason
    what = first.reason.removeprefix(first.intent.summary)
    return f"{first.intent.summary} and {len(outcomes) - 1} more{what}"
