"""What a status text or mark means: the file's legend first, then the words of eleven languages.

A status is read from a whole text (`In Progress`), from the mark that it begins with
(`✅ migration 12`), or from its first words (`Done (see the log)`, `已完成，待验收`). A sentence
that begins with none of these states no status. A legend is a line or a section that says so
itself (`Legend: ✅ Done | 🔄 Partial`); what it says about a mark goes before everything.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .. import vocabulary, words

Legend = tuple[tuple[str, str], ...]
"""Marks with the status that the file gives them: `(("[-]", "skipped"), ("⏳", "in_progress"))`."""

_BOX = re.compile(r"\[([^\[\]]{0,4})\]")
_REMARK = re.compile(r"\s*[(（\[{].*$", re.DOTALL)
_CLAUSE = re.compile(r"\s+[-–—·|/]+\s+|[,，;；:：。.!]\s*|\s*[(（\[]")
_ENTRY = re.compile(
    r"[\s`*_\-+>]*?(\[[^\[\]]{0,4}\]|[^\w\s`*|\[\](){}<>\"'#.,:;=+/\\-]+)[`*_]*\s*[:=\-–—→]*\s*(.+)"
)
_LEGEND_LINE = re.compile(
    rf"[\s>*_#-]*(?:{vocabulary.LEGEND_WORDS})[*_]*\s*[:：][*_]*\s*(.+)", re.IGNORECASE
)
_SEPARATORS = re.compile(r"\s*[|·•;,，、]\s*|\s{2,}|\s+/\s+")
_LONGEST = 4
"""Words that an unknown status may have; more are a remark."""


def is_mark(char: str) -> bool:
    """Whether a character is an emoji or a sign like one."""
    return unicodedata.category(char) in ("So", "Sk") or char in "\ufe0f\u200d✓✔"


def leading_mark(text: str) -> str:
    """The emoji that `text` begins with, without variation selector; empty if it has none."""
    if not text or not is_mark(text[0]):
        return ""
    return text[0]


@lru_cache(maxsize=8192)
def resolve(text: str, legend: Legend = ()) -> str | None:
    """The status that `text` states, as `Task.status` has it; None for a text that states none."""
    text = text.strip(" \t*_`~")
    known = dict(legend)
    if text in known:
        return known[text]
    if box := _BOX.fullmatch(text):
        inside = box[1].strip() or " "
        return known.get(f"[{inside}]") or vocabulary.BOXES.get(inside) or words.status_of(inside)
    if mark := leading_mark(text):
        rest = text.lstrip("".join(c for c in text if is_mark(c)) + " ")
        found = known.get(mark) or words.known_status(text) or (rest and _by_words(rest)) or None
        return found or words.known_status(mark) or vocabulary.MARKS.get(mark) or _own(rest)
    return words.known_status(text) or _by_words(text) or _own(text)


def _by_words(text: str) -> str | None:
    """The status that the first clause or its first words name."""
    clause = _CLAUSE.split(text, maxsplit=1)[0]
    if found := words.known_status(clause) if words.fold(clause) else None:
        return found
    parts = words.fold(clause).split()
    return next(
        (s for n in (3, 2, 1) if len(parts) > n and (s := words.known_status(" ".join(parts[:n])))),
        None,
    )


def _own(text: str) -> str | None:
    """The file's own word; None for what is too long to be one."""
    text = _REMARK.sub("", text)
    folded = words.fold(text)
    if not folded or len(folded.split()) >= _LONGEST or len(folded) > 30:
        return None
    if not any(c.isalpha() for c in folded):
        return None
    return folded.replace(" ", "_")


def find_legend(text: str) -> Legend:
    """What the file itself says that its marks mean."""
    found: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("#"):
            title = re.sub(r"[^\w\s]", " ", words.fold(line))
            inside = bool(
                re.search(rf"(?:^|\s)(?:{vocabulary.LEGEND_WORDS})\s*$", title.strip(), re.I)
            )
            continue
        if match := _LEGEND_LINE.match(line):
            for entry in _SEPARATORS.split(match[1]):
                _learn(entry, found)
        elif inside:
            if line.lstrip().startswith("|"):
                _learn_row(line, found)
            else:
                _learn(line, found)
    return tuple(found.items())


def _learn(entry: str, found: dict[str, str]) -> None:
    match = _ENTRY.match(entry)
    if match and (status := _meaning(match[2])):
        mark = match[1] if match[1].startswith("[") else match[1][0]
        if mark.startswith("["):
            mark = f"[{mark[1:-1].strip() or ' '}]"
        elif not is_mark(mark):
            return
        found.setdefault(mark, status)


def _learn_row(line: str, found: dict[str, str]) -> None:
    cells = [cell.strip(" `*") for cell in line.strip().strip("|").split("|")]
    marks = [c for c in cells if c and (_BOX.fullmatch(c) or all(is_mark(x) for x in c))]
    rest = [c for c in cells if c and c not in marks and not set(c) <= set("-: ")]
    if len(marks) == 1 and rest and (status := _meaning(rest[0])):
        found.setdefault(marks[0] if marks[0].startswith("[") else marks[0][0], status)


def _meaning(text: str) -> str | None:
    text = _REMARK.sub("", text).strip(" *_`.")
    for part in re.split(r"\s*[/&+,]\s*|\s+(?:and|or|und|y|et|e)\s+", text):
        if found := words.known_status(part) if words.fold(part) else None:
            return found
    first = re.split(r"\s*[/&,]\s*", text)[0]
    return _by_words(text) or _own(first)
