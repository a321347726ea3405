"""The task file as a document, for commands that only look.

They read through the storage's own way of reading, which is whole or nothing, and load
neither its journal nor anything else that only a writer needs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ...model.document import Document, parse
from ...model.storage.errors import Busy, Missing, NoPermission, StorageError
from ...model.storage.reading import read_settled
from ...model.storage.system import System
from ...model.storage.values import Timing
from .locate import find_file
from .output import NO, UNUSABLE, Stop

if TYPE_CHECKING:
    from ...model.task import Task


def read_document(named: str | None) -> tuple[Document, str]:
    """The document that `--file` or the search names, and the path to speak of it by.

    Raises `Stop` where it cannot be read. Writes nothing.
    """
    path = find_file(named)
    return parse_file(path), path


def parse_file(path: str) -> Document:
    """The document at `path`. Raises `Stop` with the reason in one line."""
    data = _bytes_of(path)
    try:
        return parse(data)
    except ValueError as problem:
        raise unreadable(path, problem) from None


def _bytes_of(path: str) -> bytes:
    try:
        return read_settled(System(), os.path.realpath(path), Timing()).data
    except StorageError as problem:
        raise unreadable(path, problem) from None


def unreadable(path: str, problem: StorageError | ValueError) -> Stop:
    """What to say about a file that cannot be read: what is wrong, where, what to do."""
    if isinstance(problem, ValueError):
        return Stop(UNUSABLE, f"{path}: {problem}: name another with --file")
    return Stop(UNUSABLE, f"{placed(path, str(problem))}: {_advice(problem)}")


def placed(path: str, message: str) -> str:
    """The message with the path as the user knows it, instead of the file's last name."""
    for end in (path, os.path.realpath(path)):
        name = end.rpartition(os.sep)[2]
        if name and message.startswith(f"{name} "):
            return path + message[len(name) :]
    return f"{path}: {message}"


def _advice(problem: StorageError) -> str:
    match problem:
        case Missing():
            return "make it with `archie-board init`, or name another with --file"
        case Busy():
            return "try again in a moment"
        case NoPermission():
            return "ask its owner, or name another with --file"
    return "name another with --file"


def find_task(document: Document, task_id: str, path: str) -> Task:
    """The task that a user calls `task_id`. Raises `Stop` with a near ID where there is none."""
    task = document.task(task_id.strip())
    if task is not None:
        return task
    if not task_id.strip():
        raise Stop(NO, f"no task in {path} has an empty ID: `archie-board list` shows all")
    from difflib import get_close_matches

    keys = {known.key.casefold(): known.key for known in document.tasks}
    close = get_close_matches(task_id.casefold(), keys, 1, 0.7)
    hint = f"did you mean {keys[close[0]]}?" if close else "`archie-board list` shows all"
    raise Stop(NO, f"no task {task_id} in {path}: {hint}")
