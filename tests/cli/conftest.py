"""The installed program as a process of its own, on real files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..patience import PATIENCE

PROGRAM = Path(sys.executable).with_name("archie-board")

TASKS = """\
# Shop

Intro text.

### ARCH-001 | Architecture | High | @system-architect
- **Title**: Choose the stack
- **Status**: completed

### BE-001 | Backend | High | @backend-specialist
- **Title**: Schema
- **Status**: in_progress
- **Dependencies**: ARCH-001
- **Estimated effort**: M

### BE-010 | Backend | Critical | @backend-specialist
- **Title**: Implement JWT authentication
- **Status**: pending
- **Assigned**: backend-specialist
- **Created**: 2024-01-15 10:30
- **Dependencies**: ARCH-001, BE-001, INT-009
- **Estimated effort**: L
- **Description**: Access and refresh tokens.
- **Acceptance Criteria**:
  - [ ] Login returns both tokens
  - [x] Refresh rotates the refresh token
- **Technical notes**: Argon2id; Redis for the deny list

### BE-011 | Backend | Low
- **Title**: Log out everywhere
- **Status**: pending
- **Dependencies**: ARCH-001

## Later

### BE-010 | Backend | Critical
- **Remark**: Tokens live 15 minutes
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def task_file(tmp_path: Path) -> Path:
    """A small project's task.md in a folder that ends the search upward."""
    (tmp_path / ".git").mkdir()
    path = tmp_path / "task.md"
    path.write_text(TASKS, encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `archie-board ARGUMENTS` in the test's folder; never lets a traceback pass."""

    def call(
        *arguments: str | bytes | Path, cwd: Path = tmp_path, **variables: str | None
    ) -> subprocess.CompletedProcess[str]:
        wanted = {name: value or "" for name, value in variables.items()}
        environment = {**os.environ, "PYTHONUTF8": "1", **wanted}
        for name in (name for name, value in variables.items() if value is None):
            del environment[name]
        done = subprocess.run(
            [PROGRAM, *arguments],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=PATIENCE,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in range(5), done.stderr
        assert done.returncode == 0 or done.stderr.count("\n") == 1, "an error is one line"
        return done

    return call


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that is nearly full, where the system lets one be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
