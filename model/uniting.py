"""Which sections are one task: those with one ID, unless a title says that it is another."""

from __future__ import annotations

from collections.abc import Iterable

from .task import Section, Task


def tasks_of(sections: Iterable[Section], known: dict[str, Task]) -> tuple[Task, ...]:
    """The tasks that the sections state, in file order; those in `known` where unchanged.

    Sections with one ID are one task (protocol, section 2), unless a later one has another
    title: then the ID was used twice, and both are shown.
    """
    groups: dict[str, list[list[Section]]] = {}
    order: list[tuple[str, list[Section]]] = []
    for part in sections:
        task_id = part.id
        if task_id is None:
            continue
        folded = task_id.casefold()
        uses = groups.get(folded)
        if uses is None:
            group = [part]
            groups[folded] = [group]
            order.append((task_id, group))
            continue
        joined = _group_for(part, uses)
        if joined is not None:
            joined.append(part)
            continue
        group = [part]
        uses.append(group)
        order.append((f"{task_id}#{len(uses)}", group))
    return tuple([_task(key, tuple(group), known.get(key)) for key, group in order])


def _group_for(part: Section, uses: list[list[Section]]) -> list[Section] | None:
    """The task that a further section with a used ID updates; None if it states another."""
    title = _title(part)
    if not title:
        return uses[-1]
    same = [group for group in uses if _same_task(part, title, group)]
    return same[-1] if same else None


def _same_task(part: Section, title: str, group: list[Section]) -> bool:
    """Whether a section with this title states the task that the group does.

    An index and a section may shorten each other's titles; two lines of one kind may not.
    """
    titles = [other for section in group if (other := _title(section))]
    if not titles or title in titles:
        return True
    if all(type(section.dialect) is type(part.dialect) for section in group):
        return False
    from .dialects.statements import alike

    return any(alike(title, other) for other in titles)


def _title(part: Section) -> str:
    return " ".join(part.summary.get("title", "").casefold().split())


def _task(key: str, sections: tuple[Section, ...], known: Task | None) -> Task:
    if known is not None and known.sections == sections:
        return known
    return Task(key, sections[0].id or key, sections)
