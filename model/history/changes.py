"""What differs between two documents, in the terms of tasks.

Tasks are compared by identity first: a reload reuses every task that did not change, so the
cost follows what changed. A task whose ID was rewritten is one removed and one added. Where
more tasks changed at once than anyone reads about (`IN_DETAIL`), only what cards show is
compared, and the rest is told as `text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..board.exchange import exchange
from ..lazy import pattern
from ..reading import Criterion
from ..task import Task

if TYPE_CHECKING:
    from ..document import Document

Kind = Literal["added", "removed", "changed"]

NAMED = 3
"""How many tasks `summarise` describes before it stops with `...`."""

IN_DETAIL = 200
"""Up to so many changed tasks are read in full to tell which field or criterion it was."""

_SHORT = 40
"""Values up to so many characters are told as old -> new."""

_COMPARED = frozenset({"title", "status", "assignee", "priority", "effort", "dependencies"})
_BOXES = "criterion"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. A changed task has one for each thing that changed in it."""

    task: str
    """The task's key."""
    kind: Kind
    field: str | None = None
    """What changed: a field's name, `criterion`, `criteria` (their order), `sections` (their
    number), or `text` for what is no field; None for a task that was added or removed."""
    old: str | None = None
    """What was there, as text; None where there was nothing. A removed task's title."""
    new: str | None = None
    """What is there now; None where it was taken away. An added task's title. A criterion
    reads `[x] Login returns both tokens`."""

    def describe(self) -> str:
        """One line for a reader: `BE-010 pending -> in_progress`."""
        if self.field is None:
            title = (self.new if self.kind == "added" else self.old) or ""
            return f"{self.task} {self.kind}: {title}" if title else f"{self.task} {self.kind}"
        return f"{self.task} {self._what()}"

    def _what(self) -> str:
        if self.field == _BOXES:
            return self._criterion()
        if self.field in ("criteria", "text"):
            return "criteria reordered" if self.field == "criteria" else "text edited"
        if self.field == "sections":
            more = int(self.new or 0) > int(self.old or 0)
            return "updated by a section" if more else "update section removed"
        if self.field == "status":
            return f"{self.old or 'no status'} -> {self.new or 'no status'}"
        if self.new is None:
            return f"{self.field} removed"
        if _is_short(self.old or "") and _is_short(self.new):
            return f"{self.field} {self.old} -> {self.new}" if self.old else self._now()
        return f"{self.field} edited" if self.old else f"{self.field} added"

    def _now(self) -> str:
        return f"{self.field}: {self.new}"

    def _criterion(self) -> str:
        if self.new is None:
            return f"criterion removed: {unboxed(self.old or '')}"
        if self.old is None:
            return f"criterion added: {unboxed(self.new)}"
        if unboxed(self.old) == unboxed(self.new):
            return self.new
        return f"criterion reworded: {unboxed(self.new)}"


def _is_short(value: str) -> bool:
    return len(value) <= _SHORT and "\n" not in value


def unboxed(box: str) -> str:
    """The text behind `[x] `, as changes tell criteria."""
    return box.partition("] ")[2]


def summarise(changes: tuple[Change, ...]) -> str:
    """One line for many changes; empty for none.

    `14 tasks changed: BE-010 pending -> in_progress; BE-011 added: Title; ...`
    """
    first: dict[str, Change] = {}
    for change in changes:
        first.setdefault(change.task, change)
    if len(first) < 2:
        more = f" (and {len(changes) - 1} more)" if len(changes) > 1 else ""
        return "".join(change.describe() for change in changes[:1]) + more
    kinds = {change.kind for change in first.values()}
    said = kinds.pop() if len(kinds) == 1 else "changed"
    told = [change.describe() for change in list(first.values())[:NAMED]]
    return f"{len(first)} tasks {said}: " + "; ".join(told + ["..."] * (len(first) > NAMED))


def changes(old: Document, new: Document, limit: int = IN_DETAIL) -> tuple[Change, ...]:
    """What makes `new` out of `old`: changed and added tasks in file order, then removed ones.

    A task's status comes before its other fields, so the first change of a task is the one
    to tell when there is room for one only. More than `limit` changed tasks are not read in full.
    """
    if old is new:
        return ()
    away, fresh, _ = exchange(old.tasks, new.tasks)
    gone = {task.key: task for task in away}
    in_detail = len(fresh) <= limit
    found: list[Change] = []
    for task in fresh:
        was = gone.pop(task.key, None)
        if was is None:
            found.append(Change(task.key, "added", new=task.title))
        else:
            found += _differences(was, task, in_detail)
    found += [Change(key, "removed", old=task.title) for key, task in gone.items()]
    return tuple(found)


def between(old: Task | None, new: Task | None) -> tuple[Change, ...]:
    """What makes `new` out of `old`, two states of one task; None stands for no such task."""
    if old is None or new is None:
        if new is not None:
            return (Change(new.key, "added", new=new.title),)
        return (Change(old.key, "removed", old=old.title),) if old is not None else ()
    return tuple(_differences(old, new, True))


def contents(task: Task) -> tuple[Change, ...]:
    """What a task says beside its title, as changes that make it out of nothing."""
    nothing = Task(task.key, task.id, ())
    told = (*_shown(nothing, task), *_criteria((), task.criteria), *_other_fields(nothing, task))
    return tuple(Change(task.key, "changed", *found) for found in told if found[0] != "title")


