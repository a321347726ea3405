"""Settings: what counts from whose file, and how a wrong one is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from archie_board.model.config import HistoryBounds, load
from archie_board.model.project import is_plain, user_file


@pytest.fixture
def task(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "task.md"
    path.write_text("# Tasks\n")
    return path


def own(text: str) -> None:
    path = Path(user_file())
    path.parent.mkdir(parents=True)
    path.write_text(text)


def test_nothing_set_is_the_defaults(task: Path) -> None:
    config = load(task)
    assert config.root == str(task.parents[1])
    assert config[1:] == (None, b"", None, (), None, "ask", False, HistoryBounds(200, 7, 50), ())
    assert is_plain(task)


def test_the_projects_file_is_the_nearest_up_to_the_root(task: Path) -> None:
    (task.parents[1] / ".archie-board.toml").write_text('cards = "team"\n')
    assert load(task).cards == str(task.parents[1] / "team")
    (task.parent / ".archie-board.toml").write_text("")
    assert load(task).project_file == str(task.parent / ".archie-board.toml")
    assert load(task).cards is None
    assert not is_plain(task)


def test_the_users_file_says_who_they_are_and_what_is_kept(task: Path) -> None:
    own('author = "@ana"\nheal = "auto"\nbell = true\n[history]\nversions = 20\nmegabytes = 5\n')
    config = load(task)
    assert (config.author, config.heal, config.bell) == ("ana", "auto", True)
    assert config.history == HistoryBounds(20, 7, 5)
    assert not config.warnings


@pytest.mark.parametrize("key", ["author", "heal", "bell", "history", "trust", "env", "state"])
def test_a_project_cannot_decide_for_the_user(task: Path, key: str) -> None:
    value = {"history": "{ versions = 1 }", "bell": "true"}.get(key, '"auto"')
    (task.parent / ".archie-board.toml").write_text(f"\n{key} = {value}\n")
    config = load(task)
    assert (config.author, config.heal, config.bell) == (None, "ask", False)
    assert config.history == HistoryBounds()
    assert len(config.warnings) == 1
    assert config.warnings[0].startswith(f"{task.parent}/.archie-board.toml:2: ")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"x = \n", ":1: is no TOML"),
        (b"cards = 3\n", ":1: cards wants the name of a folder"),
        (b"checks = 3\n", ":1: checks wants tables"),
        (b"\xff\xfe\x00", ": is no TOML"),
        (b"#" * 300_000, ": is larger than 256 kB"),
        (b"a = " + b"[" * 5000, ": is no TOML"),
        (b"\x1b = 1", ":1: is no TOML"),
    ],
)
def test_a_wrong_file_is_one_line(task: Path, raw: bytes, said: str) -> None:
    (task.parent / ".archie-board.toml").write_bytes(raw)
    config = load(task)
    assert len(config.warnings) == 1
    assert said in config.warnings[0]
    assert config.warnings[0].isprintable()


def test_a_pipe_in_place_of_a_file_is_no_trap(task: Path) -> None:
    os.mkfifo(task.parent / ".archie-board.toml")
    assert "no ordinary file" in load(task).warnings[0]


def test_many_wrong_keys_are_few_lines(task: Path) -> None:
    text = "".join(f"k{n} = 1\n" for n in range(500))
    (task.parent / ".archie-board.toml").write_text(text)
    assert len(load(task).warnings) == 10
