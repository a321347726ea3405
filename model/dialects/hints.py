"""Quick looks that tell a file in the protocol's own form from one that wants more reading.

They cost a search per piece that states no task in that form, and err on the safe side: what
they let pass, `carve` reads line by line.
"""

from __future__ import annotations

from .. import words
from ..lazy import pattern
from ..source import decode

_HINT = pattern(
    rb"(?m)^[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]|\||\[|<)[^\r\n]{0,40}?"
    rb"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*-?\d"
)
_CELL = pattern(rb"#{1,6}[ \t]+[^|\r\n]*\|[ \t]*([^|\r\n]*)")


def may_state(piece: bytes) -> bool:
    """Whether a look at a piece's lines leaves it open that one states a task."""
    return _HINT.search(piece) is not None


def is_untitled(piece: bytes) -> bool:
    """Whether a heading with cells may have its title in them: it has no title field, and a cell
    of several words that is no area. The protocol's form has its title in a field.
    """
    if b"Title" in piece:
        return False
    from .. import vocabulary

    match = _CELL.match(piece)
    cell = decode(match[1]).strip() if match else ""
    if not cell or cell.startswith("@") or words.priority_of(cell) or words.known_status(cell):
        return False
    told = words.fold(cell).split()
    several = len(told) > 1 or (len(cell) > 3 and not cell.isascii())
    return several and not set(told) & vocabulary.AREAS and not words.is_badge(cell, shouted=True)
