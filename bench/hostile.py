"""Files made to choke a reader: how long until something is shown, and in how much memory.

    python -m bench.hostile [names...]

Each file is opened by the installed program in a real pseudo-terminal, beside a plain file of
a hundred tasks; its first task is opened too. Shows the time to a first word (that a large file
is being read), to the first card or the line that says why there is none, and to the open task,
and the most memory that the process ever held. Aimed at: a second, and 300 MB.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from .boards import board
from .terminal import NotShownError, Session, open_board

TASK = "### BE-010 | Backend | High | @ana\n- **Title**: The first\n- **Status**: pending\n"
SHOWN = rb"(?:BE|ARCH)-\d\d\d|too large|more than the|cannot|no task"
TOLD = rb"reading \d+ MiB|" + SHOWN
_PATIENCE = 60.0


def _tasks(count: int) -> str:
    task = "\n### BE-{:06} | Backend | High | @ana\n- **Title**: Task {}\n- **Status**: pending\n"
    return TASK + "".join(task.format(number, number) for number in range(1000, 1000 + count))


FILES: dict[str, Callable[[], str]] = {
    "a hundred tasks": lambda: board(100),
    "one line of 10 MB in a field": lambda: f"{TASK}- **Description**: {'x ' * 5_000_000}\n",
    "one word of 10 MB in a title": lambda: TASK.replace("The first", "x" * 10_000_000),
    "words of 10 MB in a title": lambda: TASK.replace("The first", "ab " * 3_333_333),
    "one line of 10 MB before all": lambda: f"{'x ' * 5_000_000}\n\n{TASK}",
    "200,000 tasks": lambda: _tasks(200_000),
    "a million criteria": lambda: (
        TASK + "- **Acceptance Criteria**:\n" + "  - [ ] one more\n" * 1_000_000
    ),
    "lists nested 5,000 deep": lambda: (
        TASK + "".join(f"{' ' * 2 * n}- [ ] {n}\n" for n in range(5_000))
    ),
    "lists nested 100,000 deep": lambda: f"{TASK}{'- ' * 100_000}x\n",
    "a million tabs": lambda: TASK + "\t" * 1_000_000 + "x\n",
    "50,000 tasks": lambda: _tasks(50_000),
    "quotes nested 100,000 deep": lambda: f"{TASK}- **Description**: {'>' * 100_000} x\n",
    "50,000 brackets": lambda: f"{TASK}- **Description**: {'[' * 50_000}\n",
    "50,000 stars": lambda: f"{TASK}- **Description**: {'*a ' * 50_000}\n",
    "50,000 backticks": lambda: f"{TASK}- **Description**: {'`' * 50_000}a\n",
    "100,000 open fences": lambda: TASK + "```\n~~~\n" * 50_000,
    "100,000 open comments": lambda: TASK + "<!--\n" * 100_000,
    "100,000 headings": lambda: TASK + "# x\n" * 100_000,
    "a table of 100,000 cells": lambda: f"{TASK}|{'a|' * 100_000}\n|{'-|' * 100_000}\n",
    "a million combining marks": lambda: TASK.replace("first", f"e{chr(0x301) * 1_000_000}"),
    "dependencies in a ring of 20,000": lambda: "".join(
        f"### BE-{n:05} | B\n- **Dependencies**: BE-{(n + 1) % 20_000:05}\n" for n in range(20_000)
    ),
    "one ID 20,000 times": lambda: (TASK + "\n") * 20_000,
    "64 MiB and more": lambda: TASK * (65 << 20 >> 6),
}


def measure(text: str, folder: Path) -> tuple[float, float, float | None, float, str]:
    """Seconds to a word, to a card and to an open task, megabytes, and how it ended."""
    path, home = folder / "task.md", folder / "home"
    path.write_text(text, encoding="utf-8")
    with open_board(path, home) as session:
        told = session.until(TOLD, _PATIENCE)
        shown = session.until(SHOWN, _PATIENCE)
        session.settle(0.3)
        if not _alive(session):
            return told, shown, None, _memory(session), _last_line(session)
        begin = perf_counter()
        session.send("g\r")
        opened = None
        try:
            session.until(rb"Acceptance criteria|Description|too large to show", _PATIENCE)
            opened = perf_counter() - begin
        except NotShownError:
            pass
        session.settle(0.3)
        end = "shown" if opened is not None else "the task does not open"
        return (
            told,
            shown,
            opened,
            _memory(session),
            end if _alive(session) else _last_line(session),
        )


def _alive(session: Session) -> bool:
    try:
        state = Path(f"/proc/{session.pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _memory(session: Session) -> float:
    """The most that the process held, in megabytes; 0 where it has gone."""
    try:
        status = Path(f"/proc/{session.pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def _last_line(session: Session) -> str:
    return bytes(session.seen[-200:]).decode("utf-8", "replace").strip().splitlines()[-1]


def main() -> int:
    """Measure those files whose names hold a word that was given, or all."""
    for name, make in FILES.items():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        with tempfile.TemporaryDirectory(prefix="hostile-", dir=os.environ.get("TMPDIR")) as place:
            try:
                told, shown, opened, memory, end = measure(make(), Path(place))
            except NotShownError as problem:
                print(
                    f"{name:34} nothing shown in {_PATIENCE:.0f} s {str(problem)[:200]}", flush=True
                )
                continue
        task = "" if opened is None else f"{opened:5.2f} s"
        times = f"told {told:5.2f} s  shown {shown:5.2f} s  task {task:8}"
        print(f"{name:34} {times} {memory:6.0f} MB  {end}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
