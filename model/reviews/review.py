"""The review of a task as the file holds it (protocol, section 4).

    - **Review**: changes requested by @backend-architect, 2024-01-16 16:00
      - [x] Code review
      - [!] Performance check: login p95 is 240 ms, budget 200 ms
      - [x] Security review
        - [x] Input validation and sanitization

The last section that has a review has the last word. Boxes say open, passed, failed or not
applicable: `[ ]`, `[x]`, `[!]`, `[-]`; the usual marks and words for them are understood, with
or without a box. Behind the verdict's time may stand what the reviewer had to say, and which
text an approval was given to (`approval`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from .. import words
from ..lazy import text_pattern
from ..reading import Span
from ..source import encode
from ..standards import distinct, folded
from ..task import Task
from .entries import Entry, Listing, listing_of
from .head import Verdict, read_head

if TYPE_CHECKING:
    from ..roles import Role

State = Literal["open", "passed", "failed", "skipped"]

BOXES: dict[State, str] = {"open": " ", "passed": "x", "failed": "!", "skipped": "-"}
"""What the board writes into an item's box."""

SIGNS: dict[State, str] = {"open": "⬜", "passed": "✅", "failed": "❌", "skipped": "➖"}
"""What it writes where an item has a sign in place of a box."""

_BOX = text_pattern(r"\[([^\[\]\n]{0,4})\](?:[ \t]+|(?=\n|\Z))")
_SIGN = text_pattern(r"([☑✅✔✓☒❌✗✘⛔🚫⚠⏭➖⬜☐◻⏳🔲])\ufe0f?[ \t]*")
_MARKS: dict[State, str] = {
    "passed": "x|X|✓|✔|✅|☑|v|V|ok",
    "failed": "!|❌|✗|✘|☒|⛔|🚫|⚠|f|F",
    "skipped": "-|–|—|~|⏭|➖|n/a|N/A|na",
}
_SAID: dict[State, str] = {
    "passed": "passed|pass|ok|okay|done|good|approved|yes|lgtm",
    "failed": "failed|fail|fails|not ok|rejected|no|broken",
    "skipped": "skipped|skip|n a|na|not applicable|none",
    "open": "open|todo|to do|pending|tbd",
}
_STATE_OF_MARK: dict[str, State] = {m: s for s, all_ in _MARKS.items() for m in all_.split("|")}
_STATE_OF_WORD: dict[str, State] = {w: s for s, all_ in _SAID.items() for w in all_.split("|")}

_NOTE = text_pattern(r"(?:\*\*|__)?[ \t]*:(?:\*\*|__)?(?=\s|\Z)[ \t]*")
_DASH = text_pattern(r"(?:\*\*|__)?[ \t]+[-–—][ \t]+|(?:\*\*|__)?[ \t]+(?=\()")


class ReviewItem(NamedTuple):
    """A step, or an item of the checklist, that somebody looked at."""

    step: str
    """Its title as the file writes it."""
    state: State
    note: str | None
    """What was said about it; None where nothing was."""
    items: tuple[ReviewItem, ...] = ()
    """The checklist items that stand below a step."""
    part: str | None = None
    """The step or section that a checklist item stands under; None for a step."""
    entry: Entry | None = None
    """Where it stands."""
    box: Span | None = None
    """The mark's bytes in its section; None where words tell its state."""
    note_at: int | None = None
    """Where the note begins in its section; None without one."""


class Review(NamedTuple):
    """What the file says about the review of a task."""

    verdict: Verdict | None
    """None as long as it goes on."""
    by: str | None
    """The reviewer, without `@`; None where it does not say."""
    at: str | None
    """When the verdict was given, as written."""
    items: tuple[ReviewItem, ...]
    """In file order; only what was looked at."""
    note: str | None = None
    """What the reviewer said with the verdict; None for nothing."""
    digest: str | None = None
    """Which text was approved, as `approval.digest_of` writes it; None where it is not told."""
    head: str = ""
    """The whole text behind `Review:`."""
    prose: tuple[str, ...] = ()
    """What stands among the items and is none."""

    @property
    def every(self) -> Iterator[ReviewItem]:
        """All items, those below a step behind it."""
        for item in self.items:
            yield item
            yield from item.items

    def find(self, title: str) -> ReviewItem | None:
        """The item called so; the last one where there are several."""
        wanted = folded(title)
        found = None
        for item in self.every:
            if folded(item.step) == wanted:
                found = item
        return found

    def state(self, title: str) -> State:
        """The state of a step or item; `open` where it was not looked at."""
        found = self.find(title)
        return found.state if found else "open"


