"""Saying one's own words otherwise: a comment, or what was said with a verdict.

Who wrote a comment and when stays as it stands there, and so does all that stands around. The
words that the user saw are named: where the file has others by now, the user is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..author import folded_name
from ..document import Document, patched
from ..reviews.comments import Comment, comments_of, read_comment
from ..reviews.entries import Entry, holders, listing_of, whole_text
from ..reviews.review import Review, review_of
from ..section import Section
from ..source import LINE_END, Patch, decode, encode
from ..task import Task
from .base import (
    Conflict,
    Plan,
    Planned,
    Repeatable,
    Unchanged,
    Unfit,
    find,
    one_line,
    patch_in,
)
from .checking import checked
from .comments import as_said, hiding, told, worded


@dataclass(frozen=True, slots=True)
class EditComment(Repeatable):
    """Give a comment other words."""

    task: str
    author: str
    """Who wrote it, with or without `@`."""
    at: str
    """When, as written; empty where it does not say."""
    said: str
    """What it said when the user saw it."""
    text: str
    """What it is to say; more lines, lists and fences go below the first line."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: comment of {self.at} “{one_line(self.text)[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for no text, or one that would hide others."""
        text = worded(self.text)
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        mine = [one for one in _entries(task) if self.is_of(one[2])]
        if any(one[2].text.split() == text.split() for one in mine):
            return Unchanged(task.key, f"{task.key} comment says so already")
        meant = next((one for one in mine if one[2].text.split() == self.said.split()), None)
        if meant is None and any(self.is_of(one) for one in comments_of(task)) and not mine:
            raise Unfit(f"the comments of {task.key} are no list: edit the task's text")
        if meant is None:
            theirs = mine[0][2].text if len(mine) == 1 else None
            now = f"says “{one_line(theirs)}” now" if theirs else "is not there any more"
            reason = f"{task.key}: the comment of {self.at} by @{self.author.lstrip('@')} {now}"
            return Conflict(reason, task.key, theirs, self.text, self.said)
        patch = _reworded(document, *meant, text)
        self._refuse_hiding(document, task, patch, meant[2])
        summary = f"{task.key} comment by @{meant[2].author}: {one_line(text)}"
        return checked(document, self, Planned((patch,), task.key, summary))

    def is_of(self, comment: Comment) -> bool:
        """Whether a comment is by the same author, of the same time."""
        same = folded_name(comment.author or "") == folded_name(self.author)
        return same and (comment.at or "") == self.at

    def _refuse_hiding(self, document: Document, task: Task, patch: Patch, was: Comment) -> None:
        """Raise `Refused` unless the file then reads as before, but for this comment."""
        after = patched(document, (patch,)).task(task.key)
        wanted = [as_said(one) for one in comments_of(task)]
        wanted[wanted.index(as_said(was))] = as_said(was._replace(text=self.text))
        if after is None or told(after) != told(task):
            raise hiding()
        if [as_said(one) for one in comments_of(after)] != wanted:
            raise hiding()


@dataclass(frozen=True, slots=True)
class EditVerdictNote(Repeatable):
    """Give what a reviewer said with the verdict other words; none takes them away."""

    task: str
    said: str
    """What it said when the user saw it; empty for nothing."""
    text: str
    """One line."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: verdict “{one_line(self.text)[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` where there is no verdict, or no place for it."""
        text = one_line(self.text)
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        review = review_of(task)
        if review is None or review.verdict is None:
            raise Unfit(f"{task.key} has no verdict that something could be said with")
        now = one_line(review.note or "")
        if now == text:
            return Unchanged(task.key, f"{task.key} verdict says so already")
        if now != one_line(self.said):
            reason = f"{task.key} verdict says “{now or 'nothing'}” now; you wrote “{text}”"
            return Conflict(reason, task.key, now or None, text, self.said)
        patch = _noted(document, task, review, text)
        after = patched(document, (patch,)).task(task.key)
        wanted = (*_verdict(task)[:-1], text)
        if after is None or told(after) != told(task) or _verdict(after) != wanted:
            raise Unfit("written so, the verdict would read otherwise: edit the review's text")
        return checked(document, self, Planned((patch,), task.key, f"{task.key} verdict: {text}"))


_Placed = tuple[Section, Entry, Comment]


def _entries(task: Task) -> Iterator[_Placed]:
    """The comments that stand as items of a list, with their places."""
    for part, field in holders(task, "comments"):
        for entry in listing_of(part, field).entries:
            yield part, entry, read_comment(whole_text(part.data, entry))


def _reworded(
    document: Document, part: Section, entry: Entry, comment: Comment, text: str
) -> Patch:
    """The patch that puts `text` in the place of a comment's words."""
    raw = part.data[entry.body.start : entry.block.end]
    body = raw.rstrip(b"\r\n")
    line = decode(LINE_END.split(body, maxsplit=1)[0]).rstrip()
    first = comment.text.split("\n", 1)[0].strip()
    if first and line.endswith(first):
        head = line[: len(line) - len(first)]
    elif line.endswith(":"):
        head = f"{line} "
    else:
        raise Unfit("the comment is written in a way that leaves no place: edit the task's text")
    indent = b" " * len(entry.lead)
    lines = [encode(head + text.split("\n", 1)[0])]
    lines += [indent + encode(more) if more else b"" for more in text.split("\n")[1:]]
    end = raw[len(body) :]
    data = document.newline.join(lines) + end
    return patch_in(document, part, entry.body.start, entry.block.end, data)


def _noted(document: Document, task: Task, review: Review, text: str) -> Patch:
    """The patch that puts `text` in the place of the verdict's note."""
    part = task.holder("review")
    field = part.reading.field("review") if part else None
    span = listing_of(part, field).span if part and field and field.form == "lines" else None
    if part is None or span is None:
        raise Unfit(f"the review of {task.key} stands in a line or cell: edit its text")
    line = decode(part.data[span.start : span.end]).rstrip()
    note = review.note or ""
    if "\n" in note or not line.endswith(note):
        raise Unfit(f"the verdict of {task.key} goes over several lines: edit the review's text")
    head = line[: len(line) - len(note)].rstrip(" \t:") if note else line
    joined = f"{head}: {text}" if text else head
    return patch_in(document, part, span.start, span.end, encode(joined))


def _verdict(task: Task) -> tuple[object, ...]:
    review = review_of(task)
    assert review is not None
    marks = [(item.step, item.state, item.note) for item in review.every]
    head = (review.verdict, review.by, review.at, review.digest)
    return (*head, marks, one_line(review.note or ""))
