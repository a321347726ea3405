"""Which sections are one task: those with one ID, unless a title says that it is another."""

from __future__ import annotations

from collections.abc import Iterable

from ..section import Section
from ..task import Task


def tasks_of(sections: Iterable[Section], known: dict[str, Task]) -> tuple[Task, ...]:
    """The tasks that the sections state, in file order; those in `known` where unchanged.

    Sections with one ID are one task (protocol, section 2), unless a later one has another
    title: then the ID was used twice, and both are shown.
    """
    first: dict[str, list[Section]] = {}
    again: dict[str, _Uses] = {}
    order: list[tuple[str, list[Section]]] = []
    for part in sections:
        task_id = part.id
        if task_id is None:
            continue
        folded = task_id.casefold()
        group = first.get(folded)
        if group is None:
            first[folded] = group = [part]
            order.append((task_id, group))
            continue
        uses = again.get(folded)
        if uses is None:
            again[folded] = uses = _Uses(group)
        begun = uses.add(part)
        if begun is not None:
            order.append((f"{task_id}#{len(uses.groups)}", begun))
    return tuple([_task(key, tuple(group), known.get(key)) for key, group in order])


class _Uses:
    """The tasks that share an ID, each with the titles that its sections give it.

    An ID may be used as often as the file is long, so nothing here looks at all of them.
    """

    def __init__(self, group: list[Section]) -> None:
        self.groups: list[list[Section]] = []
        self._titles: list[set[str]] = []
        self._latest: dict[str, int] = {}
        """The last task with each title."""
        self._untitled: dict[int, None] = {}
        self._kinds: set[type] = set()
        part = group[0]
        self._begin(part, _title(part), group)

    def add(self, part: Section) -> list[Section] | None:
        """Give a section to the task that it updates; the new task's if it states another."""
        title = _title(part)
        at = self._find(part, title)
        if at < 0:
            return self._begin(part, title, [part])
        self.groups[at].append(part)
        self._note(part, title, at)
        return None

    def _begin(self, part: Section, title: str, group: list[Section]) -> list[Section]:
        self.groups.append(group)
        self._titles.append(set())
        self._untitled[len(self.groups) - 1] = None
        self._note(part, title, len(self.groups) - 1)
        return group

    def _note(self, part: Section, title: str, at: int) -> None:
        self._kinds.add(type(part.dialect))
        if title:
            self._titles[at].add(title)
            self._latest[title] = max(at, self._latest.get(title, -1))
            self._untitled.pop(at, None)

    def _find(self, part: Section, title: str) -> int:
        """The last task that a section with this title may state; -1 if there is none.

        An index and a section may shorten each other's titles; two lines of one kind may not.
        """
        if not title:
            return len(self.groups) - 1
        found = max(self._latest.get(title, -1), next(reversed(self._untitled), -1))
        if self._kinds == {type(part.dialect)}:
            return found
        from .statements import alike

        for at in range(len(self.groups) - 1, found, -1):
            others = any(type(one.dialect) is not type(part.dialect) for one in self.groups[at])
            if others and any(alike(title, other) for other in self._titles[at]):
                return at
        return found


def _title(part: Section) -> str:
    return " ".join(part.summary.get("title", "").casefold().split())


def _task(key: str, sections: tuple[Section, ...], known: Task | None) -> Task:
    if known is not None and known.sections == sections:
        return known
    return Task(key, sections[0].id or key, sections)
