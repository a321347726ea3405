"""The last contents of the file, in memory, to tell what a new content grew from.

They have nearly everything in common, so all but the newest are kept as differences: a file
that changes ten times a second must not fill the memory with copies of itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ..source import common

_MOST_CONTENTS = 40
_MOST_BYTES = 50 * 1024 * 1024


class _Older(NamedTuple):
    """A content, told by what differs from the one after it."""

    start: int
    """So many bytes are the same at the beginning."""
    end: int
    """And so many at the end."""
    middle: bytes

    def of(self, later: bytes) -> bytes:
        """The content, where the one after it is `later`."""
        view = memoryview(later)  # each part is copied once
        return b"".join((view[: self.start], self.middle, view[len(later) - self.end :]))


class History:
    """The last contents of the file, oldest first, in memory."""

    def __init__(self) -> None:
        self.newest: bytes | None = None
        """The last content, if any."""
        self._older: deque[_Older] = deque()
        self._size = 0

    def add(self, data: bytes) -> None:
        """Now the newest; of two equal ones, the later object stays, which others hold too."""
        if self.newest == data:
            self.newest = data
            return
        if self.newest is not None:
            start, end = common(self.newest, data)
            middle = self.newest[start : len(self.newest) - end]
            self._older.append(_Older(start, end, middle))
            self._size += len(middle)
        self.newest = data
        while len(self._older) > 1 and (
            len(self._older) >= _MOST_CONTENTS or self._size > _MOST_BYTES
        ):
            self._size -= len(self._older.popleft().middle)

    def start(self, contents: list[bytes]) -> None:
        """Put what earlier sessions knew before everything."""
        later = self.all()
        self.newest, self._size = None, 0
        self._older.clear()
        for content in [*contents, *later]:
            self.add(content)

    def before(self, data: bytes) -> History:
        """The part that ends with the last time that the file held `data`; all if it never did."""
        part = History()
        for newer, content in enumerate(self._latest_first()):
            if content == data:
                part.newest = content
                part._older.extend(islice(self._older, len(self._older) - newer))
                break
        else:
            part.newest = self.newest
            part._older.extend(self._older)
        part._size = sum(len(older.middle) for older in part._older)
        part.add(data)
        return part

    def holds(self, data: bytes) -> bool:
        """Whether the file was seen with this content."""
        return any(content == data for content in self._latest_first())

    def all(self) -> list[bytes]:
        """Every content, oldest first."""
        return [*self._latest_first()][::-1]

    def _latest_first(self) -> Iterator[bytes]:
        content = self.newest
        if content is None:
            return
        yield content
        for older in reversed(self._older):
            content = older.of(content)
            yield content

    def closest(self, data: bytes) -> bytes | None:
        """The content that `data` grew from, as far as lines can tell; ties go to the newest."""
        from .. import merge

        best: bytes | None = None
        least = -1
        for content in self._latest_first():
            far = merge.distance(content, data)
            if best is None or far < least:
                best, least = content, far
        return best
