"""All rows of a task, from its title to its source."""

from __future__ import annotations

from collections.abc import Iterator

from . import criteria, fields, links, source
from .blocks import Row
from .look import Look
from .subject import Subject


def rows_of(subject: Subject, look: Look, *, unfolded: bool = False) -> tuple[Row, ...]:
    """What the pane shows for `subject`; `unfolded` with the text of its sections."""
    task = subject.task
    return (
        fields.title_row(task, look),
        *fields.fact_rows(subject, look),
        *links.dependency_rows(subject, look),
        fields.description_row(task, look),
        *criteria.rows(task, look),
        *fields.other_rows(task, look),
        *links.unblocks_rows(subject, look),
        *_team_rows(subject, look),
        *source.diagnostic_rows(subject, look),
        *source.source_rows(subject, look, unfolded=unfolded),
    )


def _team_rows(subject: Subject, look: Look) -> Iterator[Row]:
    """The review and the thread, where the task has them."""
    task = subject.task
    if task.field("review") is not None:
        from .review import review_rows

        role = subject.roles.reviewer(task.prefix)
        yield from review_rows(task, role, look, subject.approved)
    if task.field("comments") is not None:
        from .comments import comment_rows

        yield from comment_rows(task, look)
