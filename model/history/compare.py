"""Two texts side by side in one column: which lines went, which came, and what is around."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ..document import Document

_AROUND = 2
_MOST_LINES = 4000
"""Longer texts are told as gone and come, whole: nobody reads such a difference."""


class Line(NamedTuple):
    """A line of a comparison."""

    kind: Literal["same", "gone", "come", "skipped"]
    text: str
    """Without its ending; empty for `skipped`, which stands for equal lines."""


def compare(old: str, new: str) -> list[Line]:
    """What makes `new` of `old`, with two equal lines around each change."""
    before, after = old.splitlines(), new.splitlines()
    if len(before) + len(after) > _MOST_LINES:
        return [*(Line("gone", t) for t in before), *(Line("come", t) for t in after)]
    found: list[Line] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    groups = list(matcher.get_grouped_opcodes(_AROUND))
    for group in groups:
        if found or group[0][1] > 0:
            found.append(Line("skipped", ""))
        for kind, a, b, c, d in group:
            if kind == "equal":
                found += (Line("same", text) for text in before[a:b])
            else:
                found += (Line("gone", text) for text in before[a:b])
                found += (Line("come", text) for text in after[c:d])
    if groups and groups[-1][-1][2] < len(before):
        found.append(Line("skipped", ""))
    return found


def text_of(document: Document | None, key: str) -> str:
    """What a document says of a task, to compare; empty where it has none."""
    task = document.task(key) if document is not None else None
    return document.source_of(task) if document is not None and task is not None else ""
