"""`show`: one task as text for a reader, as JSON, or as it stands in the file."""

from __future__ import annotations

from textwrap import indent

from ...model.board.dependencies import Links, links_of, unblocked_by
from ...model.cards.inforce import roles_at
from ...model.document import Document
from ...model.roles import Roles
from ...model.source import encode
from ...model.task import Task
from ...model.visible import width
from .output import OK, USAGE, Stop, fit, say, say_raw, terminal_columns, to_json
from .parser import Arguments
from .reading import find_task, read_document

_WIDEST_LABEL = 24
_SHORT = 72
"""Cells of a value that still stands beside its name."""

_TOLD = frozenset(
    ("title", "status", "assignee", "priority", "created", "dependencies", "effort", "criteria")
)
"""Fields that have a place of their own in the text; the others follow under their names."""


def run_show(arguments: Arguments) -> int:
    """Print the task; `--markdown` into a pipe is the file's own text, byte for byte."""
    if arguments.json and arguments.markdown:
        raise Stop(USAGE, "--json and --markdown: choose one")
    document, path = read_document(arguments.file)
    task = find_task(document, arguments.id, path)
    if arguments.json:
        say_raw(task_json(task, document, path))
    elif arguments.markdown:
        _print_source(document.source_of(task))
    else:
        say("\n".join(_as_text(task, document, path)))
    return OK


def task_json(task: Task, document: Document, path: str) -> str:
    """One task of the file at `path` as the contract's JSON, with a newline."""
    from ...model.export import task_values

    roles = roles_at(path, whole=task.field("review") is not None)  # its titles part its notes
    values = task_values(task, document, links_of(document.tasks), roles)
    return to_json(values, indent=2) + "\n"


def _print_source(text: str) -> None:
    if terminal_columns() is not None:
        say(text.rstrip("\r\n"))
        return
    import sys

    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(encode(text))


def _as_text(task: Task, document: Document, path: str) -> list[str]:
    """Short values in one aligned block, then the longer ones, then the criteria."""
    facts = _facts(task, document, path, links_of(document.tasks), roles_at(path))
    long: list[str] = []
    for field in task.fields:
        text = field.text.strip("\r\n")
        if field.key in _TOLD or not text.strip():
            continue
        if "\n" in text or len(text) > _SHORT:
            long += ["", f"  {field.name}", indent(text, "    ")]
        else:
            facts.append((field.name, text))
    ranges = (f"{a}-{b}" if b > a else str(a) for a, b in document.lines_of(task))
    facts.append(("in", f"{path}:{', '.join(ranges)}"))
    label = min(max(width(name) for name, text in facts if text), _WIDEST_LABEL)
    lines = [f"  {fit(name, label)}  {text}" for name, text in facts if text]
    return [f"{task.key}  {task.title}".rstrip(), *lines, *_criteria(task), *long]


def _facts(
    task: Task, document: Document, path: str, links: Links, roles: Roles
) -> list[tuple[str, str]]:
    category = roles.category_of(task.id)
    priority = task.priority_text
    return [
        ("status", _status(task, links)),
        ("priority", priority),
        ("assignee", task.assignee),
        ("effort", task.effort),
        ("created", task.created),
        ("category", f"{category.id} {category.title}" if category else ""),
        ("depends on", ", ".join(_dependency(one, document) for one in task.dependencies)),
        ("approval", _approval(task, path)),
        ("unblocks", ", ".join(other.key for other in unblocked_by(task, links))),
    ]


def _status(task: Task, links: Links) -> str:
    said = task.status or "not said"
    if task.status == "pending":
        waiting = links.waiting_on(task)
        return f"{said}, waits on {', '.join(waiting)}" if waiting else f"{said}, ready"
    return said


def _approval(task: Task, path: str) -> str:
    """That the approval is stale, where it is. What it was given to stands in the file, or is
    what the task said when the approval was first seen.
    """
    if task.status != "approved" or task.field("review") is None:
        return ""
    from ...model.reviews.approval import basis_of, names_text, stale

    basis = basis_of(task)
    approved = _first_seen(task, path, basis) if basis and not names_text(basis) else None
    changed = stale(task, approved)
    return f"stale: {' and '.join(changed)} changed since" if changed else ""


def _first_seen(task: Task, path: str, basis: str) -> Task | None:
    """The task as it was when it was first seen so, in the history that boards keep."""
    from pathlib import Path

    from ...model.history.versions import Versions
    from ...model.reviews.approval import approved_task
    from ...model.storage.ledger import Ledger
    from ...model.storage.storage import default_root
    from ...model.storage.system import System
    from ...model.storage.values import Timing

    ledger = Ledger(System(), default_root(), str(Path(path).resolve()), Timing())
    return approved_task(Versions(str(Path(ledger.folder) / "versions")), task.key, basis)


def _dependency(task_id: str, document: Document) -> str:
    other = document.task(task_id)
    return (
        f"{task_id} ({other.status or 'no status'})" if other else f"{task_id} (not in this file)"
    )


def _criteria(task: Task) -> list[str]:
    if not task.criteria:
        return []
    done, total = task.progress
    rows = ["    " + line for line in numbered_criteria(task)]
    return ["", f"  criteria, {done} of {total} done", *rows]


def numbered_criteria(task: Task) -> list[str]:
    """Each criterion with the number by which `criteria` takes it: `2 [x] Tests pass`."""
    digits = len(str(len(task.criteria)))
    return [
        f"{number:>{digits}} [{criterion.mark}] {criterion.text}"
        for number, criterion in enumerate(task.criteria, 1)
    ]
