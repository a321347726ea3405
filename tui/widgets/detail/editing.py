"""What can be edited at a row, and the operation that comes of what was typed.

`Edit.what` says what the answer is for: `field` and its key, `criterion`, `criterion+` (a
new one), `reason` (why it is blocked), `name` (of a new field), `remove`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from ....model import words
from ....model.operations import (
    AddCriterion,
    CriterionRef,
    EditCriterion,
    Operation,
    RemoveCriterion,
    SetField,
    SetStatus,
)
from ....model.task import Task
from . import criteria
from .blocks import Kind, Row, RowKey, column
from .entry import Choice
from .fields import FACTS, fact_text
from .inline import Edit, How
from .look import FAINT, PRIORITY_STYLES, STATUS_STYLES, Look
from .picking import Option
from .subject import Subject

OTHER = "other..."
"""The option that asks for a text instead."""
_MULTILINE = {"description", "notes", "technical notes", "comments", "review"}


def edit_at(subject: Subject, row: Row, look: Look, width: int) -> Edit | None:
    """How the row is edited; None where nothing is."""
    if row.kind is Kind.CRITERION:
        return _criterion_edit(subject.task, row, look)
    if row.kind is Kind.CRITERIA:
        return new_criterion(row.key)
    if row.key == ("field", "dependencies"):
        choices = tuple(Choice(t.id, t.title) for t in subject.document.tasks)
        label = Content.styled("Depends on  ", "bold")
        return Edit(
            row.key, "field:dependencies", How.LINE, label, row.text, row.text, 12,
            choices=choices, many=True, placeholder="IDs, comma separated",
        )  # fmt: skip
    if row.kind is Kind.FIELD:
        return _field_edit(subject, row, look, width)
    return None


def _criterion_edit(task: Task, row: Row, look: Look) -> Edit | None:
    found = criteria.criterion_of(task, row.key)
    if found is None:
        return None
    _, criterion = found
    label = Content(f"{' ' * row.indent}[{look.line(criterion.mark)}] ")
    text = criterion.text
    return Edit(row.key, "criterion", How.LINE, label, text, text, label.cell_length)


def new_criterion(key: RowKey) -> Edit:
    """An empty line for a criterion below the row with `key`."""
    label = Content("[ ] ")
    return Edit(key, "criterion+", How.LINE, label, column=4, below=True)


def new_field(task: Task, key: RowKey) -> Edit:
    """A line for the name of a further field."""
    have = {field.key for field in task.fields}
    names = [names[0] for field, names in words.FIELDS.items() if field not in have]
    extra = ["Started", "Completed", "Impact", "Required action", "Workaround", "Notes"]
    choices = tuple(Choice(n) for n in names + [n for n in extra if n.casefold() not in have])
    label = Content.styled("New field  ", "$text-muted")
    return Edit(
        key, "name", How.LINE, label, column=label.cell_length, choices=choices, below=True,
        placeholder="its name",
    )  # fmt: skip


def field_value(key: RowKey, name: str, look: Look) -> Edit:
    """The text of a field that the task does not have yet."""
    text = words.field_key(name) in _MULTILINE
    label = Content.styled(look.line(name), "bold" if text else "$text-muted")
    how = How.TEXT if text else How.LINE
    return Edit(
        key, f"field:{name}", how, label if text else label + Content("  "),
        column=0 if text else label.cell_length + 2, below=True,
    )  # fmt: skip


def blocked_by(subject: Subject, key: RowKey) -> Edit:
    """A line for the reason that blocks the task."""
    label = Content.styled("Blocked by  ", "$text-muted")
    text = subject.task.text("blocker")
    return Edit(
        key, "reason", How.LINE, label, subject.task.status_text, text, label.cell_length,
        placeholder="what it waits for; may stay empty",
    )  # fmt: skip


def removal(row: Row, look: Look) -> Edit:
    """The question whether to remove a criterion or a field."""
    thing = row.label or row.text[2:] if row.kind is Kind.CRITERION else row.label or row.key[1]
    noun = "criterion" if row.kind is Kind.CRITERION else "field"
    shown = look.line(thing)
    shown = shown if len(shown) <= 60 else shown[:59] + look.glyphs.ellipsis
    label = Content.assemble((f"Remove the {noun} ", "$text-warning"), (shown, "bold"), "?")
    return Edit(row.key, "remove", How.ASK, label, row.text)


def _field_edit(subject: Subject, row: Row, look: Look, width: int) -> Edit:
    key = row.key[1]
    task = subject.task
    at = column(row, width)
    label = Content.styled(look.line(row.label), "$text-muted").pad_right(
        max(at - len(row.label), 2) if row.label else 0
    )
    what = f"field:{_name(task, key)}"
    options = tuple(_options(subject, key, look))
    if options:
        chosen = {"status": task.status or "", "priority": (task.priority or "").title()}
        text = chosen.get(key, row.text)
        return Edit(row.key, what, How.PICK, label, row.text, text, at, options=options)
    if key in _MULTILINE or "\n" in row.text.strip():
        heading = Content.styled(look.line(_name(task, key)), "bold")
        return Edit(row.key, what, How.TEXT, heading, row.text, row.text)
    choices = tuple(_names(subject)) if key == "assignee" else ()
    return Edit(row.key, what, How.LINE, label, row.text, row.text, at, choices=choices)


def _name(task: Task, key: str) -> str:
    """A field as the file calls it, or as a new one is called."""
    known = words.FIELDS.get(key)
    if known:
        return key if key in dict(FACTS) or key == "title" else known[0]
    found = task.field(key)
    return found.name if found else key


def _options(subject: Subject, key: str, look: Look) -> Iterator[Option]:
    task = subject.task
    if key == "status":
        others = {t.status for t in subject.document.tasks if t.status not in words.STATUSES}
        for status in (*words.STATUSES, *sorted(filter(None, others))):
            style = STATUS_STYLES.get(status, "")
            shown = f"{look.glyphs.status(status)} {look.line(words.plain_word(status))}"
            yield Option(status, Content.styled(shown, style))
    elif key == "priority":
        for priority in words.PRIORITIES:
            style = PRIORITY_STYLES.get(priority, "")
            shown = f"{look.glyphs.priority(priority)} {priority.title()}"
            yield Option(priority.title(), Content.styled(shown, style))
    elif key == "effort":
        own = (task.effort,) if task.effort and task.effort not in words.EFFORTS else ()
        yield from (Option(effort, Content(look.line(effort))) for effort in (*words.EFFORTS, *own))
        yield Option(OTHER, Content.styled(OTHER, FAINT))


def _names(subject: Subject) -> Iterable[Choice]:
    """Everybody who has a task, those with the most tasks first, then the roles' own."""
    counts: dict[str, int] = {}
    for task in subject.document.tasks:
        if task.assignee:
            counts[task.assignee] = counts.get(task.assignee, 0) + 1
    for role in subject.roles.by_prefix.values():
        counts.setdefault(role.assignee, 0)
    names = sorted(filter(None, counts), key=lambda name: (-counts[name], name))
    return (Choice(name, f"{counts[name]} tasks" if counts[name] else "") for name in names)


