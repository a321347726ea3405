"""What a half-typed query may become: keys, and values that the document has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from .. import words
from ..roles import Roles
from .terms import KEYS, STATES, size_of

if TYPE_CHECKING:
    from ..document import Document

LIMIT = 50
"""No more suggestions are made than a person would look through."""

_LAST = re.compile(
    r'(?:\A|\s)-?(?:(?P<key>[A-Za-z]+):)?(?:[^\s,"]|"[^"]*"|,)*?(?P<value>[^\s,"]*)\Z'
)
_PLAIN = re.compile(r'[^\s,":]+\Z')


def suggest(text: str, document: Document, roles: Roles) -> tuple[str, ...]:
    """The query `text` with its last term completed, in each way that makes sense.

    The ways that continue what is typed come first; a category is also found by its name.
    """
    match = _LAST.search(text)
    if match is None:
        return ()
    typed = text[match.start("value") :]
    start = text[: match.start("value")]
    if match["key"] is None:
        found: Iterable[str] = (f"{key}:" for key in KEYS if key.startswith(typed.lower()))
        return tuple(start + key for key in found) if typed or not text.strip() else ()
    values = _VALUES.get(match["key"].lower())
    if values is None:
        return ()
    known = dict.fromkeys(value for value in values(document, roles) if value)
    wanted = typed.removeprefix("@").casefold()
    fitting = [value for value in known if value.casefold().startswith(wanted) and value != typed]
    if match["key"].lower() == "category" and typed:
        fitting += [c.id for c in roles.matching(typed) if c.id not in (*fitting, typed)]
    return tuple(start + _quoted(value) for value in fitting[:LIMIT])


def _quoted(value: str) -> str:
    return value if _PLAIN.match(value) else f'"{value}"'


def _statuses(document: Document, _roles: Roles) -> Iterable[str]:
    own = {task.status for task in document.tasks} - {None, *words.STATUSES}
    return (*words.STATUSES, *sorted(filter(None, own)))


def _categories(document: Document, roles: Roles) -> Iterable[str]:
    used = {roles.place_of(task.id) for task in document.tasks}
    return (category.id for category in sorted(used, key=roles.order_of))


def _prefixes(document: Document, roles: Roles) -> Iterable[str]:
    return sorted({task.prefix for task in document.tasks}, key=roles.prefix_order)


def _assignees(document: Document, _roles: Roles) -> Iterable[str]:
    return sorted({task.assignee for task in document.tasks})


def _efforts(document: Document, _roles: Roles) -> Iterable[str]:
    own = {size_of(task.effort) for task in document.tasks} - {*words.EFFORTS}
    return (*words.EFFORTS, *sorted(own))


def _ids(document: Document, _roles: Roles) -> Iterable[str]:
    return (task.id for task in document.tasks)


_VALUES: dict[str, Callable[[Document, Roles], Iterable[str]]] = {
    "status": _statuses,
    "category": _categories,
    "prefix": _prefixes,
    "assignee": _assignees,
    "priority": lambda _document, _roles: words.PRIORITIES,
    "effort": _efforts,
    "is": lambda _document, _roles: STATES,
    "has": lambda _document, _roles: words.FIELDS,
    "depends": _ids,
    "id": _ids,
}
