"""Fixtures of the tests that drive the whole application."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def task_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a task file, in a folder of its own; the person at the board is called rita."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "rita")
    folder = tmp_path / "project"
    folder.mkdir()
    return folder / "task.md"
