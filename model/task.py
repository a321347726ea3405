"""What a task is: frozen values that say what the file says, and where it says it.

A `Section` is a stretch of the file with at most one task in it; the sections of a document
join to the document. A `Task` is one or more sections with the same ID: the first defines
it, each later one updates it, and the last word on a field wins (protocol, section 2).

Reading is lazy in two steps, because a board of ten thousand tasks shows forty cards.
`Section.summary` has the first lines of the fields and costs some microseconds;
`Section.reading` has every field and criterion with its place in the bytes, and is made
when a card is drawn or a task opened. Both are pure functions of the section's bytes, so a
section that did not change keeps them over a reload, and what is derived here never goes
stale. Offsets count bytes from the section's start, never from the file's: a section that
moves keeps its reading.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from weakref import ref

from . import words
from .lazy import lazy_property
from .source import on_one_line

if TYPE_CHECKING:
    from typing import Final

    from .dialects.base import Dialect


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


_SUMMARIES, _READINGS = 20_000, 2_000
"""How many are kept: they take more memory than the text of their sections, one and ten times."""


class Section:
    """A stretch of the file: one task's text, or text that belongs to the authors.

    Never changed once it is made. No two are equal, even with the same bytes.
    """

    __slots__ = ("__weakref__", "_reading", "_summary", "data", "dialect", "id")

    data: Final[bytes]
    """Its bytes; all sections of a document joined are the document."""
    id: Final[str | None]
    """The ID of the task that it states, or None for a text that states none."""
    dialect: Final[Dialect | None]
    """Who can read it; set where `id` is."""

    def __init__(
        self, data: bytes, task_id: str | None = None, dialect: Dialect | None = None
    ) -> None:
        self.data = data
        self.id = task_id
        self.dialect = dialect
        self._summary: Mapping[str, str] | None = None
        self._reading: Reading | None = None

    def __repr__(self) -> str:
        return f"Section({self.data!r}, {self.id!r})"

    @property
    def summary(self) -> Mapping[str, str]:
        """The fields that every card and list shows, as `Dialect.summarize` tells."""
        found = self._summary
        if found is None:
            found = self._summary = self.dialect.summarize(self.data) if self.dialect else {}
            _summarised.append(ref(self))
            if len(_summarised) > _SUMMARIES and (oldest := _summarised.popleft()()):
                oldest._summary = None
        return found

    @property
    def status_text(self) -> str:
        """The status in the section's own words: its `Status` field, else its heading's badge."""
        summary = self._summary
        if summary is None:
            quick = self.dialect.status_text(self.data) if self.dialect else None
            if quick:
                return quick
            summary = self.summary
        return summary.get("status") or summary.get("badge") or ""

    @property
    def status(self) -> str | None:
        """What `status_text` means, as `Task.status` tells it."""
        own = self.dialect.status_word(self.data) if self.dialect else None
        return own or words.status_of(self.status_text)

    @property
    def rank(self) -> int:
        """As `Dialect.rank`; 0 without a task."""
        return self.dialect.rank if self.dialect else 0

    @property
    def why(self) -> str:
        """Why this was read as a task, in one short line; empty without a task."""
        return self.dialect.why if self.dialect else ""

    @property
    def reading(self) -> Reading:
        """All fields and criteria. Raises `ValueError` for a section without a task."""
        found = self._reading
        if found is None:
            if self.dialect is None:
                raise ValueError("a section without a task has no reading")
            found = self._reading = self.dialect.read(self.data)
            _read.append(ref(self))
            if len(_read) > _READINGS and (oldest := _read.popleft()()):
                oldest._reading = None
        return found


_summarised: deque[ref[Section]] = deque()
_read: deque[ref[Section]] = deque()


class Diagnostic(NamedTuple):
    """Something about the file that a reader should know; nothing was dropped for it."""

    line: int
    """1-based."""
    severity: str
    """`error`, `warning` or `info`."""
    rule: str
    """A short name for the kind of finding, `duplicate-id`."""
    task: str | None
    """The key of the task that it is about."""
    message: str


class Task:
    """A task as all its sections together state it. Two tasks are equal if they are one object.

    Never changed once it is made.
    """

    key: Final[str]
    """Its identity in the document: the ID, or `ID#2` for a second task with a used ID."""
    id: Final[str]
    sections: Final[tuple[Section, ...]]
    """In file order; more than one where later sections update the first."""

    def __init__(self, key: str, task_id: str, sections: tuple[Section, ...]) -> None:
        self.key = key
        self.id = task_id
        self.sections = sections

    def __repr__(self) -> str:
        return f"Task({self.key!r})"

    @lazy_property
    def prefix(self) -> str:
        """The ID's letters, `BE`."""
        return words.split_id(self.id)[0]

    @lazy_property
    def number(self) -> int:
        """The ID's number."""
        return words.split_id(self.id)[1]

    @property
    def updated(self) -> bool:
        """Whether later sections update the first."""
        return len(self.sections) > 1

    @property
    def ranked(self) -> tuple[Section, ...]:
        """The sections, the one that has the last word first.

        A fuller kind of statement goes before a lesser one (a section before its line in an
        index), of one kind the later before the earlier.
        """
        if len(self.sections) == 1:
            return self.sections
        return tuple(sorted(self.sections, key=lambda part: part.rank))[::-1]

    @property
    def home(self) -> Section:
        """The section that defines the task, and takes what none of them has yet."""
        if len(self.sections) == 1:
            return self.sections[0]
        return max(self.sections, key=lambda section: section.rank)

    def summary(self, key: str) -> str:
        """The last word on one of the `words.SUMMARY` fields; empty where nothing is said."""
        texts = (section.summary.get(key) for section in self.ranked)
        return next(filter(None, texts), "")

    @lazy_property
    def title(self) -> str:
        """What is to be done, on one line; empty where the file gives no title."""
        return self.summary("title")

    @property
    def status_text(self) -> str:
        """The status in the file's own words; empty where it says nothing.

        A section's `Status` field goes before the badge in its heading; a later section
        goes before an earlier one.
        """
        return next(filter(None, (section.status_text for section in self.ranked)), "")

    @lazy_property
    def status(self) -> str | None:
        """`pending`, `in_progress`, `blocked`, `completed`, `approved`, or the file's own word
        in snake_case; None where the file says nothing (protocol, section 2).
        """
        if len(self.sections) == 1:
            return self.sections[0].status
        return next((status for part in self.ranked if (status := part.status)), None)

    @lazy_property
    def area(self) -> str:
        """The heading's second cell, `Backend`."""
        return self.summary("area")

    @lazy_property
    def priority_text(self) -> str:
        """The priority in the file's own words."""
        for section in self.ranked:
            summary = section.summary
            text = summary.get("priority") or summary.get("heading_priority")
            if text:
                return text
        return ""

    @lazy_property
    def priority(self) -> str | None:
        """`critical`, `high`, `medium`, `low`, or None where none of them is said."""
        return words.priority_of(self.priority_text)

    @lazy_property
    def assignee(self) -> str:
        """Who has the task, without `@`; empty where nobody is named."""
        for section in self.ranked:
            summary = section.summary
            text = summary.get("assignee") or summary.get("heading_assignee")
            if text:
                return text.lstrip("@").strip()
        return ""

    @lazy_property
    def effort(self) -> str:
        """The estimate as written, usually S, M, L or XL."""
        return self.summary("effort")

    @lazy_property
    def created(self) -> str:
        """The time of creation as written."""
        return self.summary("created")

    @lazy_property
    def dependencies(self) -> tuple[str, ...]:
        """The IDs that it depends on, in the order written, each once."""
        return words.ids_in(self.summary("dependencies"))

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field once, by the last word on it, in the order of first mention."""
        last = {f.key: f for section in reversed(self.ranked) for f in section.reading.fields}
        return tuple(last.values())

    def field(self, key: str) -> Field | None:
        """The last word on the field that means `key`, or None."""
        holder = self.holder(key)
        return holder.reading.field(key) if holder else None

    def text(self, key: str) -> str:
        """The value of the field that means `key`; empty where there is none."""
        found = self.field(key)
        return found.text if found else ""

    def holder(self, key: str) -> Section | None:
        """The last section that has a field meaning `key`: edits of the field go there."""
        return next((part for part in self.ranked if part.reading.field(key)), None)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The acceptance criteria of the last section that states any."""
        holder = self.criteria_holder
        return holder.reading.criteria if holder else ()

    @property
    def criteria_holder(self) -> Section | None:
        """The section whose criteria count, or None."""
        return next((part for part in self.ranked if part.reading.criteria), None)

    @lazy_property
    def progress(self) -> tuple[int, int]:
        """How many criteria are ticked, and how many there are."""
        for section in self.ranked:
            quick = section.dialect.progress(section.data) if section.dialect else None
            quick = section.reading.progress if quick is None else quick
            if quick[1]:
                return quick
        return 0, 0
