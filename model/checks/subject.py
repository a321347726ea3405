"""What a decision to trust is about: a settings file and every script that it names.

A decision holds for these very bytes at these very places. What a word of a command names is
looked at as it stands: a file inside the project counts with its content, a link with where
it leads, a name that nothing has yet as absent, so that a file that is created later is a
change like any other. What the commands read or run beyond what they name is not covered.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from typing import NamedTuple

from ..config import LARGEST, read_bytes
from .commands import Check, checks_of

LARGEST_SCRIPT = 4 * 1024 * 1024
"""Bytes of a script that a command can name."""
_SHOWN = 64 * 1024
"""Bytes of a script that are kept, to show what changed."""


class Unfit(ValueError):
    """No decision can be made; the message is one line for people."""


class Part(NamedTuple):
    """One thing that a decision covers."""

    name: str
    """As the settings or a command name it."""
    state: str
    """`file`, `absent`, `folder`, `other`, or `outside` for what lies elsewhere."""
    leads: str
    """Where it is, links followed; empty for what is absent."""
    digest: str
    """Of the content; empty for what has none that counts."""
    text: str
    """The content as far as it is kept for showing."""


class Subject(NamedTuple):
    """Everything that one decision covers."""

    path: str
    """The settings file, links followed."""
    root: str
    """The project's root, where commands run."""
    parts: tuple[Part, ...]
    """The settings file first."""
    checks: tuple[Check, ...]
    problems: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What tells this subject from every other, as 64 hexadecimal digits."""
        told = hashlib.sha256()
        for text in (self.path, self.root):
            _tell(told, text)
        for part in self.parts:
            for text in (part.name, part.state, part.leads, part.digest):
                _tell(told, text)
        return told.hexdigest()


def _tell(told: hashlib._Hash, text: str) -> None:
    """Add a text with its length, so that no two lists of texts are told alike."""
    raw = text.encode("utf-8", "surrogateescape")
    told.update(len(raw).to_bytes(8, "big") + raw)


def subject_of(settings: str, root: str) -> Subject:
    """Look at a settings file and what its commands name, now.

    Raises `Unfit` where it cannot be read, or names what no decision can be about.
    """
    path = os.path.realpath(settings)
    root = os.path.realpath(root)
    raw = _content(path, LARGEST)
    import tomllib

    try:
        tables = tomllib.loads(raw.decode("utf-8-sig")).get("checks", [])
    except (ValueError, RecursionError):
        raise Unfit(f"{settings} is no TOML") from None
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise Unfit(f"{settings}: checks wants tables: [[checks]]")
    checks, problems = checks_of(tables)
    first = _file(os.path.basename(path), path, raw)
    parts = [first, *(_named(word, root) for word in _words(checks))]
    parts += _programs(checks, root)
    return Subject(path, root, tuple(parts), checks, problems)


def search_path() -> str:
    """Where programs are looked for: the user's `PATH` without what is relative."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if entry.startswith("/"))


def _programs(checks: Iterable[Check], root: str) -> list[Part]:
    """The programs that the search path finds inside the project: they are scripts of it."""
    from shutil import which

    names = sorted({check.command[0] for check in checks if "/" not in check.command[0]})
    found = [which(name, path=search_path()) for name in names]
    inside = [path for path in found if path and path.startswith(root + "/")]
    return [_named(path, root) for path in inside]


def _words(checks: Iterable[Check]) -> list[str]:
    """Every word that may name a file, each once: an option's value as well."""
    found: dict[str, None] = {}
    for check in checks:
        program, *arguments = check.command
        found[program] = None
        for word in arguments:
            found[word.partition("=")[2] if word.startswith("-") and "=" in word else word] = None
    return sorted(word for word in found if word)


def _named(word: str, root: str) -> Part:
    """What a word of a command names, seen from the root."""
    path = os.path.join(root, word)
    if len(word) > 1024 or not os.path.lexists(path):
        return Part(word, "absent", "", "", "")
    leads = os.path.realpath(path)
    if os.path.commonpath((leads, root)) != root:
        return Part(word, "outside", leads, "", "")
    if os.path.isdir(leads):
        return Part(word, "folder", leads, "", "")
    if not os.path.isfile(leads):
        return Part(word, "other", leads, "", "")
    return _file(word, leads, _content(leads, LARGEST_SCRIPT))


def _file(name: str, leads: str, raw: bytes) -> Part:
    text = raw[:_SHOWN].decode("utf-8", "replace")
    return Part(name, "file", leads, hashlib.sha256(raw).hexdigest(), text)


def _content(path: str, limit: int) -> bytes:
    try:
        return read_bytes(path, limit)
    except OSError as problem:
        raise Unfit(f"{path} cannot be read: {problem.strerror}") from None
    except ValueError as problem:
        raise Unfit(f"{path} {problem}: no decision can be made about it") from None
