"""`list`, `show` and the printed board: what they say, and that they only look."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..patience import PATIENCE
from .conftest import PROGRAM, Run

KEYS = [
    "id",
    "prefix",
    "number",
    "title",
    "status",
    "status_text",
    "area",
    "category",
    "category_title",
    "priority",
    "priority_text",
    "assignee",
    "effort",
    "created",
    "dependencies",
    "waiting_on",
    "unresolved",
    "ready",
    "criteria",
    "comments",
    "review",
    "fields",
    "sections",
]


def test_list_is_aligned_and_in_file_order(run: Run, task_file: Path) -> None:
    before = task_file.stat()
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["ARCH-001", "BE-001", "BE-010", "BE-011"]
    assert lines[2] == (
        "BE-010    pending      critical  backend-specialist  Implement JWT authentication"
    )
    after = task_file.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert {path.name for path in task_file.parent.iterdir()} == {".git", "task.md"}
    assert not list(Path(os.environ["XDG_STATE_HOME"]).glob("**/*")), "reading leaves no state"


@pytest.mark.usefixtures("task_file")
@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--ready"], ["BE-011"]),
        (["is:waiting"], ["BE-010"]),
        (["prefix:BE", "-status:pending"], ["BE-001"]),
        (["-status:pending,completed"], ["BE-001"]),
        (["category:auth", "--sort", "priority"], ["BE-010", "BE-011"]),
        (["category:auth", "--sort", "-priority"], ["BE-011", "BE-010"]),
        (["prefix:BE", "--sort", "effort"], ["BE-001", "BE-010", "BE-011"]),
        (["jwt"], ["BE-010"]),
        (["depends:ARCH-001", "--sort=-id"], ["BE-011", "BE-010", "BE-001"]),
        (["nothing-like-this"], []),
    ],
)
def test_queries(run: Run, arguments: list[str], ids: list[str]) -> None:
    assert [task["id"] for task in json.loads(run("list", "--json", *arguments).stdout)] == ids
    assert [line.split()[0] for line in run("list", *arguments).stdout.splitlines()] == ids


@pytest.mark.usefixtures("task_file")
def test_json_is_the_contract(run: Run) -> None:
    task = json.loads(run("show", "be-010", "--json").stdout)
    assert list(task) == KEYS
    listed = json.loads(run("list", "--json").stdout)
    assert listed[2] == task
    assert task | {"criteria": None, "fields": None} == {
        "id": "BE-010",
        "prefix": "BE",
        "number": 10,
        "title": "Implement JWT authentication",
        "status": "pending",
        "status_text": "pending",
        "area": "Backend",
        "category": "BE-010+",
        "category_title": "Authentication and authorization",
        "priority": "critical",
        "priority_text": "Critical",
        "assignee": "backend-specialist",
        "effort": "L",
        "created": "2024-01-15 10:30",
        "dependencies": ["ARCH-001", "BE-001", "INT-009"],
        "waiting_on": ["BE-001", "INT-009"],
        "unresolved": ["INT-009"],
        "ready": False,
        "criteria": None,
        "comments": [],
        "review": None,
        "fields": None,
        "sections": [[15, 26], [35, 36]],
    }
    assert task["criteria"] == [
        {"text": "Login returns both tokens", "done": False, "line": 24},
        {"text": "Refresh rotates the refresh token", "done": True, "line": 25},
    ]
    assert task["fields"] == {
        "Description": "Access and refresh tokens.",
        "Technical notes": "Argon2id; Redis for the deny list",
        "Remark": "Tokens live 15 minutes",
    }
    silent = listed[3]
    assert (silent["assignee"], silent["effort"], silent["created"]) == (None, None, None)
    assert silent["ready"] is True


@pytest.mark.usefixtures("task_file")
def test_show_for_eyes(run: Run) -> None:
    told = run("show", "BE-010").stdout
    for text in (
        "BE-010  Implement JWT authentication",
        "BE-001 (in_progress)",
        "INT-009 (not in this file)",
        "criteria, 1 of 2 done",
        "2 [x] Refresh rotates the refresh token",
        "task.md:15-26, 35-36",
    ):
        assert text in told
    markdown = run("show", "BE-010", "--markdown").stdout
    assert markdown.startswith("### BE-010 | Backend | Critical | @backend-specialist\n- **Title**")
    assert "Tokens live 15 minutes" in markdown


@pytest.mark.usefixtures("task_file")
@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (["show", "BE-01"], 1, "BE-01"),
        (["show"], 2, "usage: archie-board show ID"),
        (["show", "BE-010", "--json", "--markdown"], 2, "choose one"),
        (["show", "BE-010", "--json=yes"], 2, "no value"),
        (["show", "BE-010", "BE-011"], 2, "one too many"),
        (["list", "--sort"], 2, "--sort needs a value"),
        (["show", "BE-010", "--color"], 2, "--color"),
        (
            ["list", "status:pendng", "jwt"],
            0,
            "note: no task has the status 'pendng'; did you mean",
        ),
        (["list", "priority:low,hgh", "jwt"], 0, "note: no priority 'hgh'"),
        (["lst"], 2, "archie-board list"),
        (["list", "--file", "gone.md"], 4, "archie-board init"),
        (["list", "--file", "."], 4, "folder"),
        (["open", "gone.md"], 4, "archie-board init gone.md"),
        (["gone.md"], 4, "archie-board init gone.md"),
    ],
)
def test_errors_say_what_to_do(run: Run, arguments: list[str], code: int, hint: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("archie-board: ")
    assert hint in done.stderr


def test_files_that_cannot_be_shown(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "binary.md").write_bytes(bytes(range(256)) * 50)
    with (tmp_path / "huge.md").open("wb") as huge:
        huge.truncate(100 * 2**20)
    (tmp_path / "dangling.md").symlink_to("nowhere.md")
    for name in ("pipe.md", "binary.md", "huge.md", "dangling.md"):
        for command in ("list", "open"):
            done = run(command, "--file", name)
            assert (done.returncode, done.stdout) == (4, ""), name
            assert name in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(run: Run, task_file: Path) -> None:
    task_file.chmod(0)
    assert run("list").returncode == 4


def test_the_board_is_printed_where_none_can_be_drawn(run: Run, task_file: Path) -> None:
    for arguments in ([], ["open"], ["task.md"], ["--read-only"], ["--file", "task.md", "open"]):
        printed = run(*arguments, TERM="dumb").stdout
        assert printed.startswith("task.md: 4 tasks, 1 ready\n")
        assert re.search(
            r"PENDING 2\n.*Authentication and authorization 2\n +BE-010 .*waits on", printed
        )
    task_file.write_text("# Nothing here\n")
    assert "- **Title**:" in run().stdout, "a file without tasks is told what a task looks like"


def test_the_nearest_file_is_found(run: Run, tmp_path: Path, task_file: Path) -> None:
    below = tmp_path / "src" / "api"
    below.mkdir(parents=True)
    assert len(run("list", cwd=below).stdout.splitlines()) == 4
    (tmp_path / "src" / "docs").mkdir()
    nearer = tmp_path / "src" / "docs" / "task.md"
    nearer.write_text("### BE-001 | Backend | Low\n- **Title**: Nearer\n")
    assert "Nearer" in run("list", cwd=below).stdout
    (below / "TASK.md").write_text("### BE-001 | Backend | Low\n- **Title**: Shouting\n")
    assert "Shouting" in run("list", cwd=below).stdout
    assert len(run("list", cwd=below, ARCHIE_BOARD_FILE=str(task_file)).stdout.splitlines()) == 4
    assert (
        "Nearer"
        in run("list", "--file", nearer, cwd=below, ARCHIE_BOARD_FILE=str(task_file)).stdout
    )
    (below / ".git").mkdir()
    (below / "TASK.md").unlink()
    lost = run("list", cwd=below)
    assert (lost.returncode, "archie-board init" in lost.stderr) == (4, True)


def test_hostile_text_is_shown_and_does_nothing(run: Run, task_file: Path) -> None:
    title = "[/] [red]x\x1b]52;c;aGk=\x07 \x9b2J a\u202eb\u2066 \u200b\x00 日本\udcff\U000e0041"
    heading = "### BE-001 | Backend | High | @\x1b[31mme"
    text = f"{heading}\n- **Title**: {title}\n- **\x1bF**: \x1b]0;x\x07\n"
    text += "\n" + "Prose, because a short text with a NUL is taken for binary.\n" * 10
    task_file.write_bytes(text.encode("utf-8", "surrogateescape"))
    bad = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2066\u200b\udcff\U000e0041]")
    for arguments in (
        ["list"],
        ["list", "--json"],
        ["show", "BE-001"],
        ["show", "BE-001", "--json"],
        [],
    ):
        done = run(*arguments)
        assert done.returncode == 0
        assert not bad.search(done.stdout), arguments
    assert "[/] [red]x␛]52;c;aGk=␇ ⟦U+009B⟧2J a⟦U+202E⟧b" in run("list").stdout
    assert json.loads(run("show", "BE-001", "--json").stdout)["title"] == title
    assert text.startswith(run("show", "BE-001", "--markdown").stdout.rstrip("\n"))
    assert "␛" in run("show", "\x1b[31mBE").stderr


def test_readers_may_leave_and_streams_may_be_missing(task_file: Path) -> None:
    many = "".join(f"### BE-{n:03} | Backend | Low\n- **Title**: {'x' * 99}\n" for n in range(3000))
    task_file.write_text(many)
    for script in (
        f"{PROGRAM} list | head -1",
        f"{PROGRAM} list --json | head -c 10",
        f"{PROGRAM} list >&-",
        f"{PROGRAM} list 2>&- >/dev/null",
        f"env -u HOME -u XDG_STATE_HOME {PROGRAM} list | tail -1",
        f"LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=ascii {PROGRAM} show BE-001",
        f"PYTHONWARNINGS=error {PROGRAM} list is:ready | wc -l",
    ):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", script],
            cwd=task_file.parent, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), script
    full = subprocess.run(
        f"{PROGRAM} list > /dev/full",
        shell=True, cwd=task_file.parent, capture_output=True, text=True, timeout=PATIENCE,
        check=False,
    )  # fmt: skip
    assert full.returncode == 4
    assert full.stderr == "archie-board: the output: No space left on device\n"


def test_help_begins_with_examples(run: Run) -> None:
    overview = run("--help").stdout
    assert run("help").stdout == overview
    for command in ["open", "list", "criteria"]:
        assert f"  {command}" in overview
        told = run(command, "--help")
        assert told.stdout == run("help", command).stdout
        assert told.stdout.startswith("archie-board ")
        assert f"\n  archie-board{'' if command == 'open' else ' ' + command}" in told.stdout
        assert max(map(len, told.stdout.splitlines()[1:])) <= 100
    assert re.fullmatch(r"archie-board \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("command", [["list"], ["show", "BE-010"], ["list", "is:ready", "--json"]])
def test_looking_is_cheap(task_file: Path, command: list[str]) -> None:
    """No import that costs as much as the whole command otherwise takes."""
    code = (
        "import sys; from archie_board.tui.cli import main; main(sys.argv[1:]);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=task_file.parent, capture_output=True, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    loaded = set(done.stderr.split())
    assert not loaded & {
        "textual",
        "rich",
        "pydantic",
        "markdown_it",
        "watchfiles",
        "asyncio",
        "argparse",
    }
