"""Bytes and the patches that change them: the ground that losslessness stands on.

The file is the state. A document is read from bytes, and an edit is a set of `Patch`es
over those bytes, so every byte that no patch names stays what it was: encoding, BOM, line
endings, trailing blanks and text that is not valid UTF-8 included.

All offsets in the model count bytes of `Source.data`, which is UTF-8. A UTF-16 file is
translated on the way in and back on the way out, and only if that round trip is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .lazy import pattern

LINE_END = pattern(rb"\r\n|\r|\n")
"""Where Markdown ends a line. `bytes.splitlines` agrees, `str.splitlines` splits on eight more."""

UTF8_BOM = b"\xef\xbb\xbf"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

_TEXT_PER_NUL = 500
"""A stray NUL in a text is kept and shown; where one byte in so many is NUL, it is no text."""

_STEP = 1 << 16
"""Bytes that are compared at once."""

SIZE_LIMIT = 64 * 1024 * 1024
"""Largest file, in bytes, that is opened; a larger one is refused with `TooLarge`."""


class NotText(ValueError):
    """The bytes are no text that could be edited without loss; the message says why."""


class TooLarge(ValueError):
    """The file is over `SIZE_LIMIT`; the message says how large it is."""


class Patch(NamedTuple):
    """Replace the bytes `start` to `end` (half open) by `data`."""

    start: int
    end: int
    data: bytes


def splice(data: bytes, patches: Iterable[Patch]) -> bytes:
    """`data` with every patch applied; all offsets mean positions in the original bytes.

    Raises `ValueError` if two patches overlap or one reaches outside the data.
    """
    parts: list[bytes] = []
    position = 0
    for patch in sorted(patches, key=lambda p: (p.start, p.end)):
        if not position <= patch.start <= patch.end <= len(data):
            raise ValueError(f"patch {patch.start}-{patch.end} overlaps another or leaves the data")
        parts += (data[position : patch.start], patch.data)
        position = patch.end
    parts.append(data[position:])
    return b"".join(parts)


def decode(data: bytes) -> str:
    """The text of `data`; bytes that are not UTF-8 become lone surrogates and survive."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes of `text`, the inverse of `decode`."""
    return text.encode("utf-8", "surrogateescape")


def on_one_line(text: str) -> str:
    """`text` with its white space as single blanks; most text is so already, however long."""
    text = text.strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def outdented(text: str) -> str:
    """As `textwrap.dedent`, which makes a pattern of the indentation, however wide it is; there
    are no tabs in it.
    """
    lines = text.split("\n")
    texts = [line.lstrip(" ") for line in lines]
    pairs = list(zip(lines, texts, strict=True))
    margin = min((len(line) - len(bare) for line, bare in pairs if bare), default=0)
    return "\n".join([line[margin:] if bare else "" for line, bare in pairs])


def common(old: bytes, new: bytes) -> tuple[int, int]:
    """How many bytes both begin with, and how many of the others both end with."""
    limit = min(len(old), len(new))
    before = longest(limit, _STEP, lambda n, at: new.startswith(old[at:n], at))
    size, other = len(old), len(new)
    after = longest(
        limit - before,
        _STEP,
        lambda n, at: new.endswith(old[size - n : size - at], other - n, other - at),
    )
    return before, after


def longest(limit: int, step: int, same: Callable[[int, int], bool]) -> int:
    """The largest n up to `limit` for which the first n of two sequences are the same.

    `same(n, at)` tells whether those from `at` to n are: `step` of them at once, few enough to
    stay in the processor's cache, and in the last step by bisection.
    """
    known = 0
    while known < limit and same(min(known + step, limit), known):
        known = min(known + step, limit)
    beyond = min(known + step, limit) - 1
    while known < beyond:
        middle = (known + beyond + 1) // 2
        if same(middle, known):
            known = middle
        else:
            beyond = middle - 1
    return known


class Source(NamedTuple):
    """A file's content: the bytes as stored, and the UTF-8 bytes that the model reads."""

    raw: bytes
    """What stands on disk."""
    data: bytes
    """The same text in UTF-8; the very same object as `raw` unless the file is UTF-16."""
    codec: str | None
    """The UTF-16 codec to write with, or None where the file is bytes that hold UTF-8."""

    @classmethod
    def read(cls, raw: bytes) -> Source:
        """Take `raw` for text. Raises `TooLarge` or `NotText`."""
        if len(raw) > SIZE_LIMIT:
            size, limit = len(raw) // 2**20, SIZE_LIMIT // 2**20
            raise TooLarge(f"the file has {size} MiB, more than the {limit} MiB that can be shown")
        codec = _UTF16.get(raw[:2])
        if codec is not None:
            return cls(raw, _from_utf16(raw, codec), codec)
        if b"\0" in raw:  # to count what is not there takes a hundred times as long
            zeros = raw.count(b"\0")
            if zeros * _TEXT_PER_NUL > len(raw):
                raise NotText(f"not text but binary data ({zeros} NUL bytes)")
        return cls(raw, raw, None)

    @classmethod
    def of(cls, data: bytes, codec: str | None) -> Source:
        """The source whose text is `data`, where the file is written with `codec`."""
        return cls(data if codec is None else _to_utf16(data, codec), data, codec)

    def write(self, data: bytes) -> bytes:
        """The bytes to store for the UTF-8 text `data`, in this file's encoding."""
        return data if self.codec is None else _to_utf16(data, self.codec)

    @property
    def newline(self) -> bytes:
        """The line ending that new lines get: the one that the file's first line has."""
        found = LINE_END.search(self.data)
        return found[0] if found else b"\n"


def _from_utf16(raw: bytes, codec: str) -> bytes:
    """UTF-16 with its BOM as UTF-8 with one; raises `NotText` where that would lose bytes."""
    try:
        data = raw.decode(codec).encode("utf-8")
    except UnicodeError as problem:
        raise NotText(f"not text: damaged UTF-16 ({problem})") from None
    if _to_utf16(data, codec) != raw:
        raise NotText("not text: this UTF-16 cannot be written back unchanged")
    return data


def _to_utf16(data: bytes, codec: str) -> bytes:
    return data.decode("utf-8", "replace").encode(codec)
