"""A whole task file: its bytes, the sections they fall into, the tasks those state.

A `Document` is immutable. `parse` makes one from bytes; `reparse` makes the next one and
looks only at the window between what both begin with and what both end with, so that a
change to one task of ten thousand costs milliseconds and leaves every other `Task` the very
same object. What depends on the whole file (where a section begins, line numbers,
diagnostics) is computed here, at first use, and never kept in the parts.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import cast

from .dialects import native
from .source import LINE_END, UTF8_BOM, Source, decode
from .syntax import level, needs_scan, split
from .task import Diagnostic, Dialect, Section, Task

_NATIVE = cast(Dialect, native)


@dataclass(frozen=True, eq=False)
class Document:
    """What a task file says at one moment."""

    source: Source
    sections: tuple[Section, ...] = field(repr=False)
    """Joined, they are the source's data."""
    tasks: tuple[Task, ...] = field(repr=False)
    """Every task once, in the order in which the file first states them."""
    unclosed: tuple[int, ...] = ()
    """Offsets of lines that open a fence or HTML block which nothing closes."""

    @property
    def raw(self) -> bytes:
        """The file's bytes as stored."""
        return self.source.raw

    @property
    def data(self) -> bytes:
        """The UTF-8 bytes that all offsets count in."""
        return self.source.data

    @property
    def newline(self) -> bytes:
        """The line ending that new lines get."""
        return self.source.newline

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes as stored, in hexadecimal."""
        return hashlib.sha256(self.source.raw).hexdigest()

    @cached_property
    def _by_key(self) -> dict[str, Task]:
        return {task.key: task for task in self.tasks}

    @cached_property
    def _by_folded_key(self) -> dict[str, Task]:
        return {task.key.casefold(): task for task in reversed(self.tasks)}

    def task(self, key: str) -> Task | None:
        """The task with this key (an ID, or `ID#2`), in exact case if there is one such."""
        return self._by_key.get(key) or self._by_folded_key.get(key.casefold())

    @cached_property
    def _starts(self) -> dict[Section, int]:
        ends = accumulate(len(section.data) for section in self.sections)
        return dict(zip(self.sections, [0, *ends], strict=False))

    def start(self, section: Section) -> int:
        """Offset of the section in the data. Raises `KeyError` if it is not of this document."""
        return self._starts[section]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_END.finditer(self.data))]

    def line_at(self, section: Section, offset: int) -> int:
        """The 1-based line number of an offset in a section."""
        return bisect_right(self._line_starts, self._starts[section] + offset)

    def lines_of(self, task: Task) -> tuple[tuple[int, int], ...]:
        """The 1-based, inclusive line ranges that state the task, in file order."""
        return tuple(
            (self.line_at(part, 0), self.line_at(part, max(part.reading.end - 1, 0)))
            for part in task.sections
        )

    def source_of(self, task: Task) -> str:
        """The text of the task's sections as it stands in the file."""
        return "\n".join(decode(part.data[: part.reading.end]) for part in task.sections)

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What a reader of the file should know, in file order."""
        found = [*self._unclosed_blocks(), *self._duplicates(), *self._findings_in_tasks()]
        return tuple(sorted(found, key=lambda d: d.line))

    def _unclosed_blocks(self) -> Iterable[Diagnostic]:
        for offset in self.unclosed:
            line = bisect_right(self._line_starts, offset)
            text = "what opens on this line is never closed; read as if it were text"
            yield Diagnostic(line, "warning", "unclosed-block", None, text)

    def _duplicates(self) -> Iterable[Diagnostic]:
        used = Counter(task.id.casefold() for task in self.tasks)
        for task in self.tasks:
            if used[task.id.casefold()] > 1:
                line = self.line_at(task.sections[0], 0)
                text = f"the ID {task.id} is used by {used[task.id.casefold()]} different tasks"
                yield Diagnostic(line, "error", "duplicate-id", task.key, text)

    def _findings_in_tasks(self) -> Iterable[Diagnostic]:
        for task in self.tasks:
            if not task.title:
                line = self.line_at(task.sections[0], 0)
                yield Diagnostic(line, "warning", "no-title", task.key, f"{task.id} has no title")
            for part in task.sections:
                for span in part.reading.odd_lines:
                    line = self.line_at(part, span.start)
                    text = f"this line is no field of {task.id}"
                    yield Diagnostic(line, "info", "odd-line", task.key, text)


def parse(raw: bytes) -> Document:
    """The document that `raw` holds. Raises `TooLarge` or `NotText`, both `ValueError`."""
    source = Source.read(raw)
    outline = split(source.data)
    sections = _sections(outline.pieces)
    return Document(source, sections, _tasks(sections, {}), outline.unclosed)


def reparse(old: Document, raw: bytes) -> Document:
    """As `parse(raw)`, with the sections and tasks of `old` wherever they are the same.

    Raises as `parse` does.
    """
    if raw == old.raw:
        return old
    source = Source.read(raw)
    kept = _kept(old, source.data)
    if kept is None:
        outline = split(source.data)
        fresh = _sections(outline.pieces)
        sections, unclosed = _reused(fresh, old.sections), outline.unclosed
    else:
        sections, unclosed = kept, ()
    return Document(source, sections, _tasks(sections, _groups_of(old)), unclosed)


def _reused(fresh: tuple[Section, ...], old: tuple[Section, ...]) -> tuple[Section, ...]:
    """`fresh` with the old object for each section that was there with these very bytes.

    Equal texts at two places stay two sections.
    """
    known: dict[bytes, list[Section]] = {}
    for part in reversed(old):
        known.setdefault(part.data, []).append(part)
    return tuple(known[p.data].pop() if known.get(p.data) else p for p in fresh)


def _kept(old: Document, data: bytes) -> tuple[Section, ...] | None:
    """The new sections, if only those in a window of the file can differ; else None."""
    if old.unclosed or needs_scan(old.data):
        return None
    before, after = _common(old.data, data)
    starts = [0, *accumulate(len(part.data) for part in old.sections)]
    first = max(0, bisect_right(starts, before) - 2)
    last = bisect_right(starts, len(old.data) - after)
    if starts[last - 1] == len(old.data) - after and last - 1 > first:
        last -= 1
    if first == 0 and (data[:4] != old.data[:4] or data.startswith((b"---", UTF8_BOM))):
        return None
    end = len(data) - (len(old.data) - starts[min(last, len(old.sections))])
    if end < starts[first]:
        return None
    window = data[starts[first] : end]
    outline = split(window)
    if outline.unclosed or needs_scan(window) or (first and outline.pieces[0]):
        return None
    inner = _sections(outline.pieces[1:] if first else outline.pieces)
    rest = old.sections[last:]
    if rest and (not inner or _swallows(inner[-1], rest[0])):
        return None
    inner = _reused(inner, old.sections[first:last])
    return (*old.sections[:first], *inner, *rest)


def _common(old: bytes, new: bytes) -> tuple[int, int]:
    """How many bytes both begin with, and how many of the others both end with."""
    limit = min(len(old), len(new))
    before = _longest(limit, lambda n, at: old[at:n] == new[at:n])
    size, other = len(old), len(new)
    after = _longest(
        limit - before,
        lambda n, at: old[size - n : size - at] == new[other - n : other - at],
    )
    return before, after


def _longest(limit: int, same: Callable[[int, int], bool]) -> int:
    """The largest n up to `limit` for which the first n bytes are the same, by bisection."""
    known, beyond = 0, limit
    while known < beyond:
        middle = (known + beyond + 1) // 2
        if same(middle, known):
            known = middle
        else:
            beyond = middle - 1
    return known


def _sections(pieces: tuple[bytes, ...]) -> tuple[Section, ...]:
    """The sections of a file cut at its headings: a heading below a task's own joins the task."""
    sections: list[Section] = []
    open_level = 0
    parts: list[bytes] = []
    task_id: str | None = None

    def close() -> None:
        if parts:
            sections.append(Section(b"".join(parts), task_id, _NATIVE if task_id else None))

    for piece in pieces:
        found = native.recognise(piece)
        depth = level(piece)
        if found is None and task_id is not None and depth > open_level:
            parts.append(piece)
            continue
        close()
        parts, task_id, open_level = [piece] if piece else [], found, depth
    close()
    return tuple(sections)


