"""Documents made from a task: a card's output template, filled in, in a file under `docs/`.

The file is made where nothing is and never changed afterwards. It stays inside the project:
every folder on the way is opened by its parent, and a link among them is refused, whatever it
points to by then.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from .facts import facts_of

if TYPE_CHECKING:
    from ..roles import Role
    from ..standards import OutputTemplate
    from ..task import Task

FOLDER = "docs"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PLACE = re.compile(r"\[(?:feature|name|title|component|page|project|vendor|service|task)\]", re.I)
_ABOUT = re.compile(r"\[[^\]\n]*\b(?:description|overview|summary)\b[^\]\n]*\](?!\()", re.I)
_HEADING = re.compile(r"^(#\s+)(.+)$", re.M)


class CannotMake(ValueError):
    """The document was not written; the message is one line for people."""


class Standing(CannotMake):
    """A file of that name is there already, and stays as it is."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is there already and stays as it is")
        self.path = path
        """From the project's root."""


class Paper(NamedTuple):
    """A document that is to be made."""

    name: str
    """Its file's name below `FOLDER`."""
    title: str
    text: str


def papers_of(role: Role) -> tuple[OutputTemplate, ...]:
    """The documents of a role, or the built-in ones where its card has none."""
    if role.templates:
        return role.templates
    from ..cards.builtin import TEMPLATES

    return TEMPLATES


def paper_of(template: OutputTemplate, task: Task) -> Paper:
    """A template filled in for a task. Raises `CannotMake` for an ID that is no file's name."""
    if not _NAME.fullmatch(task.id):
        raise CannotMake(f"{task.id} cannot be part of a file's name")
    kind = re.sub(r"\s+template$", "", template.title, flags=re.I)
    facts = facts_of(task)
    topic = task.title or task.id
    text = _PLACE.sub(lambda _: topic, template.text)
    if facts.description:
        text = _ABOUT.sub(lambda _: facts.description, text, count=1)
    head = _HEADING.search(text)
    title = head[2].strip() if head else f"{topic}: {kind}"
    if topic.casefold() not in title.casefold():
        title = f"{title}: {topic}"
    body = text[: head.start()] + text[head.end() :] if head else text
    told = f"Task: {task.id}"
    return Paper(f"{task.id}-{_slug(kind)}.md", title, f"# {title}\n\n{told}\n\n{body.strip()}\n")


def _slug(text: str) -> str:
    """`text` as part of a file's name: letters of any script, digits and dashes."""
    plain = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
    return plain[:48].rstrip("-") or "document"


def make(root: str, paper: Paper) -> str:
    """Write the document below `root`, and return its path from there.

    Raises `Standing` where a file has its name; `CannotMake` where anything else has it, or the
    folder is a link or cannot be written. Nothing that exists is changed.
    """
    path = f"{FOLDER}/{paper.name}"
    opened: list[int] = []
    try:
        opened.append(os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        opened.append(_folder(opened[0]))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(paper.name, flags, 0o666, dir_fd=opened[1])
        _fill(descriptor, paper, opened[1])
    except FileExistsError:
        if _is_file(paper.name, opened[1]):
            raise Standing(path) from None
        raise CannotMake(f"{path} is there already, and is no file") from None
    except OSError as problem:
        raise CannotMake(_why(path, problem)) from None
    finally:
        for descriptor in opened:
            os.close(descriptor)
    return path


def _is_file(name: str, folder: int) -> bool:
    """Whether a plain file has the name: a link may lead out of the project."""
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _fill(descriptor: int, paper: Paper, folder: int) -> None:
    """Write a new file; one that cannot be written whole is taken away again."""
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(paper.text)
            file.flush()
            os.fsync(file.fileno())
        os.fsync(folder)
    except OSError:
        with suppress(OSError):
            os.unlink(paper.name, dir_fd=folder)
        raise


def _folder(root: int) -> int:
    """The folder for documents, made if there is none; never through a link."""
    with suppress(FileExistsError):
        os.mkdir(FOLDER, 0o777, dir_fd=root)
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.open(FOLDER, flags, dir_fd=root)


def _why(path: str, problem: OSError) -> str:
    if problem.errno in (errno.ELOOP, errno.ENOTDIR):
        return f"{path} is not made: {FOLDER} is a link or no folder, and may lead elsewhere"
    return f"{path} cannot be written: {problem.strerror}"
