"""The comments of a task: who said what when (protocol, section 4).

    - **Comments**:
      - 2024-01-16 14:35 @backend-specialist: Token lifetime is 15 minutes.

The thread of a task is what all its sections say, in file order. People write the beginning
in other ways too, and are understood: the name before the time, in brackets or bold, without
`@`, with a dash for the colon, a time alone, a name alone. What has neither is a comment all
the same, whose author nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..lazy import text_pattern
from ..task import Task
from .entries import Listing, holders, listing_of, time_in, whole_text

_HEAD = text_pattern(r"(?P<head>[^\n]{1,80}?)[ \t]*:(?=\s|\Z)[ \t]*")
_DASHED = text_pattern(r"(?P<head>[^\n]{1,80}?)[ \t]+[-–—|][ \t]+")
_NAME = text_pattern(r"@?[\w][\w.'-]*(?: [\w][\w.'-]*){0,3}")
_AGENT = text_pattern(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_MARKUP = text_pattern(r"[*`~\[\](){}<>]|(?<!\w)_+|_+(?!\w)")
_JOINS = text_pattern(
    r"(?<![\w-])(?:by|from|on|at|von|am|par|le|por)(?![\w-])|[,;|–—]|(?<!\w)-|-(?!\w)",
    re.IGNORECASE,
)
_PARTED = text_pattern(r"[(\[,;|–—-]\W*\Z")
_MENTION = text_pattern(r"(?<![\w@./-])@([\w][\w.-]*[\w]|[\w])")


class Comment(NamedTuple):
    """One entry of a task's thread."""

    at: str | None
    """When, as written: `2024-01-16 14:35`; None where it does not say."""
    author: str | None
    """Who, without `@`; None where it does not say."""
    text: str
    """What was said; further lines without their common indentation."""


def comments_of(task: Task) -> tuple[Comment, ...]:
    """The task's thread, in file order."""
    return tuple(
        comment
        for part, field in holders(task, "comments")
        for comment in _in_listing(part.data, listing_of(part, field))
    )


def _in_listing(data: bytes, listing: Listing) -> Iterator[Comment]:
    yield from _in_prose(listing.head)
    for entry in listing.entries:
        text = whole_text(data, entry)
        if text.strip():
            yield read_comment(text)


def _in_prose(text: str) -> Iterator[Comment]:
    """Comments without a list: a line that begins like a comment begins one."""
    from ..words import is_none

    if not text or is_none(text):
        return
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and read_comment(line).author:
            yield read_comment("\n".join(lines))
            lines = []
        lines.append(line)
    yield read_comment("\n".join(lines))


def read_comment(text: str) -> Comment:
    """The comment that an item's text is."""
    for pattern in (_HEAD, _DASHED):
        match = pattern.match(text)
        found = _head(match["head"]) if match else None
        if match and found:
            rest = text[match.end() :]
            at, author = found
            if author is None and (named := _HEAD.match(rest)) and (who := _head(named["head"])):
                return Comment(at, who[1], rest[named.end() :].strip("\n"))
            if author is None and (named := _DASHED.match(rest)) and (who := _head(named["head"])):
                return Comment(at, who[1], rest[named.end() :].strip("\n"))
            return Comment(at, author, rest.strip("\n"))
    time = time_in(text.split("\n", 1)[0])
    if time and not text[: time.start()].strip("*_[( \t"):
        rest = text[time.end() :].lstrip("*_)] \t,:–—|-")
        return Comment(time[0], None, rest) if rest else Comment(None, None, text)
    return Comment(None, None, text)


def _head(head: str) -> tuple[str | None, str | None] | None:
    """Time and author in the beginning of a comment; None where it is no such beginning."""
    time = time_in(head)
    if time is None:
        name = " ".join(_MARKUP.sub(" ", head).split())
        plain = name.removeprefix("@")
        known = name != plain or _AGENT.fullmatch(plain)
        return (None, plain) if known and _NAME.fullmatch(plain) and " " not in plain else None
    before, behind = head[: time.start()], head[time.end() :]
    first, last = _cleaned(before), _cleaned(behind)
    if not first and not last:
        return time[0], None
    name = first or last
    if (first and last) or not _NAME.fullmatch(name):
        return None
    if first and " " in name and not (name.startswith("@") or _PARTED.search(before)):
        return None
    return time[0], name.removeprefix("@")


def _cleaned(text: str) -> str:
    return " ".join(_JOINS.sub(" ", _MARKUP.sub(" ", text)).split())


def mentions(text: str) -> Iterator[tuple[int, int, str]]:
    """Where `@names` stand in a text, from the `@` to the end, and the name without it."""
    for match in _MENTION.finditer(text):
        yield match.start(), match.end(), match[1]
