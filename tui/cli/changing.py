"""`status`, `set`, `criteria` and `add`: one operation on one task, through the store.

Each is the operation that the board's own keys submit, so it is planned on the fresh file
and merges with what others write; a conflict is an answer (exit code 3), not an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...model import words
from ...model.cards.inforce import roles_at
from ...model.live.store import Applied, Failed, Store
from ...model.storage import Storage, StorageError, Timing
from ...model.task import Task
from .locate import find_file
from .output import CONFLICT, NO, OK, UNUSABLE, USAGE, Stop, say, say_done, say_raw, warn
from .parser import Arguments
from .reading import find_task, placed, read_document, unreadable
from .showing import numbered_criteria, task_json
from .usage import synopsis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model.document import Document
    from ...model.operations import CriterionRef, Operation
    from ...model.roles import Category, Roles


_PATIENCE = 10.0
"""Seconds to wait for one's turn: a whole team may edit at this moment, and a command that gives
up has to be called again."""

_DIGITS = 9
"""The most that a number may have: `int` takes no text of any length."""


def run_status(arguments: Arguments) -> int:
    """Change a status."""
    from ...model.operations.status import SetStatus

    with Session(arguments) as session:
        task = session.task(arguments.id)
        status = " ".join(arguments.status.split())
        code = session.submit(SetStatus(task.key, status, arguments.reason))
        _note_new_word(task.key, status, session.store.document)
        return code


def _note_new_word(key: str, status: str, document: Document) -> None:
    """Say so where a status is none of the protocol's and no other task has it: a slip, maybe."""
    word = words.status_of(status) or ""
    if word in words.STATUSES or sum(task.status == word for task in document.tasks) > 1:
        return
    from ...model.linting.rules import near_status

    told = f"note: '{status}' is a new status, with a column of its own"
    if word == "changes_requested":
        warn(f"{told}; a verdict is `archie-board review {key} --request-changes T`")
    elif near := near_status(word):
        warn(f"{told}; did you mean {near}? `archie-board status {key} {near}`")
    else:
        warn(f"{told}; the usual ones are {', '.join(words.STATUSES)}")


def run_set(arguments: Arguments) -> int:
    """Change a field; an empty value removes it."""
    from ...model.operations.fields import SetField

    key, value = words.field_key(arguments.field), arguments.value
    _refuse_command(key, arguments)
    with Session(arguments) as session:
        task = session.task(arguments.id)
        if key == "dependencies" and not words.is_none(value):
            _check_ids([value], task.key)
            session.note_undefined(words.ids_in(value))
        return session.submit(SetField(task.key, arguments.field, value))


def _refuse_command(key: str, arguments: Arguments) -> None:
    """Raise `Stop` for what a command of its own changes, and what stays as it is."""
    if key == "id":
        raise Stop(USAGE, "an ID stays, since other tasks name it: add a task in its place")
    better = {
        "status": "status ID STATUS",
        "criteria": "criteria ID add T",
        "comments": "comment ID TEXT",
        "review": "review ID --pass STEP",
    }.get(key)
    if better and (arguments.value.strip() or key in ("status", "criteria")):
        better = better.replace("ID", arguments.id.strip(), 1)
        raise Stop(USAGE, f"{key} is not set as a field: use `archie-board {better}`")


def run_criteria(arguments: Arguments) -> int:
    """List the criteria, or change one."""
    if arguments.action is None:
        document, path = read_document(arguments.file)
        task = find_task(document, arguments.id, path)
        if arguments.json:
            say_raw(task_json(task, document, path))
        elif task.criteria:
            say("\n".join(numbered_criteria(task)))
        return OK
    with Session(arguments) as session:
        task = session.task(arguments.id)
        return session.submit(_criterion_operation(task, arguments.action, arguments.rest))


def run_add(arguments: Arguments) -> int:
    """Add a task in a category."""
    from ...model import stamp
    from ...model.operations.tasks import AddTask

    if not arguments.category:
        raise Stop(USAGE, f"--category is missing; usage: {synopsis('add')}")
    with Session(arguments) as session:
        roles = roles_at(session.path)
        category = _category(arguments.category, session.store.document, roles)
        depends = _depends(arguments.depends or "", session.store.document)
        session.note_undefined(depends)
        given = {name: getattr(arguments, name) for name in ("priority", "assignee", "effort")}
        return session.submit(
            AddTask(
                title=arguments.title,
                category=category.id,
                created=stamp.now(),
                depends=depends,
                description=arguments.description or "",
                criteria=tuple(arguments.criterion),
                notes=arguments.notes or "",
                **{name: value for name, value in given.items() if value is not None},
            ).within(category, roles)
        )


def _depends(text: str, document: Document) -> tuple[str, ...]:
    """The IDs that `--depends` gives, each once and as the file writes it."""
    if words.is_none(text):
        return ()
    given = text.replace(",", " ").split()
    _check_ids(given)
    found: dict[str, str] = {}
    for one in given:
        task = document.task(one)
        found.setdefault(one.casefold(), task.id if task else one)
    return tuple(found.values())


