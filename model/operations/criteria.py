"""Ticking, adding, rewording, removing and reordering the acceptance criteria of a task.

Each names its criterion by a `CriterionRef`, never by position.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..document import Document
from ..reading import Criterion
from ..section import Section
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
    insert_lines,
    one_line,
    patch_in,
)
from .checking import checked
from .criterion import CriterionRef, holder_of, locate
from .values import add_field


def _checked_text(text: str) -> str:
    text = one_line(text)
    if not text:
        raise Refused("a criterion needs a text")
    return text


@dataclass(frozen=True, slots=True)
class CheckCriterion(Repeatable):
    """Tick a criterion, or take its tick away. Changes one byte."""

    task: str
    criterion: CriterionRef
    done: bool = True

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: {'tick' if self.done else 'untick'} “{self.criterion.text[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`."""
        found = locate(document, self.task, self.criterion)
        if isinstance(found, Conflict):
            return found
        task, criterion = found
        if criterion.done == self.done:
            return Unchanged(task.key, f"{task.key} “{criterion.text}” is so already")
        mark = _tick(task) if self.done else b" "
        box = criterion.box
        patch = patch_in(document, holder_of(task), box.start, box.end, mark)
        summary = f"{task.key} [{decode(mark)}] {criterion.text}"
        return checked(document, self, Planned((patch,), task.key, summary))


def _tick(task: Task) -> bytes:
    """The character that the task's other ticks use."""
    return next((encode(c.mark) for c in task.criteria if c.done), b"x")


