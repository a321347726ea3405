"""Which folders belong to a project: that of its task file and those above, up to the root.

The root is the repository's. Outside of a repository the search ends at the first folder that
others can write to or own, so that nobody can plant a file in `/tmp` for everyone below it.
"""

from __future__ import annotations

import os
import stat

PROJECT_FILE = ".archie-board.toml"
"""A project's settings, beside the task file or above it."""
CARDS = ".claude/agents"
"""Where agent cards stand, below each folder of a project, unless another folder is named."""


def upward(folder: str) -> list[str]:
    """`folder` (absolute) and those above it that a search may enter, nearest first."""
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


def folders_of(task_file: str | os.PathLike[str]) -> list[str]:
    """The folders of the project that a task file belongs to, nearest first.

    A link is followed first: the project is where the file is.
    """
    return upward(os.path.dirname(os.path.realpath(task_file)))  # noqa: PTH120


def root_of(task_file: str | os.PathLike[str]) -> str:
    """The root of the repository that a task file is in; its own folder outside of one."""
    folders = folders_of(task_file)
    in_repository = os.path.lexists(os.path.join(folders[-1], ".git"))  # noqa: PTH118
    return folders[-1] if in_repository else folders[0]


def user_file() -> str:
    """Where the user's own settings stand; empty where there is no home folder."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if not base.startswith("/"):
        home = os.path.expanduser("~")  # noqa: PTH111
        if not home.startswith("/"):
            return ""
        base = f"{home}/.config"
    return f"{base}/archie-board/config.toml"


def is_plain(task_file: str | os.PathLike[str]) -> bool:
    """Whether nothing is set and there are no agent cards: a quick look, for programs that
    need not load anything then.
    """
    own = user_file()
    if own and os.path.lexists(own):
        return False
    places = [folder.rstrip("/") for folder in folders_of(task_file)]
    return not any(
        os.path.lexists(f"{folder}/{name}") for folder in places for name in (CARDS, PROJECT_FILE)
    )


def _ours_alone(folder: str) -> bool:
    try:
        state = os.stat(folder)  # noqa: PTH116
    except OSError:
        return False
    return state.st_uid == os.getuid() and not state.st_mode & stat.S_IWOTH
