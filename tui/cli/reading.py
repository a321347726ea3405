"""The task file as a document, for commands that only look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ...model.document import Document, parse
from ...model.source import Source
from ...model.storage import Busy, Missing, NoPermission, Storage, StorageError
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
    with _in_one_line(path):
        return parse(_bytes_of(path))


def check_file(path: str) -> None:
    """Raises `Stop` if `path` cannot be shown, without the cost of understanding it."""
    with _in_one_line(path):
        Source.read(_bytes_of(path))


def _bytes_of(path: str) -> bytes:
    storage = Storage(Path(path))
    try:
        return storage.read().data
    finally:
        storage.close()


@contextmanager
def _in_one_line(path: str) -> Iterator[None]:
    """What is wrong, where, and what to do, whoever noticed it."""
    try:
        yield
    except StorageError as problem:
        rest = str(problem).removeprefix(Path(path).name)
        what = f"{path}{rest}" if rest != str(problem) else f"{path}: {problem}"
        raise Stop(UNUSABLE, f"{what}: {_advice(problem)}") from None
    except ValueError as problem:
        raise Stop(UNUSABLE, f"{path}: {problem}: name another with --file") from None


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
    from difflib import get_close_matches

    keys = {known.key.casefold(): known.key for known in document.tasks}
    close = get_close_matches(task_id.casefold(), keys, 1, 0.7)
    hint = f"did you mean {keys[close[0]]}?" if close else "`archie-board list` shows all"
    raise Stop(NO, f"no task {task_id} in {path}: {hint}")
