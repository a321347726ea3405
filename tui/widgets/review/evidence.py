"""Rows for what a reviewer needs to judge a step: what was asked, reported, and is touched.

Which of them come first is told by the words of the step's title, so that steps of any role's
card find theirs; the others follow, since a reviewer may need them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from ....model import words
from ....model.handover.executor import executor_of, report_of
from ....model.roles import BACKEND
from ....model.standards import folded
from ..detail import criteria, links, markdown
from ..detail.blocks import Block, Kind, Row, label_width
from ..detail.comments import comment_rows
from ..detail.look import FAINT, QUIET, STATUS_STYLES, Look
from ..detail.review import since_rows

if TYPE_CHECKING:
    from ....model.reading import Field
    from ....model.reviews.approval import Since
    from ....model.reviews.sheet import SheetItem
    from ....model.roles import Role
    from ....model.task import Task
    from ..detail.subject import Subject

_FIRST = {
    "performance": ("budgets", "criteria", "report"),
    "load": ("budgets", "criteria", "report"),
    "speed": ("budgets", "criteria", "report"),
    "integration": ("depends", "dependents", "criteria"),
    "compatibility": ("depends", "dependents", "criteria"),
    "next": ("next", "dependents"),
    "code": ("report", "criteria", "notes"),
    "security": ("notes", "criteria", "report"),
    "documentation": ("report", "criteria", "description"),
    "testing": ("criteria", "report"),
    "test": ("criteria", "report"),
    "tests": ("criteria", "report"),
}
"""By a word of a step's title: what a reviewer wants to see of it first."""

_LONGEST_BUDGET = 32
"""Cells of a budget's name; a longer one pushes its limit to the right."""
_ALWAYS = ("criteria", "report", "description", "notes", "depends", "dependents", "comments")


def evidence_rows(
    subject: Subject,
    item: SheetItem,
    role: Role,
    look: Look,
    since: tuple[Since, ...] = (),
    command: str = "",
) -> tuple[Row, ...]:
    """What stands beside a step, or an item of the checklist; above it what changed `since` a
    stale approval, and the `command` that can be run for it.
    """
    title = item.part or item.title
    first = next((_FIRST[word] for word in folded(title).split() if word in _FIRST), ())
    makers: dict[str, Callable[[], Iterator[Row]]] = {
        "budgets": lambda: _budgets(role, look),
        "criteria": lambda: _criteria(subject.task, look),
        "report": lambda: _report(subject.task, look),
        "description": lambda: _texts(subject.task, ("description",), look),
        "notes": lambda: _texts(subject.task, ("technical notes",), look),
        "depends": lambda: _dependencies(subject, look),
        "dependents": lambda: links.unblocks_rows(subject, look),
        "next": lambda: next_rows(subject, look),
        "comments": lambda: comment_rows(subject.task, look),
    }
    rows = [*_since(since, look), *_heading(item, look), *_command(command)]
    for name in dict.fromkeys((*first, *_ALWAYS)):
        rows += makers[name]()
    return tuple(_read_only(row) for row in rows)


def _read_only(row: Row) -> Row:
    """The row without anything to act on: here it is evidence."""
    return Row(("seen", *row.key), Kind.TEXT, row.blocks, row.text, row.label, row.label_width,
               row.gap, row.indent)  # fmt: skip


def _since(changes: tuple[Since, ...], look: Look) -> Iterator[Row]:
    """What the approved text was, and what it is now."""
    if not changes:
        return
    heading = Block(Content.styled("Changed since it was approved", "bold $text-warning"))
    yield Row(("since",), Kind.TEXT, (heading,))
    yield from since_rows(changes, look, 0)
    yield Row(("since", "end"), Kind.TEXT, (Block(Content("")),))


def _heading(item: SheetItem, look: Look) -> Iterator[Row]:
    title = Content.styled(look.line(item.title), "bold $text-primary")
    blocks = [Block(title)]
    if item.part is not None:
        blocks.append(Block(Content.styled(look.line(f"{item.section}, {item.part}"), QUIET)))
    if item.text:
        blocks.append(Block(Content.styled(look.text(item.text), QUIET)))
    yield Row(("heading",), Kind.TEXT, tuple(blocks))
    if item.note:
        note = Block(Content(look.text(item.note)), Content.styled("note  ", QUIET))
        yield Row(("note",), Kind.TEXT, (note,))


