"""Rows for the review of a task: the verdict, whether it still holds, and what was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from ....model.reviews.approval import Since, since, stale
from ....model.reviews.review import Review, ReviewItem, review_of
from ....model.reviews.rounds import is_again
from ....model.task import Task
from .blocks import Block, Kind, Row, RowKey
from .look import QUIET, Look

if TYPE_CHECKING:
    from ....model.roles import Role

HEADING: RowKey = ("review",)
BOXES = {"open": "[ ]", "passed": "[x]", "failed": "[!]", "skipped": "[-]"}
"""As the file has them, so that a reader of both sees one thing; they tell without colour."""
STYLES = {"open": "", "passed": "$text-success", "failed": "$text-error", "skipped": QUIET}
AGAIN = "completed again since; marks may be of before"
"""Below a verdict that asked for changes, of a task that came back."""
_VERDICTS = {"approved": ("approved", "$text-success"), None: ("begun", QUIET)}


def review_rows(task: Task, role: Role, look: Look, approved: Task | None = None) -> Iterator[Row]:
    """The review as the file holds it, by the titles of `role`; nothing where there is none.
    `approved` is the task as it was approved, where that is known.
    """
    review = review_of(task, role)
    if review is None:
        return
    heading = Block(Content.styled("Review", "bold"), right=_progress(review))
    blocks = [heading, Block(verdict_content(review, look), Content("  "))]
    if review.note:
        blocks.append(Block(Content(look.text(review.note)), Content("  ")))
    if is_again(task, review) and any(item.state != "open" for item in review.every):
        blocks.append(Block(Content.styled(AGAIN, QUIET), Content("  ")))
    blocks += [
        Block(Content.styled(look.text(said), QUIET), Content("  ")) for said in review.prose
    ]
    yield Row(HEADING, Kind.FLOW, tuple(blocks), review.head, gap=True, target="review")
    yield from stale_rows(task, approved, look)
    for item in review.items:
        yield _row(item, look, 2)
        for inner in item.items:
            yield _row(inner, look, 4)


def verdict_content(review: Review, look: Look) -> Content:
    """Who decided what and when."""
    word, style = _VERDICTS.get(review.verdict, ("changes requested", "$text-warning"))
    by = f" by @{look.line(review.by)}" if review.by else ""
    at = f"  {look.line(review.at)}" if review.at else ""
    return Content.assemble((word, style), by, (at, QUIET))


def stale_rows(task: Task, approved: Task | None, look: Look) -> Iterator[Row]:
    """That the approval is stale, and what changed since; nothing where it stands."""
    changed = stale(task, approved)
    if changed:
        text = f"stale approval: {' and '.join(changed)} changed since"
        mark = Content.styled(f"{look.warning} ", "$text-warning")
        shown = Content.styled(text, "$text-warning")
        yield Row((*HEADING, "stale"), Kind.TEXT, (Block(shown, mark),), text, indent=2)
        if approved is not None:
            yield from since_rows(since(task, approved), look)


def since_rows(changes: tuple[Since, ...], look: Look, indent: int = 4) -> Iterator[Row]:
    """What the approved text was, and what it is now; each part is named once."""
    parts = [change.part for change in changes]
    for place, change in enumerate(changes):
        is_first = change.part not in parts[:place]
        blocks = [Block(Content.styled(change.part, QUIET))] if is_first else []
        told = (("-", change.old, "$text-error"), ("+", change.new, "$text-success"))
        for sign, text, style in told:
            if text is not None:
                shown = Content.styled(look.text(text.strip()), style)
                blocks.append(Block(shown, Content.styled(f"  {sign} ", style)))
        yield Row((*HEADING, "since", str(place)), Kind.TEXT, tuple(blocks), indent=indent)


def _progress(review: Review) -> Content:
    looked = sum(item.state != "open" for item in review.items)
    failed = sum(item.state == "failed" for item in review.every)
    style = "$text-error" if failed else QUIET
    return Content.styled(f"{looked} looked at" + (f", {failed} failed" if failed else ""), style)


def _row(item: ReviewItem, look: Look, indent: int) -> Row:
    box = Content.styled(f"{BOXES[item.state]} ", STYLES[item.state])
    note = f": {look.line(item.note)}" if item.note else ""
    style = STYLES[item.state] if item.state in ("failed", "skipped") else ""
    shown = Content.assemble((look.line(item.step), style), (note, QUIET))
    key = (*HEADING, item.part or "", item.step)
    return Row(key, Kind.TEXT, (Block(shown, box),), f"{item.state} {item.note}", indent=indent)
