"""How a line states a task: an ID near its beginning, then a title, with marks around them.

Taken for a statement: ID, then `:` `—` `–` `-` `·` `|` `.` `]` or a blank, then the title or
nothing; before the ID perhaps an emoji, a mark in brackets (`[OPEN]`), the word Task or
Ticket, bold, backticks, brackets or strike. Between ID and title, and behind the title, marks
and flags in brackets (`[P]`, `[x]`, `(done)`, `✅`). Not taken: an ID that a comma, slash,
arrow, `and` or a range follows: that is a mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .. import ids, vocabulary, words
from .marks import Legend, is_mark

_WRAP = "*_`~"
_BRACKET = re.compile(r"\[([^\[\]]{0,24})\]|\(([^()]{1,24})\)|【([^【】]{1,24})】")
_WORD = re.compile(
    rf"(?:{vocabulary.TASK_WORDS})\s*(?:id)?\s*[:：#]?\s*(?=[\[(`*_]*[A-Za-z])", re.IGNORECASE
)
_ID = re.compile(ids.PATTERN)
_MENTION = re.compile(
    r"\s*(?:[,/&+→⇒;、，~～]|->|=>|\.\.|and\b|or\b|to\b|et\b|und\b|y\b|до\b|至|到|[-–—]\s*(?:[A-Z]+-?)?\d+(?:[^\w.]|\.?$))"
)
_DATES = re.compile(r"[\d./:%-]+$")
_TAIL_WORD = re.compile(
    r"\s+[-–—|]+\s+(?P<name>status\s*[:：]\s*)?(?P<text>[^-–—|]{2,40}?(?:\s*\([^()]*\))?)\**$",
    re.IGNORECASE,
)
_URGENCY = re.compile(r"[(\[][Pp]\d[)\]]")
_WHO = re.compile(r"\s+(@[\w][\w.-]*)$")
_PARENS = re.compile(r"\s*[(（].*[)）]$")
_RANGE = re.compile(r"~\d")
_SEPARATOR = re.compile(r"\s*(?:(?:\s[-–—]+|[—–]+|-{1,2}|[:：|·•.、])\s*)+|\s+")
_TAIL = re.compile(r"\s*(?:\[[^\[\]]{0,16}\]|\([^()]{1,16}\)|（[^（）]{1,16}）)$")


@dataclass(slots=True)
class Place:
    """A part of the line: characters `start` to `end`."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Lead:
    """A line's statement of a task; offsets count characters of the line's content."""

    id: Place
    title: Place
    strong: bool
    """Whether more than a blank parts ID and title, or markup sets the ID off."""
    marks: list[Place] = field(default_factory=list)
    """Texts that state a status, brackets included."""
    priority: Place | None = None
    assignee: Place | None = None
    description: Place | None = None
    bold: bool = False


def read_lead(text: str, legend: Legend = ()) -> Lead | None:
    """What `text`, a line's content without its marker, states; None where it states no task."""
    marks: list[Place] = []
    at, wraps = _skip_before(text, marks, legend)
    match = _ID.match(text, at)
    if match is None or not ids.is_id(match[0]):
        return None
    bracketed = text[at - 1 : at] in ("[", "(", "【")
    end = match.end()
    open_wrap = wraps
    while end < len(text) and text[end] in _WRAP + "])】" and not _RANGE.match(text, end):
        open_wrap = "" if text[end] in _WRAP else open_wrap
        end += 1
    if bracketed and text[match.end() : match.end() + 1] not in "])】`*":
        return None
    if _MENTION.match(text, end):
        return None
    lead = Lead(Place(match[0], *match.span()), Place("", end, end), False, marks)
    lead.bold = bool(wraps)
    lead.strong = bracketed or bool(wraps) or text[at - 1 : at] == "`"
    _read_rest(text, end, lead, legend, open_wrap)
    return lead


def _skip_before(text: str, marks: list[Place], legend: Legend) -> tuple[int, str]:
    """The offset of the ID, and the markup that opens before it."""
    at, wraps = 0, ""
    while at < len(text):
        char = text[at]
        if char in " \t#" or char in _WRAP:
            wraps += char if char in "*_" else ""
            at += 1
        elif is_mark(char):
            _note_emoji(text, at, marks, legend)
            at += 1
        elif (match := _BRACKET.match(text, at)) and not _holds_id(match):
            if _states(match, legend):
                marks.append(Place(match[0], *match.span()))
            at = match.end()
        elif char in "[(【" or (match := _WORD.match(text, at)) is None:
            return (at + 1, wraps) if char in "[(【" else (at, wraps)
        else:
            at = match.end()
    return at, wraps


