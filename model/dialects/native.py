"""The protocol's own form of a task: a heading with cells, then a list of bold fields.

    ### BE-010 | Backend | High | @backend-specialist
    - **Title**: Implement JWT authentication
    - **Acceptance Criteria**:
      - [ ] Login returns both tokens

Taken for a task: a heading of any depth that begins with an ID (letters, `-`, a number)
and goes on with `|`; or one that is an ID alone, where fields follow. Not taken: an ID with
other text behind it, and anything inside a fence, an HTML block or a list.

A field is an item of the section's outermost list whose text begins with a bold name and a
colon; the protocol's own names do without the bold. Its value goes on over everything that
Markdown counts to the item. A criterion is an item with a box, inside the criteria field or
in the outermost list itself. Protocol, sections 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from .. import words
from ..lazy import pattern
from ..markdown.syntax import Line, scan
from ..reading import Cell, Criterion, Field, Heading, Reading, Span
from ..source import decode, on_one_line, outdented
from .plain_lines import plain_lines
from .regular import KEYS, PLAIN_KEYS, is_regular, plain_fields
from .threads import thread_at

_TASK = re.compile(rb"(#{1,6})[ \t]+([A-Za-z][A-Za-z0-9]*-\d{1,9})[ \t]*(?:(\|)|(?=[\r\n]|\Z))")
_FIELD = pattern(
    rb"[-*+][ \t]+(?:(\*\*|__)(?P<bold>[^*\r\n]+?)(?::[ \t]*\1|\1[ \t]*(?::|\xef\xbc\x9a))"
    rb"|(?P<plain>[^\W\d][^:*\[\r\n]{1,40}):(?=[ \t\r\n]|\Z))[ \t]*"
)
_BOX = pattern(rb"(?:[-*+]|\d{1,9}[.)])[ \t]+\[([^\]\r\n]{1,4})\](?:[ \t]+|(?=[\r\n]|\Z))")

_ANY_FIELD = pattern(
    rb"(?:\*\*([^*\n]+?)(?::[ \t]*\*\*|\*\*[ \t]*:)|([^\W\d][^:*\[\n]{1,40}):(?=[ \r\n]|\Z))"
)
_PLAIN_NAME = pattern(rb"\*\*([^*\n]*[^*\n: \t])")
_CRITERIA = pattern(rb"\n- \*\*Acceptance Criteria\*\*:[ \t]*(?=\r?\n)")
_NOT_BELOW = pattern(rb"\n(?! {2}|\n|\Z)")
_MARKS = pattern(rb"\n +[-*+] \[([^\]\r\n]{1,4})\](?=[ \r\n]|\Z)")
_LARGE = 64 * 1024
"""Bytes of a section in which there may be criteria without number."""
_STATUS = b"\n- **Status**:"


def recognise(piece: bytes) -> str | None:
    """The ID of the task that `piece`, which begins with a heading, states; or None."""
    match = _TASK.match(piece)
    if match is None or not (match[3] or _states_fields(piece)):
        return None
    return match[2].decode()


def _states_fields(piece: bytes) -> bool:
    return any(_field_at(piece, line) for line in scan(piece) if _outermost(line))


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
    found = _heading_summary(data)
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


def _heading_summary(data: bytes) -> dict[str, str]:
    end = data.find(b"\n")
    line = data[:end] if end >= 0 else data
    cells = line.partition(b"\r")[0].partition(b"|")[2]
    return _cell_texts(cells).copy()


@lru_cache(maxsize=4096)
def _cell_texts(cells: bytes) -> dict[str, str]:
    """The texts of a heading's cells behind its ID; headings repeat them over and over."""
    found: dict[str, str] = {}
    for cell in cells.split(b"|"):
        if text := decode(cell).strip(" \t\r"):
            found.setdefault(_cell_kind(text, "area" in found), text)
    names = {"priority": "heading_priority", "assignee": "heading_assignee"}
    return {names.get(kind, kind): text for kind, text in found.items() if kind != "other"}


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


def read(data: bytes) -> Reading:
    """As `Dialect.read`; no more criteria than a few thousand."""
    return _read_large(data) if len(data) > _LARGE else _read(data)


@lru_cache(maxsize=1)  # a summary asks for it, and then the section itself
def _read_large(data: bytes) -> Reading:
    from .shortening import restored, shortened

    short = shortened(data)
    found = restored(_read(short.data), short) if short else None
    return found or _read(data)


def _read(data: bytes) -> Reading:
    lines = plain_lines(data) or list(scan(data))
    heading = _read_heading(data, _line_end(data))
    tail = len(lines)
    while tail > 1 and lines[tail - 1].kind in ("blank", "rule", "html"):
        tail -= 1
    fields: list[Field] = []
    criteria: list[Criterion] = []
    odd: list[Span] = []
    for block in _blocks(lines[1:tail], threads := _threads(data, lines[:tail])):
        match = _field_at(data, block[0]) if _outermost(block[0]) else None
        if match:
            fields.append(_read_field(data, block, match))
        if not match or fields[-1].key == "criteria":
            criteria += _read_criteria(data, block)
        if not match and block[0].kind in ("text", "item") and not _box_at(data, block[0]):
            odd += (Span(line.start, line.end) for line in block)
    fields += threads.values()
    return Reading(heading, tuple(fields), _numbered(criteria), lines[tail - 1].end, tuple(odd))


def _line_end(data: bytes) -> int:
    """Where the first line ends, its ending not included."""
    ends = [at for at in (data.find(b"\n"), data.find(b"\r")) if at >= 0]
    return min(ends, default=len(data))


def _outermost(line: Line) -> bool:
    return line.kind == "item" and line.depth == 1


