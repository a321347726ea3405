"""Which task of one file is which of another: by ID and title, never by place.

A task keeps its identity when it moves, when its title is edited, and when it is given
another ID under the same title. A number that both sides gave to different new tasks is
given anew on their side, and what they wrote about it goes along.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from ..dialects.foreign import Foreign
from ..dialects.regular import is_regular
from ..document import Document
from ..ids import split_id
from ..roles import CategoryFull, Roles
from ..section import Section
from ..source import decode, encode
from ..task import Task
from .lines import lines_of

_SAYS = re.compile(rb"[0-9A-Za-z\x80-\xff]")
"""What no blank line and no rule has."""
_NUMBER = re.compile(r"\d+(?=\D*\Z)")


class Side(NamedTuple):
    """A document, and what its tasks are."""

    document: Document
    origins: dict[Task, Task]
    """The base's task that a task is."""
    numbers: dict[Section, int]
    """What a section is: two of one number are the same on different sides."""

    @property
    def new(self) -> list[Task]:
        """The tasks that the base has not."""
        return [task for task in self.document.tasks if task not in self.origins]


def identify(base: Document, ours: Document, theirs: Document) -> tuple[Side, Side, Side]:
    """The three documents with a number for every section that states a task."""
    parts = [part for task in base.tasks for part in task.sections]
    old = Side(base, {task: task for task in base.tasks}, {p: n for n, p in enumerate(parts)})
    left, right = _side(old, ours), _side(old, theirs)
    free = len(parts)
    twins = _twins(left, right)
    for side in (left, right):
        for task in side.document.tasks:
            for part in task.sections:
                if part not in side.numbers:
                    twin = twins.get(part)
                    known = left.numbers.get(twin) if twin else None
                    side.numbers[part] = free if known is None else known
                    free += 1
    return old, left, right


def _side(base: Side, document: Document) -> Side:
    origins = {new: old for old, new in _paired(base.document.tasks, document.tasks)}
    numbers = {
        new: base.numbers[old]
        for task, origin in origins.items()
        for old, new in _parts_paired(origin.sections, task.sections)
    }
    return Side(document, origins, numbers)


def _paired(old: Iterable[Task], new: Iterable[Task]) -> list[tuple[Task, Task]]:
    """The tasks that are the same: by ID and title, by ID alone, by a title alone."""
    found: list[tuple[Task, Task]] = []
    rest, fresh = list(old), list(new)
    for key in (_id_and_title, _id, _title):
        waiting: dict[Hashable, list[Task]] = {}
        for task in rest:
            waiting.setdefault(key(task), []).append(task)
        met = []
        for task in fresh:
            same = waiting.get(key(task))
            if same and key(task) is not None:
                met.append((same.pop(0), task))
        found += met
        gone = {task for pair in met for task in pair}
        rest = [task for task in rest if task not in gone]
        fresh = [task for task in fresh if task not in gone]
    return found


def _id(task: Task) -> Hashable:
    return task.id.casefold()


def _title(task: Task) -> Hashable:
    return " ".join(task.title.casefold().split()) or None


def _id_and_title(task: Task) -> Hashable:
    return _id(task), _title(task)


def _parts_paired(old: Sequence[Section], new: Sequence[Section]) -> list[tuple[Section, Section]]:
    """The sections of one task that are the same: those of one text, then those in order."""
    found: list[tuple[Section, Section]] = []
    rest, fresh = list(old), []
    for part in new:
        same = part if part in rest else None
        same = same or next((one for one in rest if text_of(one) == text_of(part)), None)
        if same is None:
            fresh.append(part)
        else:
            rest.remove(same)
            found.append((same, part))
    return found + list(zip(rest, fresh, strict=False))


def text_of(part: Section) -> bytes:
    """A section's own text, without what stands behind it."""
    return part.data[: end_of(part)].rstrip()


def end_of(part: Section) -> int:
    """Where a section's own text ends, as its reading says; without reading it where a look at
    its last line is enough.
    """
    data = part.data
    if isinstance(part.dialect, Foreign) or not is_regular(data):
        return part.reading.end
    bare = data.rstrip(b"\r\n")
    last = bare[bare.rfind(b"\n") + 1 :]
    if not last.startswith((b"- **", b"  ")) or not _SAYS.search(last):
        return part.reading.end
    newline = 2 if data.startswith(b"\r\n", len(bare)) else 1
    return min(len(bare) + newline, len(data))


