"""Short seeded races against other processes, one per manner of writing: nothing is lost.

The long ones are `python -m bench.races`, which this runs.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "races.py"
SPEC = importlib.util.spec_from_file_location("races", BENCH)
assert SPEC is not None
assert SPEC.loader is not None
races = importlib.util.module_from_spec(SPEC)
sys.modules["races"] = races
SPEC.loader.exec_module(races)


@pytest.mark.parametrize(
    ("kind", "edits"),
    [
        ("rename", 30),
        ("trunc", 30),
        ("chunks1", 20),
        ("chunks30", 8),
        ("chunks250", 3),
        ("reopen30", 8),
        ("append", 30),
        ("think", 20),
        ("mtime", 20),
    ],
)
def test_nobody_loses_an_edit(kind: str, edits: int, tmp_path: Path) -> None:
    result = races.run(kind, edits, seed=3, folder=tmp_path / "race")
    assert result.made == edits
    assert result.foreign > 0 or kind == "mtime"
    assert result.failures == []


@pytest.mark.parametrize("kind", ["trunc", "think"])
def test_nor_do_four_boards_and_commands(kind: str, tmp_path: Path) -> None:
    result = races.run(kind, 8, seed=4, folder=tmp_path / "race", boards=4, commands=3)
    assert result.made >= 32
    assert result.failures == []