def _check_ids(texts: Iterable[str], own: str = "") -> None:
    """Raise `Stop` for what would stand among the dependencies and be none, or the task `own`."""
    for text in texts:
        if text.strip() and not words.ids_in(text):
            raise Stop(USAGE, f"'{text.strip()}' is no task's ID: write IDs such as BE-001,BE-020")
        if own and own.casefold() in (one.casefold() for one in words.ids_in(text)):
            raise Stop(USAGE, f"{own} cannot depend on itself: name other tasks")


def _category(text: str, document: Document, roles: Roles) -> Category:
    """The one category that `text` means, by ID or name, with room for one more task."""
    from ...model.roles import CategoryFull

    prefixes = {task.prefix for task in document.tasks}
    found = roles.matching(text, prefixes)
    if len(found) == 1:
        try:
            roles.next_id(found[0], [task.id for task in document.tasks])
        except CategoryFull as problem:
            raise Stop(NO, f"{problem}: choose another category") from None
        return found[0]
    wrong = f"'{text}' may mean several categories" if found else f"no category '{text}'"
    choice = ", ".join(one.id for one in found or roles.categories(prefixes))
    raise Stop(USAGE, f"{wrong}: use a name or one of {choice}")


class Session:
    """The store, open for one operation."""

    def __init__(self, arguments: Arguments) -> None:
        self.path = find_file(arguments.file)
        self.as_json: bool = arguments.json
        storage = Storage(
            Path(self.path), timing=Timing(patience=_PATIENCE, limit=_PATIENCE, rounds=200)
        )
        self.store = Store(Path(self.path), storage=storage)
        self.store.by_command = True

    def __enter__(self) -> Session:
        try:
            self.store.open()
        except (StorageError, ValueError) as problem:
            raise unreadable(self.path, problem) from None
        for notice in self.store.recover():  # an edit that waits goes before this one
            warn(f"note: {notice}")
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def task(self, task_id: str) -> Task:
        """The task called `task_id`."""
        return find_task(self.store.document, task_id, self.path)

    def note_undefined(self, task_ids: Iterable[str]) -> None:
        """Say which of the IDs the file does not define: that is allowed, and may be a slip."""
        for missing in (one for one in task_ids if self.store.document.task(one) is None):
            warn(f"note: {self.path} does not define {missing} yet")

    def not_done(self, result: Failed, key: str) -> Stop:
        """What to say about an edit of the task `key` that failed."""
        if result.kind == "refused":
            return Stop(USAGE, result.reason)
        if result.kind == "unfit":
            return Stop(NO, f"{self._where(key)}: {result.reason}")
        reason = placed(self.path, result.reason.removeprefix("not written: "))
        advice = ": make it writable, or name another with --file"
        return Stop(UNUSABLE, reason + (advice if result.kind == "read_only" else ""))

    def _where(self, key: str) -> str:
        """`task.md:12`, where the task begins; the path alone for a task that is not there."""
        task = self.store.document.task(key)
        return f"{self.path}:{self.store.document.lines_of(task)[0][0]}" if task else self.path

    def submit(self, operation: Operation) -> int:
        """Do it, and print the line or the JSON that tells what came of it."""
        from ...model.operations.base import Conflict

        result = self.store.submit(operation)
        if isinstance(result, Conflict):
            where = self._where(result.task)
            look = f"look with `archie-board show {result.task}`"
            raise Stop(CONFLICT, f"{where}: {result.reason}: {look}")
        if isinstance(result, Failed):
            raise self.not_done(result, operation.task)
        if isinstance(result, Applied):
            for notice in result.notices:
                warn(f"note: {notice}")
        document = self.store.document
        task = document.task(result.task)
        if self.as_json and task is not None:
            say_done(task_json(task, document, self.path).rstrip("\n"), result.summary)
        else:
            say_done(result.summary)
        return OK


def _criterion_operation(task: Task, action: str, rest: list[str]) -> Operation:
    from ...model.operations import criteria as made

    match action, rest:
        case "add", [text]:
            return made.AddCriterion(task.key, text)
        case "edit", [number, text]:
            return made.EditCriterion(task.key, _criterion(task, number), text)
        case "check" | "uncheck", [number]:
            return made.CheckCriterion(task.key, _criterion(task, number), action == "check")
        case "remove", [number]:
            return made.RemoveCriterion(task.key, _criterion(task, number))
        case "move", [number, to]:
            _criterion(task, to)
            return made.MoveCriterion(task.key, _criterion(task, number), int(to) - 1)
    wanted = "add T, edit N T, check N, uncheck N, remove N or move N M"
    raise Stop(USAGE, f"cannot '{' '.join([action, *rest])}' criteria: use {wanted}")


def _criterion(task: Task, number: str) -> CriterionRef:
    """The criterion that is `number` in the list, counted from 1."""
    from ...model.operations.criterion import CriterionRef

    if not (number.isascii() and number.isdigit()):
        raise Stop(USAGE, f"'{number}' is no number of a criterion: they are counted from 1")
    if len(number) > _DIGITS or not 1 <= int(number) <= len(task.criteria):
        have = f"has {len(task.criteria)}" if task.criteria else "has none"
        raise Stop(
            NO, f"no criterion {number}: {task.key} {have}; see `archie-board criteria {task.key}`"
        )
    found = task.criteria[int(number) - 1]
    return CriterionRef.to(task, found)
