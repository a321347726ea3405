"""Marking the items of a review, and giving its verdict. Protocol, section 4.

An item is named by its title, never by its place, and only what was looked at is written. Two
reviewers who mark the same item the same way made one mark; where it says something else than
the user saw, the user is asked. New items take the card's order among those that stand there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..document import Document, patched
from ..reading import Field
from ..reviews.entries import Entry, listing_of
from ..reviews.review import BOXES, SIGNS, Review, ReviewItem, State, read_item, read_review
from ..section import Section
from ..source import Patch, decode, encode
from ..standards import folded, same
from ..task import Task
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
from .comments import lead_of, told
from .values import add_field

_STATES = tuple(BOXES)


@dataclass(frozen=True, slots=True)
class MarkReviewItem(Repeatable):
    """Say that a step, or an item of the checklist, passed, failed, is skipped, or is open again.

    With an item of the checklist its step is written, open, where it does not stand there yet.
    """

    task: str
    step: str
    """The title; where the file has the item, it is found without regard to case and markup."""
    state: str | None
    """`passed`, `failed`, `skipped` or `open`; None leaves it, where only a note is given."""
    note: str | None = None
    """What is said about it; None leaves what is said, an empty text takes it away."""
    after: tuple[str, ...] = ()
    """The titles that come before it in the card."""
    part: str | None = None
    """The step that an item of the checklist is written under; None for a step."""
    part_after: tuple[str, ...] = ()
    """The titles that come before that step."""
    expect: str | None = None
    """The state that the user saw; None where any may be replaced."""
    expect_note: str | None = None
    """The note that the user saw, empty for none; None where any may be replaced."""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"{self.task}: review, {self.step} {self.state or 'noted'}"

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for no such state, or no title."""
        if self.state is not None and self.state not in _STATES:
            raise Refused(f"no such state: {self.state!r}; use {', '.join(_STATES)}")
        title = one_line(self.step)
        if not folded(title):
            raise Refused("a review's item needs a title")
        task = find(document, self.task)
        if isinstance(task, Conflict):
            return task
        place = _Place.of(task, (title, *self.after, *self.part_after, self.part or ""))
        item = place.review.find(title) if place.review else None
        now = item.state if item else "open"
        note = None if self.note is None else one_line(self.note)
        if self._is_so(item, note):
            return Unchanged(task.key, f"{task.key} {title}: {now} already")
        if self._overtaken(item, note):
            return self._conflict(task, title, item)
        state = self._wanted(item)
        if item is None:
            patch = self._new(document, task, place, title, state, note)
        else:
            assert place.part is not None
            patch = _changed(document, place.part, item, state, note)
        self._refuse_unread(document, task, patch, note)
        said = f": {note}" if note else ""
        summary = f"{task.key} review: {title} {self.state or 'noted'}{said}"
        return checked(document, self, Planned((patch,), task.key, summary))

    def _wanted(self, item: ReviewItem | None) -> State:
        """The state that the item is to have."""
        state: State = self.state or (item.state if item else "open")  # type: ignore[assignment]
        return state

    def _is_so(self, item: ReviewItem | None, note: str | None) -> bool:
        if item is None:
            return self._wanted(None) == "open" and not note
        same_note = note is None or one_line(item.note or "") == note
        return item.state == self._wanted(item) and same_note

    def _overtaken(self, item: ReviewItem | None, note: str | None) -> bool:
        now = item.state if item else "open"
        wanted = self._wanted(item)
        if self.expect is not None and now not in (self.expect, wanted):
            return True
        said = one_line((item.note if item else None) or "")
        kept = self.expect_note is None or note is None
        return not kept and said not in (one_line(self.expect_note or ""), note)

    def _conflict(self, task: Task, title: str, item: ReviewItem | None) -> Conflict:
        theirs = _line_text(item.state, title, item.note) if item else f"[ ] {title}"
        mine = _line_text(self._wanted(item), title, self.note)
        reason = f"{task.key} review says “{theirs}” now; you chose “{mine}”"
        return Conflict(reason, task.key, theirs, mine)

    def _refuse_unread(
        self, document: Document, task: Task, patch: Patch, note: str | None
    ) -> None:
        """Raise `Refused` unless the file then reads as before, but for this item."""
        after = patched(document, (patch,)).task(task.key)
        if after is not None and told(after) == told(task):
            place = _Place.of(after, (one_line(self.step), *self.after, self.part or ""))
            item = place.review.find(self.step) if place.review else None
            if self._is_so(item, note):
                return
        raise Unfit(
            f"written so, “{one_line(self.step)}” would not read as meant: edit the review's text"
        )

    def _new(
        self,
        document: Document,
        task: Task,
        place: _Place,
        title: str,
        state: State,
        note: str | None,
    ) -> Patch:
        """The patch that writes an item which the review has not got yet."""
        line = _line_text(state, title, note)
        part = one_line(self.part or "")
        if place.part is None or place.field is None:
            value = f"- {line}" if not part else f"- [ ] {part}\n  - {line}"
            return add_field(document, task.home, "review", "Review", value)
        entries = listing_of(place.part, place.field).entries
        parent = place.review.find(part) if part and place.review else None
        if parent is not None and parent.entry is not None:
            return _nested(document, place.part, parent.entry, line, self.after)
        lead = lead_of(place.part, place.field)
        lines = [lead + encode(line)]
        if part:
            inner = b" " * len(lead) + lead.lstrip(b" ")
            lines = [lead + encode(f"[ ] {part}"), inner + encode(line)]
        after = self.part_after if part else self.after
        return insert_lines(document, place.part, _spot(place, entries, after), lines)


