"""`next` and `summary`: what they say to an agent, a status bar and a program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import TASKS, Run


@pytest.mark.usefixtures("task_file")
def test_next_is_what_list_and_show_print(run: Run) -> None:
    assert run("next").stdout.split()[0] == "BE-011"
    assert run("next").stdout == run("list", "--ready").stdout
    assert run("next", "--json").stdout == run("show", "BE-011", "--json").stdout


def test_next_says_why_there_is_none(run: Run, task_file: Path) -> None:
    def why(*arguments: str) -> str:
        done = run("next", *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr

    assert "system-architect" in why("--assignee", "nobody"), "the names that there are"
    assert "waiting on BE-001 (in progress), INT-009 (not in this file)" in why(
        "--assignee", "@backend-specialist"
    )
    task_file.write_text(TASKS.replace("Low\n", "Low\n- **Assigned**: me\n"))
    assert run("next", "--assignee", "@Me").stdout.startswith("BE-011")
    assert run("status", "BE-011", "in_progress").returncode == 0
    assert "waiting on BE-001" in why()
    task_file.write_text("# Nothing\n")
    assert "no tasks" in why()


def test_summary_in_its_three_forms(run: Run, task_file: Path) -> None:
    assert json.loads(run("summary", "--format", "json").stdout) == {
        "pending": 2, "in_progress": 1, "blocked": 0, "completed": 1, "approved": 0,
        "ready": 1, "waiting": 1, "total": 4,
    }  # fmt: skip
    plain = "4 tasks: 1 ready, 1 waiting, 1 in progress, 1 completed\n"
    assert run("summary").stdout == run("summary", "--format", "plain").stdout == plain
    tmux = run("summary", "--format", "tmux").stdout
    assert tmux.startswith("#[fg=green]1 ready#[default] #[fg=yellow]1 waiting#[default] ")
    hostile = "50%#{pid} #(touch x) #[bg=red] \x1b]0;x\x07 and more than fits"
    task_file.write_text(TASKS.replace("in_progress", hostile))
    tmux = run("summary", "--format", "tmux").stdout
    own = tmux.rpartition("#[default]")[2].strip()
    assert own.replace("##", "").count("#") == 0
    assert own.startswith("1 50%## pid")
    assert tmux.count("\n") == 1
    assert tmux.strip().isprintable()
    task_file.write_text("# Nothing\n")
    assert run("summary").stdout == "0 tasks\n"
    assert run("summary", "--format", "tmux").stdout == "no tasks\n"
    assert run("summary", "--format", "xml").returncode == 2
