"""Which agent cards a project has: `.claude/agents/*.md`, or a folder that is named."""

from __future__ import annotations

import os
from typing import NamedTuple

from ..config import Config, read_bytes, watched
from ..project import CARDS, folders_of
from ..visible import visible_line
from .card import Problem, may_be_card

LARGEST = 512 * 1024
"""Bytes of a card that is read."""
LARGEST_TOGETHER = 2 * 1024 * 1024
"""Characters of all cards that are read."""
MOST = 300
"""Cards that are read."""


class CardText(NamedTuple):
    """A file that may be a card."""

    path: str
    """As it is shown: relative to the project's root where it is in there."""
    text: str
    depth: int
    """How far above the task file its folder is; a nearer card goes before."""


def folders(task_file: str | os.PathLike[str], config: Config) -> tuple[str, ...]:
    """The folders in which cards are looked for, nearest first; they need not exist."""
    if config.cards:
        return (config.cards,)
    return tuple(f"{folder.rstrip('/')}/{CARDS}" for folder in folders_of(task_file))


def texts(
    task_file: str | os.PathLike[str], config: Config
) -> tuple[list[CardText], list[Problem]]:
    """The texts that may be cards, by nearness and name, and what could not be read."""
    found: list[CardText] = []
    problems: list[Problem] = []
    count = size = 0
    for depth, folder in enumerate(folders(task_file, config)):
        names, problem = _names(folder)
        if problem and (config.cards or "no such" not in problem):
            problems.append(Problem(_shown(folder, config), 0, problem))
        for name in names:
            count += 1
            path = f"{folder}/{name}"
            if count > MOST:
                problems.append(Problem(_shown(path, config), 0, f"not read: over {MOST} cards"))
                return found, problems
            text, problem = _text(path)
            if problem:
                problems.append(Problem(_shown(path, config), 0, problem))
            elif may_be_card(text):
                size += len(text)
                if size > LARGEST_TOGETHER:
                    problems.append(Problem(_shown(path, config), 0, "not read: too much in all"))
                    return found, problems
                found.append(CardText(_shown(path, config), text, depth))
    return found, problems


def _names(folder: str) -> tuple[list[str], str]:
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.name.lower().endswith(".md")]
    except FileNotFoundError:
        return [], "no such folder"
    except NotADirectoryError:
        return [], "no such folder: a file stands in its place"
    except OSError as problem:
        return [], f"cannot be read: {problem.strerror}"
    return sorted(names), ""


def _text(path: str) -> tuple[str, str]:
    """What a file says, and why it cannot be read."""
    try:
        raw = read_bytes(path, LARGEST)
    except OSError as problem:
        return "", f"cannot be read: {problem.strerror}"
    except ValueError as problem:
        return "", f"{problem}: it is skipped"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in raw:
        return "", "is no text: it is skipped"
    else:
        encoding = "utf-8-sig"
    return raw.decode(encoding, "replace"), ""


def _shown(path: str, config: Config) -> str:
    root = config.root.rstrip("/") + "/"
    return visible_line(path.removeprefix(root))


def signature(task_file: str | os.PathLike[str], config: Config) -> tuple[object, ...]:
    """What tells whether any card or setting may have changed; equal means that none has."""
    found: list[object] = [_state(path) for path in watched(task_file)]
    for folder in folders(task_file, config):
        found.append(_state(folder))
        found += (_state(f"{folder}/{name}") for name in _names(folder)[0][:MOST])
    return tuple(found)


def _state(path: str) -> tuple[object, ...]:
    try:
        stat = os.stat(path)  # noqa: PTH116
    except OSError:
        return (path,)
    return path, stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_ctime_ns
