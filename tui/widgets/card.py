"""How a task looks as a card: lines of text with a role for each piece, and no colours.

A card has a fixed height by the width of its column (`Shape`): three lines where it is
narrow, one where it is wide. `card_lines` is a pure function, so that a column can keep its
result as long as the facts, the width and the signs stay the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..content import fit, visible_line, width, wrap
from ..glyphs import Glyphs

if TYPE_CHECKING:
    from ...model.board.dependencies import Standing
    from ...model.task import Task


class Shape(IntEnum):
    """A layout of cards; its value is the height in lines."""

    WIDE = 1
    MEDIUM = 2
    NARROW = 3


MEDIUM_FROM = 34
WIDE_FROM = 64
"""Widths of a column in cells from which its cards have that shape."""


def shape_for(cells: int) -> Shape:
    """The shape of the cards in a column that is `cells` wide."""
    if cells >= WIDE_FROM:
        return Shape.WIDE
    return Shape.MEDIUM if cells >= MEDIUM_FROM else Shape.NARROW


class Piece(NamedTuple):
    """Some text of a card, and what it is."""

    text: str
    role: str
    """Its ink in the column; empty for a blank."""


Line = tuple[Piece, ...]

_NO_TITLE = "(no title)"
_FINISHED = ("completed", "approved")


class Facts(NamedTuple):
    """What a card says, safe to show."""

    id: str
    title: str
    finished: bool
    """Whether the work is done: its title steps back."""
    priority: str | None
    effort: str
    done: int
    total: int
    """Criteria ticked, of all."""
    kind: str
    """`ready`, `waiting`, `blocked`, `stale` or `none`."""
    reason: str
    """What it waits on, the blocker, or what changed since the approval."""
    assignee: str
    updated: bool
    duplicate: str
    """`#2` for the second task with a used ID."""


def facts_of(task: Task, standing: Standing | None, plain: bool = False) -> Facts:
    """What the card of `task` says. `plain`: marks in ASCII."""
    kind: str = standing.kind if standing else "none"
    reason = _reason(standing) if standing else ""
    if task.status == "approved" and (changed := _changed_since(task)):
        kind, reason = "stale", f"stale: {', '.join(changed)}"
    title = visible_line(task.title, plain).strip()
    done, total = task.progress
    return Facts(
        id=visible_line(task.id, plain),
        title=title or _NO_TITLE,
        finished=task.status in _FINISHED,
        priority=task.priority,
        effort=visible_line(task.effort, plain),
        done=done,
        total=total,
        kind=kind,
        reason=visible_line(reason, plain),
        assignee=visible_line(task.assignee, plain),
        updated=task.updated,
        duplicate=task.key[len(task.id) :],
    )


def _changed_since(task: Task) -> tuple[str, ...]:
    """What changed since the task was approved, where its approval names the text it was for."""
    if not any(b"(text " in part.data for part in task.sections):
        return ()
    from ...model.reviews.approval import stale

    return stale(task)


def _reason(standing: Standing) -> str:
    if standing.kind == "waiting":
        more = len(standing.on) - 1
        return f"{standing.on[0]} +{more}" if more else standing.on[0]
    return standing.reason


@lru_cache(maxsize=512)
def card_lines(
    facts: Facts, cells: int, shape: Shape, glyphs: Glyphs, id_cells: int = 0
) -> tuple[Line, ...]:
    """The `shape` lines of a card, each exactly `cells` wide.

    `id_cells` is the room that a wide card gives its ID, so that titles stand in one column.
    The latest results are kept: a column asks for a card line by line.
    """
    if shape is Shape.WIDE:
        return (_wide_line(facts, cells, glyphs, id_cells),)
    head = _head(facts, glyphs)
    room = cells - _width(head)
    meta = _meta_line(facts, cells, glyphs)
    role = "done" if facts.finished else "title"
    if shape is Shape.MEDIUM:
        title = Piece(fit(facts.title, room, glyphs.ellipsis), role)
        return (_row([*head, title], cells, glyphs), meta)
    first, second = wrap(facts.title, (room, cells), glyphs.ellipsis)
    heading = _row([*head, Piece(first, role)], cells, glyphs)
    rest = _row([Piece(second, role)], cells, glyphs)
    # What belongs together stands together: the free line of a short title goes below.
    return (heading, rest, meta) if second else (heading, meta, rest)


def _head(facts: Facts, glyphs: Glyphs) -> list[Piece]:
    """The ID with its badges, and the blank behind it."""
    pieces = [Piece(facts.id, "id-done" if facts.finished else "id")]
    if facts.duplicate:
        pieces.append(Piece(facts.duplicate.replace("#", glyphs.duplicate), "duplicate"))
    if facts.updated:
        pieces.append(Piece(glyphs.updated, "updated"))
    pieces.append(Piece(" ", ""))
    return pieces


def _width(pieces: Sequence[Piece]) -> int:
    return sum(width(piece.text) for piece in pieces)


def _row(pieces: Sequence[Piece], cells: int, glyphs: Glyphs) -> Line:
    """Pieces from the left, cut or filled up to `cells`."""
    line: list[Piece] = []
    used = 0
    for piece in pieces:
        text = fit(piece.text, cells - used, glyphs.ellipsis)
        if text:
            line.append(Piece(text, piece.role))
            used += width(text)
    if used < cells:
        line.append(Piece(" " * (cells - used), ""))
    return tuple(line)


_SHORTEST_REASON = 7
_SHORTEST_NAME = 8
"""Cells below which a reason or an assignee says nothing any more."""


def _meta_line(facts: Facts, cells: int, glyphs: Glyphs) -> Line:
    """Priority, effort, criteria, standing, and at the right the assignee.

    Where room is short the assignee goes first, then the words of the standing; its sign and
    the short facts stay.
    """
    left = _short_facts(facts, glyphs)
    sign = glyphs.standing(facts.kind)
    if sign:
        left += _standing(facts, sign, cells - _width(left), glyphs)
    used = _width(left)
    name = fit(facts.assignee, cells - used - 1, glyphs.ellipsis)
    if width(name) < min(_SHORTEST_NAME, max(1, width(facts.assignee))):
        return _row(left, cells, glyphs)
    gap = Piece(" " * (cells - used - width(name)), "")
    return _row([*left, gap, Piece(name, "assignee")], cells, glyphs)


def _short_facts(facts: Facts, glyphs: Glyphs) -> list[Piece]:
    """Priority, effort and criteria, each with a blank behind it; those that are said."""
    pieces: list[Piece] = []
    if facts.priority:
        pieces += [Piece(glyphs.priority(facts.priority), _priority_role(facts)), Piece(" ", "")]
    if facts.effort:
        pieces += [Piece(fit(facts.effort, 4, glyphs.ellipsis), "meta"), Piece(" ", "")]
    if facts.total:
        pieces += [Piece(f"{facts.done}/{facts.total}", _criteria_role(facts)), Piece(" ", "")]
    return pieces


def _priority_role(facts: Facts) -> str:
    """What is done is urgent no more."""
    return facts.priority if facts.priority and not facts.finished else "meta"


def _criteria_role(facts: Facts) -> str:
    return "criteria-done" if facts.done == facts.total and not facts.finished else "meta"


def _standing(facts: Facts, sign: str, room: int, glyphs: Glyphs) -> list[Piece]:
    """The standing's sign, and in what is left of `room` the reason for it."""
    if room < 1:
        return []
    told = facts.reason or facts.kind
    text = fit(told, room - width(sign) - 1, glyphs.ellipsis)
    if not text or (width(text) < _SHORTEST_REASON and text != told):
        return [Piece(sign, facts.kind)]
    return [Piece(f"{sign} {text}", facts.kind)]


