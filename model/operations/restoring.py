"""Bringing back what another writer took out: a task, or lines of the file.

Both are ordinary edits of the file as it is by now; what others did since stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..document import Document, parse
from ..source import LINE_END, Patch, encode
from .base import Conflict, Plan, Planned, Refused, Repeatable, Unchanged
from .revert import Hunk, lines_replaced


@dataclass(frozen=True, slots=True)
class RestoreTask(Repeatable):
    """Write a task again, in the words that it had."""

    task: str
    """Its ID."""
    text: str
    """Its section, as `section_text` gave it."""
    after: str = ""
    """Key of the task that it stood behind; empty for the first, or where that is not known."""
    title: str = ""
    """Its title, which tells whether it is the one that has the ID by now."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: bring it back"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for a text that is not this task's."""
        key = self.task.partition("#")[0]
        there = [task for task in document.tasks if task.id.casefold() == key.casefold()]
        if any(not self.title or task.title == self.title for task in there):
            return Unchanged(self.task, f"{key} is in the file")
        if there:
            reason = f"the ID {key} is used for “{there[0].title}” now"
            keys = tuple(task.key for task in there)
            return Conflict(
                reason, there[0].key, there[0].title, self.text, None, "duplicate", keys
            )
        text = LINE_END.sub(document.newline, encode(self.text)).rstrip(b"\r\n")
        stated = {part.id for part in parse(text).sections if part.id}
        if not stated and not document.foreign:
            raise Refused(f"the text states no task {key}")
        patch = _placed(document, self.after, text)
        summary = f"{key} brought back"
        return Planned((patch,), key, summary, adds=frozenset({key}))


def _placed(document: Document, after: str, text: bytes) -> Patch:
    """The patch that puts a section behind a task, or before the first one, with the gaps that
    the file has.
    """
    newline = document.newline
    tasks = document.tasks
    found = document.task(after) if after else None
    inline = not re.match(rb"#", text)
    gap = b"" if inline else newline
    if found is not None:
        part = found.sections[-1]
        end = part.reading.end if inline else len(part.data)
        at = document.start(part) + end
        tail = part.data[:end]
    elif tasks and not after:
        at, tail = document.start(tasks[0].sections[0]), b"\n"
    else:
        at, tail = len(document.data), document.data
    last = at == len(document.data)
    lead = b"" if not tail or tail.endswith((b"\n", b"\r")) else newline
    if (
        not inline
        and not re.search(rb"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\Z", tail)
        and tail != b"\n"
    ):
        lead += newline if tail else b""
    return Patch(at, at, lead + text + newline + (b"" if last else gap))


@dataclass(frozen=True, slots=True)
class RestoreLines(Repeatable):
    """Put lines back that a whole-file save from an older copy dropped."""

    task: str
    """Key of a task that they are about; may be empty."""
    summary: str
    hunks: tuple[Hunk, ...]
    """`old` as they shall be again, `new` as the save left them."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return self.summary

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`."""
        found = lines_replaced(document, self.task, self.hunks)
        if found is None:
            return Unchanged(self.task, f"{self.summary}: the lines are there")
        if isinstance(found, Hunk):
            reason = "the lines around were changed since: look at the text and put it in by hand"
            return Conflict(reason, self.task, found.new, found.old, None, "prose")
        patches, adds, removes = found
        return Planned(patches, self.task, self.summary, adds, removes)
