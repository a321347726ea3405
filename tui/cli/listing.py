"""`list`: the tasks that a query leaves, one a line, for eyes, pipes and programs.

The plain form reads only what a task's first lines say (id, status, priority, assignee,
title), and loads neither dependencies nor categories unless a query asks for them: it has
to answer in a blink for ten thousand tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...model import words
from ...model.cards.inforce import roles_at
from ...model.document import Document
from ...model.task import Task
from .output import OK, USAGE, Stop, json_lines, say_raw, table, terminal_columns, warn
from .parser import Arguments
from .reading import read_document

_Rank = tuple[int | str, int | str]

_SAMPLE = "`### BE-001 | Backend | High | @name`, with `- **Title**: ...` below it"

_LIMITS = (14, 14, 10, 24)
"""The widest that the columns before the title get, in cells."""


def run_list(arguments: Arguments) -> int:
    """Print the tasks that match, sorted if asked; no match is an empty list, not an error."""
    order = _order(arguments.sort) if arguments.sort else None
    document, path = read_document(arguments.file)
    query = [*arguments.query, *(["is:ready"] if arguments.ready else [])]
    tasks = _matching(document, query, path) if query else document.tasks
    if order:
        tasks = order(tasks)
    if not document.tasks:
        warn(f"{path} states no task; a task is a heading such as {_SAMPLE}")
    elif not tasks:
        _note_unknown(arguments.query, document, path)
    say_raw(_as_json(document, tasks, path) if arguments.json else as_table(tasks))
    return OK


def _note_unknown(terms: list[str], document: Document, path: str) -> None:
    """Say which value of a query that finds nothing means nothing either: a slip, maybe."""
    from ...model.board.query import values_in
    from ...model.linting.rules import near_status

    for term in terms:
        key, _, rest = term.partition(":")
        for value in values_in(rest):
            said = words.status_of(value) or ""
            if key == "status" and not _begins(said, words.STATUSES):
                if all(task.status != said for task in document.tasks):
                    near = near_status(said)
                    usual = f"the usual ones are {', '.join(words.STATUSES)}"
                    hint = f"did you mean {near}?" if near else usual
                    warn(f"note: no task has the status '{value}'; {hint}")
            elif key == "priority" and not words.priority_of(value):
                if not _begins(value.casefold(), words.PRIORITIES):
                    warn(f"note: no priority '{value}'; there are {', '.join(words.PRIORITIES)}")
            elif key == "category" and value.casefold() != "none":
                prefixes = {task.prefix for task in document.tasks}
                if not roles_at(path).matching(value, prefixes):
                    warn(f"note: no category '{value}'; `archie-board roles` shows them")


def _begins(word: str, known: Iterable[str]) -> bool:
    return word == "none" or any(one.startswith(word) for one in known)


def _matching(document: Document, terms: list[str], path: str) -> list[Task]:
    from ...model.board.dependencies import links_of
    from ...model.board.query import QueryError, parse_query

    try:
        query = parse_query(" ".join(terms))
    except QueryError as problem:
        raise Stop(USAGE, f"{problem}; see `archie-board help list`") from None
    return query.select(document.tasks, links_of(document.tasks), roles_at(path))


def _as_json(document: Document, tasks: Iterable[Task], path: str) -> str:
    from ...model.board.dependencies import links_of
    from ...model.export import task_values

    links, roles, whole = links_of(document.tasks), roles_at(path), False
    values = []
    for task in tasks:  # once: a large file's readings are not all kept
        if not whole and task.field("review") is not None:
            roles, whole = roles_at(path, whole=True), True
        values.append(task_values(task, document, links, roles))
    return json_lines(values) + "\n"


def as_table(tasks: Iterable[Task]) -> str:
    """A line for each task: key, status, priority, assignee, title; safe to print."""
    rows = [
        # The title first: what is read for it says the status too, which costs more by itself.
        (task.key, task.status or "", task.priority or "", task.assignee, title)
        for task in tasks
        for title in (task.title,)
    ]
    return table(rows, _LIMITS, terminal_columns()) if rows else ""


def _order(key: str) -> Callable[[Iterable[Task]], list[Task]]:
    """What sorts by `key`; tasks that say nothing about it come last, either way round."""
    name = key.removeprefix("-")
    rank = _RANKS.get(name)
    if rank is None:
        raise Stop(USAGE, f"cannot sort by '{key}': use {', '.join(_RANKS)}, or one with `-`")
    known = rank

    def ordered(tasks: Iterable[Task]) -> list[Task]:
        told: list[tuple[_Rank, Task]] = []
        rest: list[Task] = []
        for task in tasks:
            value = known(task)
            if value is None:
                rest.append(task)
            else:
                told.append((value, task))
        told.sort(key=lambda pair: pair[0], reverse=key != name)
        return [*(task for _, task in told), *rest]

    return ordered


def _status_rank(task: Task) -> _Rank | None:
    if task.status is None:
        return None
    known = task.status in words.STATUSES
    return (words.STATUSES.index(task.status) if known else len(words.STATUSES), task.status)


def _effort_rank(task: Task) -> _Rank | None:
    effort = task.effort.strip().upper()
    known = effort in words.EFFORTS
    return (
        (words.EFFORTS.index(effort) if known else len(words.EFFORTS), effort) if effort else None
    )


_RANKS: dict[str, Callable[[Task], _Rank | None]] = {
    "id": lambda task: (task.prefix, task.number),
    "title": lambda task: (0, task.title.casefold()) if task.title else None,
    "status": _status_rank,
    "priority": lambda task: (words.PRIORITIES.index(task.priority), "") if task.priority else None,
    "assignee": lambda task: (0, task.assignee.casefold()) if task.assignee else None,
    "effort": _effort_rank,
    "created": lambda task: (0, task.created) if task.created else None,
}