class _Fact(NamedTuple):
    """A fact of a wide card, in a column of its own."""

    pieces: Sequence[Piece]
    cells: int
    """Its column's room, the blanks behind it included."""


def _wide_line(facts: Facts, cells: int, glyphs: Glyphs, id_cells: int) -> Line:
    """Everything on one line, each fact in a column of its own."""
    head = _head(facts, glyphs)
    head.append(Piece(" " * max(0, id_cells + 1 - _width(head)), ""))
    told = [*_wide_facts(facts, cells, glyphs)]
    right = sum(fact.cells for fact in told)
    title_cells = max(0, cells - _width(head) - right)
    role = "done" if facts.finished else "title"
    title = Piece(fit(facts.title, title_cells - 2, glyphs.ellipsis), role)
    line = [*head, title, Piece(" " * (title_cells - width(title.text)), "")]
    for fact in told:
        line += _row(fact.pieces, fact.cells, glyphs)
    return _row(line, cells, glyphs)


def _wide_facts(facts: Facts, cells: int, glyphs: Glyphs) -> list[_Fact]:
    """The facts that a line of `cells` has room for beside a title."""
    sign = glyphs.standing(facts.kind)
    standing_cells = 14 if cells < 90 else 16 if cells < 120 else 32
    standing = _standing(facts, sign, standing_cells - 2, glyphs) if sign else []
    priority = [Piece(glyphs.priority(facts.priority), _priority_role(facts))]
    if cells >= 120 and facts.priority:
        priority.append(Piece(f" {facts.priority}", _priority_role(facts)))
    criteria = f"{facts.done}/{facts.total}" if facts.total else ""
    told = [
        _Fact(priority, 11 if cells >= 120 else 2),
        _Fact([Piece(fit(facts.effort, 3, glyphs.ellipsis), "meta")], 4),
        _Fact([Piece(f"{criteria:>5}", _criteria_role(facts))], 7),
        _Fact(standing, standing_cells),
    ]
    if cells >= 80:
        name_cells = 12 if cells < 90 else 20
        told.append(
            _Fact([Piece(fit(facts.assignee, name_cells, glyphs.ellipsis), "assignee")], name_cells)
        )
    return told
