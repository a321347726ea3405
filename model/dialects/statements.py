"""Which of the lines that may state a task do: decided over the whole file.

Dropped are: a list item without a box, unless other tasks have its ID's prefix and nothing
else states its ID; a box line with a bare ID whose ID is stated elsewhere under a title that
shares no word with it; whatever stands under a heading over mentions (a changelog, a
dependency graph) and is stated elsewhere; a heading over tasks that says nothing itself, which
is a group; a heading with a short ID and nothing but a blank behind it, unless others are like
it; a short ID that has no like in the file (`G2`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from string import ascii_uppercase

from .. import ids, words
from .fields import read_fields
from .pieces import Found, Piece

_SHORT = re.compile(r"[A-Z]{1,3}[1-9]")
_WORD = re.compile(r"\w+")


def decide(pieces: Sequence[Piece]) -> None:
    """Take out of every piece's `found` what states no task."""
    _drop_lonely(pieces)
    _drop_mentions(pieces)
    _drop_groups(pieces)
    _drop_items(pieces)


def _every(pieces: Sequence[Piece]) -> list[Found]:
    return [found for piece in pieces for found in piece.found]


def _drop_mentions(pieces: Sequence[Piece]) -> None:
    told: dict[str, list[Found]] = {}
    firm = {piece.native_id.casefold() for piece in pieces if piece.native_id}
    for piece in pieces:
        for found in piece.found:
            if not piece.mentions and (
                found.kind in ("heading", "row", "details") or found.lead.strong
            ):
                told.setdefault(found.id, []).append(found)
    for piece in pieces:
        piece.found = [
            found
            for found in piece.found
            if not _is_mention(found, piece.mentions, told.get(found.id, []), found.id in firm)
        ]


def _is_mention(found: Found, listed: bool, others: list[Found], native: bool) -> bool:
    others = [other for other in others if other is not found]
    if listed:
        return bool(others) or native
    if found.kind != "box" or found.lead.strong:
        return False
    title = found.lead.title.text
    if native:
        return True
    return bool(others) and not any(alike(title, other.lead.title.text) for other in others)


def _drop_lonely(pieces: Sequence[Piece]) -> None:
    """`G2` is a product and `M1` a milestone, unless there are more of the kind."""
    prefixes = Counter(ids.split_id(found.lead.id.text)[0] for found in _every(pieces))
    for piece in pieces:
        piece.found = [
            found
            for found in piece.found
            if not _SHORT.fullmatch(found.lead.id.text)
            or found.lead.id.text.startswith("T")
            or prefixes[ids.split_id(found.lead.id.text)[0]] > 1
        ]


def _drop_groups(pieces: Sequence[Piece]) -> None:
    short = [f for f in _every(pieces) if f.kind == "heading" and _is_short(f)]
    for number, piece in enumerate(pieces):
        heading = next((f for f in piece.found if f.kind == "heading"), None)
        if heading is None:
            continue
        below = _below(pieces, number)
        inside = [f for p in below for f in p.found if f.kind != "heading" and f.id != heading.id]
        headed = [p for p in below[1:] if p.native_id or any(f.kind == "heading" for f in p.found)]
        says = bool(heading.lead.marks) or any(_says(p) for p in below if p not in headed)
        bare = not piece.data.partition(b"\n")[2].strip(b" \t\r\n-")
        light = bare or _SHORT.fullmatch(heading.lead.id.text)
        group = not says and (inside or (headed and light))
        alone = heading in short and len(short) < 3
        if group or alone:
            piece.found.remove(heading)


def _is_short(found: Found) -> bool:
    return not found.lead.strong and bool(_SHORT.fullmatch(found.lead.id.text))


def _below(pieces: Sequence[Piece], number: int) -> list[Piece]:
    end = number + 1
    while end < len(pieces) and pieces[end].level > pieces[number].level:
        end += 1
    return list(pieces[number:end])


def _says(piece: Piece) -> bool:
    """Whether a piece's own lines, those of tasks inside it left out, have a field or a box."""
    taken = {
        line
        for found in piece.found
        if found.kind != "heading"
        for line in range(found.first, found.after)
    }
    own = [line for index, line in enumerate(piece.lines[1:], 1) if index not in taken]
    fields, criteria = read_fields(piece.data, own)
    return bool(criteria) or any(field.key in words.FIELDS for field in fields)


def _drop_items(pieces: Sequence[Piece]) -> None:
    every = _every(pieces)
    told = {found.id for found in every if found.kind != "item"}
    told |= {piece.native_id.casefold() for piece in pieces if piece.native_id}
    prefixes = {ids.split_id(one.upper())[0].rstrip(ascii_uppercase) for one in told}
    inside: set[int] = set()
    open_level = 0
    for number, piece in enumerate(pieces):
        if piece.level and piece.level <= open_level:
            open_level = 0
        if piece.native_id or any(f.kind == "heading" for f in piece.found):
            open_level = piece.level
        if open_level:
            inside.add(number)
    for number, piece in enumerate(pieces):
        piece.found = [
            found
            for found in piece.found
            if found.kind != "item"
            or (
                found.id not in told
                and number not in inside
                and ids.split_id(found.lead.id.text)[0].rstrip(ascii_uppercase) in prefixes
                and not any(o is not found and o.first < found.first < o.after for o in piece.found)
            )
        ]


def alike(one: str, other: str) -> bool:
    """Whether two titles may mean one task: one holds the other, or they share words enough."""
    a, b = words.fold(one), words.fold(other)
    if not a or not b or a in b or b in a:
        return True
    left, right = _terms(a), _terms(b)
    return len(left & right) * 3 >= min(len(left), len(right))


def _terms(text: str) -> set[str]:
    """Words cut to the length of a stem, and pairs of signs in scripts without blanks."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        if word.isascii() or len(word) < 3:
            found.add(word[:5])
        else:
            found |= {word[i : i + 2] for i in range(len(word) - 1)}
    return {term for term in found if len(term) > 1} or found
