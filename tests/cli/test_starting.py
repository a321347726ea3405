"""`open` on a terminal: what it asks before anything is drawn."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from ..patience import PATIENCE
from .conftest import PROGRAM


def talk(folder: Path, answer: bytes, *arguments: str, term: str = "dumb") -> tuple[int, str]:
    """The exit code and the screen of the program in a pseudo-terminal that cannot draw."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=folder, env={**os.environ, "TERM": term}, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, answer)
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how Linux says that the other side closed
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    return process.wait(PATIENCE), said.decode()


@pytest.mark.parametrize("answer", [b"\n", b"n\n", b"\x04"])
def test_a_missing_file_is_not_made_unasked(tmp_path: Path, answer: bytes) -> None:
    code, said = talk(tmp_path, answer, "new.md")
    assert code == 4
    assert "Create it?" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_made_on_request(tmp_path: Path) -> None:
    code, said = talk(tmp_path, b"y\n", "new.md")
    assert code == 0
    assert (tmp_path / "new.md").exists()
    assert "new.md: 1 task, 1 ready" in said, "a dumb terminal gets the board as text"


def test_long_titles_are_cut_to_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text("### BE-001 | Backend | Low\n- **Title**: " + "long " * 99)
    code, said = talk(tmp_path, b"", "list", "--file", "task.md")
    assert code == 0
    assert said.rstrip().endswith("…")
    assert len(said.strip()) <= 80


def test_a_theme_that_does_not_exist_is_one_line_before_anything_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "task.md").write_text("### BE-001 | Backend | Low\n- **Title**: One\n")
    code, said = talk(tmp_path, b"", "open", "task.md", "--theme", "[/]", term="xterm-256color")
    assert code == 2
    assert said.startswith("archie-board: there is no theme '[/]': take one of dark, light, ansi")
    assert said.count("\n") == 1
