"""What brings back a state of a task: one change of it, or the whole task.

Each is an ordinary operation, planned on the file as it is by then and undone like any other.
It expects what the user saw: where the file says something else meanwhile, it is a conflict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import words
from ..merge import differences
from ..operations import (
    AddCriterion,
    CheckCriterion,
    CriterionRef,
    DeleteTask,
    EditCriterion,
    Operation,
    RemoveCriterion,
    RestoreLines,
    RestoreTask,
    SetField,
    SetStatus,
    Together,
    digest_of,
    value_of,
)
from ..operations.base import one_line, patch_in
from ..operations.revert import hunks_of
from ..operations.sections import removal
from ..reading import Criterion
from ..source import LINE_END, Patch, decode, splice
from ..task import Task

if TYPE_CHECKING:
    from ..document import Document
    from .changes import Change

_AS_FIELDS = ("title", "priority", "assignee", "effort", "dependencies")


def whole(key: str, then: Document, now: Document) -> Operation | None:
    """What makes of the task in `now` what `then` says of it; None if it reads so already.

    A task that is gone comes back behind the one that it stood behind; one that was not there
    yet is deleted.
    """
    was, is_now = then.task(key), now.task(key)
    if was is None:
        return None if is_now is None else DeleteTask(key, digest_of(now, is_now))
    if is_now is None:
        return _brought_back(was, then, now)
    patches = list(_patches(was, is_now, now))
    if not patches:
        return None
    text = f"{key} as it was"
    data = splice(now.data, patches)
    lines = RestoreLines(key, text, hunks_of(data, _back(patches, now.data)))
    after = _read(now.source.write(data), now).task(key)
    if after is not None and was.status and after.status != was.status:
        return Together(text, (lines, SetStatus(key, was.status_text or was.status)))
    return lines


def _read(raw: bytes, near: Document) -> Document:
    from ..document import reparse

    return reparse(near, raw)


def _brought_back(was: Task, then: Document, now: Document) -> Operation:
    """The task behind the nearest one before it that is still there."""
    before: list[Task] = []
    for task in then.tasks:
        if task.key == was.key:
            break
        before.append(task)
    near = next((t.key for t in reversed(before) if now.task(t.key) is not None), "")
    first, *rest = [part.data[: part.reading.end] for part in was.sections]
    text = b"".join([first, *(now.newline + part for part in rest)])
    return RestoreTask(was.key, decode(text), near, was.title)


def _patches(was: Task, is_now: Task, now: Document) -> list[Patch]:
    """The lines of the task's sections that have to change, as patches of `now`."""
    found: list[Patch] = []
    newline = now.newline
    texts = [
        LINE_END.sub(newline, part.data[: part.reading.end]).rstrip(b"\r\n")
        for part in was.sections
    ]
    for text, part in zip(texts, is_now.sections, strict=False):
        end = part.reading.end
        own = part.data[:end]
        body = len(own.rstrip(b"\r\n"))
        for start, stop, lines in differences(own[:body], text):
            found.append(patch_in(now, part, start, stop, lines))
    for part in is_now.sections[len(texts) :]:
        found.append(removal(now, part))
    last = is_now.sections[min(len(texts), len(is_now.sections)) - 1]
    for text in texts[len(is_now.sections) :]:
        at = last.reading.end
        lead = b"" if last.data[:at].endswith((b"\n", b"\r")) else newline
        found.append(patch_in(now, last, at, at, lead + newline + text + newline))
    return found


def _back(patches: list[Patch], data: bytes) -> list[Patch]:
    """The patches that take `patches` of `data` back, in what they make of it."""
    found, shift = [], 0
    for patch in sorted(patches, key=lambda one: (one.start, one.end)):
        start = patch.start + shift
        found.append(Patch(start, start + len(patch.data), data[patch.start : patch.end]))
        shift += len(patch.data) - (patch.end - patch.start)
    return found


def one(key: str, change: Change, then: Document, now: Document) -> Operation | None:
    """What gives the task in `now` back what `change` took from `then`, and nothing else.

    None where there is nothing to bring back: the file says so already.
    """
    was, is_now = then.task(key), now.task(key)
    if was is None or is_now is None or change.field in (None, "area", "text", "sections"):
        return whole(key, then, now)
    if change.field == "status":
        return _status(was, is_now)
    if change.field == "criterion":
        return _criterion(was, is_now, change)
    if change.field == "criteria":
        return whole(key, then, now)
    name = change.field or ""
    field = name if name in _AS_FIELDS else words.field_key(name)
    value, seen = value_of(was, field), value_of(is_now, field)
    expect = None if "\n" in seen else seen
    return None if value == seen else SetField(key, name, value, expect)


def _status(was: Task, is_now: Task) -> Operation | None:
    if not was.status or was.status == is_now.status:
        return None
    reason = one_line(was.text("blocker")) if was.status == "blocked" else ""
    expect = is_now.status_text or None
    return SetStatus(was.key, was.status_text or was.status, reason or None, expect)


def _criterion(was: Task, is_now: Task, change: Change) -> Operation | None:
    old = _boxed(was, change.old)
    new = _boxed(is_now, change.new)
    key = is_now.key
    if old is None:
        return None if new is None else RemoveCriterion(key, CriterionRef.to(is_now, new))
    there = [one for one in is_now.criteria if one.text == old.text]
    if there:
        same = there[min(old.ordinal, len(there) - 1)]
        if same.done == old.done:
            return None
        return CheckCriterion(key, CriterionRef.to(is_now, same), old.done)
    tick = CheckCriterion(key, CriterionRef(old.text), old.done)
    wish: Operation
    if new is None:
        wish = AddCriterion(key, old.text, was.criteria.index(old))
        ticked = False
    else:
        wish = EditCriterion(key, CriterionRef.to(is_now, new), old.text)
        ticked = new.done
    return Together(f"{key}: “{old.text}”", (wish, tick)) if ticked != old.done else wish


def _boxed(task: Task, box: str | None) -> Criterion | None:
    """The criterion of a task that a change tells as `[x] text`; by its text, if ticked since."""
    if box is None:
        return None
    text = box.partition("] ")[2]
    same = [one for one in task.criteria if one.text == text]
    exact = [one for one in same if box == f"[{one.mark}] {one.text}"]
    return next(iter([*exact, *same]), None)
