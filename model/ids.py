"""Task IDs: what one is, where a text names some, and which ranges it means.

An ID is a word in capitals and a number: `BE-001`, `T001`, `T-00.1`, `P6.1.1`,
`TICKET-SEC-001`, `BE-V3-001`, `TASK-B001`, `BE-008b`. Not IDs, though they look alike: a
priority (`P0`), a standard or model (`UTF-8`, `GPT-4.1`), a phase or requirement (`FR-003`),
as `vocabulary.NOT_IDS` lists them. In lower case only letters, a hyphen and at least three
digits are taken (`be-001`), since `react-18` is a package.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern

from .lazy import text_pattern

_JOINED = r"[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Z0-9]*)*-[A-Z]{0,2}\d{1,9}(?:\.\d+)*(?:-\d{1,3})?[a-z]?"
_SHORT = r"[A-Z]{1,8}\d{1,5}(?:\.\d+)*[a-z]?"
_LOWER = r"[a-z][a-z0-9]*-\d{3,9}"
PATTERN = rf"(?:{_JOINED}|{_SHORT}|{_LOWER})(?![\w-]|\.\d|#)"
"""The regular expression of an ID, to be checked with `is_id` where it matched."""

_ID = text_pattern(rf"(?<![\w./-]){PATTERN}")
_LIST = text_pattern(r"[A-Z][A-Z0-9]*-\d{1,9}(?:, ?[A-Z][A-Z0-9]*-\d{1,9})*")
_RANGE = text_pattern(
    r"\s*(?:~|～|\.\.\.?|–|—|-|→|\bto\b|至|到|〜|\bbis\b|\bà\b|\ba\b)\s*(?:([A-Z][A-Za-z0-9-]*?)-?)?(\d{1,9})(?![\w.])"
)
_PAIR = text_pattern(r"(?<![\w-])([A-Z]{1,8}\d{1,5})-([A-Z]{1,8}\d{1,5})(?![\w.-])")
_MORE = text_pattern(r"\s*[,/、&+]\s*(\d{2,9})(?![\w.-])")
_REMARK = text_pattern(r"（[^（）]*）|\([^()]*\)")
_SPLIT = text_pattern(r"(.*?)-?(\d{1,9})(?:\.\d+)*(?:-\d{1,3})?[a-z]?")
_DIGITS = text_pattern(r"\d+$")
_RANGE_LIMIT = 200


@lru_cache(maxsize=65536)
def is_id(text: str) -> bool:
    """Whether a text that `PATTERN` matches is an ID and no look-alike."""
    from . import vocabulary

    prefix = split_id(text)[0]
    if "-" not in text:
        plain = text.upper()
        if prefix in vocabulary.NOT_SHORT_IDS:
            return "." in text and prefix not in vocabulary.NOT_IDS and prefix != "V"
        return prefix not in vocabulary.NOT_IDS and plain not in vocabulary.NOT_IDS
    return text.partition("-")[0].upper() not in vocabulary.NOT_IDS and bool(prefix)


def split_id(task_id: str) -> tuple[str, int]:
    """Prefix and number of an ID: `BE-010` is `("BE", 10)`; `("", 0)` for what is no ID.

    A letter before the number belongs to the prefix, one behind it and parts after a dot do not
    count: `TASK-B001` is `("TASK-B", 1)`, `T1.2` is `("T", 1)`.
    """
    prefix, _, number = task_id.rpartition("-")
    if number.isdecimal() and len(number) <= 9 and "-" not in prefix:
        return intern(prefix.upper()), int(number)
    return _split_plain(task_id)


@lru_cache(maxsize=65536)
def _split_plain(task_id: str) -> tuple[str, int]:
    match = _SPLIT.fullmatch(task_id)
    return (match[1].upper(), int(match[2])) if match and match[1] else ("", 0)


def ids_in(text: str) -> tuple[str, ...]:
    """The task IDs that a dependency list names, in order, each once; ranges are expanded.

    A remark in round brackets is no part of the list, unless all stands in brackets.
    """
    if not text or not any(c.isdigit() for c in text):
        return ()
    if _LIST.fullmatch(text):
        return tuple(dict.fromkeys(text.replace(" ", "").split(",")))
    bare = _REMARK.sub(" ", text)
    return _named(bare) or _named(text)


def _named(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    position = 0
    text = _PAIR.sub(r"\1~\2", text.replace("`", " ").replace("*", " "))
    while match := _ID.search(text, position):
        position = match.end()
        if not is_id(match[0]):
            continue
        found[match[0]] = None
        position = _follow(text, match[0], position, found)
    return tuple(found)


def _follow(text: str, first: str, position: int, found: dict[str, None]) -> int:
    """Adds what `BE-001~004`, `BE-003 - BE-006` and `BE-003,004` mean behind their first ID."""
    number = _DIGITS.search(first)
    if number is None:
        return position
    stem, digits = first[: number.start()], number[0]
    span = _RANGE.match(text, position)
    if span and (span[1] is None or span[1].rstrip("-") == stem.rstrip("-")):
        size = range(int(digits), int(span[2]) + 1)
        if 0 < len(size) <= _RANGE_LIMIT:
            found.update(dict.fromkeys(f"{stem}{n:0{len(digits)}}" for n in size))
            return span.end()
    while more := _MORE.match(text, position):
        if len(more[1]) != len(digits):
            break
        found[stem + more[1]] = None
        position = more.end()
    return position