class _Place(NamedTuple):
    """Where the review of a task stands."""

    part: Section | None
    field: Field | None
    review: Review | None

    @classmethod
    def of(cls, task: Task, titles: tuple[str, ...] = ()) -> _Place:
        """Raises `Refused` where the field has no room for a list."""
        part = task.holder("review")
        field = part.reading.field("review") if part else None
        if part is None or field is None:
            return cls(None, None, None)
        if field.form != "lines":
            raise Unfit(
                f"“{field.name}” of {task.key} stands in a line or cell, which has no room for"
                " a list: edit its text"
            )
        known = frozenset(folded(title) for title in titles if title)
        return cls(part, field, read_review(listing_of(part, field), known))


def _line_text(state: str, title: str, note: str | None) -> str:
    box = BOXES[state]  # type: ignore[index]
    return f"[{box}] {title}: {one_line(note)}" if note else f"[{box}] {title}"


def _spot(place: _Place, entries: tuple[Entry, ...], after: tuple[str, ...]) -> int:
    """Where a new step goes: behind the last of those that come before it."""
    assert place.part is not None
    assert place.field is not None
    items = place.review.items if place.review else ()
    ends = [i.entry.block.end for i in items if i.entry and any(same(i.step, t) for t in after)]
    if ends:
        return max(ends)
    return entries[0].block.start if entries else place.field.block.end


def _nested(
    document: Document, part: Section, parent: Entry, line: str, after: tuple[str, ...]
) -> Patch:
    """The patch for a new item below a step."""
    if not parent.inner:
        lead = b" " * len(parent.lead) + parent.lead.lstrip(b" \t>")
        if not lead.lstrip().startswith((b"-", b"*", b"+")):
            lead = b" " * len(parent.lead) + b"- "
        return insert_lines(document, part, parent.block.end, [lead + encode(line)])
    lead = parent.inner[0].lead
    ends = [e.block.end for e in parent.inner if any(_titled(e, title) for title in after)]
    at = max(ends) if ends else parent.inner[0].block.start
    return insert_lines(document, part, at, [lead + encode(line)])


def _titled(entry: Entry, title: str) -> bool:
    found = read_item(entry, frozenset([folded(title)]))
    return found is not None and same(found.step, title)


def _changed(
    document: Document, part: Section, item: ReviewItem, state: State, note: str | None
) -> Patch:
    """The patch that gives an item its state, and its note where one is given."""
    entry, box = item.entry, item.box
    assert entry is not None
    body = entry.body
    if box is None:
        said = item.note if note is None else note
        text = encode(_line_text(state, item.step, said))
        return patch_in(document, part, body.start, body.end, text)
    mark = _mark(part.data[box.start : box.end], state, item.state)
    if note is None or one_line(item.note or "") == note:
        return patch_in(document, part, box.start, box.end, mark)
    end = item.note_at if item.note_at is not None else body.end
    title = decode(part.data[box.end : end]).rstrip()
    if not note:
        joined = title.rstrip(" \t:–—-")
    elif title.endswith((":", ":**", ":__", "-", "–", "—")):
        joined = f"{title} {note}"
    else:
        joined = f"{title}: {note}"
    return patch_in(document, part, box.start, body.end, mark + encode(joined))


def _mark(now: bytes, state: State, was: State) -> bytes:
    """The mark for a state, in the style of the one that stands there."""
    if state == was:
        return now
    sign = decode(now) in SIGNS.values() or not (now.isascii())
    return encode(SIGNS[state] if sign else BOXES[state])
