"""The demo: its sample shows everything, and its agents work on it and end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from archie_board.model.board.dependencies import links_of
from archie_board.model.document import parse
from archie_board.model.roles import BUILTIN
from archie_board.model.words import STATUSES
from archie_board.tui.demo import agents
from archie_board.tui.demo.project import Project, sample

from ..patience import PATIENCE
from .conftest import Run


def until(true: Callable[[], object]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_sample_has_something_of_everything() -> None:
    document = parse(sample())
    tasks, links = document.tasks, links_of(document.tasks)
    assert len(tasks) == 41
    assert {task.prefix for task in tasks} == {"ARCH", "BE", "FE", "INT", "TEST", "BUG"}
    assert {BUILTIN.category_of(task.id) for task in tasks} == set(BUILTIN.categories())
    assert Counter(task.status for task in tasks).keys() == set(STATUSES)
    assert {task.id for task in tasks if task.updated} == {"BE-041", "BE-060"}
    assert {one for task in tasks for one in links.unresolved(task)} == {"FE-009"}
    assert links.cycles() == ()
    for key in ("blocker", "comments", "review", "rollout", "risk"):
        assert any(task.field(key) for task in tasks), key
    assert {links.standing(task).kind for task in tasks} == {"ready", "waiting", "blocked", "none"}
    assert not [d for d in document.diagnostics if d.severity != "info"]
    told = sample().decode()
    for trap in ("BE-065", "BE-079"):
        assert trap in told
        assert document.task(trap) is None, "a heading in a comment or fence is no task"


def test_agents_go_round_and_round(tmp_path: Path) -> None:
    """Work never ends, the file never grows without bound, and nothing is lost in it."""
    path = tmp_path / "task.md"
    path.write_bytes(sample())
    prose = [line for line in sample().split(b"\n") if line and line[:1] not in b"#- "]
    known = {task.id for task in parse(sample()).tasks}
    chance = Random(3)
    shapes = set()
    for _ in range(150):
        made = sum(agents.act(role, path, chance) for role in agents.ROLES)
        assert made, "there is always something to do"
    for _ in range(20):
        for role in agents.ROLES:
            agents.act(role, path, chance)
        tasks = parse(path.read_bytes()).tasks
        assert known <= {task.id for task in tasks}
        assert len(tasks) <= len(known) + 5
        assert {task.status for task in tasks} <= set(STATUSES)
        shapes.add(tuple(sorted(Counter(task.status for task in tasks).items())))
        assert path.stat().st_size < 1.3 * len(sample())
    assert len(shapes) > 5
    text = path.read_bytes().split(b"\n")
    assert [line for line in text if line in set(prose)] == prose, "the authors' text stays"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["task.md"]


def test_agents_keep_off_what_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "task.md"
    for text in (b"", b"# Empty\n", sample()[:3000], sample().rstrip(b"\n")):
        path.write_bytes(text)
        assert not any(agents.act(role, path, Random(1)) for role in agents.ROLES)
        assert path.read_bytes() == text


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that starts the demo's agents, impatient ones, and then waits."""
    code = """
import sys, time
from archie_board.tui.demo import project
project._PATIENCE = 5
with project.Project() as demo:
    demo.start_agents("7")
    print(demo.path, *(agent.pid for agent in demo._agents), flush=True)
    sys.stdin.read()
"""
    started = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    yield started
    started.kill()
    started.wait()
    for stream in (started.stdin, started.stdout):
        assert stream is not None
        stream.close()


def test_agents_change_the_file_and_end_with_the_board(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout is not None
    assert parent.stdin is not None
    name, *pids = parent.stdout.readline().split()
    path = Path(name)
    seen: set[bytes] = set()

    def changed_thrice() -> bool:
        seen.add(path.read_bytes())
        return len(seen) > 3

    until(changed_thrice)
    assert len(pids) == len(agents.ROLES)
    for text in seen:
        assert len(parse(text).tasks) >= 41
    parent.stdin.close()
    assert parent.wait(PATIENCE) == 0
    assert not any(alive(int(pid)) for pid in pids)
    assert not path.parent.exists(), "the folder goes with the demo"


def test_agents_end_when_the_board_is_killed(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout is not None
    _, *pids = parent.stdout.readline().split()
    assert all(alive(int(pid)) for pid in pids)
    parent.send_signal(signal.SIGKILL)
    until(lambda: not any(alive(int(pid)) for pid in pids))


def test_the_demo_without_a_terminal_is_text(run: Run, tmp_path: Path) -> None:
    printed = run("demo", TMPDIR=str(tmp_path))
    assert printed.stdout.startswith("task.md: 41 tasks")
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_a_kept_project_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Project(keep=True) as project:
        pass
    assert project.path.read_bytes() == sample()
