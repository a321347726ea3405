"""`status`, `set`, `criteria`, `add` and `init`: what they do to the bytes, and how they end."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

import pytest
from archie_board.tui import cli
from archie_board.tui.cli import changing

from .conftest import TASKS, Run


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came, in order."""
    old, new = before.splitlines(), after.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end]


LOGIN, REFRESH = "Login returns both tokens", "Refresh rotates the refresh token"


@pytest.mark.parametrize(
    ("command", "gone", "come"),
    [
        ("status BE-011 wip", "- **Status**: pending", "- **Status**: in_progress"),
        ("set BE-001 effort XL", "- **Estimated effort**: M", "- **Estimated effort**: XL"),
        ("set be-001 title -x", "- **Title**: Schema", "- **Title**: -x"),
        ("set BE-010 Remark Ten", "- **Remark**: Tokens live 15 minutes", "- **Remark**: Ten"),
        ("set BE-001 effort ''", "- **Estimated effort**: M", ""),
        ("criteria BE-010 check 1", f"  - [ ] {LOGIN}", f"  - [x] {LOGIN}"),
        ("criteria BE-010 uncheck 2", f"  - [x] {REFRESH}", f"  - [ ] {REFRESH}"),
        ("criteria BE-010 edit 1 'Two tokens'", f"  - [ ] {LOGIN}", "  - [ ] Two tokens"),
        ("criteria BE-010 remove 2", f"  - [x] {REFRESH}", ""),
        ("criteria BE-010 add '--third one'", "", "  - [ ] --third one"),
    ],
)
def test_an_edit_changes_its_line_only(
    run: Run, task_file: Path, command: str, gone: str, come: str
) -> None:
    done = run(*shlex.split(command))
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    old, new = changed_lines(TASKS, task_file.read_text())
    assert ("\n".join(old), "\n".join(new)) == (gone, come)


def test_done_is_done(run: Run, task_file: Path) -> None:
    for _ in range(2):
        assert run("criteria", "BE-010", "check", "1").returncode == 0
        assert run("status", "BE-011", "completed").returncode == 0
    assert task_file.read_text().count("- [x] Login") == 1


def test_criteria_are_listed_and_moved_by_number(run: Run, task_file: Path) -> None:
    assert run("criteria", "BE-010").stdout == (
        "1 [ ] Login returns both tokens\n2 [x] Refresh rotates the refresh token\n"
    )
    assert run("criteria", "BE-011").stdout == ""
    assert run("criteria", "BE-010", "move", "2", "1").returncode == 0
    told = json.loads(run("criteria", "BE-010", "--json").stdout)
    assert [c["text"].split()[0] for c in told["criteria"]] == ["Refresh", "Login"]
    assert sorted(task_file.read_text().splitlines()) == sorted(TASKS.splitlines())


def test_a_blocker_is_named(run: Run, task_file: Path) -> None:
    told = run("status", "BE-001", "blocked", "--reason", "No server", "--json")
    task = json.loads(told.stdout)
    assert (task["status"], task["fields"]["Blocker"]) == ("blocked", "No server")
    assert "- **Blocker**: No server\n" in task_file.read_text()


def test_a_new_task_gets_the_next_id_of_its_category(run: Run, task_file: Path) -> None:
    done = run("add", "Rotate keys", "--category", "auth")
    assert done.stdout == "BE-012 added: Rotate keys\n"
    task = json.loads(
        run(
            "add", "Index it", "--category", "BE-040+", "--priority", "high", "--effort", "S",
            "--assignee", "@me", "--depends", "be-001,FE-9 BE-001", "--description", "Now",
            "--criterion", "p95 < 100 ms", "--criterion", "-no lock", "--notes", "btree", "--json",
        ).stdout
    )  # fmt: skip
    assert (task["id"], task["title"], task["priority"]) == ("BE-040", "Index it", "high")
    assert (task["effort"], task["assignee"], task["status"]) == ("S", "me", "pending")
    assert task["dependencies"] == ["BE-001", "FE-9"]
    assert [c["text"] for c in task["criteria"]] == ["p95 < 100 ms", "-no lock"]
    assert task["fields"] == {"Description": "Now", "Technical notes": "btree"}
    assert run("add", "A button", "--category", "fe", "--depends", "none").stdout == (
        "FE-001 added: A button\n"
    )
    left = task_file.read_text().splitlines()
    assert [line for line in left if line in set(TASKS.splitlines())][:3] == [
        "# Shop",
        "",
        "Intro text.",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "hint"),
    [
        (["status", "BE-999", "done"], 1, "BE-999"),
        (["status", "", "done"], 1, "empty ID"),
        (["criteria", "BE-010", "check", "3"], 1, "has 2"),
        (["criteria", "BE-011", "check", "1"], 1, "has none"),
        (["criteria", "BE-010", "check", "0"], 1, "no criterion 0"),
        (["criteria", "BE-010", "check", "one"], 2, "counted from 1"),
        (["criteria", "BE-010", "check", "9" * 5_000], 1, "has 2"),
        (["criteria", "BE-010", "check"], 2, "edit N T"),
        (["criteria", "BE-010", "paint", "1"], 2, "edit N T"),
        (["status", "BE-010", ""], 2, "pending, in_progress"),
        (["status", "BE-010", "done", "--reason", "x"], 2, "blocked"),
        (["add", "X"], 2, "--category"),
        (["add", "X", "--category", "colour"], 2, "BE-010+"),
        (["add", "X", "--category", "auth", "--priority", "odd"], 2, "Critical"),
        (["add", " ", "--category", "auth"], 2, "title"),
        (["set", "BE-010", "title"], 2, "usage: archie-board set ID FIELD VALUE"),
        (["status", "BE-010", "done", "--file", "gone.md"], 4, "archie-board init"),
        (["add", "X", "--category", "auth", "--file", "."], 4, "folder"),
        (["init"], 4, "exists"),
        (["init", "no/folder/task.md"], 4, "no folder"),
    ],
)
def test_refusals_write_nothing(
    run: Run, task_file: Path, arguments: list[str], code: int, hint: str
) -> None:
    before = task_file.stat()
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert hint in done.stderr
    assert task_file.stat().st_mtime_ns == before.st_mtime_ns
    assert {path.name for path in task_file.parent.iterdir()} == {".git", "task.md"}


