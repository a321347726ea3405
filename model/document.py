"""A whole task file: its bytes, the sections they fall into, the tasks those state.

A `Document` is immutable. `parse` makes one from bytes; `reparse` makes the next one and
looks only at the window between what both begin with and what both end with, so that a
change to one task of ten thousand costs milliseconds and leaves every other `Task` the very
same object. What depends on the whole file (where a section begins, line numbers,
diagnostics) is computed here, at first use, and never kept in the parts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from .dialects.sectioning import cut, reused, same_tasks, sections_of, swallows
from .dialects.uniting import tasks_of
from .lazy import lazy_property
from .markdown.outline import front_matter, split
from .section import Section
from .source import UTF8_BOM, Patch, Source, common, decode, splice
from .task import Diagnostic, Task

if TYPE_CHECKING:
    from typing import Final

    from .dialects.sectioning import Cut
    from .markdown.outline import Outline


_FRONT = (b"---", UTF8_BOM + b"---")

NO_TASKS = (
    "no tasks here: a task has an ID, as a heading (`### BE-001: Title`), a box"
    " (`- [ ] BE-001 Title`), or a table's row"
)
"""What to say of a file that states none."""


class Document:
    """What a task file says at one moment. Never changed once it is made."""

    sections: Final[tuple[Section, ...]]
    """Joined, they are the source's data."""
    tasks: Final[tuple[Task, ...]]
    """Every task once, in the order in which the file first states them."""
    unclosed: Final[tuple[int, ...]]
    """Offsets of lines that open a fence or HTML block which nothing closes."""
    scanned: Final[bool]
    """Whether its headings were found by scanning; then a change is not read by itself."""
    foreign: Final[bool]
    """Whether tasks are stated in other forms than the protocol's own."""
    doubtful: Final[bool]
    """Whether they might be: then the tasks of the whole file decide how some text is read."""

    def __init__(
        self,
        source: Source,
        sections: tuple[Section, ...],
        tasks: tuple[Task, ...],
        unclosed: tuple[int, ...] = (),
        scanned: bool = False,
        foreign: bool = False,
        doubtful: bool = False,
    ) -> None:
        self._source: Source | None = source
        self._codec = source.codec
        self.sections = sections
        self.tasks = tasks
        self.unclosed = unclosed
        self.scanned = scanned
        self.foreign = foreign
        self.doubtful = doubtful

    @property
    def source(self) -> Source:
        """The file's bytes, and how they are read."""
        return self._source or Source.of(b"".join([p.data for p in self.sections]), self._codec)

    def put_away(self) -> None:
        """Let go of what the sections can tell again, slowly: the file says something else by now,
        and this is only kept to be compared with what it says.
        """
        self._source = None
        for name in [name for name in vars(self) if hasattr(Document, name)]:
            vars(self).pop(name, None)  # a lazy property

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

    @lazy_property
    def digest(self) -> str:
        """SHA-256 of the bytes as stored, in hexadecimal."""
        from hashlib import sha256  # takes longer to import than a small file to read

        return sha256(self.source.raw).hexdigest()

    @lazy_property
    def _by_key(self) -> dict[str, Task]:
        return _by_key(self.tasks)

    @lazy_property
    def _by_folded_key(self) -> dict[str, Task]:
        return {task.key.casefold(): task for task in reversed(self.tasks)}

    def task(self, key: str) -> Task | None:
        """The task with this key (an ID, or `ID#2`), in exact case if there is one such."""
        return self._by_key.get(key) or self._by_folded_key.get(key.casefold())

    @lazy_property
    def _by_id(self) -> dict[str, tuple[Task, ...]]:
        """The tasks that use an ID, by the folded ID."""
        return _by_id(self.tasks)

    @lazy_property
    def _ends(self) -> list[int]:
        """Where each section ends."""
        return list(accumulate([len(section.data) for section in self.sections]))

    @lazy_property
    def _places(self) -> dict[Section, int]:
        """The index of each section."""
        return {section: place for place, section in enumerate(self.sections)}

    def start(self, section: Section) -> int:
        """Offset of the section in the data. Raises `KeyError` if it is not of this document."""
        place = self._places[section]
        return self._ends[place - 1] if place else 0

    @lazy_property
    def _lines_before(self) -> dict[Section, int]:
        """How many lines end before a section begins; no line ending lies across two sections."""
        counts = accumulate([_line_ends(section.data) for section in self.sections])
        return dict(zip(self.sections, [0, *counts], strict=False))

    def line_at(self, section: Section, offset: int) -> int:
        """The 1-based line number of an offset in a section."""
        return self._lines_before[section] + _line_ends(section.data, offset) + 1

    def lines_of(self, task: Task) -> tuple[tuple[int, int], ...]:
        """The 1-based, inclusive line ranges that state the task, in file order."""
        return tuple(
            (self.line_at(part, 0), self.line_at(part, max(part.reading.end - 1, 0)))
            for part in task.sections
        )

    def source_of(self, task: Task) -> str:
        """The text of the task's sections as it stands in the file."""
        return "\n".join(decode(part.data[: part.reading.end]) for part in task.sections)

    @lazy_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What a reader of the file should know, in file order."""
        in_tasks = (found for task in self.tasks for found in self._findings_in(task))
        none = () if self.tasks else (Diagnostic(1, "info", "no-tasks", None, NO_TASKS),)
        return tuple(sorted([*none, *self._unclosed_blocks(), *in_tasks], key=_line_of))

    def diagnostics_of(self, task: Task) -> tuple[Diagnostic, ...]:
        """Those of `diagnostics` that are about `task`; no other task is read for them."""
        return tuple(sorted(self._findings_in(task), key=_line_of))

    def _unclosed_blocks(self) -> Iterator[Diagnostic]:
        for offset in self.unclosed:
            line = _line_ends(self.data, offset) + 1
            text = "what opens on this line is never closed; read as if it were text"
            yield Diagnostic(line, "warning", "unclosed-block", None, text)

    def _findings_in(self, task: Task) -> Iterator[Diagnostic]:
        used = len(self._by_id[task.id.casefold()])
        if used > 1:
            line = self.line_at(task.sections[0], 0)
            text = f"the ID {task.id} is used by {used} different tasks"
            yield Diagnostic(line, "error", "duplicate-id", task.key, text)
        if not task.title:
            line = self.line_at(task.sections[0], 0)
            yield Diagnostic(line, "warning", "no-title", task.key, f"{task.id} has no title")
        for part in task.sections:
            for doubt in part.reading.doubts:
                line = self.line_at(part, 0)
                yield Diagnostic(line, "info", "doubtful", task.key, f"{task.id}: {doubt}")
            for span in part.reading.odd_lines:
                line = self.line_at(part, span.start)
                text = f"this line is no field of {task.id}"
                yield Diagnostic(line, "info", "odd-line", task.key, text)


def _line_of(diagnostic: Diagnostic) -> int:
    return diagnostic.line


def _line_ends(data: bytes, end: int | None = None) -> int:
    """How many lines end in `data`, at `end` at the latest: by CR LF, LF or CR."""
    count = data.count(b"\n", 0, end)
    if b"\r" in data:
        count += data.count(b"\r", 0, end) - data.count(b"\r\n", 0, end)
        if end and data[end - 1 : end + 1] == b"\r\n":
            count -= 1  # its line goes on for one more byte
    return count


def parse(raw: bytes) -> Document:
    """The document that `raw` holds. Raises `TooLarge` or `NotText`, both `ValueError`."""
    source = Source.read(raw)
    outline = split(source.data)
    return _whole(source, outline, sections_of(outline), {})


def _whole(source: Source, outline: Outline, cut: Cut, known: dict[str, Task]) -> Document:
    tasks = tasks_of(cut.sections, known)
    told = outline.unclosed, outline.scanned, cut.foreign, cut.doubtful
    return Document(source, cut.sections, tasks, *told)


def reparse(old: Document, raw: bytes) -> Document:
    """As `parse(raw)`, with the sections and tasks of `old` wherever they are the same.

    Raises as `parse` does.
    """
    if raw == old.raw:
        return old
    source = Source.read(raw)
    return _next(old, source, _window(old, source.data, *common(old.data, source.data)))


def patched(old: Document, patches: Sequence[Patch]) -> Document:
    """As `reparse` of what `patches` make of `old`, which is known to be the same around them.

    Raises as `parse` does, and `ValueError` as `splice`.
    """
    source = Source.read(old.source.write(splice(old.data, patches)))
    before = min((patch.start for patch in patches), default=len(old.data))
    after = len(old.data) - max((patch.end for patch in patches), default=len(old.data))
    return _next(old, source, _window(old, source.data, before, after))


def _next(old: Document, source: Source, window: _Window | None) -> Document:
    """What `source` says, with what is the same around the window."""
    if window is not None:
        sections = (*old.sections[: window.first], *window.inner, *old.sections[window.last :])
        return _around(old, window, source, sections) or Document(
            source, sections, tasks_of(sections, old._by_key), doubtful=old.doubtful
        )
    outline = split(source.data)
    fresh = sections_of(outline)
    fresh = fresh._replace(sections=reused(fresh.sections, old.sections))
    return _whole(source, outline, fresh, old._by_key)


def _by_id(tasks: Iterable[Task]) -> dict[str, tuple[Task, ...]]:
    found: dict[str, tuple[Task, ...]] = {}
    for task in tasks:
        folded = task.id.casefold()
        found[folded] = (*found[folded], task) if folded in found else (task,)
    return found


def _by_key(tasks: Iterable[Task]) -> dict[str, Task]:
    return {task.key: task for task in tasks}


class _Window(NamedTuple):
    """The part of a document that a change can concern."""

    first: int
    last: int
    """The old document's sections from `first` up to `last` give way to `inner`."""
    inner: tuple[Section, ...]


