"""Files made to choke a reader: the board shows them, or says why not, and stays small."""

from __future__ import annotations

from pathlib import Path

import pytest

from .terminal import PROGRAM, Terminal

TASK = "### BE-010 | Backend | High | @ana\n- **Title**: The first\n- **Status**: pending\n"
MEGABYTES = 300

FILES = {
    "a line of 10 MB": f"{TASK}- **Description**: {'x ' * 5_000_000}\n",
    "100,000 quotes, 50,000 brackets, 50,000 stars": f"{TASK}- **Description**: {'>' * 100_000} x\n"
    f"- **Notes**: {'[' * 50_000}\n- **Technical notes**: {'*a ' * 50_000}\n",
    "lists 100,000 deep on one line, and 3,000 deep on many": f"{TASK}{'- ' * 100_000}x\n\n{TASK}"
    + "".join(f"{' ' * 2 * n}- [ ] {n}\n" for n in range(3_000)),
    "100,000 open comments": TASK + "<!--\n" * 100_000,
    "a title of 10 MB": TASK.replace("The first", "x" * 10_000_000),
    "a title of three million words": TASK.replace("The first", "ab " * 3_333_333),
    "a status of 100,000 cells": f"{TASK}|{'a|' * 100_000}\n|{'-|' * 100_000}\n",
    "a million criteria": f"{TASK}- **Acceptance Criteria**:\n" + "  - [ ] one\n" * 1_000_000,
    "a million combining marks, and tabs": TASK.replace("first", "first e" + "\u0301" * 1_000_000)
    + "\t" * 1_000_000
    + "x\n",
    "one ID 5,000 times": (TASK + "\n") * 5_000,
}


def memory(pid: int) -> float:
    """The most that the process held, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


@pytest.mark.parametrize("name", FILES)
def test_what_can_be_shown_is_shown(tmp_path: Path, name: str) -> None:
    board = tmp_path / "task.md"
    board.write_text(FILES[name], encoding="utf-8")
    before = board.stat()
    with Terminal(PROGRAM, "open", board, cwd=tmp_path, columns=100, lines=30) as terminal:
        terminal.shows("BE-010")
        terminal.type("g\r")
        terminal.until(lambda: terminal.text.count("BE-010") > 1, "the task opened")
        terminal.type("v")
        terminal.rest()
        assert terminal.alive
        assert "Traceback" not in terminal.text
        assert memory(terminal.pid) < MEGABYTES
        terminal.type("\x11")
        assert terminal.ended() == 0
    assert board.stat().st_mtime_ns == before.st_mtime_ns


def test_what_is_too_large_is_told_in_a_line(tmp_path: Path) -> None:
    board = tmp_path / "task.md"
    with board.open("wb") as stream:
        stream.truncate(65 << 20)
    with Terminal(PROGRAM, "open", board, cwd=tmp_path, columns=150, lines=10) as terminal:
        assert terminal.ended() == 4
    assert "has 65 MiB, more than the 64 MiB that are opened" in terminal.text
    assert "Traceback" not in terminal.text


def test_a_large_file_is_told_to_be_read_and_can_be_left(tmp_path: Path) -> None:
    board = tmp_path / "task.md"
    board.write_text(TASK + "text\n" * (1 << 20))
    with Terminal(PROGRAM, "open", board, cwd=tmp_path, columns=100, lines=30) as terminal:
        terminal.shows("BE-010")
        told, _, after = bytes(terminal.bytes).partition(b"\x1b[?1049h")
        assert b"task.md: reading 5 MiB" in told
        assert told.endswith(b"\r\x1b[K")
        assert b"reading" not in after
        terminal.type("\x11")
        assert terminal.ended() == 0
    board.write_text(TASK + "### BE-010\n- **Title**: a\n" * (1 << 18))
    with Terminal(PROGRAM, "open", board, cwd=tmp_path, columns=100, lines=30) as terminal:
        terminal.until(lambda: b"reading" in terminal.bytes, "told")
        terminal.type("\x03")
        assert terminal.ended() != 0
    assert b"Traceback" not in terminal.bytes
    assert b"\x1b[?1049h" not in terminal.bytes
