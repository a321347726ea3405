"""A hostile project in every screen and every command's output: no byte of it acts."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from archie_board.model.document import parse
from archie_board.tui import commands
from archie_board.tui.cli.parser import COMMANDS

from ..patience import PATIENCE
from .hostile import PAYLOADS, forbidden, repository, tasks
from .terminal import PROGRAM, Terminal

KEYS = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "greater_than_sign": ">",
    "exclamation_mark": "!",
    "at": "@",
    "space": " ",
    "tab": "\t",
    "enter": "\r",
    "escape": "\x1b[27u",
    "backspace": "\x7f",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
}
"""What a terminal sends for keys that Textual has names for; the escape is one that no longer key
begins with, so that nobody has to wait for the end of it.
"""

SEARCHED = ("find.filter", "find.jump")
LEAVING = ("app.quit", "app.leave", "task.delete", "view.redraw")
GROUPS = [group for name, group in sorted(vars(commands).items()) if name.isupper()]
"""All commands that are declared, by the screen that has them."""


def keys_within() -> list[str]:
    """The keys of all screens behind the board and the task, each once."""
    within = [
        c for group in GROUPS for c in group if group not in (commands.BOARD, commands.DETAIL)
    ]
    keys = {c.keys.split(",")[0]: c for c in within if c.group != "Everywhere"}
    return sorted(key for key in keys if key not in ("escape", "q"))


def sent(key: str) -> str:
    if key in KEYS:
        return KEYS[key]
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) - 96)
    assert len(key) == 1, f"how does a terminal send {key}?"
    return key


def opened(board: Path, home: Path, columns: int, lines: int, **more: str) -> Terminal:
    environment = {"HOME": str(home), "EDITOR": "true", "VISUAL": "", "XDG_STATE_HOME": "", **more}
    return Terminal(
        PROGRAM, "open", board, cwd=board.parent, columns=columns, lines=lines, **environment
    )


def still_runs(terminal: Terminal, what: str) -> None:
    assert terminal.alive, f"{what} ended the program\n{terminal.text}"
    assert "Traceback" not in terminal.text, f"{what}\n{terminal.text}"


@pytest.mark.parametrize(
    ("columns", "lines", "more"),
    [(120, 40, {}), (60, 20, {"LANG": "C", "LC_ALL": "C", "NO_COLOR": "1"})],
    ids=["wide", "narrow and plain"],
)
def test_every_command_of_every_screen(
    tmp_path: Path, columns: int, lines: int, more: dict[str, str]
) -> None:
    board = repository(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    with opened(board, home, columns, lines, **more) as terminal:
        terminal.shows("BE-1")
        terminal.type("LH")  # so that there is a past
        for command in [*commands.BOARD, *commands.FLOWS]:
            if command.id not in LEAVING:
                use(
                    terminal,
                    command,
                    keys_within() if command in commands.FLOWS and not more else [],
                )
        terminal.type("g\r")
        terminal.rest()
        still_runs(terminal, "opening a task")
        for command in commands.DETAIL:
            if command.id not in LEAVING:
                use(terminal, command, [])
                terminal.type("g\r")
        leave(terminal)
    assert forbidden(bytes(terminal.bytes)) == []
    assert not list(board.parent.rglob("OWNED"))


def leave(terminal: Terminal) -> None:
    """Close what is open, one thing after another, and quit."""
    terminal.type(KEYS["escape"] * 3)
    terminal.rest()
    still_runs(terminal, "leaving")
    terminal.type("\x11")
    terminal.ended()


def use(terminal: Terminal, command: commands.Command, within: list[str]) -> None:
    """Press the command's key, walk in what it opens, press its keys, and leave."""
    steps = [sent(command.keys.split(",")[0])]
    steps += ["OWNED\r"] if command.id in SEARCHED else []
    steps += ["".join(map(sent, within)), KEYS["escape"] * 2] if within else []
    for keys in (*steps, KEYS["escape"]):
        terminal.type(keys)
        terminal.rest()
        still_runs(terminal, f"{command.id}, {keys!r}")


FULL = range(100, 100 + len(PAYLOADS))
"""The numbers of the tasks with a payload in every place."""


def look_at(terminal: Terminal, key: str) -> None:
    """Go to a task, open it, look at its end and its source, and close it."""
    pane = f"▏  {key}"
    terminal.type(":")
    terminal.shows("Go to a task")
    terminal.type(f"{key}\r")
    terminal.until(lambda: "Go to a task" not in terminal.text, f"going to {key}")
    terminal.type("\r")
    terminal.shows(pane)
    terminal.type("G")
    terminal.shows("Source  lines")
    terminal.type("v")
    terminal.shows("- **")
    terminal.type("v" + KEYS["escape"])
    terminal.until(lambda: pane not in terminal.text, f"leaving {key}")


