"""A text in the user's own editor, and back.

The text goes to a file of mode 0600 in a private folder, never near the task file. The
editor is `$VISUAL`, else `$EDITOR`, split into arguments without any shell, else the first
usual one that is installed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from ..model.source import decode, encode

USUAL = ("nano", "vim", "vi", "micro", "hx", "emacs")
"""Editors that are looked for where the user named none."""


class NoEditor(ValueError):
    """The text could not be edited; the message says why and what to do."""


def edit_text(app: App[Any], text: str, suffix: str = ".md") -> str | None:
    """`text` as the user leaves it; None where nothing was changed.

    The app gives the terminal away meanwhile. Raises `NoEditor` where there is no editor, it
    cannot be started or fails, or the terminal cannot be given away.
    """
    command = command_of(os.environ)
    with tempfile.TemporaryDirectory(prefix="archie-board-") as folder:
        path = Path(folder) / f"task{suffix}"
        _write(path, text)
        try:
            with app.suspend():
                done = subprocess.run([*command, str(path)], check=False)
        except SuspendNotSupported:
            raise NoEditor("this terminal cannot be given to an editor") from None
        except OSError as error:
            raise NoEditor(f"{command[0]} cannot be started: {error.strerror}") from error
        if done.returncode:
            raise NoEditor(f"{command[0]} ended with code {done.returncode}; nothing was changed")
        return _changed(text, path)


def command_of(environment: Mapping[str, str]) -> list[str]:
    """The editor to start, as arguments. Raises `NoEditor` where there is none."""
    for name in ("VISUAL", "EDITOR"):
        value = environment.get(name, "").strip()
        if not value:
            continue
        try:
            return shlex.split(value)
        except ValueError:
            raise NoEditor(f"${name} is not a command: {value}") from None
    found = next(filter(None, map(shutil.which, USUAL)), None)
    if found is None:
        raise NoEditor("no editor found: set $EDITOR, for example EDITOR=nano")
    return [found]


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(encode(text))


def _changed(text: str, path: Path) -> str | None:
    try:
        # An editor may have put another file in the place of ours: read by name.
        after = decode(path.read_bytes())
    except FileNotFoundError:
        return None
    if after == text or (not text.endswith("\n") and after == text + "\n"):
        return None
    return after
