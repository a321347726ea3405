"""Other boards in a terminal, on the same tasks in their own format: from the command to the first
card. Each is measured where it is installed, on the PATH or in the folder that ARCHIE_BENCH_PEERS
names; where it is not, a word says so.

    npm install --prefix peers backlog.md
    pip install --target ... kanban-tui knbn     (or a virtual environment of its own)
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from archie_board.model.document import Document, parse

from .figures import Figure, median
from .start import CARD
from .terminal import NotShownError, Session, open_board, plain

COLUMNS = {"pending": "To Do", "in_progress": "In Progress", "blocked": "Blocked"}


class Peer(NamedTuple):
    """Another program."""

    name: str
    program: str
    arguments: tuple[str, ...]
    """To open its board."""
    fill: Callable[[Document, Path, str], None]
    """Writes the tasks into a folder in its format, with the program's help."""


def measure(files: dict[int, Path], home: Path, rounds: int) -> list[Figure]:
    """Ours and theirs in turns, at each size."""
    figures: list[Figure] = []
    for peer in PEERS:
        program = _find(peer.program)
        if program is None:
            print(f"{peer.name}: not installed, left out", file=sys.stderr)
            continue
        for size, path in files.items():
            folder = path.parent / peer.program
            try:
                _prepare(peer, program, path, folder)
                figures += _paired(peer, program, path, folder, home, rounds)
            except (NotShownError, OSError, subprocess.SubprocessError, sqlite3.Error) as problem:
                told = str(problem).splitlines()[0][:200] if str(problem) else ""
                print(f"{peer.name} at {size}: {type(problem).__name__} {told}", file=sys.stderr)
                break
    return figures


def _find(program: str) -> str | None:
    extra = os.environ.get("ARCHIE_BENCH_PEERS", "")
    return shutil.which(program, path=f"{extra}{os.pathsep}{os.environ.get('PATH', '')}")


def _prepare(peer: Peer, program: str, path: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    peer.fill(parse(path.read_bytes()), folder, program)


def _paired(
    peer: Peer, program: str, path: Path, folder: Path, home: Path, rounds: int
) -> list[Figure]:
    size = int(path.parent.name)
    theirs, ours = [], []
    for _ in range(rounds):
        with open_board(path, home) as session:
            ours.append(session.until(CARD))
        theirs.append(_start(peer, program, folder))
    note = f"{median(theirs) / median(ours):.1f} times ours, n={rounds}"
    return [Figure(f"peer {peer.name}: first cards", size, median(theirs) * 1000, "ms", note)]


def _start(peer: Peer, program: str, folder: Path) -> float:
    """Seconds to a card's ID on the screen; it is asked to leave after that."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        begin = perf_counter()
        with Session([program, *peer.arguments], folder / "home") as session:
            session.until(CARD, timeout=60.0)
            return perf_counter() - begin
    finally:
        os.chdir(here)


def _run(folder: Path, *argv: str) -> None:
    environment = plain() | {"HOME": str(folder / "home")}
    subprocess.run(
        argv, cwd=folder, env=environment, check=True, capture_output=True, timeout=120,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _fill_backlog(document: Document, folder: Path, program: str) -> None:
    _run(folder, "git", "init", "-q")
    _run(folder, program, "init", "bench", "--defaults")
    tasks = folder / "backlog" / "tasks"
    tasks.mkdir(parents=True, exist_ok=True)
    for number, task in enumerate(document.tasks, 1):
        title = f"{task.id} {task.title}".replace('"', "'")
        status = COLUMNS.get(task.status or "", "Done")
        text = (
            f'---\nid: task-{number}\ntitle: "{title}"\nstatus: {status}\nassignee: []\n'
            f"created_date: '2026-01-01'\nlabels: []\ndependencies: []\n---\n\n"
            f"## Description\n\n{task.text('description')}\n"
        )
        (tasks / f"task-{number} - {task.id}.md").write_text(text, encoding="utf-8")


def _fill_knbn(document: Document, folder: Path, program: str) -> None:  # noqa: ARG001
    lines = ["metadata:", "  version: '0.2'", "configuration:", "  name: bench", "tasks:"]
    for number, task in enumerate(document.tasks, 1):
        title = f"{task.id} {task.title}".replace("'", "''")
        column = {"pending": "todo", "in_progress": "working"}.get(task.status or "", "done")
        lines += [f"  {number}:", f"    id: {number}", f"    title: '{title}'"]
        lines += [f"    column: {column}"]
    (folder / ".knbn").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fill_kanban_tui(document: Document, folder: Path, program: str) -> None:
    """Through its own command, a task a call; more than some hundred would take all day."""
    if len(document.tasks) > 1000:
        raise OSError("its command line takes too long to make so many tasks")
    for task in document.tasks:
        _run(folder, program, "task", "create", f"{task.id} {task.title}")


PEERS = (
    Peer("Backlog.md", "backlog", ("board",), _fill_backlog),
    Peer("kanban-tui", "ktui", (), _fill_kanban_tui),
    Peer("knbn", "knbn", (), _fill_knbn),
)
