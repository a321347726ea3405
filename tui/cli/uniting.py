"""`merge`: two versions of a task file that grew from a third, brought together for git.

Written for git's `merge.*.driver`: the result goes to OURS, and the exit code says whether
conflicts are left. Nothing is written unless all three files can be read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ...model.cards.inforce import roles_at
from .output import NO, OK, UNUSABLE, USAGE, Stop, say_done, warn
from .parser import Arguments

_SIZE = 7
"""Characters of a marker where git does not say how many."""


def run_merge(arguments: Arguments) -> int:
    """Merge, write the result to OURS, and say what somebody should know."""
    from ...model.merging import Markers, merge_files

    names = (arguments.base, arguments.ours, arguments.theirs)
    markers = Markers(
        arguments.ours_label or "ours", arguments.theirs_label or "theirs", _size(arguments)
    )
    shown = arguments.path or arguments.ours
    if (target := Path(arguments.ours)).exists() and not target.is_file():
        raise Stop(UNUSABLE, f"{arguments.ours} is no file, and the result is to be written there")
    contents = [_read(name) for name in names]
    try:
        merged = merge_files(contents[0], contents[1], contents[2], markers, roles_at(shown))
    except ValueError as problem:
        raise Stop(UNUSABLE, f"{shown}: {problem}: merge it by hand") from None
    if merged.data != contents[1]:
        _write(Path(arguments.ours), merged.data)
    for old, new in merged.renumbered:
        say_done(f"{shown}: both sides added a task {old}: theirs is {new} now")
    if not merged.conflicts:
        return OK
    if merged.doubtful:
        warn(
            f"{shown}: merged by lines, for where tasks begin and end was changed: look through it"
        )
        return NO
    many = "s" if merged.conflicts != 1 else ""
    warn(f"{shown}: {merged.conflicts} conflict{many} left: choose between the marked lines")
    return NO


def _size(arguments: Arguments) -> int:
    text = arguments.marker_size
    if text is None:
        return _SIZE
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1000):
        raise Stop(USAGE, f"'{text}' is no size of a marker: use a number such as {_SIZE}")
    return int(text)


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise Stop(UNUSABLE, f"{name}: {reason}: give three files that can be read") from None


def _write(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, whole or not at all."""
    from ...model.storage.whole import write_whole

    target = Path(os.path.realpath(path))
    try:
        write_whole(target, data, stat.S_IMODE(target.stat().st_mode))
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise Stop(UNUSABLE, f"{path}: cannot be written: {why}: it stays as it was") from None
