"""What happened, as lines: when and who, which change, and what a text was before and after."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ...model import stamp
from ..content import visible_line
from ..glyphs import Glyphs

if TYPE_CHECKING:
    from ...model.changes import Change
    from ...model.history.compare import Line
    from ...model.history.past import Moment

_STYLES = {"gone": "$text-error", "come": "$text-success", "same": "", "skipped": "$text-muted"}
_SIGNS = {"gone": "-", "come": "+", "same": " ", "skipped": " "}
_CHANGE_STYLES = {"added": "$text-success", "removed": "$text-error"}
_MOST_LINES = 600
_MOST_DEEDS = 5


def clock(at: float, now: float | None = None) -> str:
    """When it was, in local time: `14:03:07` today, `2026-01-15 14:03` on other days."""
    moment = time.localtime(at)
    if moment[:3] == time.localtime(now)[:3]:
        return time.strftime("%H:%M:%S", moment)
    return time.strftime(stamp.FORMAT, moment)


def who(moment: Moment, me: str) -> str:
    """Who wrote a version, in a word or two; `me` is this process."""
    if any(deed.owner == me for deed in moment.deeds):
        return "you"
    if moment.deeds:
        by_command = all(deed.by_command for deed in moment.deeds)
        return "a command" if by_command else "you, elsewhere"
    return "another program" if moment.before else "the oldest version kept"


def heading(moment: Moment, me: str, glyphs: Glyphs) -> Content:
    """The line over the changes of a version."""
    count = len(moment.changes)
    told = f"{glyphs.separator} {count} changes" if count > 1 else ""
    name = who(moment, me) + (" " if told else "")
    style = "bold $text-success" if moment.is_mine else "bold"
    return Content.assemble(
        (clock(moment.version.at), "$text-muted"), " ", (name, style), (told, "$text-muted")
    )


def deeds(moment: Moment, glyphs: Glyphs) -> Iterator[Content]:
    """What this user wished, and what of it was let go, a line each."""
    for deed in moment.deeds[:_MOST_DEEDS]:
        again = " (done again: a program wrote from an older copy)" if deed.again else ""
        text = visible_line(deed.summary, glyphs.plain)
        yield Content.styled(f"{text}{again}", "$text-muted")
    for gone in moment.let_go[:_MOST_DEEDS]:
        text = visible_line(f"your edit was let go: {gone.summary}: {gone.why}", glyphs.plain)
        yield Content.styled(text, "$text-warning")


def told(change: Change, glyphs: Glyphs) -> Content:
    """One change on a line: the task, and what of it."""
    text = change.describe().removeprefix(change.task).strip()
    if not glyphs.plain:
        text = text.replace(" -> ", f" {glyphs.arrow} ")
    return Content.assemble(
        (f"{visible_line(change.task, glyphs.plain)} ", "bold"),
        (visible_line(text, glyphs.plain), _CHANGE_STYLES.get(change.kind, "")),
    )


def before_and_after(change: Change, glyphs: Glyphs) -> Iterator[Content]:
    """What a change took away and what it brought, a line each."""
    for kind, text in (("gone", change.old), ("come", change.new)):
        if text is not None and change.field is not None:
            for line in text.split("\n"):
                yield _marked(kind, line, glyphs)


def comparison(lines: Sequence[Line], glyphs: Glyphs) -> Content:
    """A comparison of two texts; what is gone and what came is told by signs, not colour alone."""
    shown = [_marked(line.kind, _text(line, glyphs), glyphs) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(Content.styled(f"and {len(lines) - _MOST_LINES} more lines", "$text-muted"))
    return Content("\n").join(shown)


def _text(line: Line, glyphs: Glyphs) -> str:
    return glyphs.ellipsis if line.kind == "skipped" else line.text


def _marked(kind: str, text: str, glyphs: Glyphs) -> Content:
    return Content.styled(f"{_SIGNS[kind]} {visible_line(text, glyphs.plain)}", _STYLES[kind])