def _window(old: Document, data: bytes, before: int, after: int) -> _Window | None:
    """The sections between what `data` and the old document begin and end with; None where
    others can differ too. At least `before` and `after` bytes are the same.
    """
    if old.unclosed or old.scanned or old.foreign:
        return None
    if data.startswith(_FRONT) and not 0 < front_matter(old.data) <= before:
        return None  # what closes the front matter may come or go
    ends = old._ends
    first = max(0, bisect_right(ends, before) - 1)
    last = bisect_right(ends, len(old.data) - after - 1) + 1
    start = ends[first - 1] if first else 0
    if first == 0 and (data[:4] != old.data[:4] or data.startswith((b"---", UTF8_BOM))):
        return None
    end = len(data) - (len(old.data) - (ends[last - 1] if last <= len(ends) else len(old.data)))
    if end < start:
        return None
    text = data[start:end]
    behind = old.sections[last : last + 1]
    if behind and not (text.endswith(b"\n") and behind[0].data.startswith(b"#")):
        return None  # what stands behind may no longer begin a section
    outline = split(text)
    if outline.unclosed or outline.scanned or (first and outline.pieces[0]):
        return None
    inner, doubtful, _ = cut(outline.pieces[1:] if first else outline.pieces)
    if doubtful or (old.doubtful and not same_tasks(old.sections[first:last], inner)):
        return None
    if behind and (not inner or swallows(inner[-1], behind[0])):
        return None
    return _Window(first, last, reused(inner, old.sections[first:last]))


