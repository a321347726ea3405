"""`init --agents`: the lines in a project's agent instructions that say how to use its tasks.

They stand between two markers and are written anew there; every other byte stays. The files are
those that agents read, in the root of the repository: each of `FILES` that exists gets the
lines, unless it only includes another (`@AGENTS.md`); where there is none, `AGENTS.md` is made.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ...model.project import root_of
from ...model.storage.whole import write_whole
from .output import UNUSABLE, Stop

FILES = (
    "AGENTS.md",
    "CLAUDE.md",
    ".claude/CLAUDE.md",
    "GEMINI.md",
    ".github/copilot-instructions.md",
)
"""Where agents' programs look for a project's instructions."""

_BEGIN = b"<!-- archie-board:begin"
_END = b"<!-- archie-board:end -->"
_MARKER = re.compile(rb"^(?:%b|%b)[^\r\n]*" % (re.escape(_BEGIN), re.escape(_END)), re.MULTILINE)
_INCLUDES = re.compile(rb"^@(?:\.\.?/)?AGENTS\.md[ \t]*\r?$", re.MULTILINE)
_FOUND = re.compile(r"(?:docs/task|tasks?)\.md", re.IGNORECASE)
"""Where commands find the file by themselves."""

_TEXT = """\
<!-- archie-board:begin, written by `archie-board init --agents`; edits in here get lost -->
## Tasks

`{file}` holds the team's tasks. Several agents and people change it at the same time: use these
commands, which merge, instead of rewriting the file.{option}

- `archie-board next --assignee NAME`: the ready task to take first; `list is:ready` for all
- `archie-board show ID`: everything about a task; read it before you start
- `archie-board status ID in_progress`, then `completed`; or `blocked --reason "what is missing"`
- `archie-board criteria ID`: the acceptance criteria; `criteria ID check N` ticks one that is met
- `archie-board add "TITLE" --category C --criterion "..."`: a new task with the next free ID
- `archie-board comment ID "@name ..."`: ask, answer, hand over
- `archie-board lint`: what is wrong with the file; run it after editing by hand

Exit codes: 0 done; 1 the answer is no; 2 wrong usage, stderr says how; 3 conflict, the file says
something else by now: `show` the task again and decide; 4 the file cannot be used. `--json` for
programs, `archie-board help COMMAND` for more. If you must edit by hand: read the file right
before, change only the lines of your task, write at once.
<!-- archie-board:end -->"""


def write_instructions(task_file: str) -> list[tuple[str, bool]]:
    """Bring the lines into the project's files; each with whether it was changed.

    Raises `Stop` for a file that cannot be read or written, or whose markers do not match;
    nothing is written then.
    """
    root = root_of(task_file)
    text = _text_for(os.path.relpath(os.path.realpath(task_file), root))
    planned = [(path, data, _with_lines(path, data, text)) for path, data in _chosen(root)]
    for path, old, new in planned:
        if new != old:
            _write(path, old, new)
    return [(os.path.relpath(path), new != old) for path, old, new in planned]


def _text_for(file: str) -> str:
    option = f" Add `--file {file}` to each." if not _FOUND.fullmatch(file) else ""
    return _TEXT.format(file=file, option=option)


def _chosen(root: str) -> Iterator[tuple[Path, bytes | None]]:
    """The files to bring the lines into, with what they hold; None for one to be made."""
    seen = set()
    for name in FILES:
        path = Path(root, name)
        real = path.resolve()
        if not os.path.lexists(path) or real in seen:
            continue
        seen.add(real)
        if not real.is_relative_to(Path(root).resolve()):
            raise Stop(UNUSABLE, f"{path} leads out of the project, to {real}: make it a file")
        data = _read(path)
        if _BEGIN in data or not _INCLUDES.search(data):
            yield real, data
    if not seen:
        yield Path(root, FILES[0]), None


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise Stop(UNUSABLE, f"{path} is no file: remove it, or make it one")
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise Stop(UNUSABLE, f"{path} cannot be read: {problem.strerror}") from None
    if b"\0" in data:
        raise Stop(UNUSABLE, f"{path} is no plain text: write it in UTF-8")
    return data


def _with_lines(path: Path, data: bytes | None, text: str) -> bytes:
    """`data` with the lines in their place, or at its end; in its own line endings."""
    data = data or b""
    newline = b"\r\n" if b"\r\n" in data else b"\n"
    lines = text.encode().replace(b"\n", newline)
    markers = list(_MARKER.finditer(data))
    if not markers:
        gap = b"" if data.endswith((b"\n", b"\r")) or not data else newline
        return data + gap + (newline if data.strip() else b"") + lines + newline
    kinds = [match[0].startswith(_BEGIN) for match in markers]
    if kinds != [True, False]:
        line = data.count(b"\n", 0, markers[0].start()) + 1
        raise Stop(
            UNUSABLE,
            f"{path}:{line}: there must be one marker that begins and one that ends:"
            " remove them, and run this again",
        )
    return data[: markers[0].start()] + lines + data[markers[1].end() :]


def _write(path: Path, old: bytes | None, new: bytes) -> None:
    """In one step, with the mode that the file has; not over what another wrote meanwhile."""
    try:
        if old is not None and path.read_bytes() != old:
            raise Stop(UNUSABLE, f"{path} was changed just now: run this again")
        mode = stat.S_IMODE(path.stat().st_mode) if old is not None else 0o666 & ~_umask()
        write_whole(path, new, mode)
    except OSError as problem:
        raise Stop(UNUSABLE, f"{path} cannot be written: {problem.strerror}") from None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
