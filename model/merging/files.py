"""Merging whole task files: encodings and line endings first, then tasks, then what is between.

What comes out is read once more. Unless every task that should be there is read with the very
text that it was given, the file is merged by its lines instead, as one that cannot be
understood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from ..document import Document, parse, reparse
from ..roles import BUILTIN, Roles
from ..section import Section
from ..source import UTF8_BOM, Source
from .identity import Side, end_of, identify, numbers_anew, renamed, text_of
from .lines import Clash, ended_with, ending_of, joined, lines_of, pick
from .parting import parts_of
from .settling import Markers, Settling
from .tokens import Form, Token, plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What a merge came to."""

    data: bytes
    conflicts: int
    """How many places are marked, or should be looked at; 0 where all is settled."""
    renumbered: tuple[tuple[str, str], ...] = ()
    """IDs of their new tasks that ours had taken, each with the one given instead."""
    doubtful: bool = False
    """Whether nothing is marked, and yet a task may be what neither side has."""


def merge_files(
    base: bytes,
    ours: bytes,
    theirs: bytes,
    markers: Markers | None = None,
    roles: Roles = BUILTIN,
) -> MergedFile:
    """What `ours` and `theirs` made of `base`, by meaning.

    An ID that both gave to different new tasks stays with ours; theirs get the next free one of
    its category, as `roles` has them. Raises `ValueError` where one
    of the three is no text that could be merged.
    """
    sources = [Source.read(data) for data in (base, ours, theirs)]
    if ours == theirs or theirs == base:
        return MergedFile(ours, 0)
    if ours == base:
        return MergedFile(theirs, 0)
    bodies = _like([source.data.removeprefix(UTF8_BOM) for source in sources])
    newline = ending_of(bodies[1]) or ending_of(bodies[2]) or b"\n"
    merged = _merged(bodies, replace(markers or Markers(), newline=newline), roles)
    codec = _picked([source.codec for source in sources])
    marked = _picked([source.data.startswith(UTF8_BOM) for source in sources])
    data = UTF8_BOM + merged.data if marked or codec else merged.data
    if codec:
        with suppress(UnicodeDecodeError):  # a side may bring bytes that UTF-16 cannot hold
            data = data.decode("utf-8").encode(codec)
    return replace(merged, data=data)


def _picked(values: Sequence[T]) -> T:
    """The changed one of three values; ours where both changed it."""
    try:
        return pick(*values)
    except Clash:
        return values[1]


def _like(bodies: Sequence[bytes]) -> list[bytes]:
    """The three with the same line endings, where each has endings of one kind."""
    ends = [ending_of(body) for body in bodies]
    if None in ends or len(set(ends)) == 1:
        return list(bodies)
    ending = _picked(ends)
    return [ended_with(body, ending or b"\n") for body in bodies]


def _merged(bodies: Sequence[bytes], markers: Markers, roles: Roles) -> MergedFile:
    base, ours, theirs = bodies
    old = parse(base)  # what is the same on a side is the same object there, and read once
    sides = identify(old, reparse(old, ours), reparse(old, theirs))
    anew = numbers_anew(*sides, roles)
    if anew:
        theirs = renamed(base, theirs, anew)
        sides = identify(old, sides[1].document, reparse(old, theirs))
    settling = Settling(markers)
    made: dict[tuple[Section, int], list[Token]] = {}
    lines = settling.sequence(*(_tokens(side, made) for side in sides))
    data = joined(lines, markers.newline)
    if settling.conflicts or _as_meant(reparse(sides[1].document, data), sides):
        return MergedFile(data, settling.conflicts, tuple(anew.items()))
    settling = Settling(markers)
    lines = settling.sequence(*(plain(lines_of(data)) for data in (base, ours, theirs)))
    data = joined(lines, markers.newline)
    if settling.conflicts or _as_meant(reparse(sides[1].document, data), sides):
        return MergedFile(data, settling.conflicts, tuple(anew.items()))
    return MergedFile(data, 1, tuple(anew.items()), doubtful=True)


def _tokens(side: Side, made: dict[tuple[Section, int], list[Token]]) -> list[Token]:
    """A document as its tasks, and the lines of what stands between them.

    `made` keeps those of each section, which most sections have in common with another side.
    """
    found: list[Token] = []
    for part in side.document.sections:
        known = part, side.numbers.get(part, -1)
        if known not in made:
            made[known] = list(_tokens_of(*known))
        found += made[known]
    return found


def _tokens_of(part: Section, number: int) -> Iterator[Token]:
    end = 0
    if part.id is not None:
        end = end_of(part)
        yield Token(
            ("task", number),
            lines_of(part.data[:end]),
            named=True,
            large=True,
            form=Form.PARTS,
            split=partial(parts_of, part),
        )
    yield from plain(lines_of(part.data[end:]))


def _as_meant(merged: Document, sides: Sequence[Side]) -> bool:
    """Whether what both sides' readers see as a task is one in the merged file too."""
    base, ours, theirs = (_by_number(side) for side in sides)
    wanted: list[bytes] = []
    for number in {**ours, **theirs}:
        known, mine, other = base.get(number), ours.get(number), theirs.get(number)
        if mine and other:
            if known == mine or mine == other:
                wanted.append(other)
            elif known == other:
                wanted.append(mine)
            else:
                wanted.append(b"")
        elif known is None or known not in (mine, other):
            wanted.append(mine or other or b"")
    found = Counter(_folded(part) for part in merged.sections if part.id)
    sure = Counter(text for text in wanted if text)
    return found.total() == len(wanted) and not sure - found


def _by_number(side: Side) -> dict[int, bytes]:
    return {number: _folded(part) for part, number in side.numbers.items()}


def _folded(part: Section) -> bytes:
    """A section's text whatever ends its lines."""
    return ended_with(text_of(part), b"\n")
