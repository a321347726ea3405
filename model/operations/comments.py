"""Adding a comment to a task's thread. Protocol, section 4."""

from __future__ import annotations

from dataclasses import dataclass

from ..author import handle
from ..document import Document, patched
from ..reading import Field
from ..reviews.comments import Comment, comments_of, read_comment
from ..reviews.entries import listing_of
from ..section import Section
from ..source import LINE_END, Patch, decode, encode
from ..task import Task
from . import forms
from .base import (
    Conflict,
    Operation,
    Plan,
    Planned,
    Refused,
    Repeatable,
    Unchanged,
    Unfit,
    find,
    insert_lines,
    one_line,
)
from .checking import checked
from .values import add_field


@dataclass(frozen=True, slots=True)
class AddComment(Repeatable):
    """Say something about a task; the same words of one author at one time are said once."""

    task: str
    author: str
    """Who says it, with or without `@`."""
    at: str
    """When, as it is to be written: `2024-01-16 14:35`, local time."""
    text: str
    """What; more lines, lists and fences go below the first line."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: comment “{one_line(self.text)[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for no text, and for one that would hide others."""
        text = worded(self.text)
        author = handle(self.author)
        if not author:
            raise Refused("a comment needs an author: a name of letters or digits")
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        lines = [encode(line) for line in f"{self.at} @{author}: {text}".split("\n")]
        wanted = read_comment(
            "\n".join(line.rstrip() for line in decode(b"\n".join(lines)).split("\n"))
        )
        if as_said(wanted) in map(as_said, comments_of(task)):
            return Unchanged(task.key, f"{task.key} has that comment already")
        patch = _patch(document, task, lines)
        summary = f"{task.key} comment by @{author}: {one_line(text)}"
        _refuse_hiding(document, task, patch, wanted)
        return checked(document, self, Planned((patch,), task.key, summary))


def worded(text: str) -> str:
    """A comment's text with plain line ends. Raises `Refused` for none."""
    plain = decode(LINE_END.sub(b"\n", encode(text))).strip()
    if not plain:
        raise Refused("a comment needs a text")
    return plain


def as_said(comment: Comment) -> tuple[object, ...]:
    """When, who and which words: what makes two comments the same."""
    return comment.at, comment.author, comment.text.split()


def hiding() -> Unfit:
    """That a comment's text would hide others."""
    return Unfit(
        "written so, the comment would change how the task reads: close its code fences and"
        " leave headings and HTML out"
    )


def _patch(document: Document, task: Task, lines: list[bytes]) -> Patch:
    holder = task.holder("comments")
    field = holder.reading.field("comments") if holder else None
    if holder is None or field is None:
        first, *rest = [decode(line) for line in lines]
        value = "\n".join(["- " + first, *("  " + line if line else "" for line in rest)])
        return _new_field(document, task, value)
    if field.form != "lines":
        raise Unfit(
            f"“{field.name}” of {task.key} stands in a line or cell, which has no room for a list:"
            " edit its text"
        )
    lead = lead_of(holder, field)
    more = [b" " * len(lead) + line if line else b"" for line in lines[1:]]
    return insert_lines(document, holder, field.block.end, [lead + lines[0], *more])


def _new_field(document: Document, task: Task, value: str) -> Patch:
    """The patch that begins a thread: before a review, which is the last word on a task."""
    part = task.home
    review = part.reading.field("review")
    if review is None or review.form != "lines" or forms.is_foreign(part):
        return add_field(document, part, "comments", "Comments", value)
    head = part.data[review.block.start : review.value.start]
    if head.count(encode(review.name)) != 1 or LINE_END.search(head.rstrip()):
        return add_field(document, part, "comments", "Comments", value)
    prefix = head.replace(encode(review.name), b"Comments").rstrip()
    indent = b" " * (len(prefix) - len(prefix.lstrip(b" ")) + 2)
    below = [indent + encode(line) if line else b"" for line in value.split("\n")]
    return insert_lines(document, part, review.block.start, [prefix, *below])


def lead_of(part: Section, field: Field) -> bytes:
    """Indentation and marker for one more item below a field: as the last one has them."""
    entries = listing_of(part, field).entries
    if entries and entries[-1].lead.lstrip(b" \t>")[:1] in (b"-", b"*", b"+"):
        return entries[-1].lead
    if entries:
        indent = entries[-1].lead[: len(entries[-1].lead) - len(entries[-1].lead.lstrip(b" \t>"))]
        return indent + b"- "
    line = part.data[field.block.start : field.value.start]
    blanks = len(line) - len(line.lstrip(b" "))
    item = line.lstrip(b" ")[:2] in (b"- ", b"* ", b"+ ")
    return b" " * (blanks + 2 if item else blanks) + b"- "


def _refuse_hiding(document: Document, task: Task, patch: Patch, wanted: Comment) -> None:
    """Raise `Refused` unless the file then reads as before, with the comment more."""
    after = patched(document, (patch,)).task(task.key)
    if after is None or told(after) != told(task):
        raise hiding()
    if as_said(wanted) not in map(as_said, comments_of(after)):
        raise hiding()


def refuse_unless_told(
    operation: Operation, document: Document, patches: tuple[Patch, ...]
) -> None:
    """Raise `Refused` unless the file then shows the operation, and the task says what it said
    but for its status and review.
    """
    fresh = patched(document, patches)
    before, after = document.task(operation.task), fresh.task(operation.task)
    intact = before and after and _told_without_status(after) == _told_without_status(before)
    if not intact or not operation.present(fresh):
        raise Unfit(f"written so, {operation.task} would read otherwise: edit its text itself")


def _told_without_status(task: Task) -> tuple[object, ...]:
    _, criteria, fields = told(task)
    assert isinstance(fields, list)
    return criteria, [field for field in fields if field[0] != "status"]


def told(task: Task) -> tuple[object, ...]:
    """What a task says beside its comments and its review."""
    return (
        task.status_text,
        [(c.text, c.mark) for c in task.criteria],
        [(f.key, f.text) for f in task.fields if f.key not in ("comments", "review")],
    )
