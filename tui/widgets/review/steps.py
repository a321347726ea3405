"""Rows for what a reviewer judges: the steps, and below an unfolded one its checklist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from ....model.standards import folded
from ..detail.blocks import Block, Kind, Row, RowKey
from ..detail.look import FAINT, QUIET, Look
from ..detail.review import BOXES, STYLES

if TYPE_CHECKING:
    from ....model.reviews.sheet import Sheet, SheetItem


EARLIER = "old"
"""Beside what was judged in an earlier round."""


def step_key(item: SheetItem) -> RowKey:
    """The key of the row of a step, or of an item below one."""
    return ("item" if item.part is not None else "step", item.title)


def step_rows(
    sheet: Sheet, unfolded: frozenset[str], look: Look, earlier: frozenset[str] = frozenset()
) -> tuple[Row, ...]:
    """The steps in their order; the checklist below those whose titles are in `unfolded`.

    `earlier` are the titles (folded) of what was judged in an earlier round only.
    """
    return tuple(_rows(sheet, unfolded, look, earlier))


def _rows(
    sheet: Sheet, unfolded: frozenset[str], look: Look, earlier: frozenset[str]
) -> Iterator[Row]:
    shown: set[str] = set()
    for index, step in enumerate(sheet.steps):
        below = sheet.below(index)
        is_open = step.title in unfolded
        right = _count(below, is_open, look) if below else None
        yield _row(step, look, _told(step, earlier, right))
        section = None
        for item in below if is_open else ():
            if item.title in shown:
                continue
            shown.add(item.title)
            if item.section != section:
                section = item.section
                label = Content.styled(look.line(section or ""), QUIET)
                yield Row(
                    ("section", step.title, section or ""), Kind.TEXT, (Block(label),), indent=4
                )
            yield _row(item, look, _told(item, earlier, None), indent=4)


def _told(item: SheetItem, earlier: frozenset[str], right: Content | None) -> Content | None:
    """What stands at a row's right end, with whether it was judged in an earlier round."""
    if not earlier or folded(item.title) not in earlier:
        return right
    mark = Content.styled(EARLIER, FAINT)
    return Content.assemble(mark, "  ", right) if right else mark


def _row(item: SheetItem, look: Look, right: Content | None, indent: int = 0) -> Row:
    style = STYLES[item.state]
    box = Content.styled(f"{BOXES[item.state]} ", f"bold {style}".strip())
    title_style = style if item.state in ("failed", "skipped") else ""
    title = Content.styled(look.line(item.title), title_style)
    if item.part is None:
        title = Content.assemble((f"{item.number} ", FAINT), title)
    blocks = [Block(title, box, right=right)]
    if item.note:
        note = Content.styled(look.line(item.note), QUIET)
        blocks.append(Block(note, Content(" " * (4 if item.part is not None else 6))))
    text = f"{item.state} {item.note}"
    return Row(step_key(item), Kind.CRITERION, tuple(blocks), text, indent=indent)


def _count(items: tuple[SheetItem, ...], is_open: bool, look: Look) -> Content:
    looked = sum(item.state != "open" for item in items)
    failed = sum(item.state == "failed" for item in items)
    sign = look.glyphs.open if is_open else look.glyphs.folded
    style = "$text-error" if failed else "$text-success" if looked == len(items) else QUIET
    return Content.assemble((f"{looked}/{len(items)} ", style), (sign, QUIET))
