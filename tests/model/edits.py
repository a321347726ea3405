"""Random edits of a task file: the model's own operations, and lines changed by hand."""

from __future__ import annotations

from collections.abc import Callable

from archie_board.model.document import parse
from archie_board.model.operations import (
    AddCriterion,
    AddTask,
    CheckCriterion,
    CriterionRef,
    DeleteTask,
    EditCriterion,
    MoveCriterion,
    Operation,
    Planned,
    Refused,
    RemoveCriterion,
    SetField,
    SetStatus,
)
from archie_board.model.source import splice
from archie_board.model.task import Task
from hypothesis import strategies as st

from .strategies import IDS, TEXTS

Make = Callable[[Task, str], Operation | None]


def applied(data: bytes, operation: Operation | None) -> bytes:
    """The file after an operation; as it was where the operation cannot be carried out."""
    document = parse(data)
    try:
        plan = operation.plan(document) if operation else None
    except Refused:
        return data
    if not isinstance(plan, Planned):
        return data
    return document.source.write(splice(document.data, plan.patches))


def _on_criterion(make: Callable[[str, CriterionRef, str], Operation]) -> Make:
    def build(task: Task, text: str) -> Operation | None:
        found = task.criteria
        if not found:
            return None
        return make(task.key, CriterionRef.to(task, found[len(text) % len(found)]), text)

    return build


FIELDS: tuple[Make, ...] = (
    lambda task, text: SetStatus(task.key, ("in_progress", "completed", "blocked")[len(text) % 3]),
    lambda task, text: SetField(task.key, "title", f"Title {text}"),
    lambda task, text: SetField(task.key, "description", text),
    lambda task, text: SetField(task.key, "technical notes", f"{text}\n- a\n- b {text}"),
    lambda task, text: SetField(task.key, "priority", ("High", "Low", "Critical")[len(text) % 3]),
    lambda task, text: SetField(task.key, "my own", text),
)
"""Each changes a field of its own."""

OTHERS: tuple[Make, ...] = (
    lambda task, text: SetField(task.key, "assignee", ("ana", "bob")[len(text) % 2]),
    lambda task, text: AddCriterion(task.key, text),
    lambda task, _: DeleteTask(task.key),
    lambda _, text: AddTask(text, "BE-010+", "2024-01-15 10:30"),
    _on_criterion(lambda key, ref, text: CheckCriterion(key, ref, bool(len(text) % 2))),
    _on_criterion(EditCriterion),
    _on_criterion(lambda key, ref, _: RemoveCriterion(key, ref)),
    _on_criterion(lambda key, ref, text: MoveCriterion(key, ref, len(text) % 3)),
)


MAKERS = st.sampled_from((*FIELDS, *OTHERS))
WORK = st.sampled_from(["text", "item", "box", "task", "nothing", "blank", "fence", "move"])


@st.composite
def operated(draw: st.DrawFn, base: bytes) -> bytes:
    """`base` after some of the model's operations."""
    data = base
    for _ in range(draw(st.integers(1, 3))):
        tasks = parse(data).tasks
        if not tasks:
            break
        make = draw(MAKERS)
        data = applied(data, make(draw(st.sampled_from(tasks)), draw(TEXTS)))
    return data


@st.composite
def by_hand(draw: st.DrawFn, base: bytes) -> bytes:
    """`base` after somebody's work in an editor: lines added, removed, changed, moved."""
    lines = base.splitlines(keepends=True)
    end = b"\r\n" if b"\r\n" in base else b"\n"
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines)))
        upto = min(len(lines), at + draw(st.integers(0, 4)))
        new = draw(WORK)
        taken = lines[at:upto]
        del lines[at:upto]
        text = draw(TEXTS)
        made = {
            "text": text,
            "item": f"- **Notes**: {text}",
            "box": f"  - [ ] {text}",
            "task": f"### {draw(IDS)} | Backend\n- **Title**: {text}\n- **Status**: pending",
            "blank": "",
            "fence": "```",
        }.get(new)
        if made is not None:
            lines[at:at] = [line.encode() + end for line in made.split("\n")]
        elif new == "move":
            to = draw(st.integers(0, len(lines)))
            lines[to:to] = taken
    return b"".join(lines)
