"""The last contents of the file, in memory, to tell what a new content grew from."""

from __future__ import annotations

from collections import deque

_MOST_CONTENTS = 40
_MOST_BYTES = 50 * 1024 * 1024


class History:
    """The last contents of the file, oldest first, in memory."""

    def __init__(self) -> None:
        self._contents: deque[bytes] = deque()
        self._size = 0

    def add(self, data: bytes) -> None:
        """Now the newest."""
        if self._contents and self._contents[-1] == data:
            return
        self._contents.append(data)
        self._size += len(data)
        while len(self._contents) > 2 and (
            len(self._contents) > _MOST_CONTENTS or self._size > _MOST_BYTES
        ):
            self._size -= len(self._contents.popleft())

    def start(self, contents: list[bytes]) -> None:
        """Put what earlier sessions knew before everything."""
        later = self.all()
        self._contents.clear()
        self._size = 0
        for content in [*contents, *later]:
            self.add(content)

    def before(self, data: bytes) -> History:
        """The part that ends with the last time that the file held `data`; all if it never did."""
        part, contents = History(), list(self._contents)
        if data in contents:
            while contents[-1] != data:
                contents.pop()
        for content in [*contents, data]:
            part.add(content)
        return part

    @property
    def newest(self) -> bytes | None:
        """The last content, if any."""
        return self._contents[-1] if self._contents else None

    def all(self) -> list[bytes]:
        """Every content, oldest first."""
        return list(self._contents)

    def closest(self, data: bytes) -> bytes | None:
        """The content that `data` grew from, as far as lines can tell; ties go to the newest."""
        from .. import merge

        best: bytes | None = None
        least = -1
        for content in reversed(self._contents):
            far = merge.distance(content, data)
            if best is None or far < least:
                best, least = content, far
        return best
