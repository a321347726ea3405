"""Fences that are nested badly: a sample in three backticks with another one inside it.

Markdown ends the outer fence where the inner one ends, and takes the outer's end for the
beginning of a fence that hides whatever follows. Where headings would be hidden so, that line
opens nothing: the reading in which the file's headings survive is the one that its author
meant.
"""

from __future__ import annotations

import re

_FENCE = re.compile(rb"(?m)^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^\r\n`]*$")
_HEADING = re.compile(rb"[\r\n]#{1,6}[ \t]")


def strays(data: bytes) -> frozenset[int]:
    """Offsets of the lines that look like a fence's beginning and are a sample's end."""
    found: set[int] = set()
    marker, inside, owed = b"", 0, 0
    lines = list(_FENCE.finditer(data))
    for index, line in enumerate(lines):
        if marker:
            if line[1][:1] != marker[:1] or len(line[1]) < len(marker):
                continue
            if line[2]:
                inside += 1
            else:
                marker, owed = b"", inside
            continue
        end = lines[index + 1].start() if index + 1 < len(lines) else len(data)
        if owed and not line[2] and _HEADING.search(data, line.end(), end):
            found.add(line.start())
            owed -= 1
            continue
        marker, inside, owed = line[1], 0, 0
    return frozenset(found)
