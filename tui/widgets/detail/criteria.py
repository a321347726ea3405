"""Rows for the acceptance criteria: a heading with progress, then a checkbox each."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from ....model.reading import Criterion
from ....model.task import Task
from .blocks import Block, Kind, Row, RowKey
from .look import FAINT, QUIET, Look

METER = 10
"""Cells of the progress meter."""
MOST = 2_000
"""Criteria that are shown of one task."""
HEADING: RowKey = ("criteria",)


def key_of(text: str, ordinal: int) -> RowKey:
    """The key of the row of a criterion."""
    return ("criterion", text, str(ordinal))


def criterion_of(task: Task, key: RowKey) -> tuple[int, Criterion] | None:
    """The criterion that a row shows, with its place among all; None where it is gone."""
    return next(
        ((n, c) for n, c in enumerate(task.criteria) if key_of(c.text, c.ordinal) == key), None
    )


def rows(task: Task, look: Look) -> Iterator[Row]:
    """The heading and the criteria."""
    done, total = task.progress
    progress = _progress(done, total, look) if total else None
    heading = [Block(Content.styled("Acceptance criteria", "bold"), right=progress)]
    if not total:
        heading.append(Block(Content.styled(look.nothing, FAINT)))
    if total > MOST:
        told = f"too large to show: {total:,} criteria, the first {MOST:,} are shown"
        heading.append(Block(Content.styled(told, "$text-warning")))
    yield Row(HEADING, Kind.CRITERIA, tuple(heading), gap=True)
    outer: list[int] = []
    """Where the criteria end that the next one may be nested in."""
    for criterion in task.criteria[:MOST]:
        while outer and outer[-1] <= criterion.block.start:
            outer.pop()
        yield _row(criterion, len(outer), look)
        outer.append(criterion.block.end)


def neighbour(task: Task, place: int, step: int) -> int | None:
    """The place of the next or previous criterion in the same list; None at its end."""
    one = task.criteria[place]
    places = range(place + 1, len(task.criteria)) if step > 0 else range(place - 1, -1, -1)
    for other in places:
        found = task.criteria[other]
        if found.indent <= one.indent:
            return other if found.indent == one.indent else None
    return None


def _row(criterion: Criterion, depth: int, look: Look) -> Row:
    text = look.line(criterion.text)
    if criterion.done:
        box, shown = Content.styled("[x] ", "$text-success"), Content.styled(text, QUIET)
    else:
        mark = look.line(criterion.mark)
        box, shown = Content(f"[{mark}] "), Content(text)
    key = key_of(criterion.text, criterion.ordinal)
    return Row(
        key,
        Kind.CRITERION,
        (Block(shown, box),),
        f"{criterion.mark} {criterion.text}",
        indent=depth * 2,
    )


def _progress(done: int, total: int, look: Look) -> Content:
    filled = METER * done // total
    return Content.assemble(
        (look.full * filled, "$text-success"),
        (look.empty * (METER - filled), FAINT),
        (f" {done}/{total}", "$text-success" if done == total else QUIET),
    )
