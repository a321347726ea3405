"""A file cut into sections: at its headings, or where another dialect than the protocol's says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..markdown.outline import level
from ..section import Section
from . import native
from .hints import is_untitled, may_state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import cast

    from ..markdown.outline import Outline
    from .base import Dialect

    _NATIVE = cast(Dialect, native)
else:
    _NATIVE = native


class Cut(NamedTuple):
    """A text in sections."""

    sections: tuple[Section, ...]
    doubtful: bool
    """Whether some piece may state tasks in another form than the protocol's; whether it does,
    the whole file decides.
    """
    foreign: bool = False
    """Whether some does."""


def sections_of(outline: Outline) -> Cut:
    """The sections of a whole file."""
    found = cut(outline.pieces)
    if found.doubtful:
        from .carve import carve

        carved = carve(outline.pieces, outline.unclosed)
        if carved is not None:
            return Cut(carved, doubtful=True, foreign=True)
    return found


def cut(pieces: tuple[bytes, ...]) -> Cut:
    """The sections of a text cut at its headings: a heading below a task's own joins the task."""
    doubtful = False
    sections: list[Section] = []
    recognise = native.recognise
    below: list[bytes] = []
    """Pieces that join the last section, a task's."""
    for piece in pieces:
        task_id = recognise(piece)
        doubtful = doubtful or (may_state(piece) if task_id is None else is_untitled(piece))
        if task_id is None and sections and sections[-1].id and _is_below(piece, sections[-1].data):
            below.append(piece)
            continue
        if below:
            sections[-1] = _joined(sections[-1], below)
            below = []
        if task_id is not None:
            sections.append(Section(piece, task_id, _NATIVE))
        elif piece:
            sections.append(Section(piece))
    if below:
        sections[-1] = _joined(sections[-1], below)
    return Cut(tuple(sections), doubtful)


def _joined(task_part: Section, below: list[bytes]) -> Section:
    return Section(b"".join([task_part.data, *below]), task_part.id, task_part.dialect)


def _is_below(piece: bytes, task_text: bytes) -> bool:
    return level(piece) > level(task_text)


def swallows(task_part: Section, behind: Section) -> bool:
    """Whether a heading that stands behind a task's section is below the task's own."""
    return task_part.id is not None and behind.id is None and _is_below(behind.data, task_part.data)


def same_tasks(some: Sequence[Section], others: Sequence[Section]) -> bool:
    """Whether both state the same tasks, each in the protocol's form and nowhere else: what else
    the file has is then read as before.
    """
    return [_opens(part) for part in some] == [_opens(part) for part in others] and not any(
        part.id is None or is_untitled(part.data) for part in (*some, *others)
    )


def _opens(part: Section) -> tuple[str | None, int]:
    return part.id, level(part.data)


def reused(fresh: tuple[Section, ...], old: tuple[Section, ...]) -> tuple[Section, ...]:
    """`fresh` with the old object for each section that was there with these very bytes.

    Equal texts at two places stay two sections.
    """
    known: dict[tuple[bytes, str | None, Dialect | None], list[Section]] = {}
    for part in reversed(old):
        known.setdefault((part.data, part.id, part.dialect), []).append(part)
    keys = [(part.data, part.id, part.dialect) for part in fresh]
    return tuple(
        known[key].pop() if known.get(key) else part for key, part in zip(keys, fresh, strict=True)
    )
