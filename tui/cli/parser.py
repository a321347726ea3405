"""The arguments of every command, and the help that explains them by example.

One parser is built for the command that is called, not one for all. A token with a single
`-` is a value unless it is `-h`: `list -status:blocked` negates a term, and a criterion may
begin with a dash.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from typing import NoReturn

from . import usage
from .output import USAGE, Stop, say

_VALUE = "\ue000"
"""Goes before a token that looks like an option and is none; taken off again after parsing."""

_FLAGS = ("-h", "--help", "-V", "--version")


def parse(argv: Sequence[str]) -> argparse.Namespace | None:
    """The command's arguments, with its name as `command`; None where help was printed.

    Raises `Stop` with code 2 for wrong usage.
    """
    command, rest = _command_of(list(argv))
    if command in ("help", "version"):
        say(usage.version() if command == "version" else usage.overview())
        return None
    if "-h" in rest or "--help" in rest[: rest.index("--") if "--" in rest else None]:
        say(usage.of(command))
        return None
    parser = _Parser(prog=f"archie-board {command}", add_help=False, allow_abbrev=False)
    parser.set_defaults(command=command)
    parser.add_argument("--file", metavar="FILE")
    _ARGUMENTS[command](parser)
    arguments = parser.parse_args(_marked(rest))
    for name, value in vars(arguments).items():
        setattr(arguments, name, _unmarked(value))
    return arguments


def _command_of(argv: list[str]) -> tuple[str, list[str]]:
    """The command's name and the tokens after it; a path or nothing means `open`."""
    before: list[str] = []
    while argv and argv[0].startswith("-") and argv[0] != "--":
        if argv[0] in _FLAGS:
            return ("help" if argv[0] in _FLAGS[:2] else "version"), []
        takes = 2 if argv[0] in ("--file", "--theme") else 1
        before += argv[:takes]
        del argv[:takes]
    first = argv[0] if argv else ""
    if first == "help":
        return (argv[1], ["--help"]) if argv[1:] and argv[1] in _ARGUMENTS else ("help", [])
    if first in _ARGUMENTS:
        return first, before + argv[1:]
    if first.isalnum() and not os.path.lexists(first):  # a file to be made has a dot
        raise Stop(USAGE, f"no command and no file called '{first}'{_nearest(first)}")
    return "open", before + argv


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, list(_ARGUMENTS), 1)
    hint = f"did you mean `archie-board {close[0]}`?" if close else "see `archie-board --help`"
    return f": {hint}"


def _marked(tokens: Sequence[str]) -> list[str]:
    """`tokens` with a mark before each value that argparse would take for an option."""
    marked: list[str] = []
    for place, token in enumerate(tokens):
        if token == "--":
            return [*marked, *tokens[place:]]
        dashed = token.startswith("-") and not token.startswith("--") and token != "-"
        marked.append(_VALUE + token if dashed else token)
    return marked


def _unmarked(value: object) -> object:
    if isinstance(value, str):
        return value.removeprefix(_VALUE)
    return [_unmarked(one) for one in value] if isinstance(value, list) else value


class _Parser(argparse.ArgumentParser):
    """argparse, with one line for an error instead of a usage and a line."""

    def error(self, message: str) -> NoReturn:
        name = self.prog.rpartition(" ")[2]
        raise Stop(USAGE, f"{message.replace(_VALUE, '')}; usage: {usage.synopsis(name)}")


def _open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", metavar="FILE")
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--dashboard", action="store_true")
    parser.add_argument("--theme", metavar="T")
    parser.add_argument("--ascii", action="store_true")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--theme", metavar="T")
    parser.add_argument("--ascii", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--seed", type=int, metavar="N")


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", metavar="FILE")
    parser.add_argument("--json", action="store_true")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY")
    parser.add_argument("--ready", action="store_true")
    parser.add_argument("--sort", metavar="KEY")
    parser.add_argument("--json", action="store_true")


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--markdown", action="store_true")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("title", metavar="TITLE")
    parser.add_argument("--category", required=True, metavar="C")
    for name in ("priority", "assignee", "effort", "depends", "description", "notes"):
        parser.add_argument(f"--{name}", metavar=name[0].upper())
    parser.add_argument("--criterion", action="append", default=[], metavar="T")
    parser.add_argument("--json", action="store_true")


def _status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID")
    parser.add_argument("status", metavar="STATUS")
    parser.add_argument("--reason", metavar="T")
    parser.add_argument("--json", action="store_true")


def _set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID")
    parser.add_argument("field", metavar="FIELD")
    parser.add_argument("value", metavar="VALUE")
    parser.add_argument("--json", action="store_true")


def _criteria(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID")
    parser.add_argument("action", nargs="?", metavar="ACTION")
    parser.add_argument("rest", nargs="*", metavar="...")
    parser.add_argument("--json", action="store_true")


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "open": _open,
    "demo": _demo,
    "init": _init,
    "list": _list,
    "show": _show,
    "add": _add,
    "status": _status,
    "set": _set,
    "criteria": _criteria,
}
"""Every command and what adds its arguments. The help of each stands in `usage`."""