def test_a_full_category_is_an_answer(run: Run, task_file: Path) -> None:
    full = "".join(f"### BE-{n:03} | Backend | Low\n- **Title**: T{n}\n\n" for n in range(10, 20))
    task_file.write_text(full)
    done = run("add", "One more", "--category", "auth")
    assert done.returncode == 1
    assert "BE-010 to BE-019" in done.stderr
    assert task_file.read_text() == full


def test_a_conflict_has_a_code_of_its_own(
    task_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another writer rewords the criterion after this one has looked and before it writes."""
    theirs = TASKS.replace("Login returns both tokens", "Login returns one token")

    def meanwhile(_: object) -> tuple[str, ...]:
        task_file.write_text(theirs)
        return ()

    monkeypatch.setattr(changing.Store, "recover", meanwhile)
    assert cli.main(["criteria", "BE-010", "check", "1", "--file", str(task_file)]) == 3
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "reworded" in told.err
    assert task_file.read_text() == theirs


def test_line_endings_bom_and_strange_bytes_stay(run: Run, task_file: Path) -> None:
    raw = b"\xef\xbb\xbf" + TASKS.replace("\n", "\r\n").encode() + b"caf\xe9 \xff"
    task_file.write_bytes(raw)
    assert run("criteria", "BE-010", "check", "1").returncode == 0
    assert task_file.read_bytes() == raw.replace(b"- [ ] Login", b"- [x] Login")


def test_no_home_and_no_place_for_a_journal(run: Run, task_file: Path) -> None:
    assert run("status", "BE-010", "done", XDG_STATE_HOME="/dev/null/x").returncode == 0
    assert run("status", "BE-011", "done", XDG_STATE_HOME=None, HOME=None).returncode in (0, 4)
    assert "BE-010 | Backend" in task_file.read_text()


def test_init_writes_a_file_that_can_be_worked_with(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run("init").returncode == 0
    (task,) = json.loads(run("list", "--json").stdout)
    assert (task["id"], task["status"], task["ready"]) == ("BE-001", "pending", True)
    assert run("add", "Second", "--category", "auth", "--depends", "BE-001").returncode == 0
    assert json.loads(run("init", "docs.md", "--json").stdout) == {"file": "docs.md"}
    assert (tmp_path / "docs.md").read_text().startswith("# Tasks\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written(run: Run, task_file: Path) -> None:
    task_file.chmod(0o444)
    assert run("status", "BE-010", "done").returncode == 4


def test_what_was_taken_back_by_hand_stays_away(task_file: Path, run: Run) -> None:
    """The last of these edits and the one that it replaced; every later command is about its own
    edit alone.
    """
    slip = run("status", "BE-011", "complted")
    assert "did you mean completed? `archie-board status BE-011 completed`" in slip.stderr
    assert run("status", "BE-011", "completed").returncode == 0
    assert run("review", "BE-011", "--approve", "--author", "ada").returncode == 0
    assert run("review", "BE-011", "--request-changes", "why", "--author", "ada").returncode == 0
    task_file.write_text(TASKS, encoding="utf-8")
    assert run("status", "BE-001", "completed").stderr == ""
    assert run("set", "BE-001", "effort", "S").stderr == ""
    assert "approved" not in task_file.read_text()


def test_edits_done_again_are_told_in_one_line(task_file: Path, run: Run) -> None:
    assert run("status", "BE-010", "in_progress").returncode == 0
    assert run("set", "BE-011", "effort", "S").returncode == 0
    task_file.write_text(TASKS.replace("Schema", "Tables"), encoding="utf-8")
    done = run("status", "BE-001", "completed")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "and 1 more: re-applied, a program wrote from an older copy" in done.stderr
