"""What another writer did that deserves a person's eye.

A pure comparison of two documents. Most changes are work, and are told once on the status
line; an alarm is for what would be missed there and would hurt later: something that vanished,
a requirement that was reworded after somebody began to fulfil it, a task that was called done
in a way that looks like no work at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..board.exchange import exchange
from ..history.changes import boxes, unboxed

if TYPE_CHECKING:
    from ..document import Document
    from ..task import Task

Kind = Literal[
    "task gone", "criterion gone", "reworded", "all ticked", "straight to done",
    "approval undone", "ID again", "shrank",
]  # fmt: skip

SHRINKS_FROM = 4
"""A file with fewer tasks than this cannot shrink; its tasks vanish one by one."""

_BEFORE_WORK = (None, "pending")
_DONE = ("completed", "approved")
_MANY_BOXES = 2
_MOST = 200
"""Tasks that changed at once beyond which only what vanished is looked for."""

Kept = tuple[str, str, str, str]
"""A task that vanished: key, text, key of the task before it, title."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to look at."""

    kind: Kind
    task: str
    """Key of the task; empty for the file."""
    text: str
    """One line for people."""
    before: str = ""
    """The task's text before."""
    now: str = ""
    """Its text after."""
    old: str = ""
    """What was there: criteria with their boxes, a line each, or a status."""
    new: str = ""
    """What stands there now, likewise."""
    after: str = ""
    """Key of the task that a vanished one stood behind."""
    title: str = ""
    tasks: tuple[Kept, ...] = ()
    """All that vanished, where the file shrank."""


def alarms(
    old: Document, new: Document, gone: Collection[tuple[str, str]] = ()
) -> tuple[Alarm, ...]:
    """What in the change from `old` to `new` wants a person's eye, in file order.

    `gone` has the IDs and titles of tasks that vanished earlier; an ID is used again if it comes
    back with another title.
    """
    if old is new or old.data == new.data:
        return ()
    away, fresh, _ = exchange(old.tasks, new.tasks)
    lost = _lost(old, new, away)
    if len(old.tasks) >= SHRINKS_FROM and len(new.tasks) * 2 < len(old.tasks):
        return (_shrank(old, new, lost),)
    found = [_vanished(kept) for kept in lost]
    ids = {task.id.casefold() for task in fresh}
    # Of ten thousand tasks those whose ID was not written anew raise nothing.
    before = [task for task in old.tasks if task.id.casefold() in ids]
    after = [task for task in new.tasks if task.id.casefold() in ids]
    pairs = list(_pairs(old, before, after))
    for was, now in pairs[:_MOST]:
        found += _of_task(old, new, was, now)
    found += _used_again(new, before, after, gone)
    return tuple(found)


def _lost(old: Document, new: Document, gone: Sequence[Task]) -> list[Kept]:
    """Those of the tasks `gone` that are not there any more, under no ID."""
    ids = {task.id.casefold() for task in new.tasks}
    missing = [task for task in gone if task.id.casefold() not in ids]
    titles = {task.title for task in new.tasks if task.title} if missing else set()
    keys = ["", *(task.key for task in old.tasks)] if missing else []
    return [
        (task.key, old.source_of(task), keys[old.tasks.index(task)], task.title)
        for task in missing
        if task.title not in titles
    ]


def _vanished(kept: Kept) -> Alarm:
    key, text, behind, title = kept
    said = f"{key} vanished: {title}" if title else f"{key} vanished"
    return Alarm("task gone", key, said, text, "", after=behind, title=title)


def _shrank(old: Document, new: Document, lost: list[Kept]) -> Alarm:
    text = f"the file shrank from {len(old.tasks)} to {len(new.tasks)} tasks"
    return Alarm("shrank", "", text, _names(old), _names(new), tasks=tuple(lost))


def _names(document: Document) -> str:
    return "\n".join(f"{task.key} {task.title}" for task in document.tasks)


def _pairs(
    old: Document, before: Sequence[Task], after: Sequence[Task]
) -> Iterator[tuple[Task, Task]]:
    """The tasks that changed, before and after: of several with one ID those of one title."""
    known = {(task.id.casefold(), task.title): task for task in before}
    same = set(before)
    titles = {(task.id.casefold(), task.title) for task in after}
    for task in after:
        if task in same:
            continue
        was = known.get((task.id.casefold(), task.title))
        if was is None:
            was = old.task(task.key)
            if was is None or (was.id.casefold(), was.title) in titles:
                continue
        if [part.data for part in was.sections] != [part.data for part in task.sections]:
            yield was, task