def review_of(task: Task, role: Role | None = None) -> Review | None:
    """What the file says about the task's review; None where there is none.

    The titles of `role` tell where a title with a colon in it ends and its note begins.
    """
    holder = task.holder("review")
    field = holder.reading.field("review") if holder else None
    if holder is None or field is None:
        return None
    listing = listing_of(holder, field)
    return read_review(listing, titles_of(role))


def titles_of(role: Role | None) -> frozenset[str]:
    """The titles of a role's steps and checklist items, folded."""
    if role is None:
        return frozenset()
    steps, checklist = distinct(role.review_steps, role.checklist)
    items = (item for part in checklist for item in part.items)
    return frozenset(map(folded, [*(step.title for step in steps), *items]))


def read_review(listing: Listing, titles: frozenset[str] = frozenset()) -> Review | None:
    """The review that a field's head and items tell; None where they tell nothing."""
    items: list[ReviewItem] = []
    said: list[str] = []
    for entry in listing.entries:
        found = read_item(entry, titles, None)
        if found is not None:
            items.append(found)
        elif entry.inner:
            label = _title(entry.text)
            items += (i for inner in entry.inner if (i := read_item(inner, titles, label)))
        elif entry.text.strip():
            said.append(entry.text)
    head = read_head(listing.head)
    told = items or said or (head.note and not _says_nothing(head.note))
    if head.verdict is None and not told:
        return None
    verdict, by, at, digest, note = head
    return Review(verdict, by, at, tuple(items), note, digest, listing.head, tuple(said))


def _says_nothing(text: str) -> bool:
    return words.is_none(text) or words.known_status(text) == "pending"


def read_item(entry: Entry, titles: frozenset[str], part: str | None = None) -> ReviewItem | None:
    """The item that an entry is; None for one without a mark, a known title or a state's word."""
    text = entry.text
    box = _BOX.match(text)
    sign = None if box else _SIGN.match(text)
    mark = box or sign
    start = mark.end() if mark else 0
    step, at = _split(text, start, titles)
    note = text[at:].strip() if at is not None else ""
    state: State = _STATE_OF_MARK.get(mark[1].strip(), "open") if mark else "open"
    if mark is None:
        word, at, said = _said(text, at)
        if word is None and folded(step) not in titles:
            return None
        state, note = word or "open", said
    inner = tuple(i for one in _below(entry) if (i := read_item(one, titles, step)))
    return ReviewItem(
        step,
        state,
        note or None,
        inner,
        part,
        entry,
        _bytes(entry, mark.start(1), mark.end(1)) if mark else None,
        _bytes(entry, at, at).start if at is not None and note else None,
    )


def _below(entry: Entry) -> Iterator[Entry]:
    """The items below one, those below a mere label of a section included."""
    for inner in entry.inner:
        if inner.inner and not (_BOX.match(inner.text) or _SIGN.match(inner.text)):
            yield from inner.inner
        else:
            yield inner


def _bytes(entry: Entry, start: int, end: int) -> Span:
    """Offsets in an entry's first line as offsets of its section."""
    base = entry.body.start
    return Span(base + len(encode(entry.text[:start])), base + len(encode(entry.text[:end])))


def _split(text: str, start: int, titles: frozenset[str]) -> tuple[str, int | None]:
    """An item's title, and where its note begins; None where it has none."""
    line = text.split("\n", 1)[0]
    colons = list(_NOTE.finditer(line, start))
    for cut in [*reversed(colons), *_DASH.finditer(line, start)]:
        if folded(line[start : cut.start()]) in titles:
            return _title(line[start : cut.start()]), cut.end()
    if folded(line[start:]) in titles:
        return _title(line[start:]), len(line) if "\n" in text else None
    if colons:
        return _title(line[start : colons[0].start()]), colons[0].end()
    return _title(line[start:]), None


def _title(text: str) -> str:
    return text.strip(" \t*_:")


def _said(text: str, at: int | None) -> tuple[State | None, int | None, str]:
    """The state that an item's note begins with, and what follows it."""
    if at is None:
        return None, None, ""
    note = text[at:]
    for length in (2, 1):
        match = re.match(r"\W*" + r"[\w/]+\W+" * (length - 1) + r"[\w/]+", note)
        state = _STATE_OF_WORD.get(folded(match[0].replace("/", " "))) if match else None
        if match and state:
            rest = note[match.end() :]
            return state, None, rest.strip(" \t.,;:-–—()")
    return None, at, note.strip()