def _command(command: str) -> Iterator[Row]:
    """The command that judges the step; it is safe to show already."""
    if command:
        shown = Content.assemble((f"$ {command}", "bold"), ("   x runs it", QUIET))
        yield Row(("command",), Kind.TEXT, (Block(shown),))


def _budgets(role: Role, look: Look) -> Iterator[Row]:
    if not role.budgets:
        return
    is_backend = role.prefix == BACKEND.prefix or not role.source  # others' are sizes and scores
    times = "  95th percentile" if is_backend else ""
    heading = Content.assemble(("Budgets", "bold"), (times, QUIET))
    yield Row(("budgets",), Kind.TEXT, (Block(heading),), gap=True)
    names = [look.line(budget.name) for budget in role.budgets]
    width = label_width(names, _LONGEST_BUDGET)
    for budget, name in zip(role.budgets, names, strict=True):
        shown = Content.assemble((f"{name:<{width}}  ", QUIET), look.line(budget.limit))
        yield Row(("budget", budget.name), Kind.TEXT, (Block(shown),), indent=2)


def _criteria(task: Task, look: Look) -> Iterator[Row]:
    return criteria.rows(task, look)


def _report(task: Task, look: Look) -> Iterator[Row]:
    """What the executor says about the work, and that nothing is said."""
    by = executor_of(task)
    heading = Content.assemble(("Report", "bold"), (f"  @{look.line(by)}" if by else "", QUIET))
    yield Row(("report",), Kind.TEXT, (Block(heading),), gap=True)
    fields = report_of(task).fields
    if not fields:
        nothing = Block(Content.styled("the executor reports nothing", FAINT))
        yield Row(("report", "none"), Kind.TEXT, (nothing,), indent=2)
    width = label_width(look.line(field.name) for field in fields if _is_short(field))
    for field in fields:
        if _is_short(field):
            shown = Block(Content(look.line(field.text.strip())))
            name = look.line(field.name)
            yield Row(("report", field.key), Kind.TEXT, (shown,), "", name, width, indent=2)
        else:
            name_block = Block(Content.styled(look.line(field.name), "$text-muted"))
            blocks = (name_block, *markdown.blocks(field.text.strip("\n"), look))
            yield Row(("report", field.key), Kind.TEXT, blocks, indent=2)


def _is_short(field: Field) -> bool:
    text = field.text.strip()
    return "\n" not in text and not text.startswith(("- ", "* ", "+ "))


def _texts(task: Task, keys: tuple[str, ...], look: Look) -> Iterator[Row]:
    for key in keys:
        field = task.field(key)
        if field is not None and field.text.strip():
            heading = Block(Content.styled(look.line(field.name), "bold"))
            blocks = (heading, *markdown.blocks(field.text.strip("\n"), look))
            yield Row(("text", key), Kind.TEXT, blocks, gap=True)


def _dependencies(subject: Subject, look: Look) -> Iterator[Row]:
    return links.dependency_rows(subject, look)


def next_rows(subject: Subject, look: Look) -> Iterator[Row]:
    """What can be taken once this task is approved, and what waits on others still."""
    ready: list[tuple[Task, list[str]]] = []
    others: list[tuple[Task, list[str]]] = []
    for task in subject.links.unblocks(subject.task):
        if task.status not in (None, "pending"):
            continue
        rest = [
            i for i in subject.links.waiting_on(task) if i.casefold() != subject.task.id.casefold()
        ]
        (others if rest else ready).append((task, rest))
    heading = Block(
        Content.styled("Ready with this", "bold"), right=Content.styled(str(len(ready)), QUIET)
    )
    yield Row(("ready",), Kind.TEXT, (heading,), gap=True)
    if not ready and not others:
        nothing = Block(Content.styled("no task depends on this one; N makes one that does", FAINT))
        yield Row(("ready", "none"), Kind.TEXT, (nothing,), indent=2)
    for task, _ in ready:
        yield _one(task, "", look)
    for task, rest in others:
        yield _one(task, f"  waits on {look.line(', '.join(rest))}", look)


def _one(task: Task, waits: str, look: Look) -> Row:
    mark = Content.styled(
        f"{look.glyphs.status(task.status)} ", STATUS_STYLES.get(task.status or "", "")
    )
    style = QUIET if waits or task.status in words.FINISHED else ""
    shown = Content.assemble(
        (look.line(task.id), "bold"), " ", (look.line(task.title), style), (waits, "$text-warning")
    )
    return Row(("ready", task.key), Kind.TEXT, (Block(shown, mark),), indent=2)
