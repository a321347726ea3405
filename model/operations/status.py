"""Setting a task's status, in the words and marks that the file itself uses.

The status stands in a `Status` field, in a badge of the heading, or in both; the section
that has the last word on it is edited, and both places there are kept in step. Protocol,
section 2.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from .. import words
from ..document import Document
from ..section import Section
from ..source import Patch, encode
from ..task import Task
from . import forms, standing
from .base import Conflict, Plan, Planned, Refused, Repeatable, Unchanged, find, one_line, patch_in
from .checking import checked
from .standing import NoPlace
from .values import add_field, replace_value, set_value


@dataclass(frozen=True, slots=True)
class SetStatus(Repeatable):
    """Move a task to a status."""

    task: str
    status: str
    """A status of the protocol, a synonym of one, or a word of the file's own."""
    reason: str | None = None
    """What blocks the task; for the status `blocked` only."""
    expect: str | None = None
    """The status text that the user saw; None where any may be replaced."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: status = {words.plain_word(words.status_of(self.status) or '')}"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for no status, or a reason where none belongs."""
        wanted = words.status_of(self.status)
        if wanted is None or "|" in self.status:
            raise Refused(f"no such status: {self.status!r}; use {', '.join(words.STATUSES)}")
        if self.reason and wanted != "blocked":
            raise Refused("a reason goes with the status blocked only")
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        reason = one_line(self.reason or "")
        new_reason = bool(reason) and one_line(task.text("blocker")) != reason
        if task.status == wanted and not new_reason:
            return Unchanged(task.key, f"{task.key} is {words.plain_word(wanted)} already")
        if self._overtaken(task, wanted):
            now = task.status_text
            text = f"{task.key} status is now “{now}” (was “{self.expect}”); you chose “{wanted}”"
            return Conflict(text, task.key, now, self.status, self.expect)
        try:
            planned = self._planned(document, task, wanted, reason, new_reason)
        except NoPlace as problem:
            if self.expect is None or not problem.places:
                raise
            there = task.status_text
            return Conflict(str(problem), task.key, there, wanted, there, "heading", problem.places)
        return planned

    def _planned(
        self, document: Document, task: Task, wanted: str, reason: str, new_reason: bool
    ) -> Planned:
        patches = _patches(document, task, wanted, self.status) if task.status != wanted else ()
        if new_reason:
            patches = _with_blocker(document, task, reason, patches)
        change = f"{task.status or '(none)'} -> {wanted}"
        return checked(document, self, Planned(patches, task.key, f"{task.key} {change}"))

    def _overtaken(self, task: Task, wanted: str) -> bool:
        expected = None if self.expect is None else words.status_of(self.expect)
        seen = self.expect is None or self.expect == task.status_text
        return not seen and task.status not in (expected, wanted)


def _patches(document: Document, task: Task, wanted: str, given: str) -> tuple[Patch, ...]:
    part = _last_word(task)
    if part is None and forms.is_foreign(task.home):
        return (standing.first_status(document, task, wanted, given),)
    if part is None:
        word = _field_word(document, wanted, given, "")
        return (add_field(document, task.home, "status", "Status", word),)
    patches = standing.set_status(document, task, wanted, given) if document.foreign else []
    if forms.is_foreign(part):
        return tuple(patches)
    reading = part.reading
    field, badge = reading.field("status"), reading.heading.badge
    if field:
        word = _field_word(document, wanted, given, field.text)
        patches.append(replace_value(document, part, field, word))
    if badge:
        text = encode(badge_text(document, wanted, given))
        patches.append(patch_in(document, part, badge.span.start, badge.span.end, text))
    return tuple(patches)


def _last_word(task: Task) -> Section | None:
    return next((part for part in task.ranked if part.status_text), None)


def _with_blocker(
    document: Document, task: Task, reason: str, patches: tuple[Patch, ...]
) -> tuple[Patch, ...]:
    """The patches with the one that names the blocker; both may insert at one place."""
    part = _last_word(task) or task.home
    if task.holder("blocker"):
        blocker = set_value(document, task, "blocker", "Blocker", reason)
    else:
        blocker = add_field(document, part, "blocker", "Blocker", reason)
    same = [p for p in patches if p.start == p.end == blocker.start == blocker.end]
    rest = tuple(p for p in patches if p not in same)
    merged = b"".join(p.data for p in same) + blocker.data
    return (*rest, Patch(blocker.start, blocker.end, merged))


_ENOUGH = 100
"""Uses of a status after which it is known which word the file has for it."""


def _field_word(document: Document, wanted: str, given: str, now: str) -> str:
    """The text for a status field: the file's own for this status, else one in its style."""
    found = (
        text
        for task in document.tasks
        for part in task.sections
        if (text := part.summary.get("status", "")) and words.status_of(text) == wanted
    )
    used = Counter(islice(found, _ENOUGH))
    if used:
        return used.most_common(1)[0][0]
    if wanted not in words.STATUSES:
        return one_line(given)
    model = now or next((t.status_text for t in document.tasks if t.status_text), "")
    letters = "".join(c for c in model if c.isascii() and (c.isalpha() or c in "_- ")).strip()
    word = words.like(words.plain_word(wanted), letters) if letters else wanted
    marked = bool(model) and not (model[0].isalnum() or model[0].isascii())
    return f"{words.BADGES[wanted].split()[0]} {word}" if marked else word


def badge_text(document: Document, wanted: str, given: str) -> str:
    """The text for a heading's badge."""
    used = Counter(
        text
        for task in document.tasks
        for part in task.sections
        if (text := part.summary.get("badge", "")) and words.status_of(text) == wanted
    )
    if used:
        return used.most_common(1)[0][0]
    return words.BADGES.get(wanted) or f"{words.OTHER_MARK} {one_line(given).upper()}"
