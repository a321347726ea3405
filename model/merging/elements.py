"""Values that list things on one line, merged as sets: `ARCH-001, BE-001`, `api, slow`.

What either side added is in the list, what either removed is not; the order is ours, and what
stands between two elements, around all of them, and for an empty list (`none`) is as the file
has it. Protocol, section 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from .. import words
from ..source import decode
from .lines import Clash, Line, pick
from .tokens import Token

Merge = Callable[[Sequence[Token], Sequence[Token], Sequence[Token]], Sequence[Line]]
"""Brings three sequences of tokens together. Raises `Clash` where they cannot be."""

_LEAD = re.compile(
    rb"[^:\xef]*(?:\xef(?!\xbc\x9a)[^:\xef]*)*(?::|\xef\xbc\x9a)(?:\*\*|__|\*|_)?[ \t]*"
)
"""A field's name up to its value, behind a colon or the wide one."""
_SHAPE = re.compile(rb"(\[[ \t]*(?=[^\[\]]*\][ \t.]*\Z))?(.*?)((?(1)[ \t]*\])\.?[ \t]*)", re.DOTALL)
_PARTED = re.compile(rb"[ \t]*(?:[,;]|\xef\xbc\x8c|\xe3\x80\x81)[ \t]*")
_BARE = re.compile(rb"[`*_\[]*[A-Za-z][A-Za-z0-9_.-]*\d[`*_\]]*")
_WORDS = frozenset({"labels", "label", "tags", "tag"})
"""Fields that hold a list of anything."""


class _Listed(NamedTuple):
    lead: bytes
    before: bytes
    elements: tuple[bytes, ...]
    parted: bytes
    """What stands between two elements; empty where there are none."""
    after: bytes
    none: bytes
    """The word for an empty list, where it is one."""


def is_list(key: str) -> bool:
    """Whether a field may hold several things on one line."""
    return key in _WORDS or key in ("dependencies", "assignee")


def merged_field(key: str, versions: Sequence[bytes | None], merge: Merge) -> bytes:
    """A field's one line of its base (None where it is new), ours and theirs.

    Raises `Clash` where one of them is no plain list, or both changed one element.
    """
    listed = [None if line is None else _listed(line, _lead_of(line)) for line in versions]
    some = [one for one in listed if one is not None]
    if key == "dependencies":
        plain = all(words.ids_in(decode(each)) for one in some for each in one.elements)
    elif key == "assignee":
        plain = all(len(one.elements) > 1 for one in some[-2:])
    else:
        plain = True
    if not plain:
        raise Clash
    return _merged(listed, merge)


def merged_cell(versions: Sequence[bytes], merge: Merge) -> bytes:
    """A table's cell that lists IDs, of base, ours and theirs. Raises `Clash` for another."""
    listed = [_listed(cell, 0) for cell in versions]
    bare = all(_BARE.fullmatch(each) for one in listed for each in one.elements)
    if not bare or max(len(one.elements) for one in listed) < 2:
        raise Clash
    return _merged(listed, merge)


def _lead_of(line: bytes) -> int:
    found = _LEAD.match(line)
    if found is None:
        raise Clash
    return found.end()


def _listed(text: bytes, lead: int) -> _Listed:
    shape = _SHAPE.fullmatch(text, lead)
    assert shape is not None
    before, value, after = shape.groups()
    if not value or words.is_none(decode(value)):
        return _Listed(text[:lead], before or b"", (), b"", after, value)
    elements, parted = _split(value)
    return _Listed(text[:lead], before or b"", elements, parted, after, b"")


def _split(value: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """The elements, and what stands between the first two; a remark in brackets is none."""
    found, at, parted = [], 0, b""
    for match in _PARTED.finditer(value):
        before = value[: match.start()]
        if before.count(b"(") == before.count(b")"):
            found.append(value[at : match.start()])
            at, parted = match.end(), parted or match[0]
    found.append(value[at:])
    if not parted and b" " in value and all(map(_BARE.fullmatch, value.split())):
        return tuple(value.split()), b" "
    return tuple(found), parted


def _merged(listed: Sequence[_Listed | None], merge: Merge) -> bytes:
    base, ours, theirs = listed
    assert ours is not None
    assert theirs is not None
    old = base or ours._replace(elements=())
    found = [line.text for line in merge(_tokens(old), _tokens(ours), _tokens(theirs))]
    lead = pick(old.lead, ours.lead, theirs.lead) + pick(old.before, ours.before, theirs.before)
    after = pick(old.after, ours.after, theirs.after)
    parted = ours.parted or theirs.parted or old.parted or b", "
    value = parted.join(found) if found else ours.none or theirs.none or old.none
    if not value:
        raise Clash
    return lead + value + after


def _tokens(listed: _Listed) -> list[Token]:
    seen: Counter[Hashable] = Counter()
    found = []
    for text in listed.elements:
        said = decode(text).casefold()
        key = words.ids_in(said.upper()) or said.strip("`*_@ ")
        found.append(Token(("element", key, seen[key]), (Line(text, b""),), named=True, large=True))
        seen[key] += 1
    return found
