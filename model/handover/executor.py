"""Who did a task's work, and what they report of it (protocol, section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..words import fold

if TYPE_CHECKING:
    from ..author import Person
    from ..reading import Field
    from ..task import Task

_BY = ("executed by", "completed by", "implemented by", "done by")
_REPORT = (
    "files changed", "files modified", "files created", "files", "tests added", "tests", "notes",
    "implementation notes", "implementation time", "time spent", "completed", "executed by",
    "review needed", "changes", "summary", "pull request", "pr", "branch", "commit",
)  # fmt: skip
"""Fields that an executor reports in, the ones that a reviewer asks for first."""


class Report(NamedTuple):
    """What the executor says about the work."""

    fields: tuple[Field, ...]
    """In the order in which a reviewer asks for them; empty where nothing is reported."""


def executor_of(task: Task) -> str:
    """Who did the work: the one who executed it, else the assignee; empty where nobody is named."""
    for key in _BY:
        if said := task.text(key).strip():
            return said.split("\n")[0].lstrip("@").strip()
    return task.assignee


def is_executor(task: Task, person: Person) -> bool:
    """Whether `person` did the work."""
    return person.is_named(executor_of(task))


def report_of(task: Task) -> Report:
    """What the executor reports, whatever the order in the file."""
    order = {name: place for place, name in enumerate(_REPORT)}
    found = [field for field in task.fields if fold(field.name) in order and field.text.strip()]
    return Report(tuple(sorted(found, key=lambda field: order[fold(field.name)])))
