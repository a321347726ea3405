"""`doctor` on files and machines that are well, and on those that are not."""

from __future__ import annotations

import json
import mmap
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import Run


def state_of(path: Path) -> Path:
    """The state folder of a file."""
    from archie_board.model.storage import Storage

    return Path(Storage(path).ledger.folder)


Told = dict[str, list[dict[str, str]]]


def found(run: Run, code: int, *arguments: str, **variables: str) -> Told:
    """What the doctor says, by name; its exit code says whether something is wrong."""
    done = run("doctor", "--json", *arguments, **variables)
    assert done.returncode == code, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["ok"] is (code == 0)
    by_name: Told = {}
    for finding in told["findings"]:
        assert finding["state"] in ("fine", "note", "wrong")
        assert "\n" not in finding["text"] + finding["todo"]
        assert finding["todo"] or finding["state"] != "wrong" or finding["name"] == "writing"
        by_name.setdefault(finding["name"], []).append(finding)
    return by_name


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written below `folder`, not even by root."""
    if os.geteuid():
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(0o700)
        return
    bound = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_file_that_is_well(run: Run, task_file: Path) -> None:
    before = sorted(task_file.parent.iterdir())
    told = found(run, 0)
    assert "4 tasks" in told["content"][0]["text"]
    assert told["journal"][0]["text"] == "nothing was edited here yet"
    assert told["history"][0]["text"] == "no version is kept yet"
    assert "to be made by the first edit" in told["state folder"][0]["text"]
    assert sorted(task_file.parent.iterdir()) == before
    assert not state_of(task_file).exists(), "looking writes nothing"
    assert run("status", "BE-011", "done").returncode == 0
    told = found(run, 0)
    assert told["journal"][0]["text"].startswith("1 edits done")
    assert told["history"][0]["text"].startswith("2 versions since")
    assert [told[name][0]["state"] for name in ("beside the file", "watching")] == ["fine", "fine"]


def test_it_reads_well_and_says_what_to_do(run: Run, task_file: Path) -> None:
    task_file.chmod(0o666)
    done = run("doctor")
    assert done.returncode == 1
    assert "WRONG  permissions: every user of this machine may write it (mode 666)" in done.stdout
    assert f"chmod o-w {task_file}" in done.stdout
    assert done.stderr == "archie-board: task.md: 1 wrong, listed on stdout\n"


def test_a_folder_and_a_state_folder_that_cannot_be_written(
    run: Run, task_file: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    other = project / "task.md"
    other.write_bytes(task_file.read_bytes())
    with read_only(project):
        told = found(run, 1 if os.geteuid() == 0 else 0, str(other))
        text = told["writing"][0]["text"]
        assert "no permission to write" in text or "its folder is read-only" in text
    state = tmp_path / "state"
    state.mkdir()
    with read_only(state):
        told = found(run, 1, XDG_STATE_HOME=str(state))
        assert "cannot be written" in told["state folder"][0]["text"]
    told = found(run, 1, XDG_STATE_HOME="/dev/null/nowhere")
    assert "cannot be made" in told["state folder"][0]["text"]


def test_a_file_that_another_program_keeps_open(run: Run, task_file: Path) -> None:
    who = f"(process {os.getpid()})"
    with task_file.open("r+b") as stream:
        told = found(run, 0)
        assert told["file"][0]["text"].startswith("open for writing in ")
        assert told["file"][0]["text"].endswith(who)
        assert "4 tasks" in told["content"][0]["text"]
        assert "edits are kept" in told["file"][0]["todo"]
        mapped = mmap.mmap(stream.fileno(), 0)
    assert found(run, 0)["file"][0]["text"].endswith(who)
    mapped.close()
    assert "file" not in found(run, 0)


def test_links_and_names(run: Run, task_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(task_file)
    (tmp_path / "twin.md").hardlink_to(task_file)
    told = found(run, 0, str(link))
    assert told["link"][0]["text"].startswith(f"a link to {task_file}")
    assert told["hard links"][0]["text"].startswith("has 2 names")
    assert told["writing"][0]["text"].startswith("in place")
    assert told["writing"][0]["state"] == "note"
    task_file.unlink()
    (tmp_path / "twin.md").unlink()
    assert found(run, 1, str(link))["link"][0]["state"] == "wrong"


def test_what_waits_and_what_was_left(run: Run, task_file: Path) -> None:
    """A session that was killed in the middle of a save, as the journal and the folder show it."""
    crash = """
import os, sys
from pathlib import Path
from archie_board.model.operations import SetStatus
from archie_board.model.storage import Storage
from archie_board.model.storage.system import System
from archie_board.model.live.store import Store
class Dying(System):
    def exchange(self, first, second):
        os._exit(9)
store = Store(Path(sys.argv[1]), storage=Storage(Path(sys.argv[1]), system=Dying()))
store.open()
store.submit(SetStatus("BE-011", "blocked"))
"""
    assert (
        subprocess.run([sys.executable, "-c", crash, str(task_file)], check=False).returncode == 9
    )
    told = found(run, 1)
    assert told["journal"][1]["text"].startswith("1 edit kept, not yet in the file: BE-011")
    assert told["beside the file"][0]["state"] == "wrong"
    assert run("criteria", "BE-010", "check", "1").returncode == 0, "the next session settles it"
    told = found(run, 0)
    assert told["journal"][0]["text"].startswith("2 edits done")
    assert told["beside the file"][0]["state"] == "fine"


def test_content_in_trouble(run: Run, task_file: Path) -> None:
    text = task_file.read_text()
    task_file.write_text(text + "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    assert found(run, 1)["content"][1]["state"] == "wrong"
    task_file.write_text("x")
    task_file.unlink()
    task_file.mkdir()
    assert found(run, 1, str(task_file))["file"][0]["text"] == "task.md is a folder, not a file"
    task_file.rmdir()
    task_file.write_text(text)
    config = Path(os.environ["XDG_CONFIG_HOME"], "archie-board", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text("[history]\nversions = 'many'\n")
    assert "history.versions" in found(run, 1)["settings"][0]["text"]


def test_a_full_disk(run: Run, task_file: Path, small_disk: Path) -> None:
    file = small_disk / "task.md"
    file.write_bytes(task_file.read_bytes())
    told = found(run, 1, str(file))
    assert "kB are free" in told["the file's disk"][0]["text"]
    assert "the state folder's disk" not in told
