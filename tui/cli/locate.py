"""Which task file is meant, when nobody says: the nearest one, up to the repository's root.

`--file` goes before `$ARCHIE_BOARD_FILE`, and that before the search. The search looks in
each folder for `task.md` (any case), `tasks.md` and `docs/task.md`, up to where the project
ends.
"""

from __future__ import annotations

import os

from ...model.project import upward
from .output import UNUSABLE, Stop

VARIABLE = "ARCHIE_BOARD_FILE"
GONE = "the current folder is gone: cd to another, or use --file with a path from the root"
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
    for last in upward(folder):
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
        raise Stop(UNUSABLE, GONE) from None


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
