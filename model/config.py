"""What people set: for a project in its `.archie-board.toml`, for themselves in their own file.

The project's file comes with the repository, written by anybody, so it says nothing that
touches a person's machine: it names the folder of agent cards and the commands of reviews
(which run only when trusted, see `checks`). Who the user is, how long history is kept and
what the board may do by itself stand in `$XDG_CONFIG_HOME/archie-board/config.toml` alone.
The rest of a file counts where one of its keys is wrong: each is one line of warning.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .project import PROJECT_FILE as PROJECT_FILE
from .project import folders_of, root_of, user_file
from .visible import visible_line

LARGEST = 256 * 1024
"""Bytes of a configuration file that is read."""
_MOST_WARNINGS = 10


class HistoryBounds(NamedTuple):
    """How much of the past is kept; whichever is reached first."""

    versions: int = 200
    days: int = 7
    megabytes: int = 50


class Config(NamedTuple):
    """What is set for one task file."""

    root: str
    """The project's root, where its commands run."""
    project_file: str | None = None
    """The project's file, None where there is none."""
    raw: bytes = b""
    """What the project's file holds, as it was read for this value."""
    cards: str | None = None
    """The folder of agent cards that is named, absolute; None for the usual places."""
    checks: tuple[Mapping[str, Any], ...] = ()
    """The commands of reviews as they stand there; `checks.commands.checks_of` reads them."""
    author: str | None = None
    """Whose name comments get; None to ask git and the system."""
    heal: str = "ask"
    """`auto` to put back what another writer erased of a third one's; else that is offered."""
    bell: bool = False
    """Whether the terminal's bell rings when something waits for a person."""
    history: HistoryBounds = HistoryBounds()
    warnings: tuple[str, ...] = ()
    """`file:line: what is wrong`, safe to show."""


def load(task_file: str | os.PathLike[str]) -> Config:
    """What is set for a task file. Never fails: what cannot be read is a warning."""
    config = Config(root_of(task_file))
    for path in _project_files(task_file):
        raw, table, problem = _read(path)
        if problem:
            config = config._replace(warnings=(*config.warnings, problem))
        if raw is None:
            continue
        config = config._replace(project_file=path, raw=raw)
        config = _applied(config, path, raw, table, _PROJECT)
        break
    own = user_file()
    raw, table, problem = _read(own) if own else (None, {}, "")
    if problem:
        config = config._replace(warnings=(*config.warnings, problem))
    if raw is not None:
        config = _applied(config, own, raw, table, _USER)
    return config._replace(warnings=config.warnings[:_MOST_WARNINGS])


def watched(task_file: str | os.PathLike[str]) -> tuple[str, ...]:
    """Every file that `load` looks for, there or not."""
    return (*_project_files(task_file), *filter(None, [user_file()]))


def _project_files(task_file: str | os.PathLike[str]) -> list[str]:
    return [f"{folder.rstrip('/')}/{PROJECT_FILE}" for folder in folders_of(task_file)]


