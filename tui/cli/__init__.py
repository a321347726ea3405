"""The command line: one front end of the model, beside the board.

`main` finds the command, builds that command's parser alone, and imports the module that
runs it; a subcommand imports what it needs and no more, because scripts, agents and status
bars run it many times, and textual's import alone takes longer than everything else.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module

__all__ = ["main"]

_MODULES = {
    "open": "starting",
    "demo": "starting",
    "init": "starting",
    "list": "listing",
    "show": "showing",
    "next": "taking",
    "summary": "counting",
    "watch": "watching",
    "graph": "graphing",
    "completion": "completing",
    "__complete": "completing",
    "status": "changing",
    "set": "changing",
    "criteria": "changing",
    "add": "changing",
    "comment": "reviewing",
    "review": "reviewing",
    "convert": "converting",
    "lint": "linting",
    "doctor": "doctoring",
    "merge": "uniting",
    "install-git-driver": "driving",
    "roles": "roles",
    "snapshot": "picturing",
}
"""The module that has `run_COMMAND`; nothing but this one is imported for a command."""


def main(argv: list[str] | None = None) -> int:
    """Run the program with `argv` (default: the process's own); returns the exit code."""
    from .output import Stop, drop_stdout, prepare_streams, warn

    prepare_streams()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Stop as stop:
        warn(stop.line)
        return stop.code
    except BrokenPipeError:
        drop_stdout()  # `archie-board list | head`: the reader has what it wanted
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as problem:
        drop_stdout()
        warn(_told(problem))
        return 4
    except Exception as bug:
        from ..crashes import keep_bug

        drop_stdout()
        warn(keep_bug(bug))
        return 1
    return code


def _run(argv: list[str]) -> int:
    from .parser import parse

    gc.disable()  # a short life: collections would only find that all of it is in use
    arguments = parse(argv)
    if arguments is None:
        return 0
    module = import_module(f".{_MODULES[arguments.command]}", __name__)
    code: int = getattr(module, f"run_{arguments.command.replace('-', '_')}")(arguments)
    return code


def _told(problem: OSError) -> str:
    if isinstance(problem, FileNotFoundError) and problem.filename is None:
        from .locate import GONE

        return GONE  # nothing else is asked for without a name
    where = os.fsdecode(problem.filename) if problem.filename else "the output"
    return f"{where}: {problem.strerror or problem}"
