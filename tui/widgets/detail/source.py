"""Rows about where a task is written: later sections, diagnostics, and the text itself."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from ....model.source import decode
from .blocks import Block, Kind, Row
from .look import FAINT, QUIET, Look
from .subject import Subject

MOST_LINES = 1000
"""Lines of source that are shown; `e` opens the rest."""
LONGEST = 64 * 1024
"""Characters of a line of source that are shown."""
_SEVERITY = {"error": "$text-error", "warning": "$text-warning"}
FOLD = ("source",)


def diagnostic_rows(subject: Subject, look: Look) -> Iterator[Row]:
    """What a reader should know about how the task is written."""
    found = subject.document.diagnostics_of(subject.task)
    for place, diagnostic in enumerate(found):
        style = _SEVERITY.get(diagnostic.severity, QUIET)
        mark = Content.styled(f"{look.warning} ", style)
        shown = Content.assemble(
            look.text(diagnostic.message), (f"  line {diagnostic.line}", QUIET)
        )
        key = ("diagnostic", diagnostic.rule, str(place))
        yield Row(key, Kind.TEXT, (Block(shown, mark),), diagnostic.message, gap=place == 0)


def source_rows(subject: Subject, look: Look, *, unfolded: bool) -> Iterator[Row]:
    """Where the task stands in the file; its very text when `unfolded`."""
    ranges = subject.document.lines_of(subject.task)
    mark = look.glyphs.open if unfolded else look.glyphs.folded
    heading = Content.assemble((f"{mark} Source", "bold"), (f"  {_where(ranges)}", QUIET))
    blocks = [Block(heading)]
    if len(ranges) > 1:
        blocks.append(
            Block(
                Content.styled(f"{look.glyphs.updated} {_updates(ranges[1:])}", QUIET),
                Content("  "),
            )
        )
    yield Row(FOLD, Kind.FOLD, tuple(blocks), gap=True)
    if unfolded:
        yield Row(("source", "why"), Kind.TEXT, tuple(_reasons(subject, look)))
        yield Row(("source", "text"), Kind.TEXT, tuple(_lines(subject, ranges, look)))


def _reasons(subject: Subject, look: Look) -> Iterator[Block]:
    """What made each section a statement of the task, a reason said once."""
    reasons = dict.fromkeys(section.why for section in subject.task.sections)
    for reason in reasons:
        yield Block(Content.assemble(("read as ", QUIET), look.text(reason)))


def _where(ranges: tuple[tuple[int, int], ...]) -> str:
    first = ranges[0] if ranges else (0, 0)
    return f"line {_span(first)}" if first[0] == first[1] else f"lines {_span(first)}"


def _updates(ranges: tuple[tuple[int, int], ...]) -> str:
    """`updated by 2 later sections, lines 80-92, 120-131`."""
    noun = "section" if len(ranges) == 1 else "sections"
    return f"updated by {len(ranges)} later {noun}, lines {', '.join(map(_span, ranges))}"


def _span(lines: tuple[int, int]) -> str:
    return str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}-{lines[1]}"


def _lines(subject: Subject, ranges: tuple[tuple[int, int], ...], look: Look) -> Iterator[Block]:
    width = len(str(ranges[-1][1])) if ranges else 1
    shown = 0
    for section, (first, _) in zip(subject.task.sections, ranges, strict=False):
        text = decode(section.data[: section.reading.end])
        lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        for offset, line in enumerate(lines):
            if shown == MOST_LINES:
                yield Block(Content.styled("the rest is too long to show: e opens it", QUIET))
                return
            shown += 1
            number = Content.styled(f"{first + offset:>{width}}  ", FAINT)
            new_section = offset == 0 and shown > 1
            cut = look.text(line[:LONGEST]) + (" (cut)" if len(line) > LONGEST else "")
            yield Block(Content(cut), number, fold=True, gap=new_section)
