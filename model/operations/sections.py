"""Taking a task out of the file, and taking over what an editor made of its text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from ..document import Document, parse
from ..merge import merge
from ..section import Section
from ..source import LINE_END, Patch, common, decode, encode
from ..task import Task
from . import forms
from .base import (
    GAP,
    Conflict,
    Plan,
    Planned,
    Refused,
    Repeatable,
    Unchanged,
    find,
    patch_in,
)
from .checking import checked


@dataclass(frozen=True, slots=True)
class DeleteTask(Repeatable):
    """Take a task's sections out of the file; text of the authors between tasks stays."""

    task: str
    expect: str | None = None
    """The `digest_of` what the user saw; None to delete whatever the task says by now."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: delete"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`."""
        task = document.task(self.task)
        if task is None:
            return Unchanged(self.task, f"there is no task {self.task} (any more)")
        if self.expect is not None and self.expect != digest_of(document, task):
            reason = f"{task.key} was changed since you chose to delete it"
            now = document.source_of(task)
            return Conflict(reason, task.key, now, "", None, "changed")
        patches = tuple(removal(document, part) for part in task.sections)
        planned = Planned(patches, task.key, f"{task.key} deleted", removes=frozenset({task.key}))
        return checked(document, self, planned)


def digest_of(document: Document, task: Task) -> str:
    """A short digest of everything that the file says of the task."""
    return hashlib.sha256(encode(document.source_of(task))).hexdigest()[:16]


def removal(document: Document, part: Section) -> Patch:
    """The patch that takes a section out; text of the authors behind it stays."""
    gap = part.data[part.reading.end :]
    if forms.is_foreign(part) and not part.reading.heading.level:
        return patch_in(document, part, 0, part.reading.end, b"")
    if GAP.match(gap):
        return patch_in(document, part, 0, len(part.data), b"")
    blank = len(gap) - len(gap.lstrip(b"\r\n"))
    return patch_in(document, part, 0, part.reading.end + blank, b"")


@dataclass(frozen=True, slots=True)
class ReplaceSection(Repeatable):
    """Take over what an editor made of a task's section, merged with what others changed."""

    task: str
    base: str
    """The section's text when the editor opened, as `section_text` gives it."""
    text: str
    """What the editor saved."""
    section: int = 0
    """Which of the task's sections, from 0."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: edit its text"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for a text that is no such task any more."""
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return replace(task, mine=self.text, base=self.base)
        if self.section >= len(task.sections):
            reason = f"{task.key} has no such section any more"
            return Conflict(reason, task.key, None, self.text, self.base, "task gone")
        part = task.sections[self.section]
        wanted = encode(_in_newlines(self.text, document.newline))
        base, now = encode(self.base), part.data[: part.reading.end]
        wanted = _ended_like(wanted, now, document.newline)
        if not document.foreign:
            _refuse_other(wanted, task)
        if wanted == now:
            return Unchanged(task.key, f"{task.key} reads so already")
        merged = merge(base, wanted, now)
        if not merged.clean:
            reason = f"{task.key} was changed in the same lines while you edited it"
            return Conflict(reason, task.key, decode(now), self.text, self.base, "prose")
        patches = _narrowed(document, part, now, merged.data)
        return checked(document, self, Planned(patches, task.key, f"{task.key} text edited"))


def section_text(task: Task, section: int = 0) -> str:
    """The text of one of the task's sections, for an editor."""
    part = task.sections[section]
    return decode(part.data[: part.reading.end])


def _in_newlines(text: str, newline: bytes) -> str:
    """Editors write line feeds; a file that uses others keeps them."""
    if newline == b"\n":
        return text
    return decode(LINE_END.sub(newline, encode(text)))


def _ended_like(wanted: bytes, now: bytes, newline: bytes) -> bytes:
    """`wanted` with a line ending at its end if `now` has one, and without if not."""
    body = wanted.rstrip(b"\r\n")
    return body + newline if now.endswith((b"\n", b"\r")) else body


def _refuse_other(wanted: bytes, task: Task) -> None:
    """A section must stay one task's: other tasks are added with a command of their own."""
    found = {part.id for part in parse(wanted).sections}
    if found != {task.id}:
        raise Refused(
            f"the text must stay one section of {task.id}: keep its heading, add no other"
        )


def _narrowed(document: Document, part: Section, old: bytes, new: bytes) -> tuple[Patch, ...]:
    """One patch without the bytes that both begin and end with."""
    start, tail = common(old, new)
    return (patch_in(document, part, start, len(old) - tail, new[start : len(new) - tail]),)
