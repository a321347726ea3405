"""What an operation is, and what can come of planning one.

An operation is a frozen value that says what a user wants in the task's terms: task key,
field, text. It never holds a line number or an offset, so it can be planned again on
whatever the file says by then, and that is how an edit is rebased. `plan` is a pure function
from a document to the patches that carry the wish out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..document import Document
from ..source import Patch
from ..task import Section, Task


@dataclass(frozen=True, slots=True)
class Planned:
    """The operation can be carried out by these patches."""

    patches: tuple[Patch, ...]
    task: str
    """Key of the task that it concerns, as it will be."""
    summary: str
    """What was done, in a few words: `BE-010 status pending -> in_progress`."""
    adds: frozenset[str] = frozenset()
    """Keys of the tasks that come into being."""
    removes: frozenset[str] = frozenset()
    """Keys of the tasks that go."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The file says something else than the user saw; nothing is written."""

    reason: str
    """One sentence: what the file says now, what was wanted."""
    task: str
    theirs: str | None = None
    """What the file has in the place, where there is one text."""
    mine: str | None = None
    """What the user wanted there."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file says what was wanted already."""

    task: str
    summary: str


Plan = Planned | Conflict | Unchanged

_JOINS = re.compile(rb"[ \t]*+(?![-*+#>`~]|\d+[.)] |[\r\n]|\Z)")
"""A line that Markdown would count to the list item before it."""


class Refused(ValueError):
    """The operation makes no sense on any file; the message says how to do it right."""


class Operation(Protocol):
    """A user's wish. Implementations are frozen dataclasses of plain values."""

    @property
    def task(self) -> str:
        """Key of the task that it concerns; empty for a task that is yet to be."""
        ...

    def plan(self, document: Document) -> Plan:
        """How to carry it out on `document`. Raises `Refused`."""
        ...

    def present(self, document: Document) -> bool:
        """Whether `document` shows that it has been carried out, for one that is repeated."""
        ...

    def describe(self) -> str:
        """The wish in a few words, for undo and the log."""
        ...


class Repeatable:
    """An operation that can be planned twice: the second time there is nothing left to do."""

    __slots__ = ()

    def present(self: Operation, document: Document) -> bool:
        """As `Operation.present`: planning it again changes nothing."""
        return isinstance(self.plan(document), Unchanged)


def find(document: Document, key: str) -> Task | Conflict:
    """The task with this key, or the conflict that there is none by now."""
    task = document.task(key)
    return task if task else Conflict(f"there is no task {key} in the file (any more)", key)


def one_line(text: str) -> str:
    """`text` with its line breaks and runs of blanks folded to single blanks."""
    return " ".join(text.split())


def patch_in(document: Document, part: Section, start: int, end: int, data: bytes) -> Patch:
    """A patch at offsets of a section, as offsets of the document."""
    base = document.start(part)
    return Patch(base + start, base + end, data)


def insert_lines(document: Document, part: Section, at: int, lines: Sequence[bytes]) -> Patch:
    """Whole new lines at an offset where a line begins or the section ends.

    Where the text before lacks its line ending, the file ends there; it gets one, and the
    last new line stays without. Where prose follows, a blank line keeps it from joining.
    """
    newline = document.newline
    data = newline.join(lines) + newline
    if _JOINS.match(document.data, document.start(part) + at):
        data += newline
    if at > 0 and part.data[at - 1 : at] not in (b"\n", b"\r"):
        data = newline + data[: -len(newline)]
    return patch_in(document, part, at, at, data)
