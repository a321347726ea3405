"""Which task file is meant, when nobody says: the nearest one, up to the repository's root.

`--file` goes before `$ARCHIE_BOARD_FILE`, and that before the search. The search looks in
each folder for `task.md` (any case), `tasks.md` and `docs/task.md`. It ends at the root of
the repository; outside of one, at the first folder that others can write to or own, so that
nobody can plant a file in `/tmp` for everyone below it.
"""

from __future__ import annotations

import os
import stat

from .output import UNUSABLE, Stop

VARIABLE = "ARCHIE_BOARD_FILE"
_NAMES = ("task.md", "tasks.md")


def find_file(named: str | None) -> str:
    """The path of the task file; `named` is what `--file` says. The file may not exist.

    Raises `Stop` where none is named and none is found.
    """
    chosen = named or os.environ.get(VARIABLE)
    if chosen:
        return chosen
    folder = _here()
    last = folder
    for last in _upward(folder):
        found = _in_folder(last)
        if found:
            return os.path.relpath(found, folder)
    where = folder if last == folder else f"{folder} or above it up to {last}"
    raise Stop(
        UNUSABLE,
        f"no task.md in {where}: make one with `archie-board init`, or name it with --file",
    )


def _here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - pathlib costs as much as all else that runs here
    except OSError:
        raise Stop(UNUSABLE, "the current folder is gone: cd to another, or use --file") from None


def _upward(folder: str) -> list[str]:
    """`folder` and those above it that the search may enter, nearest first."""
    folders = [folder]
    while os.path.dirname(folders[-1]) != folders[-1]:  # noqa: PTH120
        folders.append(os.path.dirname(folders[-1]))  # noqa: PTH120
    for place, above in enumerate(folders):
        if os.path.lexists(os.path.join(above, ".git")):  # noqa: PTH118
            return folders[: place + 1]
    own = [folder]
    for above in folders[1:]:
        if not _ours_alone(above):
            break
        own.append(above)
    return own


def _ours_alone(folder: str) -> bool:
    try:
        state = os.stat(folder)  # noqa: PTH116
    except OSError:
        return False
    return state.st_uid == os.getuid() and not state.st_mode & stat.S_IWOTH


def _in_folder(folder: str) -> str | None:
    """The task file of `folder`, the exact name first; a folder of that name is none."""
    for below in ("", "docs"):
        place = os.path.join(folder, below) if below else folder  # noqa: PTH118
        try:
            with os.scandir(place) as entries:
                named = {e.name: e for e in entries if e.name.lower() in _NAMES}
        except OSError:
            continue
        allowed = _NAMES if not below else _NAMES[:1]
        for name in allowed:
            same = sorted((n for n in named if n.lower() == name), key=lambda n: n != name)
            for candidate in same:
                if not named[candidate].is_dir():
                    return named[candidate].path
    return None
