"""Sections plain enough for a quick look: fields at the margin, and what is indented below them.

Nearly all sections of the protocol's own form are; ten thousand of them are summarised without
being read line by line.
"""

from __future__ import annotations

import re

from .. import words
from ..lazy import pattern

_IRREGULAR_LINE = pattern(rb"\n(?!- (?![ \t]*-)|  |\r?\n|\r?\Z|-{3,}\s*\Z)")
_INDENTED_START = pattern(rb"[^\n]*\n\s*? {2}")

KEYS = {
    f"**{names[0]}".encode(): key if key in words.SUMMARY else ""
    for key, names in words.FIELDS.items()
}
"""How the protocol's own fields begin, and their keys; empty for those not in summaries."""


PLAIN_KEYS = {name[2:]: key for name, key in KEYS.items() if key}
PLAIN_FIELDS = re.compile(
    rb"\n- \*\*(?:(%b)\*\*:[ \t]*([^\n]*)(?=\n- |\s*\Z)|(?:%b)\*\*:)"
    % (b"|".join(PLAIN_KEYS), b"|".join(name[2:] for name, key in KEYS.items() if not key))
)
"""The protocol's own fields, those of a summary with their values where these are one line."""


def is_regular(data: bytes) -> bool:
    """Whether a section is plain enough for the quick look: nothing but unindented fields and
    what is indented below them.
    """
    if b"<" in data or (b"`" in data and b"```" in data) or (b"~" in data and b"~~~" in data):
        return False
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if _is_plainly_regular(data):
        return True
    return not _IRREGULAR_LINE.search(data) and not _INDENTED_START.match(data)


def _is_plainly_regular(data: bytes) -> bool:
    """A cheaper look that knows most regular sections: lines are counted, not read."""
    text = data.rstrip(b"\n")
    return (
        text.count(b"\n") == text.count(b"\n- ") + text.count(b"\n  ")
        and text.find(b"\n- ") == text.find(b"\n")
        and not (b"\n- -" in text or b"\n-  " in text or b"\n- \t" in text)
    )


def plain_fields(data: bytes) -> list[tuple[bytes, bytes]] | None:
    """The fields of a section that holds the protocol's own and nothing else at the margin, those
    of a summary with name and value; None for any other section.
    """
    if b"<" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return None
    fields: list[tuple[bytes, bytes]] = PLAIN_FIELDS.findall(data)
    text = data.rstrip(b"\r\n")
    if (
        text.count(b"\n") != len(fields) + text.count(b"\n  ")
        or not data.startswith(b"\n- ", data.find(b"\n"))
        or (b"`" in data and b"```" in data)
        or (b"~" in data and b"~~~" in data)
    ):
        return None
    return fields