@dataclass(frozen=True, slots=True)
class EditCriterion(Repeatable):
    """Reword a criterion; its tick stays."""

    task: str
    criterion: CriterionRef
    text: str

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: reword “{self.criterion.text[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for an empty text."""
        text = _checked_text(self.text)
        found = locate(document, self.task, self.criterion)
        if isinstance(found, Conflict):
            task = document.task(self.task)
            if task and any(criterion.text == text for criterion in task.criteria):
                return Unchanged(task.key, f"{task.key} has the criterion “{text}” already")
            return replace(found, mine=text)
        task, criterion = found
        if criterion.text == text:
            return Unchanged(task.key, f"{task.key} “{text}” reads so already")
        body = criterion.body
        patch = patch_in(
            document, holder_of(task), body.start, body.end, _body(task, criterion, text)
        )
        return checked(
            document, self, Planned((patch,), task.key, f"{task.key} criterion “{text}”")
        )


def _body(task: Task, criterion: Criterion, text: str) -> bytes:
    """The text's bytes, with a blank before it where the box stands alone on its line."""
    at = criterion.body.start
    before = holder_of(task).data[at - 1 : at]
    return encode(text) if before in (b" ", b"\t") else b" " + encode(text)


@dataclass(frozen=True, slots=True)
class AddCriterion(Repeatable):
    """Add a criterion, unticked; one that is there already is not added again."""

    task: str
    text: str
    at: int | None = None
    """The place it gets among the task's criteria, from 0; None for the last."""
    before: str | None = None
    """The text of the criterion that stood below that place, empty for none: a place between
    two others stays between them, behind what else was put there meanwhile.
    """

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: add “{self.text[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for an empty text."""
        text = _checked_text(self.text)
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        if any(criterion.text == text for criterion in task.criteria):
            return Unchanged(task.key, f"{task.key} has the criterion “{text}” already")
        summary = f"{task.key} new criterion “{text}”"
        holder = task.criteria_holder
        if holder is None:
            return checked(
                document, self, Planned((_first(document, task, text),), task.key, summary)
            )
        siblings = _siblings(task.criteria, task.criteria[0])
        index = self._index(siblings)
        model = siblings[min(index, len(siblings) - 1)]
        at = siblings[index].block.start if index < len(siblings) else siblings[-1].block.end
        line = _line_like(holder, model, text)
        return checked(
            document,
            self,
            Planned((insert_lines(document, holder, at, [line]),), task.key, summary),
        )

    def _index(self, siblings: list[Criterion]) -> int:
        """The place among the siblings as they stand by now."""
        if self.at is None or self.before == "":
            return len(siblings)
        below = [n for n, one in enumerate(siblings) if self.before and one.text == self.before]
        if below:
            return min(below, key=lambda n: abs(n - (self.at or 0)))
        return max(0, min(self.at, len(siblings)))


def _first(document: Document, task: Task, text: str) -> Patch:
    """The patch that gives a task its first criterion."""
    if forms.is_foreign(task.home):
        return forms.first_criterion(document, task, text)
    line = b"  - [ ] " + encode(text)
    holder = task.holder("criteria")
    if holder is None:
        return add_field(document, task.home, "criteria", "", "- [ ] " + text)
    field = holder.reading.field("criteria")
    assert field is not None
    return insert_lines(document, holder, field.block.end, [line])


def _line_like(part: Section, model: Criterion, text: str) -> bytes:
    """A new criterion's line with the indentation and marker of `model`."""
    return part.data[model.block.start : model.box.start] + b" ] " + encode(text)


def _siblings(criteria: tuple[Criterion, ...], one: Criterion) -> list[Criterion]:
    """The criteria that stand in one list with `one`, in file order."""
    parents = [
        c for c in criteria if c is not one and c.block.start < one.block.start < c.block.end
    ]
    low = parents[-1].block.start if parents else -1
    high = parents[-1].block.end if parents else criteria[-1].block.end
    inside = [c for c in criteria if low < c.block.start < high or c is one]
    nested = {
        id(inner)
        for outer in inside
        for inner in inside
        if outer is not inner and outer.block.start < inner.block.start < outer.block.end
    }
    return [c for c in inside if id(c) not in nested]


@dataclass(frozen=True, slots=True)
class RemoveCriterion(Repeatable):
    """Take a criterion out, with what is nested in it."""

    task: str
    criterion: CriterionRef

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: remove “{self.criterion.text[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`."""
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        left = sum(criterion.text == self.criterion.text for criterion in task.criteria)
        if not left or (self.criterion.of is not None and left == self.criterion.of - 1):
            return Unchanged(task.key, f"{task.key} has no such criterion (any more)")
        found = locate(document, self.task, self.criterion)
        if isinstance(found, Conflict):
            return found
        block = found[1].block
        patch = patch_in(document, holder_of(task), block.start, block.end, b"")
        return checked(
            document,
            self,
            Planned((patch,), task.key, f"{task.key} without “{self.criterion.text}”"),
        )


@dataclass(frozen=True, slots=True)
class MoveCriterion(Repeatable):
    """Give a criterion another place among those it stands with."""

    task: str
    criterion: CriterionRef
    to: int
    """The place it gets, from 0, counted among all criteria of the task."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: move “{self.criterion.text[:40]}”"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for a place in another list."""
        found = locate(document, self.task, self.criterion)
        if isinstance(found, Conflict):
            return found
        task, criterion = found
        target = task.criteria[max(0, min(self.to, len(task.criteria) - 1))]
        if target is criterion:
            return Unchanged(task.key, f"{task.key} “{criterion.text}” stands there already")
        if target not in _siblings(task.criteria, criterion):
            raise Unfit(
                "a criterion moves among those it stands with; that place is in another list"
            )
        part = holder_of(task)
        patch = _swap(document, part, criterion, target)
        return checked(
            document, self, Planned((patch,), task.key, f"{task.key} moved “{criterion.text}”")
        )


def _swap(document: Document, part: Section, moved: Criterion, target: Criterion) -> Patch:
    """The patch that puts `moved` where `target` is and shifts what lies between."""
    down = moved.block.start < target.block.start
    start = moved.block.start if down else target.block.start
    end = target.block.end if down else moved.block.end
    block = part.data[moved.block.start : moved.block.end]
    rest = part.data[moved.block.end : end] if down else part.data[start : moved.block.start]
    parts = [rest, block] if down else [block, rest]
    if not parts[0].endswith((b"\n", b"\r")):
        parts = [parts[0] + document.newline, parts[1].rstrip(b"\r\n")]
    return patch_in(document, part, start, end, b"".join(parts))
