"""Git merges the task file with the installed program: branches, worktrees, real commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from archie_board.model.document import parse

from .conftest import TASKS, Run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

Git = Callable[..., "subprocess.CompletedProcess[str]"]

STATUS = ("schema\n- **Status**: in_progress", "schema\n- **Status**: completed")
TICK = ("[ ] Login", "[x] Login")
MINE = "\n### BE-012 | Backend | Low\n- **Title**: Mine\n- **Status**: pending\n"
YOURS = "\n### BE-012 | Backend | Low\n- **Title**: Yours\n- **Status**: pending\n"


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in the repository, or a folder of it; fails where git does, unless told not to."""
    variables = {
        **os.environ,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_EDITOR": "true",
        **{
            f"GIT_{who}_{what}": "a@b"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }

    def call(
        *arguments: str, folder: Path = tmp_path / "a team's repo", check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        folder.mkdir(exist_ok=True)
        done = subprocess.run(
            ["git", *arguments], cwd=folder, env=variables, capture_output=True, encoding="utf-8",
            check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    return call


@pytest.fixture
def repo(tmp_path: Path, git: Git, run: Run) -> Path:
    """A repository with the task file on `main`, the driver set up."""
    root = tmp_path / "a team's repo"
    git("init", "-q", "-b", "main")
    (root / "docs").mkdir()
    path = root / "docs" / "task list [1].md"
    path.write_text(TASKS, encoding="utf-8")
    done = run("install-git-driver", path)
    assert done.returncode == 0, done.stderr
    git("add", "-A")
    git("commit", "-qm", "begin")
    return root


def task_file(root: Path) -> Path:
    return root / "docs" / "task list [1].md"


def write(root: Path, *edits: tuple[str, str], more: str = "") -> None:
    """Replaces texts that stand in the file once, and adds at its end."""
    path = task_file(root)
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text + more, encoding="utf-8")


def test_branches_merge_by_meaning(repo: Path, git: Git) -> None:
    git("checkout", "-qb", "topic")
    write(
        repo,
        (
            "| High | @backend-specialist\n- **Title**: Schema",
            "| Low | @backend-specialist\n- **Title**: Schema",
        ),
    )
    write(repo, more=YOURS)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    write(
        repo,
        ("Schema\n- **Status**: in_progress", "Schema\n- **Status**: completed"),
        TICK,
        more=MINE,
    )
    git("commit", "-qam", "ours")
    done = git("merge", "-q", "--no-edit", "topic")
    assert "theirs is BE-013 now" in done.stdout
    document = parse(task_file(repo).read_bytes())
    schema = document.task("BE-001")
    assert schema is not None
    assert (schema.status, schema.priority) == ("completed", "low")
    assert [(t.id, t.title) for t in document.tasks][-2:] == [
        ("BE-012", "Mine"),
        ("BE-013", "Yours"),
    ]
    assert git("status", "--porcelain").stdout == ""


def test_one_field_changed_twice_stops_the_merge(repo: Path, git: Git) -> None:
    pending = "authentication\n- **Status**: pending"
    git("checkout", "-qb", "topic")
    write(repo, (pending, "authentication\n- **Status**: blocked"), TICK)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    write(repo, (pending, "authentication\n- **Status**: completed"))
    git("commit", "-qam", "ours")
    done = git("merge", "topic", check=False)
    assert done.returncode == 1
    assert "1 conflict left" in done.stderr
    text = task_file(repo).read_text(encoding="utf-8")
    region = (
        "<<<<<<< ours\n- **Status**: completed\n=======\n- **Status**: blocked\n>>>>>>> theirs\n"
    )
    assert f"JWT authentication\n{region}- **Assigned**" in text
    assert "[x] Login" in text
    assert "UU" in git("status", "--porcelain").stdout


@pytest.mark.parametrize("command", ["rebase", "cherry-pick"])
def test_rebase_and_cherry_pick_use_it_too(repo: Path, git: Git, command: str) -> None:
    git("checkout", "-qb", "topic")
    write(repo, TICK, more=YOURS)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    write(repo, ("[x] Refresh", "[!] Refresh"), more=MINE)
    git("commit", "-qam", "ours")
    if command == "rebase":
        git("checkout", "-q", "topic")
        git("rebase", "-q", "main")
    else:
        git("cherry-pick", "topic")
    text = task_file(repo).read_text(encoding="utf-8")
    assert "  - [x] Login returns both tokens\n  - [!] Refresh rotates" in text
    assert [task.title for task in parse(text.encode()).tasks][-2:] == ["Mine", "Yours"]


def test_worktrees_share_the_driver(repo: Path, git: Git, tmp_path: Path, run: Run) -> None:
    other = tmp_path / "other tree"
    git("worktree", "add", "-q", "-b", "topic", str(other))
    done = run("install-git-driver", "--file", task_file(other), cwd=other)
    assert "set up already" in done.stdout
    write(other, TICK)
    git("commit", "-qam", "theirs", folder=other)
    write(repo, ("[x] Refresh", "[!] Refresh"))
    git("commit", "-qam", "ours")
    git("merge", "-q", "--no-edit", "main", folder=other)
    text = task_file(other).read_text(encoding="utf-8")
    assert "  - [x] Login returns both tokens\n  - [!] Refresh rotates" in text


def test_setting_it_up_touches_no_other_line(tmp_path: Path, git: Git, run: Run) -> None:
    root = tmp_path / "a team's repo"
    git("init", "-q")
    (root / "task.md").write_text(TASKS, encoding="utf-8")
    attributes = root / ".gitattributes"
    attributes.write_bytes(b"* text=auto\r\n*.png binary")
    done = run("install-git-driver", cwd=root)
    assert done.returncode == 0
    wanted = b"* text=auto\r\n*.png binary\r\n/task.md merge=archie-board\r\n"
    assert attributes.read_bytes() == wanted
    config = (root / ".git" / "config").read_bytes()
    assert run("install-git-driver", cwd=root / ".git" / "..").returncode == 0
    assert attributes.read_bytes() == wanted
    assert (root / ".git" / "config").read_bytes() == config
    git("config", "merge.archie-board.driver", "elsewhere %O %A %B")
    assert "git config merge.archie-board.driver" in run("install-git-driver", cwd=root).stdout
    assert (root / ".git" / "config").read_bytes() == config


def test_outside_a_repository_it_refuses(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "task.md").write_text(TASKS, encoding="utf-8")
    done = run("install-git-driver", cwd=folder, GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert done.returncode == 4
    assert "git init" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["task.md"]


def test_merge_by_hand(tmp_path: Path, run: Run) -> None:
    names = ("base.md", "ours.md", "theirs.md")
    texts = (TASKS, TASKS.replace("[ ] Login", "[x] Login"), TASKS.replace("Log out", "Sign out"))
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "ours.md").chmod(0o640)
    assert run("merge", *names).returncode == 0
    both = texts[1].replace("Log out", "Sign out")
    assert (tmp_path / "ours.md").read_text(encoding="utf-8") == both
    assert (tmp_path / "ours.md").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    (tmp_path / "theirs.md").write_bytes(b"\0" * 100)
    for bad in (("base.md", "ours.md", "theirs.md"), ("base.md", "ours.md", "missing.md")):
        assert run("merge", *bad).returncode == 4
        assert (tmp_path / "ours.md").read_text(encoding="utf-8") == both
    assert run("merge", *names, "--marker-size", "x").returncode == 2
    os.mkfifo(tmp_path / "pipe.md")
    assert "no file" in run("merge", "base.md", "pipe.md", "ours.md").stderr
    assert (tmp_path / "pipe.md").is_fifo()
