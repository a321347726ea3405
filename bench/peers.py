"""Other boards in a terminal, on the same tasks in their own format: from the command to the first
card. Each is measured where it is installed, on the PATH or in the folder that ARCHIE_BENCH_PEERS
names; where it is not, a word says so.

    npm install --prefix peers backlog.md
    pip install kanban-tui knbn        in a virtual environment of their own

vit shows what Taskwarrior keeps; it is measured by hand, where Taskwarrior is there.
"""

from __future__ import annotations

import csv
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


def _run(folder: Path, *argv: str, typed: str = "") -> None:
    """Run a command of theirs, with a home folder of its own, and answer what it asks."""
    (folder / "home").mkdir(exist_ok=True)
    environment = plain() | {"HOME": str(folder / "home")}
    subprocess.run(
        argv, cwd=folder, env=environment, check=True, capture_output=True, timeout=120,
        input=typed.encode(),
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


def _fill_knbn(document: Document, folder: Path, program: str) -> None:
    _run(folder, program, "init", typed="y\n")
    statuses = {"pending": "Todo", "in_progress": "Now", "blocked": "Feedback"}
    now = "2026-01-01T10:00:00"
    with (folder / "home" / ".knbn" / "tasks.csv").open("a", newline="") as file:
        for number, task in enumerate(document.tasks, 1):
            name = f"{task.id} {task.title}"
            status = statuses.get(task.status or "", "Done")
            row = [number, now, now, "", status, "Medium", "Work", name, "", "", "", ""]
            csv.writer(file).writerow(row)


def _fill_kanban_tui(document: Document, folder: Path, program: str) -> None:
    """A board by its command, and the tasks into its database: a command a task takes all day."""
    _run(folder, program, "board", "create", "bench", "--set-active")
    columns = {"pending": 1, "in_progress": 2, "blocked": 2}
    data = folder / "home" / ".local" / "share" / "kanban_tui" / "kanban_tui.db"
    with sqlite3.connect(data) as base:
        base.executemany(
            "insert into tasks (title, column, description, creation_date, position)"
            " values (?, ?, ?, '2026-01-01T10:00:00', ?)",
            [
                (f"{task.id} {task.title}", columns.get(task.status or "", 3), "", number)
                for number, task in enumerate(document.tasks)
            ],
        )


PEERS = (
    Peer("Backlog.md", "backlog", ("board",), _fill_backlog),
    Peer("kanban-tui", "ktui", (), _fill_kanban_tui),
    Peer("knbn", "knbn", ("board",), _fill_knbn),
)
