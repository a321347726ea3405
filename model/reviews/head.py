"""What stands behind `Review:`: the verdict, by whom and when, of which text, and what was said."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from .. import words
from ..lazy import text_pattern
from .entries import time_in

Verdict = Literal["approved", "changes_requested"]

_APPROVED = text_pattern(r"\W*(?:review[ :]+)?(?:approved|accepted|passed|lgtm)\b", re.IGNORECASE)
_REQUESTED = text_pattern(
    r"\W*(?:changes?[ _-]*(?:were |are )?(?:requested|needed|required|necessary)"
    r"|needs?[ _-]+(?:changes?|work|rework)|requests?(?:ed)?[ _-]+changes?|rejected"
    r"|not[ _-]+approved)\b",
    re.IGNORECASE,
)
_BY = text_pattern(
    r"\b(?:by|par|por|von)[ \t:]+@?(?P<name>[\w][\w.'-]*(?: (?!on\b|at\b)[\w][\w.'-]*){0,2})"
)
_WHO = text_pattern(r"(?<![\w@])@(?P<name>[\w][\w.-]*\w|\w)")
_PARTS = re.compile(r"[,(:@]| (?:by|par|por|von) ")
_COLON = re.compile(r":(?=\s|\Z)")
_JOINS = text_pattern(
    r"(?<![\w-])(?:on|at|by|in|from)(?=\W*\Z|\s+-)|^[\s.,;–—*_()-]+|[\s,;–—*_()-]+\Z|\(\s*\)",
    re.IGNORECASE,
)
_TEXT = text_pattern(r"\(?\btext ([0-9a-f]{4}(?:-[0-9a-f]{4}){2})\b\)?")


class Head(NamedTuple):
    """What the text behind `Review:` says."""

    verdict: Verdict | None
    """None as long as the review goes on."""
    by: str | None
    """The reviewer, without `@`; None where it does not say."""
    at: str | None
    """When the verdict was given, as written."""
    digest: str | None
    """Which text was approved; None where it is not told."""
    note: str | None
    """What else is said there; None for nothing."""


def read_head(text: str) -> Head:
    """What `text` says, all of it that stands behind `Review:`."""
    line, _, more = text.partition("\n")
    verdict, rest = _verdict(line)
    beginning, note = _parted(rest)
    if verdict is None and note:
        verdict, note = _verdict(note)  # `2024-01-16 @ana: approved`
    digest = _TEXT.search(beginning)
    time = time_in(beginning)
    plain = beginning.replace(time[0], " ", 1) if time else beginning
    plain = plain.replace(digest[0], " ", 1) if digest else plain
    who = _BY.search(plain) or _WHO.search(plain)
    if who:
        plain = f"{plain[: who.start()]} {plain[who.end() :]}"
    left = " ".join(_JOINS.sub(" ", plain).split()) if verdict else plain.strip()
    parts = (part.lstrip(" \t:,;–—-") for part in (left, note, more))
    said = "\n".join(part for part in parts if part)
    by, at = (who["name"] if who else None), (time[0] if time else None)
    return Head(verdict, by, at, digest[1] if digest else None, said or None)


def _verdict(line: str) -> tuple[Verdict | None, str]:
    """The verdict that a text begins with, and what follows it."""
    if match := _REQUESTED.match(line):
        return "changes_requested", line[match.end() :]
    if match := _APPROVED.match(line):
        return "approved", line[match.end() :]
    first = _PARTS.split(line, maxsplit=1)[0]
    if words.known_status(first) == "approved":
        return "approved", line[len(first) :]
    return None, line


def _parted(rest: str) -> tuple[str, str]:
    """The part with reviewer and time, and the note behind the colon that follows it."""
    match = _COLON.search(rest)
    return (rest[: match.start()], rest[match.end() :].strip()) if match else (rest, "")
