"""What waits for a person: reviews to do, reviews begun, and those who ask for them.

In that order, the oldest first: tasks that are completed and not reviewed (or completed again
after changes were requested); tasks whose review was begun; and what names the person: a
blocker whose `Required action` does, or a comment that they have not answered by one of
their own. A task stands in the first group that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..author import Person
from ..board.exchange import exchange
from ..task import Task
from .entries import time_in

if TYPE_CHECKING:
    from .comments import Comment

Kind = Literal["review", "begun", "asked"]
KINDS: tuple[Kind, ...] = ("review", "begun", "asked")

_REVIEWED = tuple(word.encode() for word in ("review", "审查", "评审"))
_ASKED = (b"required action", b"comment", b"discussion")
"""What a section names that can have a review, or a question: a quick look before a full one."""

_DONE_AT = ("completed", "completed at", "finished", "done", "updated")
_LAST = "9999"
"""Sorts behind every date: what does not say since when it waits."""


class Waiting(NamedTuple):
    """Something that waits for a person."""

    task: Task
    kind: Kind
    since: str
    """Since when, as written; empty where the file does not say."""
    why: str
    """One line: what is to be done, or what was asked."""


class Waiters(NamedTuple):
    """The tasks of a file that wait for a person."""

    tasks: tuple[Task, ...]
    """All tasks of the file."""
    person: Person
    kinds: Mapping[Task, Kind]
    """How they wait, of those that do."""


_latest: Waiters | None = None


def waiters_of(tasks: tuple[Task, ...], person: Person) -> Waiters:
    """What of `tasks` waits for `person`. After an edit only what was edited is looked at."""
    global _latest
    known = _latest
    if known is None or known.person is not person:
        known = Waiters((), person, {})
    if known.tasks is not tasks:
        gone, fresh, _ = exchange(known.tasks, tasks)
        kinds = dict(known.kinds)
        for task in gone:
            kinds.pop(task, None)
        kinds.update((task, kind) for task in fresh if (kind := _kind(task, person)))
        known = _latest = Waiters(tasks, person, kinds)
    return known


def queue_of(tasks: tuple[Task, ...], person: Person) -> tuple[Waiting, ...]:
    """Everything that waits for `person`, in the order in which it wants to be looked at."""
    kinds = waiters_of(tasks, person).kinds
    found = [_told(task, kinds[task], person) for task in tasks if task in kinds]
    return tuple(sorted(found, key=_order))


def _order(waiting: Waiting) -> tuple[int, str]:
    time = time_in(waiting.since)
    return KINDS.index(waiting.kind), _sortable(time[0]) if time else _LAST


def _sortable(time: str) -> str:
    """A time for comparison: `2024-1-6T9:05` comes before `2024-01-16 14:35`."""
    return " ".join(f"{int(number):04}" for number in re.findall(r"\d+", time))


def _kind(task: Task, person: Person) -> Kind | None:
    """How a task waits for `person`; None where it does not."""
    found = _review_kind(task) if task.status == "completed" else None
    if found is None and task.status != "approved" and _question(task, person):
        found = "asked"
    return found


def _names_one(task: Task, words: Sequence[bytes]) -> bool:
    texts = [part.data.lower() for part in task.sections]
    return any(word in text for word in words for text in texts)


def _review_kind(task: Task) -> Kind | None:
    """How a completed task waits for its review; None where it has it."""
    if not _names_one(task, _REVIEWED):
        return "review"
    from .review import review_of

    review = review_of(task)
    if review is None or review.verdict == "changes_requested":
        return "review"
    return "begun" if review.verdict is None else None


def _told(task: Task, kind: Kind, person: Person) -> Waiting:
    if kind == "asked":
        question = _question(task, person)
        assert question is not None
        return Waiting(task, kind, *question)
    from .review import review_of

    review = review_of(task)
    if review is None:
        return Waiting(task, kind, _completed(task), "completed, not reviewed yet")
    if review.verdict is not None:
        by = f" by @{review.by}" if review.by else ""
        return Waiting(task, kind, _completed(task), f"to review again: changes requested{by}")
    looked = sum(item.state != "open" for item in review.items)
    failed = sum(item.state == "failed" for item in review.every)
    why = f"review begun: {looked} {'step' if looked == 1 else 'steps'} looked at"
    return Waiting(task, kind, _completed(task), f"{why}, {failed} failed" if failed else why)


def _completed(task: Task) -> str:
    for key in _DONE_AT:
        if said := task.text(key).strip():
            return said.split("\n")[0]
    return task.created


def _question(task: Task, person: Person) -> tuple[str, str] | None:
    """Since when, and how, a task names the person in what has to be done, or in a comment."""
    if not _names_one(task, _ASKED):
        return None
    action = task.text("required action") if task.status == "blocked" else ""
    if _names(action, person):
        since = task.text("blocked since").strip() or task.text("started").strip()
        return since.split("\n")[0], " ".join(action.split())
    from .comments import comments_of

    unanswered: Comment | None = None
    for comment in comments_of(task):
        if comment.author and person.is_named(comment.author):
            unanswered = None
        elif _names(comment.text, person):
            unanswered = comment
    if unanswered is None:
        return None
    by = f"@{unanswered.author}: " if unanswered.author else ""
    return unanswered.at or "", by + " ".join(unanswered.text.split())


def _names(text: str, person: Person) -> bool:
    from .comments import mentions

    return "@" in text and any(person.is_named(name) for _, _, name in mentions(text))