def _twins(ours: Side, theirs: Side) -> dict[Section, Section]:
    """Their new sections that ours has too: of a task that both added, or of one text."""
    found: dict[Section, Section] = {}
    for mine, other in _same_new(ours.new, theirs.new):
        found |= {new: old for old, new in _parts_paired(mine.sections, other.sections)}
    updates: dict[Task, list[Section]] = {}
    for task, origin in ours.origins.items():
        added = [part for part in task.sections if part not in ours.numbers]
        if added:
            updates[origin] = added
    for task, origin in theirs.origins.items():
        rest = updates.get(origin, [])
        for part in task.sections if rest else ():
            same = next((one for one in rest if text_of(one) == text_of(part)), None)
            if same and part not in theirs.numbers:
                rest.remove(same)
                found[part] = same
    return found


def _same_new(ours: Iterable[Task], theirs: Iterable[Task]) -> list[tuple[Task, Task]]:
    """The tasks that both sides added: of one ID, and of one title or text."""
    found = []
    rest = list(ours)
    for task in theirs:
        for one in rest:
            alike = _title(one) == _title(task) if _title(task) else _text(one) == _text(task)
            if _id(one) == _id(task) and alike:
                rest.remove(one)
                found.append((one, task))
                break
    return found


def _text(task: Task) -> list[bytes]:
    return [text_of(part) for part in task.sections]


def numbers_anew(base: Side, ours: Side, theirs: Side, roles: Roles) -> dict[str, str]:
    """The IDs that both sides gave to different new tasks, and what theirs get instead: the next
    free one of the same category of `roles`.
    """
    ids = [task.id for side in (base, ours, theirs) for task in side.document.tasks]
    known: set[Hashable] = {one.casefold() for one in ids}
    before = {_id(task) for task in base.document.tasks}
    taken = {_id(task) for task in ours.document.tasks} - before
    shared = {_id(other) for _, other in _same_new(ours.new, theirs.new)}
    found: dict[str, str] = {}
    for task in theirs.new:
        if _id(task) in taken - shared and task.id not in found:
            fresh = _free_id(task.id, ids, known, roles)
            found[task.id] = fresh
            ids.append(fresh)
            known.add(fresh.casefold())
    return found


def _free_id(task_id: str, ids: Sequence[str], known: set[Hashable], roles: Roles) -> str:
    """Another ID of the same category; behind all others where that is full."""
    prefix, _ = split_id(task_id)
    category = roles.category_of(task_id)
    if category and re.fullmatch(r"[A-Za-z][A-Za-z0-9]*-\d{1,9}", task_id):
        try:
            fresh = roles.next_id(category, ids)
            if fresh.casefold() not in known:
                return task_id[: len(prefix)] + fresh[len(prefix) :]
        except CategoryFull:
            pass
    match = _NUMBER.search(task_id)
    if match is None:
        raise ValueError(f"{task_id} has no number that could be given anew")
    number = max([int(match[0]), *(split_id(one)[1] for one in ids if split_id(one)[0] == prefix)])
    while True:
        number += 1
        fresh = f"{task_id[: match.start()]}{number:0{len(match[0])}}{task_id[match.end() :]}"
        if fresh.casefold() not in known:
            return fresh


def renamed(base: bytes, theirs: bytes, ids: dict[str, str]) -> bytes:
    """`theirs` with the IDs replaced in every line that the base has not."""
    known = Counter(line.text for line in lines_of(base))
    wanted = {task_id.casefold(): fresh for task_id, fresh in ids.items()}
    either = "|".join(map(re.escape, sorted(ids, key=len, reverse=True)))
    name = re.compile(rf"(?<![\w-])(?:{either})(?![\w-]|\.\d)", re.IGNORECASE)
    parts: list[bytes] = []
    for line in lines_of(theirs):
        text = line.text
        if known[text]:
            known[text] -= 1
        else:
            text = encode(name.sub(lambda found: wanted[found[0].casefold()], decode(text)))
        parts += (text, line.end)
    return b"".join(parts)
