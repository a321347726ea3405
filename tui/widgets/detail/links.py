"""Rows for the tasks around a task: what it depends on, and what it unblocks."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from ....model import words
from ....model.task import Task
from .blocks import Block, Kind, Row
from .look import FAINT, QUIET, STATUS_STYLES, Look
from .subject import Subject


def dependency_rows(subject: Subject, look: Look) -> Iterator[Row]:
    """The heading, which edits the list, and each dependency with its state."""
    task = subject.task
    text = task.text("dependencies")
    ids = task.dependencies
    done = len(ids) - len(subject.links.waiting_on(task))
    blocks = [Block(Content.styled("Depends on", "bold"), right=_count(done, len(ids)))]
    if not ids:
        said = text.strip()
        shown = look.line(said) if said and not words.is_none(said) else look.nothing
        blocks.append(Block(Content.styled(shown, FAINT)))
    yield Row(("field", "dependencies"), Kind.FIELD, tuple(blocks), text, gap=True)
    for task_id in ids:
        found = subject.links.find(task_id)
        yield _unresolved(task_id, look) if found is None else _link("needs", found, look)


def unblocks_rows(subject: Subject, look: Look) -> Iterator[Row]:
    """The tasks that depend on this one; nothing where there are none."""
    tasks = subject.links.unblocks(subject.task)
    if not tasks:
        return
    heading = Block(
        Content.styled("Unblocks", "bold"), right=Content.styled(str(len(tasks)), QUIET)
    )
    yield Row(("unblocks",), Kind.TEXT, (heading,), gap=True)
    for task in tasks:
        yield _link("unblocks", task, look)


def _count(done: int, total: int) -> Content | None:
    if not total:
        return None
    return Content.styled(f"{done}/{total}", "$text-success" if done == total else QUIET)


def _link(kind: str, task: Task, look: Look) -> Row:
    finished = task.status in words.FINISHED
    mark = Content.styled(
        f"{look.glyphs.status(task.status)} ", STATUS_STYLES.get(task.status or "", "")
    )
    shown = Content.assemble(
        (look.line(task.id), "bold"), " ", (look.line(task.title), QUIET if finished else "")
    )
    text = f"{task.status_text} {task.title}"
    return Row((kind, task.id), Kind.LINK, (Block(shown, mark),), text, target=task.key)


def _unresolved(task_id: str, look: Look) -> Row:
    mark = Content.styled(f"{look.glyphs.statuses['other']} ", "$text-warning")
    shown = Content.assemble((look.line(task_id), "bold"), ("  not in this file", QUIET))
    return Row(("needs", task_id), Kind.LINK, (Block(shown, mark),), task_id)