def _field_at(data: bytes, line: Line) -> re.Match[bytes] | None:
    """The field that begins on `line`; a name without bold counts if the protocol has it."""
    match = _FIELD.match(data, line.text, line.end)
    if match and match["plain"] and words.field_key(decode(match["plain"])) not in words.FIELDS:
        return None
    return match


def _box_at(data: bytes, line: Line) -> re.Match[bytes] | None:
    return _BOX.match(data, line.text, line.end) if line.kind == "item" else None


def _threads(data: bytes, lines: list[Line]) -> dict[Span, Field]:
    """The comments and the review that stand under headings of their own, by their bytes."""
    if b"\n#" not in data and b"\r#" not in data:
        return {}
    found = (thread_at(data, lines, index) for index in range(1, len(lines)))
    return {thread[0].block: thread[0] for thread in found if thread}


def _blocks(lines: list[Line], threads: Iterable[Span]) -> Iterator[list[Line]]:
    """The section's lines, each outermost list item with all that Markdown counts to it; those of
    `threads` left out.
    """
    block: list[Line] = []
    for line in lines:
        if any(start <= line.start < end for start, end in threads):
            continue
        joins = line.depth > 0 and not _outermost(line)
        if block and not joins:
            yield _trimmed(block)
            block = []
        if block or line.kind != "blank":
            block.append(line)
    if block:
        yield _trimmed(block)


def _trimmed(block: list[Line]) -> list[Line]:
    end = len(block)
    while end > 1 and block[end - 1].kind == "blank":
        end -= 1
    return block[:end]


def _read_heading(data: bytes, end: int) -> Heading:
    """The first line's cells; each is known by what it says, not by where it stands."""
    match = _TASK.match(data)
    assert match is not None
    found: dict[str, Cell] = {}
    position = match.end()
    while match[3] and position <= end:
        bar = data.find(b"|", position, end)
        stop = end if bar < 0 else bar
        cell = _cell(data, position, stop)
        if cell.text:
            found.setdefault(_cell_kind(cell.text, "area" in found), cell)
        position = stop + 1
    task_id = _cell(data, match.start(2), match.end(2))
    line = Span(0, end)
    return Heading(
        len(match[1]),
        task_id,
        found.get("area"),
        found.get("priority"),
        found.get("assignee"),
        found.get("badge"),
        line,
    )


@lru_cache(maxsize=4096)
def _cell_kind(text: str, has_area: bool) -> str:
    if text.startswith("@"):
        return "assignee"
    if words.priority_of(text):
        return "priority"
    if words.known_status(text) or words.is_badge(text, shouted=has_area):
        return "badge"
    return "area" if not has_area else "other"


def _cell(data: bytes, start: int, end: int) -> Cell:
    raw = data[start:end]
    left = len(raw) - len(raw.lstrip(b" \t"))
    text = raw.strip(b" \t\r")
    return Cell(decode(text), Span(start + left, start + left + len(text)))


def _read_field(data: bytes, block: list[Line], match: re.Match[bytes]) -> Field:
    first, last = block[0], block[-1]
    name = decode(match["bold"] or match["plain"]).strip()
    start = match.end()
    end = _content_end(data, last)
    if start >= _content_end(data, first):
        start = _colon_end(match) if len(block) == 1 else block[1].text
        end = max(start, end)
    return Field(
        name,
        words.field_key(name),
        _field_text(data, block, match.end()),
        Span(first.start, last.end),
        Span(start, end),
    )


def _colon_end(match: re.Match[bytes]) -> int:
    """Behind the colon; blanks at the line's end are not the value's."""
    return match.start() + len(match[0].rstrip(b" \t"))


def _content_end(data: bytes, line: Line) -> int:
    """Where the line's text ends, without trailing blanks and line ending."""
    return line.start + len(data[line.start : line.end].rstrip(b" \t\r\n"))


def _field_text(data: bytes, block: list[Line], start: int) -> str:
    head = decode(data[start : block[0].end]).strip()
    rest = [decode(data[line.start : line.end]).rstrip("\r\n") for line in block[1:]]
    if not rest:
        return head
    tail = outdented("\n".join(rest).expandtabs(4)).rstrip()
    return f"{head}\n{tail}".strip("\n") if tail else head


def _read_criteria(data: bytes, block: list[Line]) -> Iterator[Criterion]:
    """The boxes of a block, each with the lines nested in it."""
    for index, line in enumerate(block):
        match = _box_at(data, line)
        if match is None:
            continue
        after = index + 1
        while after < len(block) and not _ends_item(block[after], line):
            after += 1
        lines = _trimmed(block[index:after])
        own = 1
        while own < len(lines) and lines[own].kind == "text":
            own += 1
        body = Span(match.end(), max(match.end(), _content_end(data, lines[own - 1])))
        text = on_one_line(decode(data[body.start : body.end]))
        mark = Span(match.start(1), match.end(1))
        yield Criterion(
            text, decode(match[1]), 0, Span(line.start, lines[-1].end), mark, body, line.indent
        )


def _ends_item(line: Line, item: Line) -> bool:
    """Whether `line` stands outside the list item that begins with `item`."""
    if line.kind == "blank":
        return False
    return line.depth < item.depth or (line.kind == "item" and line.depth == item.depth)


def _numbered(criteria: list[Criterion]) -> tuple[Criterion, ...]:
    """The criteria with their ordinals among those of equal text."""
    seen: dict[str, int] = {}
    numbered = []
    for found in criteria:
        ordinal = seen.get(found.text, 0)
        seen[found.text] = ordinal + 1
        numbered.append(
            found
            if not ordinal
            else Criterion(
                found.text, found.mark, ordinal, found.block, found.box, found.body, found.indent
            )
        )
    return tuple(numbered)
