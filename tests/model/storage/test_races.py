"""Short seeded races against a second process, one per manner of writing: nothing is lost.

The long ones are `bench/races.py`, which this runs.
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


@pytest.mark.parametrize("kind", races.KINDS)
def test_nobody_loses_an_edit(kind: str, tmp_path: Path) -> None:
    result = races.run(kind, 40, seed=3, folder=tmp_path / "race")
    assert result.made == 40
    assert result.foreign > 0
    assert result.ours_lost == []
    assert result.theirs_lost == []
    assert result.twice == []
    assert result.damaged == 0
    assert result.litter == []
