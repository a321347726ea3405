"""Which text an approval was given to, and whether the task still says it.

An approval belongs to what was approved. When a criterion, the description or a note changes
afterwards it is stale, and anybody who reads the file should see that: another person, on
another machine, with no more than the file. So the verdict names the text that it was given
to, as a commit is named in a sentence:

    - **Review**: approved by @ana, 2024-01-16 16:00 (text 3f9a-1b2c-77d0)

The three groups are checksums of the description, the criteria with their ticks, and the notes.
Three, so that the file alone tells which of them changed; sixteen bits each, because a reader
has to bear them and they guard against oversight, not against forgery (who forges can rewrite
the verdict too). Blanks, line breaks and the criteria's order do not count. What exactly
changed is told where an earlier content of the file is known that has the very checksum: it
proves itself, so any store of old contents will do. An approval that names no text (written by
hand, or by an agent) was given to what the task said when it was first seen: where no old
content shows that, nobody can know, and it is not called stale.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from ..task import Task
from .review import Review, review_of
from .sighting import first_seen, task_in

if TYPE_CHECKING:
    from ..history.versions import Versions

PARTS = ("description", "criteria", "notes")
"""What an approval is given to, in the order of a digest's groups."""

_NOTES = ("technical notes", "notes")
_DIGEST = re.compile(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){2}")


def digest_of(task: Task) -> str:
    """The digest of what the task says now: `3f9a-1b2c-77d0`."""
    return "-".join(_group(text) for text in _texts(task))


def _texts(task: Task) -> tuple[str, str, str]:
    boxes = sorted(f"{'x' if c.done else ' '} {_folded(c.text)}" for c in task.criteria)
    notes = (_folded(task.text(key)) for key in _NOTES)
    return _folded(task.text("description")), "\n".join(boxes), "\n".join(notes)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _group(text: str) -> str:
    whole = crc32(text.encode("utf-8", "surrogatepass"))
    return f"{(whole >> 16) ^ (whole & 0xFFFF):04x}"


def changed_parts(task: Task, digest: str | None) -> tuple[str, ...]:
    """Which of `PARTS` say something else than the text with this digest; none for no digest."""
    if not digest:
        return ()
    now = digest_of(task).split("-")
    was = digest.split("-")
    return tuple(part for part, a, b in zip(PARTS, was, now, strict=False) if a != b)


def stale(task: Task, approved: Task | None = None) -> tuple[str, ...]:
    """What changed since the task was approved; empty where the approval stands, or is none.

    `approved` is the task as it was approved, where that is known (`approved_task`).
    """
    if task.status != "approved":
        return ()
    return stale_parts(task, review_of(task), approved)


def stale_parts(task: Task, review: Review | None, approved: Task | None = None) -> tuple[str, ...]:
    """As `stale`, of a review that is read already."""
    if review is None or review.verdict != "approved":
        return ()
    if review.digest is None and approved is not None:
        return changed_parts(task, digest_of(approved))
    return changed_parts(task, review.digest)


def basis_of(task: Task) -> str | None:
    """What the text that was approved can be found by, where that is worth a search: the digest
    of a stale approval, or the words of one that names no text. None for any other task.
    """
    if task.status != "approved" or task.field("review") is None:
        return None
    review = review_of(task)
    if review is None or review.verdict != "approved":
        return None
    if review.digest is not None:
        return review.digest if changed_parts(task, review.digest) else None
    return review.head.split("\n", 1)[0].strip() or None


class Since(NamedTuple):
    """One thing that changed since the approval."""

    part: str
    """One of `PARTS`."""
    old: str | None
    """What was approved; None where there was nothing."""
    new: str | None
    """What is there now; None where it was taken away."""


def since(task: Task, approved: Task) -> tuple[Since, ...]:
    """What makes `task` differ from the version that was approved."""
    found: list[Since] = []
    keys = (("description", "description"), *(("notes", key) for key in _NOTES))
    for part, key in keys:
        old, new = approved.text(key), task.text(key)
        if _folded(old) != _folded(new):
            found.append(Since(part, old or None, new or None))
    was = [f"[{'x' if c.done else ' '}] {c.text}" for c in approved.criteria]
    now = [f"[{'x' if c.done else ' '}] {c.text}" for c in task.criteria]
    gone = [line for line in was if line not in now]
    fresh = [line for line in now if line not in was]
    for line in gone:
        other = next((f for f in fresh if f[4:] == line[4:]), None)
        if other is not None:
            fresh.remove(other)
        found.append(Since("criteria", line, other))
    return (*found, *(Since("criteria", None, line) for line in fresh))


def names_text(basis: str) -> bool:
    """Whether a basis is a digest; else it is the words of an approval that names no text."""
    return _DIGEST.fullmatch(basis) is not None


def approved_task(versions: Versions, key: str, basis: str) -> Task | None:
    """The task `key` as it was approved, out of the contents that are kept; None where none of
    them shows it. `basis` is `basis_of` the task. Reads and parses them, so it is slow.
    """
    if not names_text(basis):
        return first_seen(versions, key, basis, lambda task: basis_of(task) == basis)
    said = f"(text {basis})".encode()
    for version in reversed(versions.all()):
        data = versions.content(version.digest)
        task = task_in(data, key) if data is not None and said in data else None
        if task is not None and digest_of(task) == basis:
            return task
    return None