def _swallows(task_part: Section, behind: Section) -> bool:
    """Whether a heading that stands behind a task's section is below the task's own."""
    deeper = level(behind.data) > level(task_part.data)
    return task_part.id is not None and behind.id is None and deeper


def _groups_of(document: Document) -> dict[str, Task]:
    return {task.key: task for task in document.tasks}


def _tasks(sections: tuple[Section, ...], known: dict[str, Task]) -> tuple[Task, ...]:
    """The tasks that the sections state, in file order; those in `known` where unchanged.

    Sections with one ID are one task (protocol, section 2), unless a later one has another
    title: then the ID was used twice, and both are shown.
    """
    groups: dict[str, list[list[Section]]] = {}
    order: list[tuple[str, list[Section]]] = []
    for part in sections:
        if part.id is None:
            continue
        uses = groups.setdefault(part.id.casefold(), [])
        group = _group_for(part, uses) if uses else None
        if group is None:
            group = []
            uses.append(group)
            key = part.id if len(uses) == 1 else f"{part.id}#{len(uses)}"
            order.append((key, group))
        group.append(part)
    return tuple(_task(key, tuple(group), known.get(key)) for key, group in order)


def _group_for(part: Section, uses: list[list[Section]]) -> list[Section] | None:
    """The task that a further section with a used ID updates; None if it states another."""
    title = _title(part)
    if not title:
        return uses[-1]
    same = [group for group in uses if _title(group[0]) in ("", title)]
    return same[-1] if same else None


def _title(part: Section) -> str:
    return " ".join(part.summary.get("title", "").casefold().split())


def _task(key: str, sections: tuple[Section, ...], known: Task | None) -> Task:
    if known is not None and known.sections == sections:
        return known
    return Task(key, sections[0].id or key, sections)
