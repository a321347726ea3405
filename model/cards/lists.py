"""The lists and tables of a card, and its words without their markup."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..lazy import text_pattern
from ..visible import visible_line

LONGEST = 240
"""Characters of a title, an item or a step's text that are taken."""
_MOST = 600
"""Items or rows of one list that are read."""

_ITEM = text_pattern(
    r"(?P<indent>[ \t>]*)"
    r"(?:(?P<bullet>[-*+•‣◦])|(?P<number>\d{1,3})(?:[.)]|\ufe0f?\u20e3)"
    r"|(?P<step>(?:[Ss]tep|[Ss]tage|[Pp]hase|[Gg]ate) \d{1,2})\s*[:.)–—-])?"
    r"[ \t]*(?:(?P<box>\[[ xX✓✔!~-]?\](?!\()|[☐☑□⬜])|(?P<mark>[✅✔✓]))?[ \t]*(?P<text>.*)$"
)
_ROW = text_pattern(r"\s*\|(.*)\|\s*$")
_RULE = text_pattern(r"[\s|:.-]+$")
_LINK = text_pattern(r"!?\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*\)")
_TAG = text_pattern(r"</?[A-Za-z][^<>]{0,80}>")
_EMPHASIS = text_pattern(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_STARRED = text_pattern(r"(?<![\w*])([*_])(?=\S)([^*_]+)(?<=\S)\1(?![\w*])")
_TITLED = text_pattern(
    r"\s*(?:\*\*|__)(?P<bold>.+?)(?:\*\*|__)\s*(?:[:：–—-]+|\s|$)\s*(?P<rest>.*)$"
)
_PARTED = text_pattern(r"(?P<title>[^:：–—]{2,70}?)(?::\s+|：\s*|\s+[–—-]\s+)(?P<rest>\S.*)$")


_STEP = text_pattern(r"^(?:step|phase|stage|gate)\s+\d{1,2}\s*[.):–—-]+\s*(?=\S)", re.I)
_BOLD_NUMBER = text_pattern(r"(\s*)(\*\*|__)(\d{1,3}[.)])\s*(?=\S.*?(?:\*\*|__)\s*\S)")
"""An entry whose number stands in the bold letters of its title: `**1. Look** at it`."""
_CIRCLED = {ord("①") + n: f"{n + 1}. " for n in range(20)}
_LEADING = text_pattern(r"^[^\w*(\[<\"'`@]+")
"""Marks in front of a text: `🔒 **Security**`."""


FIELD = text_pattern(
    r"\s*(?:[-*+]\s*)?(?:\*\*|__)?`?(?P<name>[^\W\d_](?:[^\W\d_]|[ '’]){1,28}?)`?"
    r"(?:\*\*|__)?\s*[:：]"
    r"\s*(?:\*\*|__)?\s*(?P<value>.*)$"
)
"""A field of a task as formats show it: `- **Title**: text`."""


class Item(NamedTuple):
    """One entry of a list."""

    line: int
    """Index of its first line."""
    indent: int
    number: int | None
    """What it is counted with; None for a bullet."""
    is_box: bool
    text: str
    """With its markup, lines that go on joined by blanks."""


class Row(NamedTuple):
    """One line of a table below its head."""

    line: int
    cells: tuple[str, ...]
    head: tuple[str, ...]


def unlinked(text: str) -> str:
    """`text` with the words of its links alone."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def plain(text: str) -> str:
    """`text` as people read it: no Markdown, one line, nothing that acts on a terminal."""
    text = unlinked(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "*" in text or "_" in text or "~" in text:
        text = _STARRED.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    text = visible_line(" ".join(text.replace("`", "").split()))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def heading_text(title: str) -> str:
    """A heading as a name: without its markup, number, marks in front, and colon."""
    bare = _LEADING.sub("", plain(title))
    bare = re.sub(
        r"^(?:(?:[Ss]tep|[Pp]hase|[Ss]tage|[Gg]ate)\s+)?"
        r"(?:\d{1,2}(?:\.\d{1,2})+\.?\s+|\d{1,2}(?:\.\d+)*\s*[.):–—-]+\s*)",
        "",
        bare,
    )
    return _LEADING.sub("", bare).strip(" :：*") or plain(title)


def titled(text: str) -> tuple[str, str]:
    """An entry's title and what it says of it: from `**Title**: text` or `Title: text`."""
    bold = _TITLED.match(_LEADING.sub("", text))
    if bold:
        return plain(bold["bold"]).strip(" :："), plain(bold["rest"].strip(" :：–—-"))
    flat = _STEP.sub("", plain(text))
    parted = _PARTED.match(flat)
    if parted:
        return parted["title"].strip(), parted["rest"].strip()
    return flat.rstrip(" :："), ""


def items_of(lines: list[tuple[int, str]]) -> list[Item]:
    """The entries of every list in some lines; text that goes on is joined to its entry."""
    found: list[Item] = []
    gap = True
    for index, line in lines:
        if not line.strip():
            gap = True
            continue
        item = _item(index, line)
        if item is not None:
            if len(found) < _MOST:
                found.append(item)
            gap = False
        elif found and not gap and line[:1] in " \t" and not line.lstrip().startswith("|"):
            last = found[-1]
            if len(last.text) < LONGEST:
                found[-1] = last._replace(text=f"{last.text} {line.strip()}")
        else:
            gap = True
    return found


def _item(index: int, line: str) -> Item | None:
    if line[:1] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        line = line[:1].translate(_CIRCLED) + line[1:]
    elif line.lstrip()[:2] in ("**", "__"):
        line = _BOLD_NUMBER.sub(r"\1\3 \2", line, count=1)
    found = _ITEM.match(line)
    if found is None or not found["text"].strip():
        return None
    if not (found["bullet"] or found["number"] or found["step"] or found["box"] or found["mark"]):
        return None
    if (
        not (found["box"] or found["mark"])
        and found["bullet"]
        and line[found.end("bullet")] not in " \t"
    ):
        return None
    number = found["number"] or (found["step"] or _step_in(found["text"])).rpartition(" ")[2]
    indent = len(found["indent"].replace(">", "").expandtabs(4))
    return Item(index, indent, int(number) if number else None, bool(found["box"]), found["text"])


def _step_in(text: str) -> str:
    """`Phase 1` of an entry whose text begins so."""
    found = _STEP.match(text)
    return found[0].rstrip(" .):–—-") if found else ""


def rows_of(lines: list[tuple[int, str]]) -> list[Row]:
    """The rows of every table in some lines."""
    found: list[Row] = []
    head: tuple[str, ...] | None = None
    for index, line in lines:
        row = _ROW.match(line) if "|" in line else None
        if row is None:
            head = None
        elif head is None:
            head = tuple(plain(cell) for cell in row[1].split("|"))
        elif not _RULE.match(line) and len(found) < _MOST:
            cells = tuple(cell.strip() for cell in row[1].replace("\\|", "¦").split("|"))
            found.append(Row(index, cells, head))
    return found


def parts_of(cell: str) -> list[str]:
    """What a cell lists: its parts between line breaks or semicolons."""
    parts = re.split(r"<br\s*/?>|;\s", cell)
    return [
        text for text in (plain(re.sub(r"^[-*•☐\s]+|\[[ xX]?\]", "", p)) for p in parts) if text
    ]
