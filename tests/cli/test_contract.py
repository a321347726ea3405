"""The contract of the command line, as a table: what each command prints, and how it ends.

A new command gets its lines in `CASES`; a test holds the table to be complete. JSON keys are
compared with their order, exit codes exactly, and what only looks is held to write nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from archie_board.tui.cli.parser import COMMANDS

from ..patience import PATIENCE
from .conftest import PROGRAM, TASKS, Run
from .test_reading import KEYS

DONE = TASKS.replace("in_progress", "completed").replace(", INT-009", "")
COUNTS = ["pending", "in_progress", "blocked", "completed", "approved", "ready", "waiting", "total"]
FINDING = ["line", "severity", "rule", "task", "message"]
ROLE = [
    "prefix", "area", "assignee", "source", "categories", "review_steps", "checklist",
    "templates", "criteria",
]  # fmt: skip


class Case(NamedTuple):
    """One call in the project of `DONE`, and what comes of it."""

    argv: str
    """Split at blanks; `_` stands for a blank inside an argument."""
    code: int = 0
    keys: list[str] | None = None
    """Of the JSON object, or of each object in the array; None for plain text."""
    writes: bool = False
    """Whether the task file changes."""


CASES = [
    Case("open"),
    Case("open task.md --read-only"),
    Case("open gone.md", 4),
    Case("open --nothing", 2),
    Case("demo"),
    Case("demo extra", 2),
    Case("init", 4),
    Case("init new.md"),
    Case("init new.md --json", keys=["file"]),
    Case("init --agents"),
    Case("init --agents --json", keys=["file", "agents"]),
    Case("init no/folder/task.md", 4),
    Case("list"),
    Case("list is:ready --sort priority"),
    Case("list --json", keys=KEYS),
    Case("list nothing-like-this --json"),
    Case("list colour:red", 2),
    Case("list --sort colour", 2),
    Case("show BE-010"),
    Case("show BE-010 --json", keys=KEYS),
    Case("show BE-010 --markdown"),
    Case("show BE-999", 1),
    Case("show", 2),
    Case("next"),
    Case("next --json", keys=KEYS),
    Case("next --assignee system-architect", 1),
    Case("next --assignee nobody", 1),
    Case("next BE-010", 2),
    Case("add A_title --category auth", writes=True),
    Case("add A_title --category auth --json", keys=KEYS, writes=True),
    Case("add A_title", 2),
    Case("add A_title --category colour", 2),
    Case("add A_title --category auth --priority odd", 2),
    Case("add A_title --category auth --depends login", 2),
    Case("status BE-011 in_progress", writes=True),
    Case("status BE-011 blocked --reason No_server --json", keys=KEYS, writes=True),
    Case("status BE-011 pending"),
    Case("status BE-999 completed", 1),
    Case("status BE-011", 2),
    Case("status BE-011 done --reason x", 2),
    Case("set BE-010 effort S", writes=True),
    Case("set BE-010 effort S --json", keys=KEYS, writes=True),
    Case("set BE-999 effort S", 1),
    Case("set BE-010 status done", 2),
    Case("set BE-010 dependencies login", 2),
    Case("set BE-010 dependencies BE-010", 2),
    Case("set BE-010 comments gone", 2),
    Case("set BE-010 id BE-020", 2),
    Case("set BE-010 area High", 2),
    Case("set BE-010 area Platform", writes=True),
    Case("set BE-010 dependencies none", writes=True),
    Case("criteria BE-010"),
    Case("criteria BE-010 --json", keys=KEYS),
    Case("criteria BE-010 check 1", writes=True),
    Case("criteria BE-010 add More --json", keys=KEYS, writes=True),
    Case("criteria BE-010 check 9", 1),
    Case("criteria BE-010 check nine", 2),
    Case("comment BE-010 @ada_why? --author bob", writes=True),
    Case("comment BE-010 why? --author bob --json", keys=KEYS, writes=True),
    Case("comment BE-999 why?", 1),
    Case("comment BE-010", 2),
    Case("review BE-001"),
    Case("review BE-001 --json", keys=KEYS),
    Case("review BE-001 --pass code --author ada", writes=True),
    Case("review BE-001 --pass code --approve --author ada --json", keys=KEYS, writes=True),
    Case("review BE-999", 1),
    Case("review BE-001 --pass nonsense", 1),
    Case("review BE-011 --approve --author ada", 1),
    Case("review BE-001 --approve --request-changes why", 2),
    Case("summary"),
    Case("summary --format tmux"),
    Case("summary --format json", keys=COUNTS),
    Case("summary --format xml", 2),
    Case("watch --file gone.md", 4),
    Case("watch now", 2),
    Case("lint"),
    Case("lint --json"),
    Case("lint --fix"),
    Case("lint wrong.md", 1),
    Case("lint wrong.md --json", 1, keys=FINDING),
    Case("lint --nothing", 2),
    Case("doctor"),
    Case("doctor --json", keys=["file", "ok", "findings"]),
    Case("doctor gone.md", 4),
    Case("doctor --nothing", 2),
    Case("graph"),
    Case("graph --format mermaid"),
    Case("graph --format dot"),
    Case("graph --format png", 2),
    Case("roles"),
    Case("roles --json", keys=ROLE),
    Case("roles BE", 2),
    Case("convert --output copy.md"),
    Case("convert --output wrong.md", 4),
    Case("merge task.md wrong.md task.md"),
    Case("merge gone.md wrong.md task.md", 4),
    Case("merge task.md", 2),
    Case("install-git-driver --nothing", 2),
    Case("snapshot --size 60x12"),
    Case("snapshot --output board.svg"),
    Case("snapshot --output no/folder/board.svg", 4),
    Case("snapshot --size wide", 2),
    Case("completion bash"),
    Case("completion zsh"),
    Case("completion fish"),
    Case("completion tcsh", 2),
]

LOOKS = [
    "open", "list", "list --json", "show BE-010", "next", "criteria BE-010", "review BE-001",
    "summary --format tmux", "graph", "roles", "doctor", "completion bash", "help", "lint wrong.md",
]  # fmt: skip
"""What only prints, a call of each command that does."""
WITHOUT_FILE = ("demo", "init", "roles", "completion", "merge", "install-git-driver")
"""Commands that can do without a task file."""


@pytest.fixture
def project(task_file: Path) -> Path:
    """A repository with a sound task file, and one with an unresolved dependency."""
    task_file.write_text(DONE)
    (task_file.parent / "wrong.md").write_text(TASKS)
    return task_file


def words(argv: str) -> list[str]:
    return [word.replace("_", " ") if word != "in_progress" else word for word in argv.split()]


def objects(text: str) -> list[dict[str, Any]]:
    told = json.loads(text)
    return told if isinstance(told, list) else [told]


@pytest.mark.parametrize("case", CASES, ids=[case.argv for case in CASES])
def test_what_a_command_says_and_how_it_ends(run: Run, project: Path, case: Case) -> None:
    before = (project.read_bytes(), project.stat().st_mtime_ns)
    done = run(*words(case.argv))
    assert done.returncode == case.code, done.stderr
    if case.code:
        assert done.stderr.startswith("archie-board: ")
        assert case.code == 1 or done.stdout == ""
    else:
        assert all(line.startswith("archie-board: note: ") for line in done.stderr.splitlines())
    if case.keys is not None:
        assert all(list(found) == case.keys for found in objects(done.stdout))
    elif "--json" in case.argv:
        assert json.loads(done.stdout) == []
    after = (project.read_bytes(), project.stat().st_mtime_ns)
    assert (after != before) is case.writes


def test_every_command_is_in_the_table(run: Run) -> None:
    named = {name for name in COMMANDS if not name.startswith("_")}
    assert {case.argv.split()[0] for case in CASES} == named
    overview = run("--help").stdout
    assert "did you mean `archie-board list`?" in run("help", "lits").stderr
    for name in named:
        assert f"\n  {name} " in overview, name
        told = run(name, "--help").stdout
        assert told.startswith("archie-board ")
        example = "archie-board" if name == "open" else f"archie-board {name}"
        assert f"\n  {example}" in told, "help begins with examples"
        assert max(map(len, told.splitlines()[1:])) <= 100


@pytest.mark.parametrize("command", sorted(name for name in COMMANDS if not name.startswith("_")))
def test_wrong_usage_and_a_missing_file_have_codes_of_their_own(run: Run, command: str) -> None:
    wrong = run(command, "--no-such-option")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert f"usage: archie-board {command if command != 'open' else ''}" in wrong.stderr
    if command in WITHOUT_FILE:
        return
    (case, *_) = [c for c in CASES if c.argv.split()[0] == command and c.code in (0, 4)]
    missing = run(*words(case.argv), "--file", "gone.md")
    assert (missing.returncode, missing.stdout) == (4, "")
    assert "archie-board init" in missing.stderr


def together(commands: list[list[str]], folder: Path, **more: Any) -> Iterator[tuple[Any, ...]]:
    """Runs the commands side by side; each with its exit code and its two outputs."""
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | more
    running = [subprocess.Popen(argv, cwd=folder, **more) for argv in commands]
    for argv, process in zip(commands, running, strict=True):
        yield (argv, *process.communicate(timeout=PATIENCE), process.returncode)


def bash(script: str) -> list[list[str]]:
    """`script` for each command that only looks, in place of `PROGRAM`."""
    calls = [" ".join([str(PROGRAM), *(f"'{w}'" for w in words(argv))]) for argv in LOOKS]
    return [["bash", "-o", "pipefail", "-c", script.replace("PROGRAM", call)] for call in calls]


def ends_well(argv: list[str], error: str, code: int) -> bool:
    """`lint` and `doctor` may end with their answer, which is no, and one line; the others have
    nothing to say.
    """
    if "'lint'" in argv[-1] or "'doctor'" in argv[-1]:
        return code in (0, 1) and error.count("\n") <= 1
    return code == 0 and error == ""


@pytest.mark.parametrize(
    "script",
    [
        "PROGRAM | head -c 1 >/dev/null",
        "PROGRAM >&-",
        "PROGRAM 2>&- <&- | cat",
        "env -u HOME -u XDG_STATE_HOME -u XDG_CONFIG_HOME PROGRAM",
        "env -i PATH=/usr/bin:/bin PROGRAM",
        "LC_ALL=C LANG=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PROGRAM",
        "HOME=/dev/null XDG_STATE_HOME=/dev/null/x TERM=vt100 PROGRAM",
    ],
)
def test_looking_works_anywhere(project: Path, script: str) -> None:
    """A reader that leaves, no streams, no home, no terminal, no locale."""
    for argv, _, error, code in together(bash(script), project.parent):
        assert ends_well(argv, error, code), (argv, error, code)


def test_a_full_disk_behind_stdout_is_told(project: Path) -> None:
    for argv, _, error, code in together(bash("PROGRAM > /dev/full"), project.parent):
        assert code == 4, argv
        assert error == "archie-board: the output: No space left on device\n"
    with Path("/dev/full").open("w") as full:
        added = [str(PROGRAM), "add", "Kept", "--category", "auth", "--json"]
        ((_, _, error, code),) = together([added], project.parent, stdout=full)
    assert (code, error.count("\n")) == (0, 1), "it is done, and must not be done twice"
    assert error.startswith("archie-board: note: BE-012 added: Kept (the output: No space")
    assert project.read_text().count("Kept") == 1


def test_a_folder_that_is_gone_is_told(project: Path) -> None:
    script = 'd=$(mktemp -d) && cd "$d" && rmdir "$d" && PROGRAM --file task.md'
    for argv, out, error, code in together(bash(script)[1:3], project.parent):
        assert (out, code, error.count("\n")) == ("", 4, 1), argv
        assert "the current folder is gone" in error


def test_a_conflict_is_three(run: Run, project: Path, tmp_path: Path) -> None:
    """An edit waits for its turn, which this test has; the criterion is reworded meanwhile."""
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    assert run("set", "BE-001", "effort", "XL", **state).returncode == 0
    (journal,) = (tmp_path / "state").glob("**/journal.jsonl")
    with (journal.parent / "lock").open("r+b") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [PROGRAM, "criteria", "BE-010", "check", "1"],
            cwd=project.parent, env={**os.environ, **state},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while b"Login returns both tokens" not in journal.read_bytes():
            assert time.monotonic() < end
            assert process.poll() is None
            time.sleep(0.01)  # the processor is the program's
        theirs = DONE.replace("Login returns both tokens", "Login returns one token")
        project.write_text(theirs)
    out, error = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, error.count("\n")) == (3, "", 1), error
    assert "archie-board show BE-010" in error
    assert project.read_text() == theirs


CHANGES = [case.argv for case in CASES if case.writes and not case.code]


def test_a_full_disk_leaves_the_file_whole(small_disk: Path) -> None:
    path = small_disk / "task.md"
    path.write_text(DONE)
    with (small_disk / "rest").open("wb", buffering=0) as rest:
        try:
            while True:
                rest.write(b"x" * 512)
        except OSError:
            pass
    for argv in CHANGES:
        (told,) = together([[str(PROGRAM), *words(argv)]], small_disk)
        assert (told[3], told[1], told[2].count("\n")) == (4, "", 1), told
        assert path.read_text() == DONE
    assert {p.name for p in small_disk.iterdir()} == {"task.md", "rest"}


def test_a_file_that_cannot_be_written_can_be_looked_at(small_disk: Path) -> None:
    (small_disk / "task.md").write_text(DONE)
    (small_disk / "wrong.md").write_text(TASKS)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for argv in CHANGES:
        (told,) = together([[str(PROGRAM), *words(argv)]], small_disk)
        assert (told[3], told[1], told[2].count("\n")) == (4, "", 1), told
    for argv, _, error, code in together(bash("PROGRAM"), small_disk):
        assert ends_well(argv, error, code), (argv, error, code)


def test_twenty_at_once_lose_nothing(project: Path) -> None:
    """Distinct IDs, every criterion, comment and status."""
    calls = [[f"add New_{n} --category auth", f"criteria BE-010 add Box_{n}"] for n in range(6)]
    calls += [[f"comment BE-001 Said_{n} --author ada"] for n in range(6)]
    calls += [["status BE-011 in_progress"], ["set BE-001 effort XL"]]
    commands = [[str(PROGRAM), *words(argv)] for call in calls for argv in call]
    assert len(commands) == 20
    added = []
    for argv, out, error, code in together(commands, project.parent):
        assert (code, error) == (0, ""), argv
        added += [out.split()[0]] if argv[1] == "add" else []
    assert sorted(added) == [f"BE-{n:03}" for n in range(12, 18)]
    text = project.read_text()
    for n in range(6):
        assert text.count(f"**: New {n}\n") == 1
        assert text.count(f"  - [ ] Box {n}\n") == 1
        assert text.count(f"@ada: Said {n}\n") == 1
    tasks = json.loads(subprocess.check_output([PROGRAM, "list", "--json"], cwd=project.parent))
    assert {t["id"]: t["status"] for t in tasks}["BE-011"] == "in_progress"
    assert {t["id"]: t["effort"] for t in tasks}["BE-001"] == "XL"
    gone = [line for line in DONE.splitlines() if line not in text.splitlines()]
    assert gone == ["- **Estimated effort**: M"]


def test_the_program_is_a_module_too(project: Path) -> None:
    command = [sys.executable, "-m", "archie_board.tui.cli", "list"]
    (told,) = together([command], project.parent)
    assert (told[3], told[1].count("\n")) == (0, 4)
