"""Parts of a file that no edit may reach into: what a merge left, and bytes that are no text.

Between the markers of a merge conflict two texts stand where there should be one; a line with
bytes that are not UTF-8, or with a NUL, is damaged or means something that cannot be seen.
Edits elsewhere go on; one whose bytes touch such lines is a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..source import decode, encode
from .base import Conflict, Planned

if TYPE_CHECKING:
    from ..document import Document

_MARKERS = re.compile(rb"^(<{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


class Region(NamedTuple):
    """Lines that are not to be touched."""

    start: int
    end: int
    """Byte offsets of the data, half open."""
    why: str


def regions(data: bytes) -> Iterator[Region]:
    """All of them, those of merges first."""
    yield from _merges(data)
    for at in _odd_bytes(data):
        start = max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1
        line = _LINE.match(data, start)
        end = line.end() if line else len(data)
        nul = b"\0" in data[start:end]
        what = "a NUL byte" if nul else "bytes that are not UTF-8"
        yield Region(start, end, f"holds {what}")


def _merges(data: bytes) -> Iterator[Region]:
    """From `<<<<<<<` to `>>>>>>>`, with a `=======` between."""
    if b"<<<<<<<" not in data:
        return
    start, middle = -1, False
    for found in _MARKERS.finditer(data):
        sign = found[1][:1]
        if sign == b"<":
            start, middle = found.start(), False
        elif sign == b"=":
            middle = start >= 0
        elif start >= 0 and middle:
            line = _LINE.match(data, found.start())
            yield Region(start, line.end() if line else len(data), "holds a merge conflict")
            start = -1


def _odd_bytes(data: bytes) -> Iterator[int]:
    """Where bytes stand that are no text, one place of each line at least."""
    at = data.find(b"\0")
    while at >= 0:
        yield at
        end = data.find(b"\n", at)
        at = data.find(b"\0", end) if end >= 0 else -1
    if data.isascii():
        return
    try:
        data.decode()
    except UnicodeDecodeError:
        text = decode(data)
        offset = 0
        for line in text.splitlines(keepends=True):
            size = len(encode(line))
            odd = next((n for n, c in enumerate(line) if "\udc80" <= c <= "\udcff"), -1)
            if odd >= 0:
                yield offset + len(encode(line[:odd]))
            offset += size


def in_the_way(document: Document, planned: Planned) -> Conflict | None:
    """The conflict that an edit would reach into such a part; None if it is clear of them."""
    data = document.data
    if data.isascii() and b"\0" not in data and b"<<<<<<<" not in data:
        return None
    for region in regions(data):
        for patch in planned.patches:
            touches = patch.start < region.end and patch.end > region.start
            inside = patch.start == patch.end and region.start < patch.start < region.end
            if touches or inside:
                line = data.count(b"\n", 0, region.start) + 1
                reason = f"not written: line {line} {region.why}; clear that up in an editor first"
                return Conflict(reason, planned.task, kind="damaged")
    return None
