"""The benchmarks start, and their task files are what the model takes them for.

No figure is checked here: clocks are not for tests.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archie_board.model.document import parse

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> str:
    """What `python -m` with these arguments prints."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_generated_file_is_full_of_tasks() -> None:
    document = parse(run("bench.boards", "120").encode())
    assert len(document.tasks) == 120
    assert not document.diagnostics
    assert {task.status for task in document.tasks} == {
        "pending",
        "in_progress",
        "blocked",
        "completed",
        "approved",
    }
    backend = [int(task.id.partition("-")[2]) for task in document.tasks if task.prefix == "BE"]
    assert {min(number // 10, 8) for number in backend} == set(range(9))


def test_the_same_number_gives_the_same_file() -> None:
    assert run("bench.boards", "30") == run("bench.boards", "30")


def test_the_parts_run_and_print_their_table() -> None:
    printed = run("bench", "model", "merge", "--sizes", "100", "--quick", "--strict")
    assert "parse" in printed
    assert "merge leaves 0" in printed
    assert "not met" in printed


def test_every_part_can_be_loaded() -> None:
    assert "usage: python -m bench" in run("bench", "--help")
