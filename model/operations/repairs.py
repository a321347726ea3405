"""Repairs of what has one right answer.

A heading's badge and a status field are to say the same (protocol, section 2). Where they do
not, the field is what every reader goes by, so the badge follows it; unless the section itself
speaks for the badge, as an executor's report does who wrote `✅ COMPLETED` and left the field
alone: then a person has to say which is right.

A dependency on `BE-1` where the file has a `BE-001`, and no other task of that number, means
that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .. import words
from ..board.dependencies import links_of
from ..document import Document
from ..section import Section
from ..source import encode
from ..task import Task
from .base import Conflict, Operation, Plan, Planned, Repeatable, Unchanged, find, patch_in
from .checking import checked
from .fields import SetField
from .forms import is_foreign
from .status import badge_text

_EVIDENCE = {
    "completed": ("completed", "executed by", "review needed"),
    "approved": ("completed", "executed by", "review"),
    "blocked": ("blocker", "blocked since", "required action"),
    "in_progress": ("started",),
}
"""Fields that an executor writes when a task comes to a status (protocol, section 2)."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*-\d{1,9}")
_WORD = re.compile(rf"(?<![\w-]){_PLAIN.pattern}(?![\w-])")


@dataclass(frozen=True, slots=True)
class AlignBadge(Repeatable):
    """Let the badges in a task's headings say what the status fields below them do."""

    task: str

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: badge as its status"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`."""
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        patches = []
        for part in _native_parts(task):
            if badge_at_odds(part) and not contradicted(task, part):
                badge, field = part.reading.heading.badge, part.reading.field("status")
                assert badge is not None
                assert field is not None
                text = badge_text(document, words.status_of(field.text) or "", field.text)
                span = badge.span
                patches.append(patch_in(document, part, span.start, span.end, encode(text)))
        if not patches:
            return Unchanged(task.key, f"{task.key} says one status")
        summary = f"{task.key} badge -> {words.plain_word(task.status or '')}"
        return checked(document, self, Planned(tuple(patches), task.key, summary))


def badge_at_odds(part: Section) -> bool:
    """Whether a heading's badge and the status field below it name different statuses."""
    badge = part.summary.get("badge")
    said = part.summary.get("status")
    if not badge or not said:
        return False
    in_heading, in_field = words.known_status(badge), words.known_status(said)
    return in_heading is not None and in_field is not None and in_heading != in_field


def contradicted(task: Task, part: Section) -> str:
    """The fields, by name, that speak for the badge and against the status field; mostly none."""
    badge = words.known_status(part.summary.get("badge", ""))
    wanted = _EVIDENCE.get(badge or "", ())
    return ", ".join(f.name for f in task.fields if f.key in wanted and f.text.strip())


Spellings = dict[tuple[str, int], str | None]
"""The one ID of a prefix and number; None where tasks spell it differently."""


def spellings(tasks: Iterable[Task]) -> Spellings:
    """How the tasks spell their IDs."""
    found: Spellings = {}
    for task_id in (task.id for task in tasks if _PLAIN.fullmatch(task.id)):
        key = words.split_id(task_id)
        found[key] = task_id if found.get(key, task_id) == task_id else None
    return found


def respelled(unresolved: Iterable[str], known: Spellings) -> dict[str, str]:
    """Those of some IDs that no task has which name one in another spelling, with that one."""
    found = {}
    for task_id in unresolved:
        other = known.get(words.split_id(task_id)) if _PLAIN.fullmatch(task_id) else None
        if other is not None:
            found[task_id] = other
    return found


def repairs(document: Document) -> list[Operation]:
    """The operations that repair what has one right answer, in file order."""
    links, known = links_of(document.tasks), spellings(document.tasks)
    found: list[Operation] = []
    for task in document.tasks:
        if any(badge_at_odds(p) and not contradicted(task, p) for p in _native_parts(task)):
            found.append(AlignBadge(task.key))
        other = respelled(links.unresolved(task), known)
        text = task.text("dependencies") if other else ""
        fresh = _WORD.sub(lambda match: other.get(match[0], match[0]), text)  # noqa: B023
        if fresh != text:
            found.append(SetField(task.key, "dependencies", fresh, expect=text))
    return found


def _native_parts(task: Task) -> Iterator[Section]:
    return (part for part in task.sections if not is_foreign(part))