def _of_task(old: Document, new: Document, was: Task, now: Task) -> Iterator[Alarm]:
    texts = (old.source_of(was), new.source_of(now))
    if _is_another(was, now):
        said = f"{now.id} is used again, for “{now.title}”; it was “{was.title}”"
        yield Alarm(
            "ID again", now.key, said, *texts, old=was.title, new=now.title, title=was.title
        )
        return
    yield from _of_status(was, now, texts)
    changed = list(boxes(was, now))
    removed = [before for before, after in changed if after is None and before]
    if removed:
        said = f"{now.key} lost {_counted(removed)}"
        kept = "\n".join(removed)
        yield Alarm("criterion gone", now.key, said, *texts, old=kept, title=now.title)
    worded = [(a, b) for a, b in changed if a and b and unboxed(a) != unboxed(b)]
    begun = was.status not in _BEFORE_WORK or was.progress[0]
    if worded and begun:
        said = f"{now.key} criterion reworded after work began: {unboxed(worded[0][1])}"
        if len(worded) > 1:
            said = f"{now.key} {len(worded)} criteria reworded after work began"
        one, other = ("\n".join(side) for side in zip(*worded, strict=True))
        yield Alarm("reworded", now.key, said, *texts, old=one, new=other, title=now.title)
    ticked = [after for before, after in changed if before and after and _is_tick(before, after)]
    if len(ticked) >= _MANY_BOXES and len(ticked) == len(now.criteria) == now.progress[0]:
        said = f"{now.key} all {len(ticked)} boxes ticked in one write"
        yield Alarm("all ticked", now.key, said, *texts, new="\n".join(ticked), title=now.title)


def _of_status(was: Task, now: Task, texts: tuple[str, str]) -> Iterator[Alarm]:
    states = (was.status_text, now.status_text)
    if was.status == "pending" and now.status in _DONE:
        said = f"{now.key} went straight from pending to {now.status}"
        yield Alarm("straight to done", now.key, said, *texts, *states, title=now.title)
    if was.status == "approved" != now.status:
        said = f"{now.key} approval undone: it is {now.status or 'without a status'} now"
        yield Alarm("approval undone", now.key, said, *texts, *states, title=now.title)


def _used_again(
    new: Document,
    before: Sequence[Task],
    after: Sequence[Task],
    gone: Collection[tuple[str, str]],
) -> Iterator[Alarm]:
    """Tasks that came with an ID which another one has, or had."""
    told = {(task.id.casefold(), task.title) for task in before}
    uses: dict[str, list[Task]] = {}
    for task in after:
        uses.setdefault(task.id.casefold(), []).append(task)
    vanished = {(task_id.casefold(), title) for task_id, title in gone}
    free = {folded for folded, _ in vanished} - {task.id.casefold() for task in before}
    for folded, tasks in uses.items():
        fresh = [task for task in tasks if (folded, task.title) not in told]
        known = [task for task in tasks if (folded, task.title) in told]
        if fresh and known:
            task, other = fresh[-1], known[0]
            said = f"{task.id} is used again, for “{task.title}”; it is “{other.title}” too"
            texts = (new.source_of(other), new.source_of(task))
            yield Alarm("ID again", task.key, said, *texts, new=task.title, title=task.title)
        elif fresh and folded in free and (folded, fresh[0].title) not in vanished:
            task = fresh[0]
            said = f"{task.id} is used again, for “{task.title}”, after a task of this ID vanished"
            text = new.source_of(task)
            yield Alarm("ID again", task.key, said, "", text, new=task.title, title=task.title)


def _is_another(was: Task, now: Task) -> bool:
    """Whether an ID was given to another task: no word of the title is left, and few lines."""
    one, other = (
        {word for word in task.title.casefold().split() if len(word) > 2} for task in (was, now)
    )
    if not one or not other or one & other:
        return False
    lines = [
        {line.strip() for part in task.sections for line in part.data.splitlines()[1:]}
        for task in (was, now)
    ]
    return len(lines[0] & lines[1]) * 2 < max(len(lines[0]), len(lines[1]))


def _is_tick(before: str, after: str) -> bool:
    return before[:3] != after[:3] and after[:3].casefold() == "[x]"


def _counted(removed: list[str]) -> str:
    if len(removed) == 1:
        return f"the criterion “{unboxed(removed[0])}”"
    return f"{len(removed)} criteria"