def read_bytes(path: str, limit: int) -> bytes:
    """What an ordinary file holds.

    Raises `OSError` where it cannot be read, `ValueError` for a pipe, a device, or more than
    `limit` bytes. Never waits for a writer.
    """
    import stat

    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise ValueError("is no ordinary file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            raw = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(raw) > limit:
        raise ValueError(f"is larger than {limit // 1024} kB")
    return raw


def _read(path: str) -> tuple[bytes | None, dict[str, Any], str]:
    """A file's bytes (None for no file), its table, and what is wrong with it."""
    shown = visible_line(path)
    try:
        raw = read_bytes(path, LARGEST)
    except FileNotFoundError:
        return None, {}, ""
    except NotADirectoryError:
        return None, {}, ""
    except OSError as problem:
        return None, {}, f"{shown}: cannot be read: {problem.strerror}"
    except ValueError as problem:
        return None, {}, f"{shown}: {problem}: it is ignored"
    import tomllib

    try:
        return raw, tomllib.loads(raw.decode("utf-8-sig")), ""
    except (ValueError, RecursionError) as problem:
        text = visible_line(str(problem)) or type(problem).__name__
        place = re.search(r"\s*\(at line (\d+), column \d+\)", text)
        where = f"{shown}:{place[1]}" if place else shown
        return raw, {}, f"{where}: is no TOML: {text[: place.start()] if place else text}"


_Rule = Callable[[Config, str, Any], "Config | str"]
"""Takes a value over, or says what is wrong with it; the text is the file's path."""


def _applied(
    config: Config, path: str, raw: bytes, table: dict[str, Any], rules: Mapping[str, _Rule]
) -> Config:
    warnings = list(config.warnings)
    for key, value in table.items():
        rule = rules.get(key)
        outcome = rule(config, path, value) if rule else _unknown(key, rules)
        if isinstance(outcome, str):
            warnings.append(f"{visible_line(path)}:{_line_of(raw, key)}: {outcome}")
        else:
            config = outcome
    return config._replace(warnings=tuple(warnings))


def _unknown(key: str, rules: Mapping[str, _Rule]) -> str:
    elsewhere = _USER if rules is _PROJECT else _PROJECT
    shown = visible_line(key)[:60]
    if key in elsewhere:
        place = "your own config.toml" if elsewhere is _USER else f"the project's {PROJECT_FILE}"
        return f"“{shown}” counts in {place} only: it is ignored here"
    return f"no such key: “{shown}”; there are {', '.join(rules)}"


def _line_of(raw: bytes, key: str) -> int:
    """The line on which a key of the outermost table stands."""
    name = re.escape(key.encode("utf-8", "replace"))
    found = re.search(rb"(?m)^\s*(?:\[{1,2}\s*)?[\"']?" + name + rb"[\"']?\s*(?:[=.\]])", raw)
    return raw.count(b"\n", 0, found.start() + 1) + 1 if found else 1


def _project_cards(config: Config, _path: str, value: Any) -> Config | str:
    if not isinstance(value, str) or not value.strip():
        return "cards wants the name of a folder"
    folder = os.path.realpath(os.path.join(config.root, value))  # noqa: PTH118
    if not (folder + "/").startswith(os.path.realpath(config.root).rstrip("/") + "/"):
        return "cards names a folder outside of the project: it is ignored"
    return config._replace(cards=folder)


def _user_cards(config: Config, path: str, value: Any) -> Config | str:
    if not isinstance(value, str) or not value.strip():
        return "cards wants the name of a folder"
    base = os.path.dirname(path)  # noqa: PTH120
    folder = os.path.join(base, os.path.expanduser(value))  # noqa: PTH111, PTH118
    return config if config.cards else config._replace(cards=folder)


def _checks(config: Config, _path: str, value: Any) -> Config | str:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return "checks wants tables: [[checks]] with step, command and timeout"
    return config._replace(checks=tuple(value))


def _author(config: Config, _path: str, value: Any) -> Config | str:
    if not isinstance(value, str) or not value.strip(" @"):
        return "author wants a name"
    return config._replace(author=value.strip(" @"))


def _heal(config: Config, _path: str, value: Any) -> Config | str:
    if value not in ("ask", "auto"):
        return 'heal wants "ask" or "auto"'
    return config._replace(heal=value)


def _bell(config: Config, _path: str, value: Any) -> Config | str:
    return config._replace(bell=value) if isinstance(value, bool) else "bell wants true or false"


def _history(config: Config, _path: str, value: Any) -> Config | str:
    if not isinstance(value, dict):
        return "history wants a table: [history] with versions, days, megabytes"
    for key, number in value.items():
        if key not in HistoryBounds._fields:
            return f"no such key in history: “{visible_line(key)[:60]}”"
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= 10**6:
            return f"history.{key} wants a whole number from 0"
    return config._replace(history=config.history._replace(**value))


_PROJECT: dict[str, _Rule] = {"cards": _project_cards, "checks": _checks}
_USER: dict[str, _Rule] = {
    "author": _author,
    "cards": _user_cards,
    "heal": _heal,
    "bell": _bell,
    "history": _history,
}
