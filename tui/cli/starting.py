"""`open`, `init` and `demo`: the commands that begin something.

`open` says every trouble with the file before the terminal changes, in one line, and only
then imports the app. Without a terminal it prints the board and is done.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from .locate import find_file
from .output import OK, UNUSABLE, USAGE, Stop, say, say_raw, to_json
from .parser import Arguments


def run_open(arguments: Arguments) -> int:
    """Open the board until the user leaves it."""
    path = Path(arguments.path or find_file(arguments.file))
    if not os.path.lexists(path) and not _offer(path):
        return UNUSABLE
    from .reading import check_file, parse_file

    if not on_terminal():
        from .printing import board_text

        say_raw(board_text(parse_file(str(path)), str(path)))
        return OK
    check_file(str(path))
    return run_board(path, arguments)


def run_init(arguments: Arguments) -> int:
    """Write a starter file where none is."""
    path = Path(
        arguments.path or arguments.file or os.environ.get("ARCHIE_BOARD_FILE") or "task.md"
    )
    create(path)
    if arguments.json:
        say_raw(to_json({"file": str(path)}) + "\n")
    else:
        say(f"{path}: written; open it with `archie-board {path}`")
    return OK


def run_demo(arguments: Arguments) -> int:
    """Open the board on a sample that simulated agents keep changing."""
    from ..demo.project import Project

    with Project(keep=arguments.keep) as project:
        if not on_terminal():
            from .printing import board_text
            from .reading import parse_file

            document = parse_file(str(project.path))
            say_raw(board_text(document, "task.md"))
            return OK
        project.start_agents(arguments.seed)
        code = run_board(project.path, arguments)
    if arguments.keep:
        say(f"{project.path}")
    return code


def run_board(path: Path, arguments: Arguments) -> int:
    """Run the app on `path`. Nothing of the app is imported before this.

    Garbage is not collected yet: the app begins with that after its first picture.
    """
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    from ..app import ArchieApp

    try:
        app = ArchieApp(
            path,
            read_only=getattr(arguments, "read_only", False),
            dashboard=getattr(arguments, "dashboard", False),
            theme=arguments.theme,
            ascii_only=arguments.ascii,
        )
    except ValueError as problem:
        raise Stop(USAGE, str(problem)) from None
    app.run()
    return app.return_code or OK


def on_terminal() -> bool:
    """Whether a board can be drawn and keys read."""
    drawable = os.environ.get("TERM", "") not in ("", "dumb")
    return drawable and _is_terminal(sys.stdin) and _is_terminal(sys.stdout)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def create(path: Path) -> None:
    """Write the starter file; raises `Stop` where something is there or it cannot be."""
    from .starter import starter_text

    try:
        with path.open("xb") as file:
            file.write(starter_text().encode())
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise Stop(
            UNUSABLE, f"{path} exists and stays as it is: open it, or name another"
        ) from None
    except FileNotFoundError:
        raise Stop(UNUSABLE, f"{path}: there is no folder {path.parent}: make it first") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise Stop(UNUSABLE, f"{path} cannot be written: {reason}: choose another place") from None


def _offer(path: Path) -> bool:
    """Ask to create the missing file; where nobody can be asked, raises `Stop`."""
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise Stop(UNUSABLE, f"{path}: no such file: make it with `archie-board init {path}`")
    say(f"There is no file {path}.")
    try:
        answer = input("Create it? [y/N] ")
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        return False
    create(path)
    return True