_Difference = tuple[str, str | None, str | None]
"""A field's name, what was, and what is."""


def _differences(old: Task, new: Task, in_detail: bool) -> Iterator[Change]:
    if [part.data for part in old.sections] == [part.data for part in new.sections]:
        return
    found = list(_shown(old, new))
    if in_detail and not (found and _one_shown_line(old, new)):
        found += _criteria(old.criteria, new.criteria)
        found += _other_fields(old, new)
    if len(old.sections) != len(new.sections):
        found.append(("sections", str(len(old.sections)), str(len(new.sections))))
    if not found and (not in_detail or _words_of(old) != _words_of(new)):
        found.append(("text", None, None))
    for difference in found:
        yield Change(new.key, "changed", *difference)


def _shown(old: Task, new: Task) -> Iterator[_Difference]:
    """The differences in what cards show."""
    pairs = (
        ("status", *_statuses(old, new)),
        ("title", old.title, new.title),
        ("priority", old.priority_text, new.priority_text),
        ("assignee", old.assignee, new.assignee),
        ("effort", old.effort, new.effort),
        ("dependencies", ", ".join(old.dependencies), ", ".join(new.dependencies)),
        ("area", old.area, new.area),
    )
    for field, was, now in pairs:
        if was != now:
            yield field, was or None, now or None


_SHOWN_LINE = pattern(
    rb"- \*\*(Title|Status|Assigned|Priority|Estimated effort|Dependencies)\*\*: [^ \r\n]"
)
"""A field as the protocol writes it, of those that `_shown` compares."""


def _one_shown_line(old: Task, new: Task) -> bool:
    """Whether one line alone differs, and is a field that cards show: agents mostly edit such,
    and who changes a hundred titles need not wait until all else was read twice.
    """
    if len(old.sections) != 1 or len(new.sections) != 1:
        return False
    was, now = old.sections[0].data.split(b"\n"), new.sections[0].data.split(b"\n")
    if len(was) != len(now):
        return False
    differing = [pair for pair in zip(was, now, strict=True) if pair[0] != pair[1]]
    names = {match and match[1] for pair in differing for match in map(_SHOWN_LINE.match, pair)}
    return len(differing) == 1 and len(names) == 1 and None not in names


def _statuses(old: Task, new: Task) -> tuple[str, str]:
    """Both as words of the protocol, or as the file writes them if only that differs."""
    if old.status != new.status:
        return old.status or "", new.status or ""
    return old.status_text, new.status_text


def _other_fields(old: Task, new: Task) -> Iterator[_Difference]:
    was = {field.key: field for field in old.fields if _is_other(field.key)}
    now = {field.key: field for field in new.fields if _is_other(field.key)}
    for key, field in (was | now).items():
        before = was[key].text if key in was else None
        after = now[key].text if key in now else None
        if before != after:
            yield field.name, before, after


def _is_other(key: str) -> bool:
    return key not in _COMPARED and key != "criteria"


def _criteria(old: tuple[Criterion, ...], new: tuple[Criterion, ...]) -> Iterator[_Difference]:
    """Ticked where the text is the same; reworded where another stands in its place."""
    was = {(c.text, c.ordinal): c for c in old}
    now = {(c.text, c.ordinal): c for c in new}
    replaced = {id(a): b for a, b in _paired(_unmatched(old, now), _unmatched(new, was))}
    taken = {id(b) for b in replaced.values()}
    for criterion in old:
        after = now.get((criterion.text, criterion.ordinal)) or replaced.get(id(criterion))
        if after is None:
            yield _BOXES, _box(criterion), None
        elif _box(criterion) != _box(after):
            yield _BOXES, _box(criterion), _box(after)
    for criterion in new:
        if (criterion.text, criterion.ordinal) not in was and id(criterion) not in taken:
            yield _BOXES, None, _box(criterion)
    if [c for c in was if c in now] != [c for c in now if c in was]:
        yield "criteria", _joined(old), _joined(new)


def boxes(old: Task, new: Task) -> Iterator[tuple[str | None, str | None]]:
    """The criteria that differ, as `[x] text` before and after; None where there is none."""
    for field, was, now in _criteria(old.criteria, new.criteria):
        if field == _BOXES:
            yield was, now


_Anchored = dict[tuple[str, int] | None, list[Criterion]]


def _unmatched(
    criteria: tuple[Criterion, ...], others: dict[tuple[str, int], Criterion]
) -> _Anchored:
    """The criteria that `others` lacks, by the nearest one above that it has."""
    found: _Anchored = {}
    anchor = None
    for criterion in criteria:
        ident = (criterion.text, criterion.ordinal)
        if ident in others:
            anchor = ident
        else:
            found.setdefault(anchor, []).append(criterion)
    return found


def _paired(old: _Anchored, new: _Anchored) -> Iterator[tuple[Criterion, Criterion]]:
    for anchor, gone in old.items():
        yield from zip(gone, new.get(anchor, ()), strict=False)


def _box(criterion: Criterion) -> str:
    return f"[{criterion.mark}] {criterion.text}"


def _joined(criteria: Iterable[Criterion]) -> str:
    return "; ".join(_box(criterion) for criterion in criteria)


def _words_of(task: Task) -> list[bytes]:
    """The task's text without regard to blanks; what stands behind its end is not its own."""
    return b" ".join(part.data[: part.reading.end] for part in task.sections).split()
