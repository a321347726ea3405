"""A task as plain values for JSON: the shape that other programs are written against.

The keys and their meaning are a fixed contract. What the file does not say is null, never a
guess; text stands as the file has it, and whoever prints it makes it safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .board.dependencies import Links
    from .document import Document
    from .reviews.review import Review
    from .roles import Roles
    from .task import Task

_OWN_KEYS = frozenset(
    {"title", "status", "assignee", "priority", "created", "dependencies", "effort"}
    | {"criteria", "comments", "review"}
)
"""Fields that have a key of their own in the JSON and do not stand under `fields` again."""


def task_values(task: Task, document: Document, links: Links, roles: Roles) -> dict[str, Any]:
    """Everything about `task`, in the order in which a reader wants it.

    `line` and `sections` are 1-based, `sections` inclusive.
    """
    category = roles.category_of(task.id)
    review = _review(task, roles)
    return {
        "id": task.id,
        "prefix": task.prefix,
        "number": task.number,
        "title": task.title,
        "status": task.status,
        "status_text": task.status_text or None,
        "area": task.area or None,
        "category": category.id if category else None,
        "category_title": category.title if category else None,
        "priority": task.priority,
        "priority_text": task.priority_text or None,
        "assignee": task.assignee or None,
        "effort": task.effort or None,
        "created": task.created or None,
        "dependencies": list(task.dependencies),
        "waiting_on": list(links.waiting_on(task)),
        "unresolved": list(links.unresolved(task)),
        "ready": links.is_ready(task),
        "criteria": criteria_values(task, document),
        "comments": comment_values(task),
        "review": review_values(review),
        "fields": _field_values(task, review),
        "sections": [list(lines) for lines in document.lines_of(task)],
    }


def criteria_values(task: Task, document: Document) -> list[dict[str, Any]]:
    """The acceptance criteria that count, with the line of each."""
    holder = task.criteria_holder
    if holder is None:
        return []
    return [
        {"text": c.text, "done": c.done, "line": document.line_at(holder, c.block.start)}
        for c in task.criteria
    ]


def comment_values(task: Task) -> list[dict[str, Any]]:
    """The thread, in file order."""
    if not any(field.key == "comments" for field in task.fields):
        return []
    from .reviews.comments import comments_of

    return [{"at": c.at, "author": c.author, "text": c.text} for c in comments_of(task)]


def review_values(review: Review | None) -> dict[str, Any] | None:
    """The review with its items, those of the checklist behind their step; None without one."""
    if review is None:
        return None
    items = [{"step": i.step, "state": i.state, "note": i.note} for i in review.every]
    return {"verdict": review.verdict, "by": review.by, "at": review.at, "items": items}


def _review(task: Task, roles: Roles) -> Review | None:
    if task.field("review") is None:
        return None
    from .reviews.review import review_of

    return review_of(task, roles.reviewer(task.prefix))


def _field_values(task: Task, review: Review | None) -> dict[str, str]:
    """The text of every field without a key of its own.

    What a reviewer said with the verdict has no place in `review`, and whoever has to mend the
    task needs it: it stands here, under the review field's name, where something was said.
    """
    values = {}
    for field in task.fields:
        if field.key not in _OWN_KEYS:
            values[field.name] = field.text
        elif field.key == "review" and review is not None:
            said = [*([review.note] if review.note else []), *review.prose]
            if said:
                values[field.name] = "\n".join(said)
    return values
