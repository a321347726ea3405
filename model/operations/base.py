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
from typing import ClassVar, Literal, Protocol

from ..document import Document
from ..section import Section
from ..source import Patch
from ..task import Task


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

    def strays(self, before: Document, after: Document) -> set[str]:
        """Keys of the tasks that come or go from `before` to `after` against what is named here."""
        wanted = ({task.key for task in before.tasks} - self.removes) | self.adds
        return {task.key for task in after.tasks} ^ wanted


Row = Literal[
    "field", "prose", "reworded", "criterion gone", "task gone", "equal", "duplicate", "heading",
    "changed", "damaged", "undo", "branch", "war", "dropped",
]  # fmt: skip
"""Which kind of conflict it is.

`field` and `prose`: both changed one value, or the same lines. `reworded`: another criterion
stands in the place. `criterion gone`, `task gone`: deleted. `equal`: several criteria read the
same. `duplicate`: several tasks have the ID. `heading`: where the task should go is gone.
`changed`: what was to be deleted is not what it was. `damaged`: the place lies in text that is
not to be touched. `undo`: what was to be taken back is not there any more. `branch`: the branch
was switched. `war`: a program keeps undoing it. `dropped`: someone else's edit was overwritten.
"""

Answer = Literal["mine", "theirs", "edit", "pick", "recreate", "renumber", "drop"]
"""What can be done about a conflict: set mine; keep theirs; edit, and set that; take one of the
candidates; bring back what is gone, then do mine; give the newer of two tasks another ID; let
mine go.
"""

ANSWERS: dict[Row, tuple[Answer, ...]] = {
    "field": ("mine", "theirs"),
    "prose": ("mine", "theirs", "edit"),
    "reworded": ("pick", "drop"),
    "criterion gone": ("recreate", "drop"),
    "task gone": ("recreate", "drop"),
    "equal": ("pick", "drop"),
    "duplicate": ("pick", "renumber", "drop"),
    "heading": ("pick", "drop"),
    "changed": ("mine", "theirs"),
    "damaged": ("mine", "drop"),
    "undo": (),
    "branch": ("mine", "theirs"),
    "war": ("mine", "theirs"),
    "dropped": ("mine", "theirs"),
}
"""The answers to each kind, the first one first."""


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
    base: str | None = None
    """What the user saw there, where that is known."""
    kind: Row = "field"
    candidates: tuple[str, ...] = ()
    """What the user may have meant: texts of criteria, keys of tasks, words for a status."""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What can be done about it."""
        return ANSWERS[self.kind]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file says what was wanted already."""

    task: str
    summary: str


Plan = Planned | Conflict | Unchanged

GAP = re.compile(rb"(?:[ \t]*(?:\r\n|\r|\n)|[ \t]*-{3,}[ \t]*(?:\r\n|\r|\n|\Z))*[ \t]*\Z")
"""What may stand between two tasks: blank lines and rules."""

_JOINS = re.compile(rb"[ \t]*+(?![-*+#>`~]|\d+[.)] |[\r\n]|\Z)")
"""A line that Markdown would count to the list item before it."""


class Refused(ValueError):
    """The operation makes no sense on any file; the message says how to do it right."""

    kind: ClassVar[Literal["refused", "unfit"]] = "refused"
    """As `results.Failed.kind` has it."""


class Unfit(Refused):
    """The operation makes sense, but not for the task and the file as they are now."""

    kind = "unfit"


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
    reason = f"there is no task {key} in the file (any more)"
    return task if task else Conflict(reason, key, kind="task gone")


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