def _holds_id(match: re.Match[str]) -> bool:
    inside = next(part for part in match.groups() if part is not None).strip("*_` ")
    found = _ID.match(inside)
    return found is not None and ids.is_id(found[0])


def _states(match: re.Match[str], legend: Legend) -> bool:
    """Whether a text in brackets is a status."""
    inside = next(part for part in match.groups() if part is not None).strip()
    if match[1] is not None and (
        f"[{inside or ' '}]" in dict(legend) or inside in vocabulary.BOXES
    ):
        return True
    bare = _DATES.sub("", inside)
    return (
        words.known_status(bare) is not None
        if words.fold(bare)
        else _is_status_mark(inside, legend)
    )


def _is_status_mark(text: str, legend: Legend) -> bool:
    return bool(text) and (text[0] in vocabulary.HEADING_MARKS or text[0] in dict(legend))


def _note_emoji(text: str, at: int, marks: list[Place], legend: Legend) -> None:
    if _is_status_mark(text[at], legend):
        marks.append(Place(text[at], at, at + 1))


def _read_rest(text: str, at: int, lead: Lead, legend: Legend, wrap: str) -> None:
    """Flags, separators, cells and the title behind the ID."""
    stop, close = len(text), len(text)
    if wrap and (inner := text.find(wrap[:2] if wrap[:2] in ("**", "__") else wrap[0], at)) >= 0:
        close = inner
    separator = ""
    while at < stop:
        if match := _SEPARATOR.match(text, at):
            separator += match[0].strip()
            at = match.end()
            continue
        flag = _BRACKET.match(text, at)
        if (
            flag
            and (len(flag[0]) <= 14 or _states(flag, legend))
            and text[flag.end() : flag.end() + 1] != "("
        ):
            _take(flag[0], flag.start(), lead, legend)
            at = flag.end()
        elif is_mark(text[at]):
            _note_emoji(text, at, lead.marks, legend)
            at += 1
        else:
            break
    lead.strong = lead.strong or bool(separator)
    if close < stop and close >= at:
        _describe(text, close, lead, legend)
        stop = close
    parts = _cells(text, at, stop, separator)
    title = parts[0] if parts else Place("", at, at)
    for part in parts[1:]:
        if title.text and not _take(part.text, part.start, lead, legend):
            continue
        if not title.text:
            title = part
    if len(parts) > 1 and _take(title.text, title.start, lead, legend):
        rest = [p for p in parts[1:] if not _is_value(p.text)]
        title = rest[0] if rest else Place("", stop, stop)
    lead.title = _trimmed(text, title, lead, legend)


def _is_value(text: str) -> bool:
    return (
        text.startswith("@")
        or words.priority_of(text) is not None
        or (words.known_status(text) is not None)
    )


def _take(text: str, start: int, lead: Lead, legend: Legend) -> bool:
    """Whether a cell or flag is a priority, an assignee or a status; it is noted if so."""
    bracketed = text.startswith(("(", "[", "（", "【"))
    inside = text.strip("[]()（）【】 ") if bracketed else _PARENS.sub("", text) or text
    offset = start + text.find(inside) if inside else start
    bare = inside.strip("*_` ")
    if bare.startswith("@") and " " not in bare:
        lead.assignee = lead.assignee or Place(inside, offset, offset + len(inside))
        return True
    if len(bare.split()) <= 2 and words.priority_of(bare) and not words.known_status(bare):
        lead.priority = lead.priority or Place(inside, offset, offset + len(inside))
        return True
    box = text.startswith("[") and (inside in vocabulary.BOXES or text in dict(legend))
    marked = bool(inside) and not words.fold(inside) and _is_status_mark(inside, legend)
    if box or marked or (words.fold(inside) and words.known_status(inside)):
        lead.marks.append(Place(text.strip(), start, start + len(text.strip())))
        return True
    return False


