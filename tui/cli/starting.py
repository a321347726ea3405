"""`open`, `init` and `demo`: the commands that begin something.

`open` says every trouble with the file before the terminal changes, in one line, and only
then imports the app. Without a terminal it prints the board and is done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ...model.visible import visible_line
from .locate import find_file
from .output import NO, OK, UNUSABLE, USAGE, Stop, say, say_done, say_raw, to_json
from .parser import Arguments

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.live.store import Store
    from ..wire.early import Early

_LARGE = 4 << 20
"""Bytes of a file that takes long enough to read to say so."""


def run_open(arguments: Arguments) -> int:
    """Open the board until the user leaves it."""
    path = Path(arguments.path or find_file(arguments.file))
    if not os.path.lexists(path) and not _offer(path):
        return UNUSABLE
    if not on_terminal():
        from .printing import board_text
        from .reading import parse_file

        say_raw(board_text(parse_file(str(path)), str(path)))
        return OK
    return run_board(path, arguments)


def run_init(arguments: Arguments) -> int:
    """Write a starter file where none is; with `--agents`, tell agents how to use it."""
    if arguments.agents:
        return _init_agents(arguments)
    path = Path(
        arguments.path or arguments.file or os.environ.get("ARCHIE_BOARD_FILE") or "task.md"
    )
    create(path)
    if arguments.json:
        say_done(to_json({"file": str(path)}))
    else:
        say_done(f"{path}: written; open it with `archie-board {path}`")
    return OK


def _near(named: str | None) -> str | None:
    try:
        return find_file(named)
    except Stop:
        return None


def _init_agents(arguments: Arguments) -> int:
    """The task file that is there is used as it is; only a missing one is written."""
    from .instructing import write_instructions

    path = Path(arguments.path or _near(arguments.file) or "task.md")
    written = not os.path.lexists(path)
    if written:
        create(path)
    told = write_instructions(str(path))
    if arguments.json:
        agents = [{"file": name, "changed": changed} for name, changed in told]
        say_done(to_json({"file": str(path), "agents": agents}))
        return OK
    if written:
        say_done(f"{path}: written")
    for name, changed in told:
        say_done(f"{name}: {'says how to use ' + str(path) if changed else 'is up to date'}")
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
    """Run the app on `path`: the first picture before all else, then what the picture can wait for.

    Garbage is not collected yet: the app begins with that after its first picture.
    """
    from .reading import parse_file

    with ExitStack() as held:
        with told_reading(path) as ready:
            document = parse_file(str(path))
            early = held.enter_context(_first_picture(document, path, arguments, ready))
        try:
            return _run_app(path, document, arguments, early)
        except KeyboardInterrupt:
            if early is None:
                raise
            return OK  # who sees a board leaves it so, even before it is all there


@contextmanager
def told_reading(path: Path) -> Iterator[Callable[[], None]]:
    """Tell of a large file that it is being read, until the block ends or calls the value."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    told = size >= _LARGE
    if told:
        say_raw(f"\r{visible_line(path.name)}: reading {size >> 20} MiB; Ctrl+C leaves it")
        sys.stdout.flush()

    def ready() -> None:
        nonlocal told
        if told:
            sys.stdout.write("\r\x1b[K")
            sys.stdout.flush()
        told = False

    try:
        yield ready
    finally:
        ready()


def _run_app(path: Path, document: Document, arguments: Arguments, early: Early | None) -> int:
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    # A key that changes two things, such as a letter of the filter, paints twice: the second
    # picture waits for a tick.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from rich.console import Console

    from ..app import ArchieApp
    from ..memory import give_back_what_is_free

    give_back_what_is_free()
    dashboard = getattr(arguments, "dashboard", False)
    read_only = dashboard or getattr(arguments, "read_only", False)
    try:
        app = ArchieApp(
            path,
            dashboard=dashboard,
            bell=dashboard and _bell(path, arguments),
            theme=_theme(arguments),
            ascii_only=arguments.ascii,
            store=_opened(path, read_only, document),
            early=early,
        )
    except ValueError as problem:
        raise Stop(USAGE, str(problem)) from None
    report = StringIO()
    app.error_console = Console(file=report, width=100, color_system=None, highlight=False)
    app.run()
    if report.getvalue():
        from ..crashes import keep_report

        raise Stop(NO, keep_report(report.getvalue()))
    return app.return_code or OK


def _theme(arguments: Arguments) -> str | None:
    """The theme that is asked for. A terminal of sixteen colours has no use for another one's."""
    from ..prepaint.looks import depth_of

    few = depth_of() in ("16", "none")
    theme: str | None = arguments.theme
    return theme or ("ansi" if few else None)


def _bell(path: Path, arguments: Arguments) -> bool:
    """Whether a dashboard rings: it is asked to here, or always in the user's settings."""
    from ...model.config import load

    return bool(arguments.bell) or load(path).bell


def _opened(path: Path, read_only: bool, document: Document) -> Store:
    """The store of a file that says `document`. Raises `Stop` if it cannot be read any more."""
    from ...model.live.store import Store
    from ...model.storage.errors import StorageError

    store = Store(path, read_only=read_only)
    try:
        store.open(document)
    except (StorageError, ValueError) as problem:
        from .reading import unreadable

        raise unreadable(str(path), problem) from None
    return store


def _first_picture(
    document: Document, path: Path, arguments: Arguments, ready: Callable[[], None]
) -> AbstractContextManager[Early | None]:
    if arguments.no_prepaint or getattr(arguments, "dashboard", False):
        return nullcontext()  # a dashboard has another picture, and nobody waits for it
    from ..prepaint import first_picture

    return first_picture(
        document,
        path,
        theme=_theme(arguments),
        ascii_only=arguments.ascii,
        ready=ready,
    )


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
