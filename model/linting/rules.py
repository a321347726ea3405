"""What is wrong with a task file, rule by rule: the findings of `archie-board lint`.

`Document.diagnostics` says what a reading of the file came upon; the rules here judge what the
tasks say. A warning is something that an author would want to change, an error something that
keeps a reader from knowing what is meant; info is worth knowing and no more. A file in a form
of its own is held to less: it owes nobody the protocol's statuses, fields or IDs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .. import words
from ..board.dependencies import links_of
from ..document import Document
from ..operations.forms import is_foreign
from ..operations.repairs import badge_at_odds, contradicted, respelled, spellings
from ..reviews.approval import stale
from ..roles import BUILTIN, Roles
from ..task import Diagnostic, Task
from .text import text_findings

_OWN_WORD = 3
"""A status word that so many tasks use is the file's own, and no slip of the pen."""


def findings(document: Document, roles: Roles = BUILTIN) -> tuple[Diagnostic, ...]:
    """Everything to say about the file, in file order."""
    found = [*document.diagnostics, *text_findings(document)]
    for rule in _RULES:
        found += rule(document, roles)
    malformed = {f.line for f in found if f.rule == "malformed-line"}
    found = [f for f in found if f.rule != "odd-line" or f.line not in malformed]
    return tuple(sorted(found, key=lambda finding: finding.line))


def _line_of_field(document: Document, task: Task, key: str) -> int:
    """The line that has the last word on a field; the task's first where none has."""
    holder = task.holder(key)
    field = holder.reading.field(key) if holder else None
    if holder is None or field is None:
        return document.line_at(task.sections[0], 0)
    return document.line_at(holder, field.block.start)


def _missing_fields(document: Document, _: Roles) -> Iterator[Diagnostic]:
    """The title has a rule of its own, in the document's diagnostics."""
    for task in document.tasks:
        if is_foreign(task.home):
            continue
        told = (("status", task.status_text), ("priority", task.priority_text))
        missing = " and ".join(name for name, text in told if not text)
        if missing:
            line = document.line_at(task.home, 0)
            text = f"{task.id} says no {missing}: `archie-board set`, or `status`, adds it"
            yield Diagnostic(line, "warning", "missing-field", task.key, text)


def _unknown_status(document: Document, _: Roles) -> Iterator[Diagnostic]:
    """A word of the file's own is told once; one that is nearly a known word is a slip."""
    users: dict[str, list[Task]] = {}
    for task in document.tasks:
        if task.status is not None and task.status not in words.STATUSES:
            users.setdefault(task.status, []).append(task)
    for status, tasks in users.items():
        near = near_status(status)
        own = document.foreign or len(tasks) >= _OWN_WORD
        severity = "warning" if near or not own else "info"
        hint = f"did you mean {near}?" if near else "it gets a column of its own"
        also = f", as {len(tasks) - 1} others" if len(tasks) > 1 else ""
        text = f"{tasks[0].id} has the status “{tasks[0].status_text}”{also}: {hint}"
        line = _line_of_field(document, tasks[0], "status")
        yield Diagnostic(line, severity, "unknown-status", tasks[0].key, text)


def near_status(status: str) -> str | None:
    """The protocol's status that a word is nearly, as a slip of the pen would write it."""
    from difflib import get_close_matches

    close = get_close_matches(status, words.STATUSES, 1, 0.8)
    return close[0] if close else None


def _unresolved(document: Document, _: Roles) -> Iterator[Diagnostic]:
    """A dependency that the file does not define is never an error (protocol, section 1)."""
    links = links_of(document.tasks)
    known = spellings(document.tasks)
    for task in document.tasks:
        missing = links.unresolved(task)
        if not missing:
            continue
        line = _line_of_field(document, task, "dependencies")
        other = respelled(missing, known)
        for task_id in missing:
            hint = f": it is written {other[task_id]} here" if task_id in other else ""
            rule = "dependency-spelling" if task_id in other else "unresolved-dependency"
            severity = "info" if document.foreign and not hint else "warning"
            text = f"{task.id} depends on {task_id}, which this file does not define{hint}"
            yield Diagnostic(line, severity, rule, task.key, text)


def _circles(document: Document, _: Roles) -> Iterator[Diagnostic]:
    links = links_of(document.tasks)
    for loop in links.cycles():
        tasks = [task for task_id in loop if (task := links.find(task_id))]
        line = _line_of_field(document, tasks[0], "dependencies")
        way = " -> ".join([*loop, loop[0]])
        text = f"these depend on each other, so none can begin: {way}"
        yield Diagnostic(line, "error", "circular-dependency", tasks[0].key, text)


def _open_criteria(document: Document, _: Roles) -> Iterator[Diagnostic]:
    for task in document.tasks:
        if task.status not in words.FINISHED:
            continue
        done, total = task.progress
        missing = [c for c in task.criteria if not c.mark.strip()] if done < total else []
        holder = task.criteria_holder
        if missing and holder is not None:
            line = document.line_at(holder, missing[0].block.start)
            count = f"{len(missing)} of {total} criteria open"
            text = f"{task.id} is {words.plain_word(task.status)} with {count}"
            severity = "info" if document.foreign else "warning"
            yield Diagnostic(line, severity, "open-criteria", task.key, text)


def _badges(document: Document, _: Roles) -> Iterator[Diagnostic]:
    for task in document.tasks:
        for part in task.sections:
            if not is_foreign(part) and badge_at_odds(part):
                heading, field = part.reading.heading, part.reading.field("status")
                assert heading.badge is not None
                assert field is not None
                evidence = contradicted(task, part)
                why = f"but it has {evidence}" if evidence else "the field counts"
                text = (
                    f"{task.id} is “{heading.badge.text}” in its heading and “{field.text}” in its"
                    f" status field: {why}"
                )
                line = document.line_at(part, 0)
                yield Diagnostic(line, "warning", "badge-mismatch", task.key, text)


def _stale_approvals(document: Document, _: Roles) -> Iterator[Diagnostic]:
    for task in document.tasks:
        if task.status == "approved" and (changed := stale(task)):
            line = _line_of_field(document, task, "review")
            text = f"{task.id} was approved, and its {', '.join(changed)} changed afterwards"
            yield Diagnostic(line, "warning", "stale-approval", task.key, text)


_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*-\d+")


def _outside_categories(document: Document, roles: Roles) -> Iterator[Diagnostic]:
    for task in document.tasks:
        if roles.category_of(task.id) is None and _PLAIN_ID.fullmatch(task.id):
            first = roles.role(task.prefix).categories[0]
            line = document.line_at(task.sections[0], 0)
            severity = "info" if is_foreign(task.home) else "warning"
            text = f"{task.id} is in no category: the first one, {first.title}, is {first.id}"
            yield Diagnostic(line, severity, "outside-category", task.key, text)


_RULES: tuple[Callable[[Document, Roles], Iterator[Diagnostic]], ...] = (
    _missing_fields,
    _unknown_status,
    _unresolved,
    _circles,
    _open_criteria,
    _badges,
    _stale_approvals,
    _outside_categories,
)
