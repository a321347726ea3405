"""What is wrong with a task file as text: lines that are nearly fields, markers of a merge, size.

How much an agent can read at once is counted in tokens, which nobody can count without the
agent's own tokenizer. The estimate: a token for four ASCII characters, and one for each other
character. It is near enough for English prose and Markdown (3.5 to 4.5 characters a token), a
little high for CJK text.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..lazy import pattern
from ..markdown.syntax import scan
from ..operations.forms import is_foreign
from ..section import Section
from ..source import decode
from ..task import Diagnostic
from ..words import FIELDS

TOKENS = 25_000
"""What agents' tools read of a file at once."""
NEAR = 0.8
"""The share of `TOKENS` from which on it is worth saying."""

_MARKER = pattern(rb"(?:\A|(?<=[\r\n]))(<{7}|={7}|>{7})(?=[ \t\r\n]|\Z)[^\r\n]*")
_NAME = (
    rb"(?:Title|Status|Assigned|Created|Dependencies|Estimated effort|Description"
    rb"|Acceptance Criteria|Technical notes|Blocker|Priority)"
)
_ANY = b"(?:%b)" % b"|".join(name.encode() for names in FIELDS.values() for name in names)
_NEARLY = pattern(
    rb"(?:\A|(?<=[\r\n]))(?:"
    rb"(?P<box>[ \t]*[-*+](?:\[[ xX]?\]|[ \t]+(?:\[\](?![(\[:])|\[[ xX]\](?=\w)))[^\r\n]*)"
    rb"|(?P<field> {0,3}(?:"
    rb"[-*+][ \t]+(?:\*\*|__)" + _ANY + rb"(?:\*\*|__)[ \t]*(?![ \t:]|\xef\xbc\x9a)"  # no colon
    rb"|[-*+][ \t]+[*_]" + _ANY + rb"(?:[*_][ \t]*:|:[*_])"  # one star
    rb"|[-*+][ \t]+(?:\*\*|__)" + _ANY + rb":(?![ \t]*(?:\*\*|__))"  # never closed
    rb"|(?:\*\*|__)?" + _NAME + rb"(?:\*\*|__)?:(?=[ \t\r\n]|\*\*|__)"  # no item
    rb")[^\r\n]*))"
)
"""Lines that were meant for a box or a field of the protocol's form, and are none."""


def text_findings(document: Document) -> Iterator[Diagnostic]:
    """What the text itself shows, whatever tasks it states."""
    yield from _size(document)
    yield from _merge_markers(document)
    for task in document.tasks:
        for part in task.sections:
            if not is_foreign(part):
                yield from _malformed(document, task.key, part)


def tokens_in(data: bytes) -> int:
    """About how many tokens a text is."""
    text = decode(data)
    plain = len(data) if text.isascii() else len(text.encode("ascii", "ignore"))
    return plain // 4 + (len(text) - plain)


def _size(document: Document) -> Iterator[Diagnostic]:
    tokens = tokens_in(document.data)
    if tokens < TOKENS * NEAR:
        return
    over = tokens > TOKENS
    text = (
        f"about {tokens:,} tokens, {'more than' if over else 'near'} the {TOKENS:,} that agents"
        " read of a file at once: move what is approved to a file of its own"
    )
    yield Diagnostic(1, "warning" if over else "info", "file-size", None, text)


def _merge_markers(document: Document) -> Iterator[Diagnostic]:
    """A whole conflict only: a row of equal signs alone underlines a heading."""
    found = list(_MARKER.finditer(document.data)) if b"<<<<<<<" in document.data else []
    shapes = [match[1][:1] for match in found]
    for place, match in enumerate(found):
        rest = shapes[place + 1 :]
        if match[1][:1] == b"<" and b"=" in rest and b">" in rest[rest.index(b"=") :]:
            line = _line_at(document, match.start())
            text = f"a merge left its conflict here: {decode(match[0].strip())}"
            yield Diagnostic(line, "error", "conflict-marker", None, text)


def _line_at(document: Document, offset: int) -> int:
    data = document.data
    return data.count(b"\n", 0, offset) + data.count(b"\r", 0, offset) - data.count(
        b"\r\n", 0, offset
    ) + 1  # fmt: skip


def _malformed(document: Document, key: str, part: Section) -> Iterator[Diagnostic]:
    near = list(_NEARLY.finditer(part.data))
    if not near:
        return
    hidden = {
        line.start for line in scan(part.data) if line.kind in ("fence", "code", "html", "quote")
    }
    blocks = [field.block for field in part.reading.fields]
    told = {block.start for block in blocks}
    for match in near:
        if match.start() in hidden | told or match.start() >= part.reading.end:
            continue
        words = match[0].lstrip(b" ")
        goes_on = len(match[0]) - len(words) >= 2 and words[:1] not in b"-*+_"
        if goes_on and any(block.start < match.start() < block.end for block in blocks):
            continue  # the text of a field, which says `Priority: ...` by the way
        wanted = "a box is `- [ ] text`" if match["box"] else "a field is `- **Name**: value`"
        text = f"“{decode(match[0].strip())[:60]}” is not read as it looks: {wanted}"
        line = document.line_at(part, match.start())
        yield Diagnostic(line, "warning", "malformed-line", key, text)
