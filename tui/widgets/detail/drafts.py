"""Texts that were typed and not saved, by the task and the place that they are for.

A draft outlives its editor: leaving the editor, looking at another task, a change of the
file or a refused edit never take it away. Saving it does, and dropping it on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ....model.attention.typed import Typed
from .blocks import RowKey


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-typed text."""

    text: str
    base: str
    """What the file said when typing began."""
    reason: str = ""
    """Why it was refused, if it was."""


@dataclass(slots=True)
class Drafts:
    """The drafts of one board. Two panes can share them."""

    kept: dict[tuple[str, RowKey], Draft] = field(default_factory=dict)

    def keep(self, task: str, key: RowKey, draft: Draft) -> None:
        """Keep a draft in place of an earlier one."""
        self.kept[task, key] = draft

    def get(self, task: str, key: RowKey) -> Draft | None:
        """The draft for a place of a task."""
        return self.kept.get((task, key))

    def drop(self, task: str, key: RowKey) -> bool:
        """Forget a draft; whether there was one."""
        return self.kept.pop((task, key), None) is not None

    def as_typed(self) -> frozenset[Typed]:
        """All of them, to be written down."""
        return frozenset(
            Typed(task, key, draft.text, draft.base, draft.reason)
            for (task, key), draft in self.kept.items()
        )

    def take_up(self, typed: Iterable[Typed]) -> None:
        """Go on with what was written down, where nothing newer is here."""
        for each in typed:
            draft = Draft(each.text, each.base, each.reason)
            self.kept.setdefault((each.task, each.place), draft)

    def places(self, task: str) -> frozenset[RowKey]:
        """Where the task has drafts."""
        return frozenset(key for owner, key in self.kept if owner == task)


@dataclass(slots=True)
class History:
    """The tasks that were followed, one after the other, and the one that is looked at."""

    past: list[str] = field(default_factory=list)
    future: list[str] = field(default_factory=list)
    going_to: str = ""
    """A task that was asked for by following, and is not shown yet."""

    def follow(self, here: str, to: str) -> None:
        """Go on from `here`; what lay ahead is forgotten."""
        self.past.append(here)
        self.future.clear()
        self.going_to = to

    def back(self, here: str) -> str | None:
        """The task before `here`, or None at the first."""
        return self._turn(self.past, self.future, here)

    def forward(self, here: str) -> str | None:
        """The task that `back` came from, or None at the last."""
        return self._turn(self.future, self.past, here)

    def _turn(self, source: list[str], other: list[str], here: str) -> str | None:
        if not source:
            return None
        other.append(here)
        self.going_to = source.pop()
        return self.going_to

    def arrived(self, at: str) -> None:
        """Another task is shown: the trail ends if nobody followed it there."""
        if at != self.going_to:
            self.past.clear()
            self.future.clear()
        self.going_to = ""
