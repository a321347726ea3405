"""What is read in a stretch of the file that states a task: its heading, fields and criteria, and
the places of them all.

Frozen values that say what the file says, and where it says it. Places count bytes from the
stretch's start, never from the file's: a section that moves keeps its reading.
"""

from __future__ import annotations

from typing import NamedTuple

from .source import on_one_line


class Span(NamedTuple):
    """Bytes `start` to `end` (half open) of a section."""

    start: int
    end: int


class Cell(NamedTuple):
    """One cell of a task's heading, without the blanks around it."""

    text: str
    span: Span


class Heading(NamedTuple):
    """The line that opens a task: `### BE-010 | Backend | High | @backend-specialist`.

    Protocol, section 1. A cell that the heading lacks is None.
    """

    level: int
    """How many `#` it has."""
    id: Cell
    area: Cell | None = None
    priority: Cell | None = None
    assignee: Cell | None = None
    """The cell that begins with `@`."""
    badge: Cell | None = None
    """The cell that names a status, `✅ COMPLETED`."""
    line: Span = Span(0, 0)
    """The whole line without its ending."""


class Field(NamedTuple):
    """A named value of a task: `- **Technical notes**: Argon2id`."""

    name: str
    """The name as the file writes it."""
    key: str
    """What it means: a key of `words.FIELDS`, else the name in lower case."""
    text: str
    """The value; continuation lines are kept, without their common indentation."""
    block: Span
    """All its lines, the last line's ending included, trailing blank lines not."""
    value: Span
    """The value's bytes, from its first character to its last, indentation and all."""
    form: str = "lines"
    """How it stands there: `lines` of its own, `part` of a line, table `cell`, `box`, `mark` in a
    heading, or `section`: in the heading of the part of the file that the task stands in."""

    @property
    def on_one_line(self) -> str:
        """The value, its white space as single blanks; a list of dependencies is no range."""
        if self.key == "dependencies" and "\n" in self.text:
            lines = (" ".join(line.split()).strip("-*+ ") for line in self.text.split("\n"))
            return ", ".join(filter(None, lines))
        return on_one_line(self.text)


class Criterion(NamedTuple):
    """A checkbox of a task: `- [x] Refresh rotates the refresh token`."""

    text: str
    """What is asked, on one line."""
    mark: str
    """The character in the box."""
    ordinal: int
    """Which one of the task's criteria with this very text it is, counted from 0."""
    block: Span
    """All its lines, with those nested in it, the last line's ending included."""
    box: Span
    """The character between the brackets."""
    body: Span
    """The text's bytes."""
    indent: int
    """Columns before the list marker."""

    @property
    def done(self) -> bool:
        """Whether the box is ticked."""
        return self.mark in ("x", "X")


class Reading(NamedTuple):
    """Everything that a dialect found in one section."""

    heading: Heading
    fields: tuple[Field, ...]
    criteria: tuple[Criterion, ...]
    end: int
    """Where the task's text ends; blank lines and rules behind it are the authors'."""
    odd_lines: tuple[Span, ...] = ()
    """Lines inside the task that are no field, criterion, or part of one."""
    doubts: tuple[str, ...] = ()
    """What was read one way and could be meant another; a short clause each."""
    left_out: tuple[int, int] = (0, 0)
    """Of the criteria that were too many to be read, how many are ticked, and all."""

    def field(self, key: str) -> Field | None:
        """The last field that means `key`, or None."""
        return next((f for f in reversed(self.fields) if f.key == key), None)

    @property
    def progress(self) -> tuple[int, int]:
        """How many criteria are ticked, and how many there are."""
        here = sum(criterion.done for criterion in self.criteria), len(self.criteria)
        return here[0] + self.left_out[0], here[1] + self.left_out[1]
