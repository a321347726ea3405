"""When words came into the file: out of the contents that boards and commands keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..task import Task

if TYPE_CHECKING:
    from ..history.versions import Versions


def first_seen(
    versions: Versions, key: str, words: str, fits: Callable[[Task], bool]
) -> Task | None:
    """The task `key` in the oldest content since which the file has these `words`, and the task
    fits; None where no content shows it. Reads them, so it is slow.
    """
    needle = words.encode("utf-8", "surrogateescape")
    since: list[str] = []
    for version in reversed(versions.all()):
        data = versions.content(version.digest)
        if data is None or needle not in data:
            break
        since.append(version.digest)
    for name in reversed(since):
        task = task_in(versions.content(name), key)
        if task is not None and fits(task):
            return task
    return None


def task_in(data: bytes | None, key: str) -> Task | None:
    """The task `key` of a content; None where it has none, or is no text."""
    from ..document import parse

    try:
        return parse(data).task(key) if data is not None else None
    except ValueError:
        return None
