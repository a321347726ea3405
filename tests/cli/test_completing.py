"""`completion`: what real shells make of a Tab, and the words behind it."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
from pathlib import Path
from time import monotonic

import pytest

from ..patience import PATIENCE
from .conftest import PROGRAM, TASKS, Run

HOSTILE = "$(touch ran) `touch ran` ;touch ran; '\"\\ x"


def environment() -> dict[str, str]:
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PS1": "> ", "TERM": "dumb", "PYTHONUTF8": "1"}


def typed(shell: list[str], setup: str, line: str, wanted: str, folder: Path) -> str:
    """What an interactive shell shows when a line is typed; waits for `wanted`."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        shell,
        cwd=folder, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    said = ""

    def until(text: str) -> None:
        nonlocal said
        end = monotonic() + PATIENCE
        while text not in said:
            assert select.select([ours], [], [], max(0, end - monotonic()))[0], said
            said += os.read(ours, 4096).decode(errors="replace")

    try:
        os.write(ours, f"{setup}; echo re''ady\n".encode())
        until("ready")
        said = ""
        os.write(ours, line.encode())
        until(wanted)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    return said


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("archie-board summ\t", "archie-board summary"),
        ("archie-board show BE-011\t", "archie-board show BE-011 "),
        ("archie-board status ARCH\tcomp\t", "archie-board status ARCH-001 completed"),
        ("archie-board list category:BE-01\t", "list category:BE-010+"),
        ("archie-board graph --format=me\t", "--format=mermaid"),
        ("archie-board set BE-010 Tech\t", "set BE-010 Technical\\ notes"),
        ("archie-board add 'a title' --category BE-08\t", "--category BE-080+"),
        ("archie-board list --file ta\t", "--file task.md"),
    ],
)
def test_bash_goes_on(task_file: Path, line: str, wanted: str) -> None:
    said = typed(
        ["bash", "--norc", "--noprofile", "-i"],
        'eval "$(archie-board completion bash)"', line, wanted, task_file.parent,
    )  # fmt: skip
    assert "Traceback" not in said


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(
    ("setup", "line", "wanted"),
    [
        ('STARTED; eval "$(archie-board completion zsh)"', "status ARCH\tcomp\t", "completed "),
        (
            "mkdir f; archie-board completion zsh >f/_archie-board; fpath=($PWD/f $fpath); STARTED",
            "set BE-010 'Tech\t",
            "'Technical notes'",
        ),
    ],
    ids=["evaluated", "in a folder of functions"],
)
def test_zsh_goes_on(task_file: Path, setup: str, line: str, wanted: str) -> None:
    setup = setup.replace("STARTED", "autoload -Uz compinit; compinit -u -D")
    typed(["zsh", "-f", "-i"], setup, f"archie-board {line}", wanted, task_file.parent)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_goes_on(task_file: Path) -> None:
    def words(line: str) -> list[str]:
        script = f"archie-board completion fish | source; complete -C '{line}'"
        done = subprocess.run(
            ["fish", "--no-config", "-c", script],
            cwd=task_file.parent, env=environment(), capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.splitlines()

    assert words("archie-board show BE-010") == ["BE-010\tImplement JWT authentication"]
    assert "in_progress" in words("archie-board status BE-010 ")
    assert words('archie-board set BE-010 "Tech') == ["Technical notes"]
    assert words("archie-board list --file ta") == ["task.md"]


def test_what_a_file_says_is_never_run(task_file: Path, tmp_path: Path) -> None:
    task_file.write_text(TASKS.replace("**Remark**", f"**Remark {HOSTILE.replace(':', '')}**"))
    script = (
        'eval "$(archie-board completion bash)"; COMP_LINE="archie-board set BE-010 Rem";'
        ' COMP_POINT=${#COMP_LINE}; compopt() { :; }; _archie_board; eval "set -- ${COMPREPLY[0]}";'
        ' printf "%s\\n" "$@"'
    )
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == f"Remark {HOSTILE}\n"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["criteria", "BE-010", "check", ""], ["1\t[ ] Login returns both tokens", "2\t[x] Ref"]),
        (["set", "BE-010", "effort", ""], ["S", "M", "L", "XL"]),
        (["set", "BE-010", "Remark", ""], ["Tokens live 15 minutes"]),
        (["add", "x", "--depends", "BE-001,ARCH"], ["BE-001,ARCH-001\tChoose the stack"]),
        (["next", "--assignee", ""], ["backend-specialist", "system-architect"]),
        (["review", "BE-010", "--pass", "Code"], ["Code Review"]),
        (["graph", "--format", "m"], ["mermaid"]),
        (["graph", "--format=m"], ["--format=mermaid"]),
        (["graph", "--fo"], ["--format"]),
        (["help", "stat"], ["status\tChange a task"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["show", "BE-010", ""], []),
        (["show", "--file", "gone.md", "BE"], []),
        (["nothing", ""], []),
        (["--file", "task.md", "show", "arch"], ["ARCH-001\tChoose the stack"]),
        ([], ["open\t"]),
    ],
)
@pytest.mark.usefixtures("task_file")
def test_words(run: Run, words: list[str], found: list[str]) -> None:
    done = run("__complete", "--", *words)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line[: len(start)] for line, start in zip(lines, found, strict=False)] == found
    assert len(lines) == len(found) or not words


def test_an_unknown_shell_is_told_which_there_are(run: Run) -> None:
    done = run("completion", "tcsh")
    assert (done.returncode, "bash, zsh, fish" in done.stderr) == (2, True)
