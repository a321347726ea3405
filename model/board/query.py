"""The language of the board's filter and of `archie-board list`.

    jwt "refresh token" status:blocked,wip category:auth -assignee:@backend is:ready

A query is terms with blanks between them, and a task must match each. A term is a word,
which is looked for in the task's text (its ID and title stand there too), or `key:value`.
Values joined by `,` are alternatives, `-` before a term negates it, and `"` keeps blanks,
commas and colons literal.

A filter is read at every key press, so what is half typed is no error: a term without its
value matches everything, and the beginning of a status, priority or state stands for all
that begin so. Only an unknown key or state raises `QueryError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..roles import Roles
from ..task import Task
from .dependencies import Links
from .terms import KEYS, MAKERS, QueryError, Test, contains

__all__ = ["Query", "QueryError", "Term", "parse_query", "values_in"]

_TERM = re.compile(
    r'(?=\S)(?P<minus>-?)(?:(?P<key>[A-Za-z]+):(?!//))?(?P<values>(?:"[^"]*(?:"|\Z)|[^\s"])*)'
)
_VALUE = re.compile(r'(?:"[^"]*(?:"|\Z)|[^",])+')


class Term(NamedTuple):
    """One term: alternatives, and whether they are to be matched or not to be."""

    tests: tuple[Test, ...]
    negated: bool

    def matches(self, task: Task, links: Links, roles: Roles) -> bool:
        """Whether the task passes the term."""
        return any(test(task, links, roles) for test in self.tests) is not self.negated

    def select(self, tasks: list[Task], links: Links, roles: Roles) -> list[Task]:
        """The tasks that pass. The usual term, a single value, is worth a loop of its own."""
        if len(self.tests) > 1:
            return [task for task in tasks if self.matches(task, links, roles)]
        (test,) = self.tests
        wanted = not self.negated
        return [task for task in tasks if test(task, links, roles) is wanted]


@dataclass(frozen=True, slots=True)
class Query:
    """A query, ready to be asked; queries with the same text are equal."""

    text: str
    terms: tuple[Term, ...] = field(compare=False, repr=False)

    def matches(self, task: Task, links: Links, roles: Roles) -> bool:
        """Whether the task passes every term."""
        return all(term.matches(task, links, roles) for term in self.terms)

    def select(self, tasks: Iterable[Task], links: Links, roles: Roles) -> list[Task]:
        """The tasks that match, in their order."""
        found = list(tasks)
        for term in self.terms:
            found = term.select(found, links, roles)
        return found


def parse_query(text: str) -> Query:
    """Read a query. Raises `QueryError` for a key or a state that does not exist."""
    return Query(text, tuple(_terms(text)))


def _terms(text: str) -> Iterator[Term]:
    for match in _TERM.finditer(text):
        make = _maker(match["key"], match[0])
        values = values_in(match["values"])
        if values:
            yield Term(tuple(map(make, values)), bool(match["minus"]))


def values_in(text: str) -> tuple[str, ...]:
    """The alternatives of a term without its key: split at commas, quotes taken off."""
    found = (piece.replace('"', "").strip() for piece in _VALUE.findall(text))
    return tuple(piece for piece in found if piece)


def _maker(key: str | None, term: str) -> Callable[[str], Test]:
    if key is None:
        return contains
    make = MAKERS.get(key.lower())
    if make is None:
        keys = ", ".join(KEYS)
        raise QueryError(f'no key "{key}"; keys are {keys}; for the text itself type "{term}"')
    return make
