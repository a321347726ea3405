"""Rows for the fields of a task: its title, the facts that every task has, texts, the rest."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from ....model import words
from ....model.operations import value_of
from ....model.reading import Field
from ....model.task import Task
from . import markdown
from .blocks import Block, Kind, Row, label_width
from .look import PRIORITY_STYLES, QUIET, STATUS_STYLES, Look
from .subject import Subject

FACTS = (
    ("status", "Status"),
    ("blocker", "Blocked by"),
    ("priority", "Priority"),
    ("assignee", "Assignee"),
    ("effort", "Effort"),
    ("created", "Created"),
)
"""The fields at the top of the pane, by key, with their labels."""

_ELSEWHERE = {"title", "dependencies", "description", "criteria", "comments", "review"} | {
    key for key, _ in FACTS
}
"""Keys that have a place of their own."""

FACT_LABELS = label_width(label for _, label in FACTS)


def title_row(task: Task, look: Look) -> Row:
    """The title, in as many lines as it needs."""
    shown = (
        Content.styled(look.line(task.title), "bold")
        if task.title
        else Content.styled("untitled", "$text-disabled")
    )
    return Row(("field", "title"), Kind.FIELD, (Block(shown),), fact_text(task, "title"))


def fact_rows(subject: Subject, look: Look) -> Iterator[Row]:
    """Status, priority, assignee, effort and the time of creation."""
    task = subject.task
    for key, label in FACTS:
        text = fact_text(task, key)
        if not text and key in ("blocker", "created"):
            continue
        shown = _fact(subject, key, text, look) if text else _nothing(look)
        yield Row(
            ("field", key),
            Kind.FIELD,
            (Block(shown),),
            text,
            label,
            FACT_LABELS,
            gap=key == "status",
        )


def fact_text(task: Task, key: str) -> str:
    """What the file says about a field of the facts, in its own words."""
    if key == "status":
        return task.status_text
    if key == "blocker" and task.status != "blocked":
        return ""
    return value_of(task, key)


def _fact(subject: Subject, key: str, text: str, look: Look) -> Content:
    shown = look.line(text.strip())
    match key:
        case "status":
            return status_content(subject, look)
        case "priority":
            priority = words.priority_of(text)
            style = PRIORITY_STYLES.get(priority or "", "")
            return Content.styled(f"{look.glyphs.priority(priority)} {shown}", style)
        case "assignee":
            return Content.assemble(("@", QUIET), shown)
        case "blocker":
            return Content.styled(look.text(text.strip()), "$text-error")
        case "created":
            return Content.styled(shown, QUIET)
    return Content(shown)


def status_content(subject: Subject, look: Look) -> Content:
    """The status with its mark, and whether the task can be taken."""
    task = subject.task
    style = STATUS_STYLES.get(task.status or "", "")
    known = task.status in words.STATUSES
    word = words.plain_word(task.status or "") if known else task.status_text
    parts: list[str | tuple[str, str]] = [
        (f"{look.glyphs.status(task.status)} {look.line(word)}", style)
    ]
    standing = subject.links.standing(task)
    if standing.kind == "ready":
        parts.append((f"  {look.glyphs.standing('ready')} ready", "$text-success"))
    elif standing.kind == "waiting":
        on = look.line(", ".join(standing.on))
        parts.append((f"  {look.glyphs.standing('waiting')} waits on {on}", "$text-warning"))
    elif task.status == "approved" and _is_stale(task, subject.approved):
        parts.append((f"  {look.glyphs.standing('stale')} stale", "$text-warning"))
    return Content.assemble(*parts)


def _is_stale(task: Task, approved: Task | None) -> bool:
    from ....model.reviews.approval import stale

    return bool(stale(task, approved))


def description_row(task: Task, look: Look) -> Row:
    """The description, or a place to write one."""
    return _text_row("description", "Description", task.text("description"), look)


def other_rows(task: Task, look: Look) -> Iterator[Row]:
    """Every field without a place of its own, in file order.

    Short ones are aligned in groups, texts stand under a heading.
    """
    fields = [f for f in task.fields if f.key not in _ELSEWHERE or _left_out(task, f)]
    group: list[Field] = []
    for field in fields:
        if _is_text(field):
            yield from _group(group, look)
            group = []
            yield _text_row(field.key, field.name, field.text, look)
        else:
            group.append(field)
    yield from _group(group, look)


def _left_out(task: Task, field: Field) -> bool:
    """A blocker that no longer blocks, or a review that says nothing, is a field like any other."""
    if field.key == "review":
        from ....model.reviews.review import review_of

        return review_of(task) is None
    if field.key == "comments":
        from ....model.reviews.comments import comments_of

        return not comments_of(task)
    return field.key == "blocker" and task.status != "blocked"


def _is_text(field: Field) -> bool:
    return field.key in ("notes", "technical notes") or "\n" in field.text.strip()


def _group(fields: list[Field], look: Look) -> Iterator[Row]:
    names = [look.line(field.name) for field in fields]
    width = label_width(names)
    for place, (field, name) in enumerate(zip(fields, names, strict=True)):
        text = field.text.strip()
        shown = Content(look.line(text)) if text else _nothing(look)
        key = ("field", field.key)
        yield Row(key, Kind.FIELD, (Block(shown),), field.text, name, width, gap=place == 0)


def _text_row(key: str, name: str, text: str, look: Look) -> Row:
    blocks = markdown.blocks(text.strip("\n"), look) if text.strip() else (Block(_nothing(look)),)
    heading = Block(Content.styled(look.line(name), "bold"))
    return Row(("field", key), Kind.FIELD, (heading, *blocks), text, gap=True)


def _nothing(look: Look) -> Content:
    return Content.styled(look.nothing, "$text-disabled")