def test_every_task_of_the_board(tmp_path: Path) -> None:
    """Each payload's card, pane and source; then what others write, shown as it comes."""
    board = repository(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    with opened(board, home, 120, 40) as terminal:
        terminal.shows("BE-1")
        keys = [task.key for task in parse(board.read_bytes()).tasks if task.number in FULL]
        assert len(keys) > len(PAYLOADS) * 0.9
        for key in keys:
            look_at(terminal, key)
            still_runs(terminal, key)
        raw = board.read_bytes()
        board.write_bytes(raw.replace(b"**Title**: ", b"**Title**: \x1b]0;OWNED\x07 changed "))
        terminal.shows("changed")
        still_runs(terminal, "a change from outside")
        board.rename(board.with_name("away\x1b]0;OWNED\x07"))
        terminal.rest()
        still_runs(terminal, "the file gone")
        board.mkdir()
        terminal.rest()
        still_runs(terminal, "a folder in its place")
        board.rmdir()
        board.with_name("away\x1b]0;OWNED\x07").rename(board)
        terminal.rest()
        still_runs(terminal, "the file back")
        leave(terminal)
    assert forbidden(bytes(terminal.bytes)) == []


CALLS: dict[str, list[list[str]]] = {
    "open": [[], ["--read-only"], ["gone\x1b]0;OWNED\x07.md"], ["--theme", "\x1b[7777m"]],
    "list": [[], ["--json"], ["is:ready"], ["\x1b]0;OWNED\x07:x"], ["--sort", "\x1b[7777m"]],
    "show": [["ID"], ["ID", "--json"], ["ID", "--markdown"], ["\x1b]0;OWNED\x07"]],
    "next": [[], ["--json"], ["--assignee", "\u202e"]],
    "summary": [[], ["--format", "tmux"], ["--format", "json"]],
    "graph": [["--all"], ["--format", "dot", "--all"], ["--format", "mermaid"]],
    "lint": [[], ["--json"]],
    "roles": [[], ["--json"]],
    "snapshot": [["--size", "200x400"], ["--ascii", "--size", "80x60"]],
    "convert": [[]],
    "completion": [["bash"], ["\x1b[7777m"]],
    "__complete": [["show", ""], ["status", "BE-100", ""]],
    "criteria": [["ID"], ["ID", "--json"], ["ID", "check", "\x1b]0;OWNED\x07"]],
    "status": [["ID", "\x1b]0;OWNED\x07\u202e"], ["\x9b", "done"]],
    "set": [["ID", "title", "[/] \x1b]0;OWNED\x07"], ["ID", "\u202e", "x"]],
    "comment": [["ID", "\x1b]0;OWNED\x07"]],
    "review": [["ID"], ["ID", "--json"], ["ID", "--pass", "\x1b[7777m"]],
    "add": [["\x1b]0;OWNED\x07 [/]", "--category", "auth"], ["x", "--category", "\x1b[7777m"]],
    "merge": [["a\x1b]0;OWNED\x07", "b", "c"]],
    "init": [[], ["a\x1b]0;OWNED\x07/b.md"]],
    "install-git-driver": [["gone\x1b]0;OWNED\x07.md"]],
}
"""How each command is called, if not in the ways of all; `ID` stands for tasks of the file."""

ENDLESS = ("demo", "watch")


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ENDLESS])
def test_every_command_of_the_command_line(tmp_path: Path, command: str) -> None:
    board = repository(tmp_path)
    environment = os.environ | {"HOME": str(tmp_path), "PYTHONUTF8": "1", "XDG_STATE_HOME": ""}
    ids = ["BE-118", "BE-110"]
    for arguments in CALLS.get(command, [[], ["ID"], ["\x1b]0;OWNED\x07\u202e[/]"]]):
        for task in ids if arguments == ["ID"] else ids[:1]:
            call = [task if part == "ID" else part for part in arguments]
            done = subprocess.run(
                [PROGRAM, command, *call],
                cwd=board.parent,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
            output = done.stdout + done.stderr
            assert b"Traceback" not in output, output[-2000:]
            raw = arguments[-1:] == ["--markdown"] or command in ("convert",)
            found = forbidden(done.stderr if raw else output)
            assert found == [], (call, found[:5])
            if arguments[-1:] == ["--json"] and done.returncode == 0:
                json.loads(done.stdout)
    assert not list(board.parent.rglob("OWNED"))


def test_the_project_holds_every_payload() -> None:
    text = tasks()
    assert all(text.count(payload) > 10 for payload in PAYLOADS.values())
