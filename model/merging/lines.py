"""Lines with their endings apart: what two sides compare, and what only follows along.

A line is the same line when its text is; whether CR LF or LF ends it, or nothing because the
file ends there, is settled for itself. So a side that changed every line ending has changed
no line, and a file without a final newline can be added to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple, TypeVar

from ..source import LINE_END

_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")

T = TypeVar("T")


class Line(NamedTuple):
    """One line of a file."""

    text: bytes
    """Without its ending."""
    end: bytes
    """CR LF, LF, CR, or empty at the end of a file."""

    @property
    def blank(self) -> bool:
        """Whether it has nothing but blanks."""
        return not self.text.strip()


_made = partial(tuple.__new__, Line)
"""A line of its two parts, made as quickly as can be: a merge makes one of each line of a file."""


class Clash(ValueError):
    """Both sides changed the same thing, and differently."""


def pick(base: T | None, ours: T, theirs: T) -> T:
    """What three values come to: the changed one. Raises `Clash` where both changed."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    raise Clash


def lines_of(data: bytes) -> tuple[Line, ...]:
    """The lines of `data`."""
    found = _LINE.findall(data)
    if found[-1] == (b"", b""):
        found.pop()
    return tuple(map(_made, found))


def joined(lines: Iterable[Line], newline: bytes) -> bytes:
    """The bytes of `lines`; one that ended its file gets `newline` where others follow."""
    parts: list[bytes] = []
    for line in lines:
        if parts and not parts[-1]:
            parts[-1] = newline
        parts += line
    return b"".join(parts)


def texts(lines: Iterable[Line]) -> tuple[bytes, ...]:
    """What the lines say, without their endings."""
    return tuple(line.text for line in lines)


def with_ends(lines: Iterable[Line], base: Iterable[Line], other: Iterable[Line]) -> list[Line]:
    """`lines`, all three saying the same: each ends as the side that changed its ending has it."""
    found = []
    for line, old, new in zip(lines, base, other, strict=True):
        end = new.end if line.end == old.end else line.end
        found.append(Line(line.text, end))
    return found


def ending_of(data: bytes) -> bytes | None:
    """The one line ending that `data` uses; None where it uses several, or none."""
    if b"\r" not in data:
        return b"\n" if b"\n" in data else None
    ends = set(LINE_END.findall(data))
    return ends.pop() if len(ends) == 1 else None


def ended_with(data: bytes, ending: bytes) -> bytes:
    """`data` with every line ending replaced by `ending`."""
    if ending == b"\n" and b"\r" not in data:
        return data
    return LINE_END.sub(lambda _: ending, data)
