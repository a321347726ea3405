"""A task, as one or more sections with the same ID state it: the first defines it, each later one
updates it, and the last word on a field wins (protocol, section 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from . import words
from .lazy import lazy_property, slotted

if TYPE_CHECKING:
    from typing import Final

    from .reading import Criterion, Field
    from .section import Section


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


@slotted
class Task:
    """A task as all its sections together state it. Two tasks are equal if they are one object.

    Never changed once it is made.
    """

    __slots__ = ("__weakref__", "id", "key", "sections")

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
