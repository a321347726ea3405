"""The arguments of every command, from one table.

The rules are few: `--name` is an option, everything else is a value, and after `--` there
are values only. A single `-` begins a value, because `list -status:blocked` negates a term
and a criterion may begin with a dash. Written out here, since argparse costs as much as
reading a task file and has other rules.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from types import SimpleNamespace as Arguments

from . import usage
from .output import USAGE, Stop, say

__all__ = ["Arguments", "parse"]

COMMANDS = {
    "open": ("PATH?", "--read-only --dashboard --bell --theme= --ascii --no-prepaint"),
    "demo": ("", "--theme= --ascii --keep --seed= --no-prepaint"),
    "init": ("PATH?", "--agents --json"),
    "list": ("QUERY*", "--ready --sort= --json"),
    "show": ("ID", "--json --markdown"),
    "next": ("", "--assignee= --json"),
    "summary": ("", "--format="),
    "watch": ("", "--json"),
    "graph": ("", "--format= --all"),
    "completion": ("SHELL", ""),
    "__complete": ("WORD*", "--line="),
    "add": (
        "TITLE",
        "--category= --priority= --assignee= --effort= --depends= --description= --notes="
        " --criterion=* --json",
    ),
    "comment": ("ID TEXT", "--author= --json"),
    "review": (
        "ID",
        "--pass=* --fail=* --skip=* --note=* --approve --request-changes= --author= --json",
    ),
    "status": ("ID STATUS", "--reason= --json"),
    "set": ("ID FIELD VALUE", "--json"),
    "convert": ("PATH?", "--output="),
    "roles": ("", "--json"),
    "lint": ("PATH?", "--json --fix"),
    "doctor": ("PATH?", "--json"),
    "criteria": ("ID ACTION? REST*", "--json"),
    "merge": ("BASE OURS THEIRS", "--marker-size= --path= --ours-label= --theirs-label="),
    "install-git-driver": ("PATH?", ""),
    "snapshot": ("PATH?", "--size= --output= --theme= --ascii"),
}
"""Values and options of each command. `?` may be left out, `*` takes all that follow, `=`
takes a value, `=*` one each time. Every command takes `--file=` too."""


def parse(argv: Sequence[str]) -> Arguments | None:
    """The command's values and options by name, and `command`; None where help was printed.

    What was not given is None, False or an empty list. Raises `Stop` with code 2 for wrong
    usage.
    """
    command, tokens = _command_of(list(argv))
    if command in ("help", "version"):
        say(usage.version() if command == "version" else usage.overview())
        return None
    before = tokens[: tokens.index("--")] if "--" in tokens else tokens
    if "-h" in before or "--help" in before:
        say(usage.of(command))
        return None
    return _Reader(command).read(tokens)


def _command_of(argv: list[str]) -> tuple[str, list[str]]:
    """The command's name and the tokens after it; a path or nothing means `open`."""
    before: list[str] = []
    while argv and argv[0].startswith("-") and argv[0] != "--":
        if argv[0] in ("-h", "--help"):
            return "help", []
        if argv[0] in ("-V", "--version"):
            return "version", []
        takes = 2 if argv[0] in ("--file", "--theme") else 1
        before += argv[:takes]
        del argv[:takes]
    first = argv[0] if argv else ""
    if first == "help":
        return _helped(argv[1:])
    if first in COMMANDS:
        return first, before + argv[1:]
    if first.isalnum() and not os.path.lexists(first):  # a file to be made has a dot
        raise Stop(USAGE, f"no command and no file called '{first}': {_nearest(first)}")
    return "open", before + argv


def _helped(about: list[str]) -> tuple[str, list[str]]:
    if not about or about[0].startswith("-") or about[0] == "help":
        return "help", []
    if about[0] not in COMMANDS:
        raise Stop(USAGE, f"no command called '{about[0]}': {_nearest(about[0])}")
    return about[0], ["--help"]


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, list(COMMANDS), 1)
    return f"did you mean `archie-board {close[0]}`?" if close else "see `archie-board --help`"


class _Reader:
    """Takes the tokens of one command apart."""

    def __init__(self, command: str) -> None:
        values, options = COMMANDS[command]
        self._command = command
        self._names = values.split()
        self._kinds = {}
        for option in f"{options} --file=".split():
            name, equals, many = option.partition("=")
            self._kinds[name] = equals + many
        self._told: dict[str, object] = {"command": command}
        for name, kind in self._kinds.items():
            self._told[_attribute(name)] = {"": False, "=": None, "=*": []}[kind]

    def read(self, tokens: list[str]) -> Arguments:
        """The values and options that the tokens give."""
        values: list[str] = []
        rest = iter(tokens)
        for token in rest:
            if token == "--":
                values += rest
            elif token.startswith("--") and not (" " in token and token not in self._kinds):
                self._option(token, rest)
            else:
                values.append(token)
        self._values(values)
        return Arguments(**self._told)

    def _option(self, token: str, rest: Iterator[str]) -> None:
        name, equals, value = token.partition("=")
        kind = self._kinds.get(name)
        if kind is None:
            raise self._wrong(f"there is no option {name}")
        if not kind:
            if equals:
                raise self._wrong(f"{name} takes no value")
            self._told[_attribute(name)] = True
            return
        if not equals:
            following = next(rest, None)
            if following is None:
                raise self._wrong(f"{name} needs a value")
            value = following
        held = self._told[_attribute(name)]
        self._told[_attribute(name)] = [*held, value] if isinstance(held, list) else value

    def _values(self, values: list[str]) -> None:
        for name in self._names:
            attribute = _attribute(name.rstrip("?*"))
            if name.endswith("*"):
                self._told[attribute], values = values, []
            elif values:
                self._told[attribute], values = values[0], values[1:]
            elif name.endswith("?"):
                self._told[attribute] = None
            else:
                raise self._wrong(f"{name} is missing")
        if values:
            raise self._wrong(f"'{values[0]}' is one too many")

    def _wrong(self, what: str) -> Stop:
        return Stop(USAGE, f"{what}; usage: {usage.synopsis(self._command)}")


def _attribute(name: str) -> str:
    return name.lstrip("-").replace("-", "_").lower()
