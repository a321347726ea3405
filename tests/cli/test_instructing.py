"""`init --agents`: its lines between two markers, and not a byte beside them."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from archie_board.tui.cli.parser import COMMANDS

from .conftest import TASKS, Run

BEGIN, END = b"<!-- archie-board:begin", b"<!-- archie-board:end -->"


def parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before the lines, the lines, and what stands behind."""
    before, begin, rest = data.partition(BEGIN)
    lines, end, after = rest.partition(END)
    return before, begin + lines + end, after


def test_a_new_project_gets_both_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    told = run("init", "--agents").stdout
    assert told == "task.md: written\nAGENTS.md: says how to use task.md\n"
    text = (tmp_path / "AGENTS.md").read_text()
    assert text.encode() == parts(text.encode())[1] + b"\n"
    quoted = [part for part in text.split("`")[1::2] if part.startswith("archie-board ")]
    used = {shlex.split(part)[1] for part in quoted} - {"help"}
    assert used <= set(COMMANDS)
    assert {"next", "show", "status", "criteria", "add", "comment"} <= used
    assert len(text.splitlines()) < 25, "every agent reads this at each start"
    assert run("init", "--agents").stdout == "AGENTS.md: is up to date\n"


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "own",
    [
        b"# Rules\n\nBe kind.\n",
        b"\xef\xbb\xbf# Rules\n\n- caf\xe9 \xff  \n\tno line end",
        b"\n\n",
        b"<!-- archie-boarding -->\n",
    ],
)
def test_no_other_byte_is_touched(run: Run, task_file: Path, own: bytes, newline: bytes) -> None:
    own = own.replace(b"\n", newline)
    path = task_file.parent / "CLAUDE.md"
    path.write_bytes(own)
    path.chmod(0o640)
    assert run("init", "--agents").stdout == "CLAUDE.md: says how to use task.md\n"
    first = path.read_bytes()
    before, lines, after = parts(first)
    assert before.startswith(own)
    assert not before[len(own) :].strip()
    assert after.strip() == b""
    assert lines.count(b"\n") == lines.count(newline) > 5
    assert path.stat().st_mode & 0o777 == 0o640
    written = path.stat().st_mtime_ns
    assert run("init", "--agents").stdout == "CLAUDE.md: is up to date\n"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (first, written)
    # The lines move, age, and are written anew where they stand by then.
    path.write_bytes(b"Above" + newline + lines[:60] + newline + END + newline + own)
    assert run("init", "--agents").returncode == 0
    assert path.read_bytes() == b"Above" + newline + lines + newline + own
    assert {p.name for p in task_file.parent.iterdir()} == {".git", "task.md", "CLAUDE.md"}
    assert task_file.read_text() == TASKS


def test_every_file_that_agents_read_gets_the_lines_once(run: Run, task_file: Path) -> None:
    folder = task_file.parent
    (folder / "AGENTS.md").write_text("# Agents\n")
    (folder / "CLAUDE.md").write_text("See the other file.\n@AGENTS.md\n")
    (folder / "GEMINI.md").symlink_to("AGENTS.md")
    (folder / ".github").mkdir()
    (folder / ".github" / "copilot-instructions.md").write_text("# Copilot\n")
    below = folder / "src"
    below.mkdir()
    told = json.loads(run("init", "--agents", "--json", cwd=below).stdout)
    assert told == {
        "file": "../task.md",
        "agents": [
            {"file": "../AGENTS.md", "changed": True},
            {"file": "../.github/copilot-instructions.md", "changed": True},
        ],
    }
    assert (folder / "CLAUDE.md").read_text() == "See the other file.\n@AGENTS.md\n"
    assert (folder / "GEMINI.md").is_symlink()


def test_a_file_in_another_place_is_named(run: Run, task_file: Path) -> None:
    (task_file.parent / "plan").mkdir()
    task_file.rename(task_file.parent / "plan" / "work.md")
    assert run("init", "--agents", "plan/work.md").returncode == 0
    text = (task_file.parent / "AGENTS.md").read_text()
    assert "`plan/work.md` holds" in text
    assert "`--file plan/work.md`" in text


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (BEGIN + b" -->\nno end\n", "CLAUDE.md:1"),
        (b"\n" + END + b"\n" + BEGIN + b" -->\n", "CLAUDE.md:2"),
        ((BEGIN + b" -->\n" + END + b"\n") * 2, "CLAUDE.md:1"),
        ("# Rules\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_what_is_not_understood_is_left_alone(
    run: Run, task_file: Path, content: bytes, hint: str
) -> None:
    """And so are the other files."""
    (task_file.parent / "AGENTS.md").write_text("# Agents\n")
    path = task_file.parent / "CLAUDE.md"
    path.write_bytes(content)
    done = run("init", "--agents")
    assert (done.returncode, hint in done.stderr) == (4, True)
    assert path.read_bytes() == content
    assert (task_file.parent / "AGENTS.md").read_text() == "# Agents\n"


def test_a_link_out_of_the_project_is_not_followed(
    run: Run, task_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("home") / "profile"
    outside.write_text("mine\n")
    (task_file.parent / "AGENTS.md").symlink_to(outside)
    assert run("init", "--agents").returncode == 4
    assert outside.read_text() == "mine\n"
