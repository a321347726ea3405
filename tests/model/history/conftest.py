"""A small project, whose file has a past once something is done to it."""

from __future__ import annotations

from pathlib import Path

import pytest

TASKS = """\
# Ferry

### BE-010 | Backend | High | @ana
- **Title**: Sign in
- **Status**: pending
- **Acceptance Criteria**:
  - [ ] One
  - [x] Two

### BE-011 | Backend | Low | @bert
- **Title**: Log out
- **Status**: pending
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The project's task file, with `TASKS` in it."""
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "task.md"
    path.write_text(TASKS)
    return path
