"""What a task says that colleagues want to know, in lines: for handoffs and documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..lazy import text_pattern
from ..operations.base import one_line

if TYPE_CHECKING:
    from ..task import Task

_ENDPOINT = text_pattern(
    r"\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(/[A-Za-z0-9_{}\[\]:./~%*-]*)"
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_MOST = 40


class Facts(NamedTuple):
    """A task in lines, each safe to stand in a list."""

    id: str
    title: str
    description: str
    endpoints: tuple[str, ...]
    """`POST /auth/login`, from anywhere in the task."""
    criteria: tuple[str, ...]
    """The acceptance criteria, with what is open marked so."""
    files: tuple[str, ...]
    tests: str
    notes: tuple[str, ...]


def facts_of(task: Task) -> Facts:
    """What the task says."""
    texts = [f.text for f in task.fields if f.key not in ("comments", "review")]
    found = dict.fromkeys(
        f"{match[1]} {match[2].rstrip('.')}"
        for text in (task.title, *texts, *(c.text for c in task.criteria))
        for match in _ENDPOINT.finditer(text)
    )
    return Facts(
        task.id,
        task.title,
        task.text("description").strip(),
        tuple(found)[:_MOST],
        tuple(c.text if c.done else f"{c.text} (open)" for c in task.criteria)[:_MOST],
        tuple(lines_of(task.text("files changed"))),
        one_line(task.text("tests added")),
        tuple(lines_of(task.text("technical notes")) + lines_of(task.text("notes")))[:_MOST],
    )


def lines_of(text: str) -> list[str]:
    """A field's lines or entries, without their marks."""
    found = [one_line(_ITEM.sub("", line)) for line in text.splitlines()]
    return [line for line in found if line][:_MOST]
