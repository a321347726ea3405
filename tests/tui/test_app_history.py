"""The past in the application: what keys show of it, and what they bring back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .whole import FILE, opened

pytestmark = pytest.mark.anyio

SESSION = """
import sys
from pathlib import Path
from archie_board.model.operations import SetStatus
from archie_board.model.store import Store
store = Store(Path(sys.argv[1])); store.open()
print(store.submit(SetStatus("BE-011", "in_progress")))
store.close()
"""


async def test_undo_reaches_what_an_earlier_session_did(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    path.write_text(FILE)
    subprocess.run([sys.executable, "-c", SESSION, str(path)], check=True, timeout=30)
    assert path.read_text() != FILE
    async with opened(path, None) as board:
        await board.shows("u undo BE-011: status = in")
        await board.press("u")
        await board.says(FILE)
        await board.shows("taken back: BE-011")
        await board.press("U")
        await board.until(lambda: b"in_progress" in path.read_bytes())