def operation_of(task: Task, edit: Edit, text: str) -> Operation | None:
    """The operation that writes `text`; None where it says what the file says already."""
    kind, _, name = edit.what.partition(":")
    match kind:
        case "field" if name == "status":
            return None if text == task.status else SetStatus(task.key, text, expect=edit.base)
        case "reason":
            return SetStatus(task.key, "blocked", reason=text.strip() or None, expect=edit.base)
        case "field":
            value = text if edit.how is How.TEXT else text.strip()
            if value.strip() == edit.base.strip():
                return None
            return SetField(task.key, name, value, expect=edit.base)
        case "criterion":
            if not text.strip() or text.strip() == edit.base:
                return None
            return EditCriterion(task.key, _reference(task, edit.key), text.strip())
        case "criterion+":
            found = criteria.criterion_of(task, edit.key)
            at = found[0] + 1 if found else (0 if edit.key == criteria.HEADING else None)
            below = _text_at(task, at)
            return AddCriterion(task.key, text.strip(), at, below) if text.strip() else None
        case "remove":
            return _remove(task, edit) if text == "yes" else None
    return None


def _text_at(task: Task, at: int | None) -> str | None:
    """The text of the criterion at a place; empty behind the last one."""
    if at is None:
        return None
    return task.criteria[at].text if at < len(task.criteria) else ""


def _reference(task: Task, key: RowKey) -> CriterionRef:
    """The criterion that a row shows or showed."""
    found = criteria.criterion_of(task, key)
    return CriterionRef.to(task, found[1]) if found else CriterionRef(key[1], int(key[2]))


def _remove(task: Task, edit: Edit) -> Operation:
    if edit.key[0] == "criterion":
        return RemoveCriterion(task.key, _reference(task, edit.key))
    return SetField(task.key, _name(task, edit.key[1]), "", expect=edit.base)


def current(task: Task, key: RowKey) -> str | None:
    """What the file says now where an edit began; None where that is gone."""
    if key[0] == "criterion":
        found = criteria.criterion_of(task, key)
        return found[1].text if found else None
    return fact_text(task, key[1]) if key[0] == "field" else ""
