"""The protocol's own form of a task: a heading with cells, then a list of bold fields.

    ### BE-010 | Backend | High | @backend-specialist
    - **Title**: Implement JWT authentication
    - **Acceptance Criteria**:
      - [ ] Login returns both tokens

Taken for a task: a heading of any depth that begins with an ID (letters, `-`, a number)
and goes on with `|`; or one that is an ID alone, where fields follow. Not taken: an ID with
other text behind it, and anything inside a fence, an HTML block or a list.

What one section says is read twice over: at a glance here, for the cards of a whole board, and
whole in `native_items`, for a task that is opened or edited. Where a glance cannot tell, it
asks there. Protocol, sections 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from .. import words
from ..lazy import pattern
from ..reading import Reading
from ..source import decode, on_one_line
from .native_heading import TASK, heading_summary
from .native_items import read as read
from .native_items import states_fields
from .regular import KEYS, PLAIN_KEYS, is_regular, plain_fields

_ANY_FIELD = pattern(
    rb"(?:\*\*([^*\n]+?)(?::[ \t]*\*\*|\*\*[ \t]*:)|([^\W\d][^:*\[\n]{1,40}):(?=[ \r\n]|\Z))"
)
_PLAIN_NAME = pattern(rb"\*\*([^*\n]*[^*\n: \t])")
_CRITERIA = pattern(rb"\n- \*\*Acceptance Criteria\*\*:[ \t]*(?=\r?\n)")
_NOT_BELOW = pattern(rb"\n(?! {2}|\n|\Z)")
_MARKS = pattern(rb"\n +[-*+] \[([^\]\r\n]{1,4})\](?=[ \r\n]|\Z)")
_STATUS = b"\n- **Status**:"


def recognise(piece: bytes) -> str | None:
    """The ID of the task that `piece`, which begins with a heading, states; or None."""
    match = TASK.match(piece)
    if match is None or not (match[3] or states_fields(piece)):
        return None
    return match[2].decode()


_LATER_STATUS = re.compile(rb"\n {0,3}[-*+][ \t]+[*_]*[Ss][Tt][Aa][Tt]")
"""How a further status field would begin."""


rank = 3
"""As `Dialect.rank`."""


why = "the protocol's own form: a heading with an ID, and fields"
"""As `Dialect.why`."""


def status_word(_data: bytes) -> None:
    """As `Dialect.status_word`: the words alone tell."""


def status_text(data: bytes) -> str | None:
    """As `Dialect.status_text`."""
    at = data.find(_STATUS)
    if at < 0:
        return None
    end = data.find(b"\n- ", at + len(_STATUS))
    end = end if end >= 0 else len(data)
    above = data[:at]
    if b"<" in above or b"`" in above or b"~" in above or b"\r" in above:
        return None  # it may be hidden
    if b"stat" in data[end:].lower() and _LATER_STATUS.search(data, end):
        return None  # a later field may be the status
    return _on_one_line(data[at + len(_STATUS) : end])


@lru_cache(maxsize=1024)
def _on_one_line(value: bytes) -> str | None:
    """The value as text; None if it is empty or has several lines."""
    value = value.strip()
    several = b"\n" in value or b"\r" in value
    return on_one_line(decode(value)) if value and not several else None


def summarize(data: bytes) -> Mapping[str, str]:
    """As `Dialect.summarize`."""
    found = heading_summary(data)
    fields = plain_fields(data)
    if fields is not None:
        for name, value in fields:
            if value and (text := on_one_line(decode(value))):
                found[PLAIN_KEYS[name]] = text
        return found
    if not is_regular(data):
        return found | _summary_of(read(data))
    for item in data.split(b"\n- ")[1:]:
        name, colon, value = item.partition(b"**:")
        key = KEYS.get(name)
        if key is None:
            key = _summary_key(name) if colon else None
            if key is None:
                key, value = _any_field(item)
        if key and (value := value.strip()):
            if b"\n" in value:
                return found | _summary_of(read(data))
            found[key] = on_one_line(decode(value))
    return found


@lru_cache(maxsize=1024)
def _summary_key(beginning: bytes) -> str | None:
    """The key of the field that begins so, `**Title`; empty for one that is not in summaries.
    None if this is no plain name.
    """
    match = _PLAIN_NAME.fullmatch(beginning)
    if match is None:
        return None
    key = words.field_key(decode(match[1]).strip())
    return key if key in words.SUMMARY else ""


def _any_field(item: bytes) -> tuple[str, bytes]:
    """Key and value of a field written in any of the ways; no key where there is none."""
    match = _ANY_FIELD.match(item)
    if match is None:
        return "", b""
    key = words.field_key(decode(match[1] or match[2]).strip())
    return key if key in words.SUMMARY else "", item[match.end() :]


def _summary_of(reading: Reading) -> dict[str, str]:
    return {
        field.key: field.on_one_line
        for field in reading.fields
        if field.key in words.SUMMARY and field.text
    }


def progress(data: bytes) -> tuple[int, int] | None:
    """As `Dialect.progress`."""
    match = _CRITERIA.search(data)
    if match is None or b"\n- [" in data or not is_regular(data):
        return None
    behind = _NOT_BELOW.search(data, data.find(b"\n", match.end()))
    end = behind.start() if behind else len(data)
    if _CRITERIA.search(data, end):
        return None
    marks = _MARKS.findall(data, match.end(), end + 1)
    return marks.count(b"x") + marks.count(b"X"), len(marks)
