"""`doctor`: what this machine and the file allow, what is kept, what is wrong, what to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from ...model.checkup import Finding, look_at_the_file, look_at_what_is_kept
from ...model.storage.errors import Missing
from .locate import find_file
from .output import NO, OK, say, say_raw, to_json, warn
from .parser import Arguments
from .reading import unreadable

_SIGNS = {"fine": "ok", "note": "note", "wrong": "WRONG"}


def run_doctor(arguments: Arguments) -> int:
    """Print what was found; the exit code tells whether something is wrong."""
    path = find_file(arguments.path or arguments.file)
    if not os.path.lexists(path):
        raise unreadable(path, Missing(f"{path} does not exist"))
    found = [*look_at_the_file(path), *look_at_what_is_kept(path), *_terminal()]
    wrong = [finding for finding in found if finding.state == "wrong"]
    if arguments.json:
        values = {"file": path, "ok": not wrong, "findings": [each._asdict() for each in found]}
        say_raw(to_json(values, indent=2) + "\n")
    else:
        say(f"{path}\n")
        for each in found:
            say(f"{_SIGNS[each.state]:>5}  {each.name}: {each.text}")
            if each.todo:
                say(f"       {each.todo}")
    if wrong:
        warn(f"{path}: {len(wrong)} wrong, listed on stdout")
    return NO if wrong else OK


def _terminal() -> Iterator[Finding]:
    """What is known of the terminal without asking it."""
    kind = os.environ.get("TERM", "")
    if sys.stdout is None or not sys.stdout.isatty():
        text = "none here: its colours and its synchronized output are not known"
        yield Finding("terminal", "note", text)
    elif kind in ("", "dumb"):
        text = f"TERM is {kind or 'not set'}: the board is printed as text"
        yield Finding("terminal", "wrong", text, "set TERM to what your terminal is")
    else:
        size = os.get_terminal_size(sys.stdout.fileno())
        inside = " in tmux" if os.environ.get("TMUX") else ""
        text = f"{kind}{inside}, {size.columns}x{size.lines}, {_colours(kind)}"
        yield Finding("terminal", "fine", text)
    spoken = _spoken()
    if "utf8" in spoken.lower().replace("-", "") and kind != "linux":
        yield Finding("locale", "fine", f"{spoken}: all characters")
    else:
        text = f"{spoken}: signs and lines may have to be drawn in ASCII (--ascii)"
        yield Finding("locale", "note", text, "set LANG to a UTF-8 locale for the full signs")


def _spoken() -> str:
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "C")


def _colours(kind: str) -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "true colour"
    return "256 colours" if "256" in kind else "16 colours"
