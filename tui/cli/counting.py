"""`summary`: where the tasks stand, on one line, for a status bar that asks every few seconds."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import words
from ...model.board.dependencies import links_of
from ...model.board.tally import NO_STATUS, Tally, tally
from ...model.visible import visible_line
from .output import OK, USAGE, Stop, say, say_raw, to_json
from .parser import Arguments
from .reading import read_document

FORMATS = ("plain", "tmux", "json")

_COLOURS = {
    "ready": "green", "waiting": "yellow", "in_progress": "cyan", "blocked": "red,bold",
    "completed": "magenta",
}  # fmt: skip
"""By name, so that the terminal's own palette is used."""

_WORD = 20
"""The longest word of a file's own that is told, in characters."""
_WORDS = 3
"""How many of a file's own words are told; the others are counted together."""


def run_summary(arguments: Arguments) -> int:
    """Print the line; what there is none of is left out, except in JSON."""
    form = arguments.format or FORMATS[0]
    if form not in FORMATS:
        raise Stop(USAGE, f"there is no format {form}: use {', '.join(FORMATS)}")
    document, _ = read_document(arguments.file)
    found = tally(document.tasks, links_of(document.tasks))
    if form == "json":
        say_raw(to_json(found.values()) + "\n")
    else:
        say(_as_tmux(found) if form == "tmux" else _as_plain(found))
    return OK


def _as_plain(found: Tally) -> str:
    count = f"{found.total} task{'s' if found.total != 1 else ''}"
    told = ", ".join(f"{number} {word}" for number, word, _ in _parts(found))
    return f"{count}: {told}" if told else count


def _as_tmux(found: Tally) -> str:
    """With tmux's own styles; each ends in the style of the bar itself."""
    told = (
        f"#[fg={colour}]{number} {_tmux_safe(word)}#[default]"
        if colour
        else f"{number} {_tmux_safe(word)}"
        for number, word, colour in _parts(found)
    )
    return " ".join(told) or "no tasks"


def _tmux_safe(word: str) -> str:
    """Doubled, since tmux reads styles and formats in what a command prints; times it does not."""
    return word.replace("#", "##")


def _parts(found: Tally) -> Iterator[tuple[int, str, str]]:
    """Number, word and colour of all that there is any of: what can be taken comes first."""
    counts = found.by_status
    own = [s for s in counts if s not in words.STATUSES and s != NO_STATUS]
    told = [("ready", found.ready), ("waiting", found.waiting)]
    told += [(status, counts[status]) for status in words.STATUSES[1:]]
    told += [(status, counts[status]) for status in own[:_WORDS]]
    told.append(("in other states", sum(counts[status] for status in own[_WORDS:])))
    for status, number in told:
        if number:
            word = visible_line(words.plain_word(status))
            short = word if len(word) <= _WORD else f"{word[: _WORD - 1]}…"
            yield number, short, _COLOURS.get(status, "")