def _cells(text: str, at: int, stop: int, separator: str) -> list[Place]:
    """The parts that `|` or `·` separate, where one of them parted ID and title; else all."""
    sign = next((s for s in "|·•" if s in separator), "")
    cells: list[Place] = []
    while at <= stop:
        end = text.find(f" {sign} ", at, stop) if sign else stop
        end = stop if end < 0 else end
        part = text[at:end]
        left = len(part) - len(part.lstrip())
        cells.append(Place(part.strip(), at + left, at + left + len(part.strip())))
        at = end + 3 if sign else stop + 1
    return [cell for cell in cells if cell.text]


def _describe(text: str, close: int, lead: Lead, legend: Legend) -> None:
    """What follows a bold run that holds ID and title: marks, then a description."""
    at = close
    while at < len(text) and (text[at] in _WRAP + " :：—–-" or is_mark(text[at])):
        if is_mark(text[at]):
            _note_emoji(text, at, lead.marks, legend)
        at += 1
    rest = text[at:].rstrip(" #")
    if not rest:
        return
    match = _BRACKET.fullmatch(rest)
    if match and _take(match[0], at, lead, legend):
        return
    lead.description = Place(rest, at, at + len(rest))


def _trimmed(text: str, title: Place, lead: Lead, legend: Legend) -> Place:
    """The title without closing markup and without the marks behind it."""
    start, end = title.start, title.end
    end = _tail_status(text, start, end, lead, legend)
    if who := _WHO.search(text, start, end):
        lead.assignee = lead.assignee or Place(who[1], who.start(1), who.end(1))
        end = who.start()
    end = _before_tag(text, start, end, lead, legend)
    brackets: list[tuple[int, int]] = []
    while end > start:
        part = text[start:end]
        kept = part.rstrip(" \t")
        if is_mark(kept[-1]):
            if kept[-1] not in "\ufe0f\u200d":
                _note_emoji(text, start + len(kept) - 1, lead.marks, legend)
            end = start + len(kept) - 1
            continue
        match = _TAIL.search(kept)
        if (
            match
            and match.start()
            and (inside := _BRACKET.search(match[0].replace("（", "(").replace("）", ")")))
        ):
            brackets.append(
                (start + match.start() + len(match[0]) - len(match[0].lstrip()), start + len(kept))
            )
            if _URGENCY.fullmatch(inside[0]):
                _take(match[0].strip(), brackets[-1][0], lead, legend)
                end, brackets = start + match.start(), []
                continue
            if _states(inside, legend) and _is_short(match[0]):
                first = brackets[-1][0]
                lead.marks.append(Place(text[first : brackets[-1][1]], first, brackets[-1][1]))
                end, brackets = start + match.start(), []
                continue
            if match[0].lstrip().startswith("["):
                end = start + match.start()
                continue
            end = start + len(kept)
            break
        end = start + len(kept)
        break
    if brackets:
        end = max(end, brackets[0][1])
    return _unwrapped(text, start, end)


def _before_tag(text: str, start: int, end: int, lead: Lead, legend: Legend) -> int:
    """Where the title ends that an HTML tag closes; marks behind that are noted."""
    close = text.find("</", start, end)
    for at in range(close, end) if close >= 0 else ():
        if is_mark(text[at]):
            _note_emoji(text, at, lead.marks, legend)
    return close if close >= 0 else end


def _tail_status(text: str, start: int, end: int, lead: Lead, legend: Legend) -> int:
    """Where the title ends that `- DONE` or `— ✅ Completed (2024-01-02)` follows."""
    match = _TAIL_WORD.search(text, start, end)
    if match is None or match.start() == start:
        return end
    inside = _PARENS.sub("", match["text"]).strip("*_` ")
    loud = bool(match["name"]) or inside.isupper() or _is_status_mark(inside, legend)
    if not loud or words.known_status(inside) is None:
        return end
    lead.marks.append(Place(match["text"], match.start("text"), match.end("text")))
    return match.start()


def _is_short(text: str) -> bool:
    return len(text.strip(" []()（）").split()) <= 2


def _unwrapped(text: str, start: int, end: int) -> Place:
    """Without markup that opens before the title's beginning or closes behind its end."""
    while end > start and (
        text[end - 1] in " \t#" or (text[end - 1] in "*_~" and _odd(text[start:end]))
    ):
        end -= 1
    while start < end and text[start] in " \t":
        start += 1
    return Place(text[start:end], start, end)


def _odd(part: str) -> bool:
    """Whether the run of markup that `part` ends with has no opening in it."""
    char = part[-1]
    run = len(part) - len(part.rstrip(char))
    return part.count(char * run) % 2 == 1
