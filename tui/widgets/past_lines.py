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
    from ...model.history.changes import Change
    from ...model.history.compare import Line
    from ...model.history.past import Moment

_STYLES = {"gone": "$text-error", "come": "$text-success", "same": "", "skipped": "$text-muted"}
_SIGNS = {"gone": "-", "come": "+", "same": " ", "skipped": " "}
_CHANGE_STYLES = {"added": "$text-success", "removed": "$text-error"}
_MOST_LINES = 600
_MOST_DEEDS = 5
_MOST_WORDS = 60
"""Characters of a passage that became another one."""


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
    return _task(change, glyphs) + _coloured(change, text, glyphs)


def brief(change: Change, glyphs: Glyphs, *, task: bool = True) -> Content:
    """The same, of a long text the words that are others; with `task` false without its name."""
    text = _words(change) or change.describe().removeprefix(change.task).strip()
    shown = _coloured(change, text, glyphs)
    return _task(change, glyphs) + shown if task else shown


def _task(change: Change, glyphs: Glyphs) -> Content:
    return Content.styled(f"{visible_line(change.task, glyphs.plain)} ", "bold")


def _coloured(change: Change, text: str, glyphs: Glyphs) -> Content:
    if not glyphs.plain:
        text = text.replace(" -> ", f" {glyphs.arrow} ")
    return Content.styled(visible_line(text, glyphs.plain), _CHANGE_STYLES.get(change.kind, ""))


def _words(change: Change) -> str:
    """The words of a long field that are others, where its description does not tell them."""
    if change.field in (None, "text") or not change.describe().endswith((" edited", " added")):
        return ""
    old, new = ((text or "").split() for text in (change.old, change.new))
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    gone, come = (" ".join(side[start : len(side) - end]) for side in (old, new))
    if gone and come:
        return f"{change.field}: {gone[:_MOST_WORDS]} -> {come[:_MOST_WORDS]}"
    if change.field.casefold() == "comments":
        come = come.partition(": ")[2] or come  # behind its date and author
    return f"{change.field} + {come}" if come else f"{change.field} - {gone}" if gone else ""


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


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
