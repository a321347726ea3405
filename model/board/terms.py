"""What each key of the filter language asks of a task.

A maker turns one value of a term into a test; `MAKERS` has one for each key. `none` as a
value asks for tasks that say nothing there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from .. import words
from ..roles import Category, Roles
from ..source import decode, encode
from ..task import Task
from .dependencies import Links

Test = Callable[[Task, Links, Roles], bool]
"""Whether a task is what one value asks for."""

_NONE = "none"


class QueryError(ValueError):
    """A query that means nothing; the message is one line that says what would."""


def beginning(value: str, names: Iterable[str]) -> tuple[str, ...]:
    """The name that `value` is, else those that it begins."""
    wanted = value.casefold()
    found = tuple(name for name in names if name.startswith(wanted))
    return (wanted,) if wanted in found else found


def contains(value: str) -> Test:
    """Looked for in the sections' bytes; decoding ten thousand of them would be felt."""
    folded = _folded(value)
    if not folded.isascii():
        return lambda task, _links, _roles: any(
            folded in _folded(decode(section.data)) for section in task.sections
        )
    needle = encode(folded)

    def test(task: Task, _links: Links, _roles: Roles) -> bool:
        for section in task.sections:  # noqa: SIM110 - a generator costs as much as the search
            if needle in section.data.lower():
                return True
        return False

    return test


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def _part_of(read: Callable[[Task], str]) -> Callable[[str], Test]:
    """Tests that look for a value in what `read` gives; `none` asks for nothing there."""

    def make(value: str) -> Test:
        wanted = _folded(value.removeprefix("@"))
        if wanted == _NONE:
            return lambda task, _links, _roles: not read(task)
        return lambda task, _links, _roles: wanted in _folded(read(task))

    return make


def _start_of(read: Callable[[Task], str]) -> Callable[[str], Test]:
    def make(value: str) -> Test:
        wanted = value.casefold()
        return lambda task, _links, _roles: read(task).casefold().startswith(wanted)

    return make


def _status(value: str) -> Test:
    wanted: set[str | None]
    said = words.status_of(value)
    if value.casefold() == _NONE:
        wanted = {None}
    elif said is None or said in words.STATUSES:
        wanted = {said} - {None}
    else:
        wanted = {said, *beginning(said, words.STATUSES)}
    return lambda task, _links, _roles: task.status in wanted


def _priority(value: str) -> Test:
    wanted: set[str | None] = set(beginning(value, words.PRIORITIES))
    if value.casefold() == _NONE:
        wanted = {None}
    elif said := words.priority_of(value):
        wanted = {said}
    return lambda task, _links, _roles: task.priority in wanted


@lru_cache(maxsize=1024)
def size_of(effort: str) -> str:
    """The estimate's first word in capitals: `M` for `m (two days)`; empty for none."""
    found = re.search(r"\w+", effort)
    return found[0].upper() if found else ""


def _effort(value: str) -> Test:
    wanted = "" if value.casefold() == _NONE else size_of(value)
    return lambda task, _links, _roles: size_of(task.effort) == wanted


def _prefix(value: str) -> Test:
    wanted = value.upper()
    return lambda task, _links, _roles: task.prefix == wanted


def _category(value: str) -> Test:
    folded = value.casefold()
    meant: dict[Roles, tuple[Category, ...]] = {}

    def test(task: Task, _links: Links, roles: Roles) -> bool:
        if folded == _NONE:
            return roles.category_of(task.id) is None
        if roles not in meant:
            meant[roles] = roles.matching(value)
        place = roles.place_of(task.id)
        return place in meant[roles] or place.id.casefold() == folded

    return test


def _depends(value: str) -> Test:
    wanted = value.casefold()
    if wanted == _NONE:
        return lambda task, _links, _roles: not task.dependencies
    return lambda task, _links, _roles: any(
        task_id.casefold() == wanted for task_id in task.dependencies
    )


STATES: dict[str, Callable[[Task, Links], bool]] = {
    "ready": lambda task, links: links.is_ready(task),
    "waiting": lambda task, links: links.is_waiting(task),
    "blocked": lambda task, _links: task.status == "blocked",
    "done": lambda task, _links: task.status in words.FINISHED,
    "unresolved": lambda task, links: bool(links.unresolved(task)),
    "updated": lambda task, _links: task.updated,
}
"""What `is:` asks; `done` is completed or approved, `updated` has sections that update it."""


def _state(value: str) -> Test:
    names = beginning(value, STATES)
    if not names:
        raise QueryError(f'nothing "is:{value}"; a task is {", ".join(STATES)}')
    asked = tuple(STATES[name] for name in names)
    return lambda task, links, _roles: any(ask(task, links) for ask in asked)


_LIST_OF_BOXES = re.compile(rb"\n- \*\*Acceptance Criteria\*\*:[ \t]*\r?\n  - \[.\] ")
_NOT_PLAIN = re.compile(rb"```|~~~|<")


def _has_criteria(task: Task) -> bool:
    """Reading a task in full is slow; the usual form is plain to see, and no box is too."""
    for section in task.sections:
        if _LIST_OF_BOXES.search(section.data) and not _NOT_PLAIN.search(section.data):
            return True
    return any(b"[" in section.data for section in task.sections) and bool(task.criteria)


_HELD: dict[str, Callable[[Task], object]] = {
    "criteria": _has_criteria,
    "dependencies": lambda task: task.dependencies,
    "title": lambda task: task.title,
    "status": lambda task: task.status_text,
    "priority": lambda task: task.priority_text,
    "assignee": lambda task: task.assignee,
    "effort": lambda task: task.effort,
    "created": lambda task: task.created,
}
"""What `has:` finds without reading a whole task."""


def _has(value: str) -> Test:
    key = words.field_key(value.replace("_", " "))
    held = _HELD.get(key)
    if held is not None:
        return lambda task, _links, _roles: bool(held(task))
    hints = tuple(_hint(name) for name in words.FIELDS.get(key, (value,)))

    def test(task: Task, _links: Links, _roles: Roles) -> bool:
        return _mentions(task, hints) and bool(task.text(key).strip())

    return test


def _hint(name: str) -> bytes:
    """Letters that a section must hold to have a field of that name, however it is written."""
    found = re.match(r"[a-z0-9]+", name.casefold())
    return encode(found[0]) if found else b""


def _mentions(task: Task, hints: tuple[bytes, ...]) -> bool:
    """Whether it is worth reading the task in full."""
    return any(hint in section.data.lower() for section in task.sections for hint in hints)


MAKERS: dict[str, Callable[[str], Test]] = {
    "status": _status,
    "category": _category,
    "prefix": _prefix,
    "assignee": _part_of(lambda task: task.assignee),
    "priority": _priority,
    "effort": _effort,
    "is": _state,
    "has": _has,
    "depends": _depends,
    "id": _start_of(lambda task: task.id),
    "title": _part_of(lambda task: task.title),
    "area": _part_of(lambda task: task.area),
    "created": _start_of(lambda task: task.created),
    "text": contains,
}

KEYS = tuple(MAKERS)
"""The keys of the language, the usual ones first."""
