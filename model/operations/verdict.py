"""Ending a review: approve the task, or send it back. Protocol, sections 2 and 4.

The verdict is one edit: marks, the line that says who decided what and when, and the status with
its badge. It is given to a text: where the task says something else by then than the reviewer
saw, or another reviewer decided, the reviewer is asked. The words of a verdict that a new one
replaces go to the comments, so that no reviewer's text leaves the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from .. import words
from ..author import handle
from ..document import Document
from ..reviews.approval import changed_parts, digest_of, stale_parts
from ..reviews.entries import listing_of
from ..reviews.review import Review, review_of
from ..source import Patch, decode, encode
from ..task import Task
from . import forms
from .base import (
    Conflict,
    Plan,
    Planned,
    Refused,
    Repeatable,
    Unchanged,
    Unfit,
    find,
    one_line,
    patch_in,
)
from .checking import checked
from .comments import AddComment, refuse_unless_told
from .review import MarkReviewItem
from .sequence import Step, in_sequence
from .status import SetStatus
from .values import add_field

_STATUS = {"approved": "approved", "changes_requested": "in_progress"}
NOT_YET = ("pending", "in_progress", "blocked")
"""Statuses of a task that no verdict can be given to."""


@dataclass(frozen=True, slots=True)
class GiveVerdict(Repeatable):
    """Approve a completed task, or request changes: then it goes back to in progress."""

    task: str
    verdict: str
    """`approved` or `changes_requested`."""
    by: str
    """The reviewer, with or without `@`."""
    at: str
    """When, as it is to be written: `2024-01-16 16:00`, local time."""
    note: str = ""
    """What the reviewer says; needed where changes are requested and no item failed."""
    marks: tuple[MarkReviewItem, ...] = ()
    """Items that are marked in the same edit, before the verdict."""
    seen: str | None = None
    """`approval.digest_of` the task as the reviewer saw it; None where any text may be judged."""
    expect: str | None = None
    """The verdict line that the reviewer saw, empty for none; None where any may be replaced."""
    expect_status: str | None = None
    """The status that the reviewer saw; None where any may be replaced."""

    def present(self, document: Document) -> bool:
        """As `Operation.present`: this very verdict stands, whatever was edited since."""
        task = document.task(self.task)
        review = review_of(task) if task else None
        if task is None or review is None or task.status != _STATUS[self.verdict]:
            return False
        told = (review.verdict, review.by, review.at)
        same_text = self.seen is None or review.digest in (None, self.seen)
        return same_text and told == (self.verdict, handle(self.by), self.at)

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: {self.verdict.replace('_', ' ')}"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for a verdict that makes no sense, or lacks a
        reviewer or a reason.
        """
        if self.verdict not in _STATUS:
            raise Refused(f"no such verdict: {self.verdict!r}; use {', '.join(_STATUS)}")
        if not handle(self.by):
            raise Refused("a verdict needs a reviewer: a name of letters or digits")
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        review = review_of(task)
        marked, given = self._marked(document), self.present(document)
        if isinstance(marked, Conflict) and not given:
            return marked
        stands = given or self._stands(task, review)
        if stands and (not marked or isinstance(marked, Conflict)):
            return Unchanged(task.key, f"{task.key} is {self._words} already")
        if conflict := self._overtaken(task, review):
            return conflict
        self._refuse(task, review)
        patches = in_sequence(document, self._steps(review))
        if isinstance(patches, Conflict):
            return patches
        refuse_unless_told(self, document, patches)
        said = f": {one_line(self.note)}" if self.note.strip() else ""
        summary = f"{task.key} {self._words} by @{handle(self.by)}{said}"
        return checked(document, self, Planned(patches, task.key, summary))

    @property
    def _words(self) -> str:
        return self.verdict.replace("_", " ")

    def _marked(self, document: Document) -> tuple[Patch, ...] | Conflict:
        return in_sequence(document, (mark.plan for mark in self.marks))

    def _stands(self, task: Task, review: Review | None) -> bool:
        """Whether the file gives this very verdict already."""
        if review is None or review.verdict != self.verdict:
            return False
        if task.status != _STATUS[self.verdict]:
            return False
        if self.verdict == "approved":
            return not stale_parts(task, review)
        return one_line(review.note or "") == one_line(self.note)

    def _overtaken(self, task: Task, review: Review | None) -> Conflict | None:
        key, chose = task.key, f"you chose “{self._words}”"
        head = one_line(review.head if review else "")
        if self.expect is not None and head != one_line(self.expect):
            reason = f"{key} review says “{head or 'nothing'}” now; {chose}"
            return Conflict(reason, key, head or None, self._line(task))
        if self.expect_status is not None and task.status != self.expect_status:
            now = words.plain_word(task.status or "without a status")
            return Conflict(f"{key} is {now} now; {chose}", key, task.status_text, self._words)
        if changed := changed_parts(task, self.seen):
            what = " and ".join(changed)
            return Conflict(f"{key} changed while it was reviewed ({what}); {chose}", key)
        return None

    def _refuse(self, task: Task, review: Review | None) -> None:
        failed = [m.step for m in self.marks if m.state == "failed"]
        failed += [i.step for i in review.every if i.state == "failed"] if review else []
        if self.verdict == "changes_requested" and not (failed or self.note.strip()):
            raise Refused("say what has to change: a text, or an item that failed")
        if task.status in NOT_YET:
            raise Unfit(early(task))

    def _steps(self, review: Review | None) -> Iterator[Step]:
        for mark in self.marks:
            yield mark.plan
        if review is not None and (kept := self._kept(review)):
            yield kept.plan
        yield partial(_with_head, self)
        status = _STATUS[self.verdict]
        yield SetStatus(self.task, status).plan

    def _kept(self, review: Review) -> AddComment | None:
        """The comment that keeps the words of the verdict which this one replaces."""
        old = one_line(review.note or "")
        if not old or old == one_line(self.note):
            return None
        said = (review.verdict or "review").replace("_", " ").capitalize()
        by, at = review.by or self.by, review.at or self.at
        return AddComment(self.task, by, at, f"{said}: {old}")

    def _line(self, task: Task) -> str:
        """The text behind `Review:`."""
        line = f"{self._words} by @{handle(self.by)}, {self.at}"
        if self.verdict == "approved":
            line += f" (text {digest_of(task)})"
        note = one_line(self.note)
        return f"{line}: {note}" if note else line


def early(task: Task) -> str:
    """Why a task that is not completed takes no verdict, and what to do first."""
    return (
        f"{task.key} is {words.plain_word(task.status or '')}, and a verdict is given to a"
        f" completed task: `archie-board status {task.key} completed` goes first"
    )


def _with_head(verdict: GiveVerdict, document: Document) -> Plan:
    """The plan that writes the verdict's line."""
    task = find(document, verdict.task)
    if isinstance(task, Conflict):
        return task
    line = verdict._line(task)
    part = task.holder("review")
    field = part.reading.field("review") if part else None
    if part is None or field is None:
        patch = add_field(document, task.home, "review", "Review", line)
    elif field.form != "lines":
        patch = forms.in_place(document, part, field, line)
    else:
        span = listing_of(part, field).span
        before = part.data[span.start - 1 : span.start]
        tight = span.start == span.end and before not in (b" ", b"\t")
        wide = decode(part.data[: span.start]).endswith("：")
        text = encode(line if not tight or wide else f" {line}")
        if tight and part.data[field.block.start :].lstrip().startswith(b"#") and before != b":":
            text = b":" + text
        patch = patch_in(document, part, span.start, span.end, text)
    return Planned((patch,), task.key, line)
