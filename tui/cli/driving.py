"""`install-git-driver`: lets git merge the task file with `archie-board merge`.

Two things make a merge driver: a line in `.gitattributes`, which the team shares, and the
command in this clone's configuration, which nobody can share. Both are set only where they
are missing or differ; no other line is touched.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from .locate import find_file
from .output import OK, UNUSABLE, Stop, say_done
from .parser import Arguments

_NAME = "archie-board"
_PLAIN = re.compile(r"[\w./@%+=:,~^-]+")


def run_install_git_driver(arguments: Arguments) -> int:
    """Set the driver up for the task file in its repository; say what was done."""
    path = Path(os.path.realpath(arguments.path or find_file(arguments.file)))
    root = _root_of(path)
    line = f"{_pattern(path.relative_to(root).as_posix())} merge={_NAME}"
    attributes = root / ".gitattributes"
    changed = [
        *_configured(root, {"name": "merges task files by meaning", "driver": _command()}),
        *_attributed(root, attributes, path, line),
    ]
    for what in changed:
        say_done(what)
    if not changed:
        say_done(f"{root}: set up already")
    return OK


def _root_of(path: Path) -> Path:
    """The working tree that the file is in, of a linked worktree too. Raises `Stop`."""
    if not path.parent.is_dir():
        raise Stop(UNUSABLE, f"{path.parent}: no such folder: name another with --file")
    done = _git(path.parent, "rev-parse", "--show-toplevel")
    if done.returncode:
        raise Stop(UNUSABLE, f"{path} is in no git working tree: run `git init` there first")
    root = Path(done.stdout.rstrip("\n"))
    if not path.is_relative_to(root):
        raise Stop(UNUSABLE, f"{path} is not inside {root}: name another with --file")
    return root


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", "-C", folder, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        raise Stop(UNUSABLE, "there is no git: install it, then try again") from None


def _pattern(name: str) -> str:
    """A file's path as `.gitattributes` names exactly this file."""
    text = "/" + re.sub(r"([\\*?\[])", r"\\\1", name)
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def _command() -> str:
    """What git runs: this very program, whatever the PATH says when git does."""
    found = shutil.which(sys.argv[0]) or shutil.which(_NAME)
    program = (
        shlex.quote(str(Path(found).absolute()))
        if found
        else f"{shlex.quote(sys.executable)} -m archie_board.tui.cli"
    )
    return f"{program} merge --marker-size %L --path %P -- %O %A %B"


def _configured(root: Path, wanted: dict[str, str]) -> list[str]:
    """Sets what differs in the clone's configuration; tells what was set."""
    told = []
    for key, value in wanted.items():
        name = f"merge.{_NAME}.{key}"
        now = _git(root, "config", "--local", "--get", name)
        if now.stdout.rstrip("\n") == value:
            continue
        done = _git(root, "config", "--local", "--replace-all", name, value)
        if done.returncode:
            why = " ".join(done.stderr.split()) or "git said no"
            raise Stop(UNUSABLE, f"{root}: {why}: set {name} by hand")
        told.append(f"git config {name}: {value}")
    return told


def _attributed(root: Path, attributes: Path, path: Path, line: str) -> list[str]:
    """Adds the line, unless git applies the driver to the file already."""
    if _attribute(root, path) == _NAME:
        return []
    try:
        before = attributes.read_bytes() if attributes.exists() else b""
        newline = b"\r\n" if b"\r\n" in before else b"\n"
        with attributes.open("ab") as file:
            if before and not before.endswith(b"\n"):
                file.write(newline)
            file.write(os.fsencode(line) + newline)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise Stop(UNUSABLE, f"{attributes}: {why}: add the line `{line}` by hand") from None
    if _attribute(root, path) != _NAME:
        raise Stop(UNUSABLE, f"{attributes}: another rule goes before `{line}`: remove it")
    return [f"{attributes}: {line}"]


def _attribute(root: Path, path: Path) -> str:
    """The merge driver that git would use for the file."""
    done = _git(root, "check-attr", "-z", "merge", "--", str(path))
    return done.stdout.split("\0")[2] if done.stdout.count("\0") > 2 else ""