def _around(
    old: Document, window: _Window, source: Source, sections: tuple[Section, ...]
) -> Document | None:
    """The old document with the tasks of the window exchanged; None if others can be concerned
    too, because a task has sections inside and outside, or an ID is used there.
    """
    ids = {part.id.casefold() for part in old.sections[window.first : window.last] if part.id}
    gone = [task for folded in ids for task in old._by_id.get(folded, ())]
    inside = set(old.sections[window.first : window.last])
    if not gone or any(part not in inside for task in gone for part in task.sections):
        return None
    fresh = {part.id.casefold() for part in window.inner if part.id}
    if any(folded in old._by_id for folded in fresh - ids):
        return None
    leaving = set(gone)
    at = next(index for index, task in enumerate(old.tasks) if task in leaving)
    made = tasks_of(window.inner, _by_key(gone))
    tasks = (*old.tasks[:at], *made, *old.tasks[at + len(gone) :])
    document = Document(source, sections, tasks, doubtful=old.doubtful)
    _carry_over(old, document, gone, made)
    _carry_places_over(old, document, window)
    return document


def _carry_over(old: Document, new: Document, gone: list[Task], made: tuple[Task, ...]) -> None:
    """Tell `new` which task has a key: to work that out anew takes longer than all the rest."""
    by_id, by_key = old._by_id.copy(), old._by_key.copy()
    for task in gone:
        by_id.pop(task.id.casefold(), None)
        del by_key[task.key]
    by_id.update(_by_id(made))
    by_key.update(_by_key(made))
    new._by_id, new._by_key = by_id, by_key


def _carry_places_over(old: Document, new: Document, window: _Window) -> None:
    """Tell `new` where its sections stand."""
    first, last, inner = window
    ends, behind = old._ends, old._ends[last:]
    sizes = [len(section.data) for section in inner]
    within = list(accumulate(sizes, initial=ends[first - 1] if first else 0))[1:]
    if shift := len(new.data) - len(old.data):
        behind = [end + shift for end in behind]
    new._ends = [*ends[:first], *within, *behind]
    if len(inner) == last - first:
        places = old._places.copy()
        for section in old.sections[first:last]:
            del places[section]
        places.update((section, place) for place, section in enumerate(inner, first))
        new._places = places
