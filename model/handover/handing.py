"""Handoffs: a card's message to a colleague, with the facts of the task at hand in it.

A card's template is an example: `APIs BE-020 completed. Frontend can implement:` and what can
be implemented there. Its words stay, its facts (other IDs, paths, values) give way to this
task's. What comes of it is a draft, for its author to read and change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..ids import PATTERN, is_id, split_id
from .facts import Facts, facts_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..roles import Role
    from ..standards import Handoff
    from ..task import Task

_ID = re.compile(rf"(?<![\w./-]){PATTERN}")
_ENTRY = re.compile(r"\s*(?:[-*+•→]|✅|\d+[.)])\s*")
_EXAMPLE = re.compile(r"(?<!\w)/[a-z][\w/{}:-]*|https?://|`[^`]+`", re.IGNORECASE)


def colleagues(role: Role) -> tuple[Handoff, ...]:
    """The messages of a role, or the built-in ones where its card has none."""
    if role.handoffs:
        return role.handoffs
    from ..cards.builtin import HANDOFFS

    own = role.assignee
    return tuple(one for one in HANDOFFS if one.colleague != own)


def handoff_text(handoff: Handoff, task: Task) -> str:
    """The draft of a comment that hands a task to a colleague. Protocol, section 4."""
    facts = facts_of(task)
    lead, points = _parted(handoff.text)
    first = " ".join(part for part in (f"@{handoff.colleague}", _named(lead, task.id)) if part)
    kept = [point for point in points if not _is_example(point)]
    lines = [first, f"- {facts.id}: {facts.title}" if facts.title else f"- {facts.id}"]
    lines += _told(facts)
    lines += [f"- {point}" for point in kept]
    return "\n".join(lines)


def received_text(handoff: Handoff | None, task: Task) -> str:
    """What is said on a task that asked for others; which those are is added later."""
    if handoff is None:
        return f"Received {task.id}, implementing:"
    lead, points = _parted(handoff.text)
    lines = [_named(lead, task.id)]
    for point in points:
        if point.startswith("→") or _ID.search(point):
            continue
        name, colon, _ = point.partition(":")
        value = next(iter(lines_of(task.text(name.strip().casefold()))), "") if colon else ""
        if value:
            lines.append(f"✅ {name.strip()}: {value}")
        elif not colon:
            lines.append(f"✅ {point}")
    return "\n".join(lines)


def _parted(text: str) -> tuple[str, list[str]]:
    """A template's first sentence, and its points without their marks; an arrow stays."""
    first, *rest = text.strip().splitlines() or [""]
    points = []
    for line in rest:
        point = _ENTRY.sub("", line, count=1).strip()
        if point:
            points.append(f"→ {point}" if line.lstrip().startswith("→") else point)
    return first.strip(), points


def _named(text: str, task_id: str) -> str:
    """A sentence with this task's ID in the place of the example's."""
    prefix = split_id(task_id)[0]

    def renamed(found: re.Match[str]) -> str:
        return task_id if is_id(found[0]) else found[0]

    named = _ID.sub(renamed, text)
    return named if task_id in named or not prefix else f"{task_id}: {named}"


def _is_example(point: str) -> bool:
    """Whether a point of a template holds facts of the example's own."""
    return point.startswith("→") or bool(
        _EXAMPLE.search(point) or any(is_id(found[0]) for found in _ID.finditer(point))
    )


def _told(facts: Facts) -> Iterable[str]:
    if facts.endpoints:
        yield f"- Endpoints: {', '.join(facts.endpoints)}"
    for criterion in facts.criteria:
        yield f"- {criterion}"
    if facts.files:
        yield f"- Files changed: {', '.join(facts.files)}"
    if facts.tests:
        yield f"- Tests added: {facts.tests}"
    if facts.notes:
        yield f"- Notes: {'; '.join(facts.notes)}"
