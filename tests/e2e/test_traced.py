"""Opening a hostile project, watched by the kernel: nothing runs, connects, or is written.

What the state folder takes (the history of the file) is the one exception.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from archie_board.tui.cli.parser import COMMANDS

from ..patience import PATIENCE
from .hostile import repository
from .terminal import PROGRAM, Terminal

STRACE = shutil.which("strace")
CALLS = "trace=%process,%network,open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,"
CALLS += "mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,"
CALLS += "setxattr,mknod,mknodat,mount,utimensat"

pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not installed")

_CALL = re.compile(r"\d+\s+(\w+)\((.*)\)\s+= (-?\d+|\?)", re.ASCII)
_BEGUN = re.compile(r"(\d+)\s+(\w+\(.*?)\s*<unfinished \.\.\.>")
_ENDED = re.compile(r"(\d+)\s+<\.\.\. \w+ resumed>(.*)")
_DEVICES = ('"/dev/tty"', '"/dev/null"', '"/dev/pts', '"/proc/')
_WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
_STARTS = ("execve", "execveat")
_LOCAL = ("socketpair", "getsockopt", "setsockopt", "getsockname", "shutdown", "sendto", "recvfrom")
_PROCESS = ("clone", "clone3", "fork", "vfork", "wait4", "waitid", "exit", "exit_group", "kill")
_PROCESS += ("tgkill", "tkill", "arch_prctl", "rt_sigqueueinfo", "pidfd_open", "pidfd_send_signal")
READING = {
    "list": ["--json"],
    "show": ["BE-118"],
    "next": [],
    "summary": [],
    "graph": ["--all"],
    "lint": [],
    "roles": [],
    "snapshot": [],
    "criteria": ["BE-118"],
    "review": ["BE-118"],
    "doctor": [],
    "__complete": ["show", ""],
    "open": [],
}
"""Commands that only look, and how they are called."""


def lines(log: Path) -> Iterator[str]:
    """The calls of a log; those that another thread's came between are put together."""
    begun: dict[str, str] = {}
    for line in log.read_text("utf-8", "replace").splitlines():
        if start := _BEGUN.match(line):
            begun[start[1]] = start[2]
        elif end := _ENDED.match(line):
            yield f"{end[1]} {begun.pop(end[1], '')}{end[2]}"
        else:
            yield line


def harm(log: Path, allowed: Path) -> list[str]:
    """The calls of a log that start a program, reach out, or write outside `allowed`."""
    found, started = [], 0
    for line in lines(log):
        call = _CALL.match(line)
        if call is None or call[3].startswith("-"):
            continue
        name, arguments = call[1], call[2]
        if name in _STARTS:
            started += 1
            found += [line] if started > 1 else []
        elif name == "socket":
            found += [] if "AF_UNIX" in arguments else [line]
        elif name in _LOCAL or name in _PROCESS:
            continue
        elif name in ("open", "openat"):
            writes = any(flag in arguments for flag in _WRITING)
            device = any(part in arguments for part in _DEVICES)
            if writes and not device and f'"{allowed}' not in arguments:
                found.append(line)
        elif f'"{allowed}' not in arguments:
            found.append(line)
    assert started, "the log tells of no start"
    return found


def surroundings(tmp_path: Path) -> tuple[Path, Path, dict[str, str]]:
    board = repository(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    state = home / "state"
    state.mkdir()
    variables = {"HOME": str(home), "XDG_STATE_HOME": str(state), "PYTHONDONTWRITEBYTECODE": "1"}
    return board, state / "archie-board", variables | {"EDITOR": "", "VISUAL": ""}


def test_the_board(tmp_path: Path) -> None:
    board, allowed, variables = surroundings(tmp_path)
    log, before = tmp_path / "log", sorted(board.parent.rglob("*"))
    command = [STRACE, "-f", "-qq", "-s", "200", "-o", log, "-e", CALLS, PROGRAM, "open", board]
    with Terminal(*command, cwd=board.parent, columns=120, lines=40, **variables) as terminal:
        terminal.shows("BE-1")
        for number in (100, 105, 120, 121, 122, 128):
            terminal.type(":")
            terminal.shows("Go to a task")
            terminal.type(f"BE-{number}\r")
            terminal.until(lambda: "Go to a task" not in terminal.text, "the card found")
            terminal.type("\r")
            terminal.rest()
        terminal.type("v")
        terminal.rest()
        terminal.type("\x11")
        terminal.ended()
    assert harm(log, allowed) == []
    assert sorted(board.parent.rglob("*")) == before


@pytest.mark.parametrize("command", [name for name in READING if name in COMMANDS])
def test_commands_that_look(tmp_path: Path, command: str) -> None:
    board, allowed, variables = surroundings(tmp_path)
    log, before = tmp_path / "log", sorted(board.parent.rglob("*"))
    traced = [STRACE, "-f", "-qq", "-s", "200", "-o", log, "-e", CALLS, PROGRAM]
    done = subprocess.run(
        [*traced, command, *READING[command]],
        cwd=board.parent,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert harm(log, allowed) == []
    assert sorted(board.parent.rglob("*")) == before


def test_the_judge_sees_what_it_is_to_see(tmp_path: Path) -> None:
    log, place = tmp_path / "log", tmp_path / "state"
    place.mkdir()
    code = (
        "import os, socket, pathlib, sys; place = pathlib.Path(sys.argv[1]);"
        "(place / 'fine').touch(); (place.parent / 'written').touch();"
        "(place.parent / 'made').mkdir();"
        "socket.socket(socket.AF_INET); os.system('true')"
    )
    command = [STRACE, "-f", "-qq", "-o", log, "-e", CALLS, sys.executable, "-S", "-c", code, place]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    told = "\n".join(harm(log, place))
    for word in ("written", "made", "AF_INET", "execve"):
        assert word in told
    assert "fine" not in told
