"""Who a person is when they write into the file: the name behind `@`.

What they say on the command line goes first, then the project's configuration, then git's
`user.name`, then the system's user. Git's settings are read from its files, without git: it
would take longer than everything else, and a repository that came from elsewhere should not
make a program run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_SECTION = re.compile(r"\s*\[\s*(\w+)(?:\s+\"[^\"]*\")?\s*\]")
_NAME = re.compile(r"\s*name\s*=\s*(.*?)\s*$", re.IGNORECASE)
_ODD = re.compile(r"[^\w.-]+")
NOBODY = "me"
"""The name where nothing tells one."""


class Person(NamedTuple):
    """Somebody who reads and writes the board."""

    name: str
    """How they sign, without `@`."""
    names: frozenset[str]
    """All names that mean them, folded: `ada-lovelace`, `adalovelace`, what is configured."""

    def is_named(self, name: str) -> bool:
        """Whether `name`, with or without `@`, means them."""
        return folded_name(name) in self.names


def handle(name: str) -> str:
    """`name` as it can stand behind an `@`: `Ada Lovelace` signs `Ada-Lovelace`."""
    return _ODD.sub("-", name.lstrip("@ ")).strip(".-_")


def folded_name(name: str) -> str:
    """A name for comparison: without `@`, case, dots, dashes and blanks."""
    return re.sub(r"[\W_]+", "", name).casefold()


def person(
    said: str | None = None,
    configured: str | None = None,
    file: Path | None = None,
    also: Iterable[str] = (),
) -> Person:
    """Who writes: `said` on the command line, else `configured`, else git's name for the
    repository around `file`, else the system's user. `also` are further names of theirs.
    """
    given = (said, configured, _from_git(file), _from_system())
    name = next((made for one in given if one and (made := handle(one))), NOBODY)
    names = {folded_name(one) for one in (name, *also) if one}
    return Person(name, frozenset(names))


def _from_git(file: Path | None) -> str | None:
    """`user.name`: of the environment, the repository, the user."""
    if name := os.environ.get("GIT_AUTHOR_NAME"):
        return name
    for path in _git_files(file):
        try:
            text = path.read_text("utf-8", "replace")
        except OSError:
            continue
        if name := _name_in(text):
            return name
    return None


def _git_files(file: Path | None) -> Iterator[Path]:
    for folder in file.absolute().parents if file is not None else ():
        if (folder / ".git").exists():
            yield _repository(folder / ".git") / "config"
            break
    home = os.environ.get("HOME")
    if not home:
        return
    config = os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config"
    yield Path(home, ".gitconfig")
    yield Path(config, "git", "config")


def _repository(git: Path) -> Path:
    """The repository's own folder; a worktree has a file that leads there."""
    if git.is_dir():
        return git
    try:
        told = git.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
        own = git.parent / told
        shared = own / "commondir"
        return own / shared.read_text("utf-8").strip() if shared.exists() else own
    except (OSError, ValueError):
        return git


def _name_in(text: str) -> str | None:
    section, found = "", None
    for line in text.splitlines():
        if head := _SECTION.match(line):
            section = head[1].lower()
        elif section == "user" and (match := _NAME.match(line)):
            value = match[1].split(" #")[0].split(" ;")[0].strip()
            found = value.strip('"') or found
    return found


def _from_system() -> str | None:
    if name := os.environ.get("USER") or os.environ.get("LOGNAME"):
        return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return None
