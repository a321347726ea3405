"""The store on real files: edits, undo, other writers in processes of their own, bad files."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from archie_board.model.document import Document
from archie_board.model.live import vanishing
from archie_board.model.live.store import Applied, Failed, Reloaded, Store
from archie_board.model.operations import (
    CheckCriterion,
    Conflict,
    CriterionRef,
    DeleteTask,
    Operation,
    SetField,
    SetStatus,
    Unchanged,
    digest_of,
)
from archie_board.model.section import Section
from archie_board.model.storage import Missing

from ..patience import PATIENCE

TASKS = b"""\
# Ferry \xff\r
\r
### BE-010 | Backend | High | @ana\r
- **Title**: Sign in\r
- **Status**: pending\r
- **Acceptance Criteria**:\r
  - [ ] One\r
  - [x] Two\r
\r
### BE-011 | Backend | Low | @bert
- **Title**: Log out
- **Status**: pending

### BE-012 | Backend | Low | @bert
- **Title**: Passkeys
- **Status**: pending

### FE-001 | Frontend | Low | @eve
- **Title**: Form
- **Status**: pending"""

STATUS = b"- **Title**: Log out\n- **Status**: pending"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "task.md"
    path.write_bytes(TASKS)
    return path


@pytest.fixture
def store(path: Path) -> Store:
    store = Store(path)
    store.open()
    return store


def applied(result: object) -> Applied:
    assert isinstance(result, Applied), result
    return result


def elsewhere(path: Path, code: str) -> None:
    """Another process does something with the file."""
    prelude = "import os, sys, pathlib; path = pathlib.Path(sys.argv[1]); raw = path.read_bytes();"
    subprocess.run([sys.executable, "-S", "-c", prelude + code, path], check=True, timeout=PATIENCE)


def settled(store: Store) -> Reloaded:
    """Look until the file is believed."""
    for _ in range(500):
        seen = store.reload()
        if seen.again is None:
            return seen
        time.sleep(min(seen.again, 0.01))
    raise AssertionError(store.health)


# ---- edits and undo


def test_an_edit_changes_its_bytes_and_undo_brings_them_back(store: Store, path: Path) -> None:
    task = store.document.task("BE-010")
    assert task is not None
    operations: list[tuple[Operation, bytes, bytes]] = [
        (SetStatus("BE-011", "in_progress"), STATUS, STATUS.replace(b"pending", b"in_progress")),
        (SetField("BE-010", "title", "Sign [/] in"), b": Sign in\r", b": Sign [/] in\r"),
        (CheckCriterion("BE-010", CriterionRef("One", 0), True), b"[ ] One\r", b"[x] One\r"),
    ]
    states = [TASKS]
    for operation, old, new in operations:
        applied(store.submit(operation))
        states.append(states[-1].replace(old, new))
        assert path.read_bytes() == states[-1] == store.document.raw
    for state in reversed(states[:-1]):
        applied(store.undo())
        assert path.read_bytes() == state == store.document.raw
    assert store.undo_label is None
    for state in states[1:]:
        applied(store.redo())
        assert path.read_bytes() == state
    assert store.redo_label is None


def test_deleting_and_undo_are_byte_exact(store: Store, path: Path) -> None:
    for key in ("BE-010", "FE-001"):
        task = store.document.task(key)
        assert task is not None
        applied(store.submit(DeleteTask(key, digest_of(store.document, task))))
        assert store.document.task(key) is None
        applied(store.undo())
        assert path.read_bytes() == TASKS


def test_labels_say_what_will_be_done(store: Store) -> None:
    assert store.undo_label is None
    applied(store.submit(SetStatus("BE-011", "in_progress")))
    assert store.undo_label == "BE-011 pending -> in_progress"
    applied(store.undo())
    assert store.redo_label == "BE-011 pending -> in_progress"
    applied(store.submit(SetStatus("BE-012", "in_progress")))
    assert store.redo_label is None


def test_nothing_to_do_is_not_an_edit(store: Store, path: Path) -> None:
    before = path.stat().st_mtime_ns
    assert isinstance(store.submit(SetStatus("BE-011", "pending")), Unchanged)
    assert isinstance(store.undo(), Failed)
    assert isinstance(store.submit(SetStatus("BE-999", "pending")), Conflict | Failed)
    assert path.stat().st_mtime_ns == before


def test_looking_writes_nothing(store: Store, path: Path, own_home: Path) -> None:
    before = path.stat()
    store.reload()
    store.recover()
    store.close()
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [each.name for each in path.parent.iterdir()] == ["task.md"]
    assert not [name for name in own_home.rglob("*") if name.is_file()]


# ---- other writers


def test_an_edit_is_made_on_what_others_wrote_meanwhile(store: Store, path: Path) -> None:
    elsewhere(path, "path.write_bytes(raw.replace(b'Passkeys', b'WebAuthn'))")
    result = applied(store.submit(SetStatus("BE-011", "in_progress")))
    wanted = TASKS.replace(b"Passkeys", b"WebAuthn")
    wanted = wanted.replace(STATUS, STATUS.replace(b"pending", b"in_progress"))
    assert path.read_bytes() == wanted
    assert [change.task for change in result.others] == ["BE-012"]
    assert [change.task for change in result.changes] == ["BE-011"]
    applied(store.undo())
    assert path.read_bytes() == TASKS.replace(b"Passkeys", b"WebAuthn")


def test_the_same_field_changed_by_both_stays_theirs(store: Store, path: Path) -> None:
    elsewhere(path, "path.write_bytes(raw.replace(b'Log out', b'Leave'))")
    result = store.submit(SetField("BE-011", "title", "Log off", expect="Log out"))
    assert isinstance(result, Conflict)
    assert (result.theirs, result.mine) == ("Leave", "Log off")
    assert path.read_bytes() == TASKS.replace(b"Log out", b"Leave")
    assert settled(store).notices == ()
    assert path.read_bytes() == TASKS.replace(b"Log out", b"Leave")


def test_undo_of_what_others_changed_since_is_a_conflict(store: Store, path: Path) -> None:
    applied(store.submit(SetField("BE-011", "title", "Log off")))
    elsewhere(path, "path.write_bytes(raw.replace(b'Log off', b'Leave'))")
    settled(store)
    raw = path.read_bytes()
    assert not isinstance(store.undo(), Applied)
    assert path.read_bytes() == raw


def test_an_unrelated_change_after_two_edits_brings_no_notice(store: Store, path: Path) -> None:
    applied(store.submit(SetStatus("BE-011", "in_progress")))
    applied(store.submit(SetField("BE-011", "title", "Log off")))
    elsewhere(path, "path.write_bytes(raw.replace(b'Passkeys', b'WebAuthn'))")
    seen = settled(store)
    assert seen.notices == ()
    assert [change.describe() for change in seen.changes] == [
        "BE-012 title Passkeys -> WebAuthn"
    ] or [change.task for change in seen.changes] == ["BE-012"]
    raw = path.read_bytes()
    assert b"in_progress" in raw
    assert b"Log off" in raw
    assert b"WebAuthn" in raw


def test_a_stale_overwrite_is_answered_with_a_notice(store: Store, path: Path) -> None:
    applied(store.submit(SetStatus("BE-011", "in_progress")))
    stale = TASKS.replace(b"Passkeys", b"WebAuthn")
    elsewhere(path, f"path.write_bytes({stale!r})")
    seen = settled(store)
    assert any("BE-011" in notice for notice in seen.notices), seen
    wanted = stale.replace(STATUS, STATUS.replace(b"pending", b"in_progress"))
    assert path.read_bytes() == wanted == store.document.raw


def test_what_an_open_program_erases_comes_back_when_it_is_done(store: Store, path: Path) -> None:
    applied(store.submit(SetStatus("BE-011", "in_progress")))
    stale = TASKS.replace(b"Passkeys", b"WebAuthn")
    with path.open("wb", buffering=0) as stream:
        stream.write(stale)
        assert settled(store).changes
        assert store.document.raw == stale
    seen = settled(store)
    assert seen.reapplied
    assert any("BE-011" in notice for notice in seen.notices), seen
    wanted = stale.replace(STATUS, STATUS.replace(b"pending", b"in_progress"))
    assert path.read_bytes() == wanted == store.document.raw


ADD = """
import sys, pathlib
from archie_board.model.operations import AddTask
from archie_board.model.live.store import Applied, Store
store = Store(pathlib.Path(sys.argv[1]))
store.open()
print("ready", flush=True)
sys.stdin.readline()
result = store.submit(AddTask(sys.argv[2], "BE-010+", criteria=(), created="2026-01-02 03:04"))
store.close()
sys.exit(0 if isinstance(result, Applied) else f"{result}")
"""


def test_two_stores_add_a_task_at_once(path: Path) -> None:
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADD, path, title],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for title in ("First", "Second")
    ]
    for process in adding:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in adding:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in adding:
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    tasks = {task.title: task.key for task in Store(path).open().tasks}
    assert {tasks["First"], tasks["Second"]} == {"BE-013", "BE-014"}
    assert path.read_bytes().startswith(TASKS[: TASKS.index(b"### FE-001")][:200])


# ---- a file in trouble


def test_a_file_that_goes_and_comes_back(store: Store, path: Path) -> None:
    away = path.with_name("away.md")
    path.rename(away)
    assert store.reload().again is not None
    assert store.health.state == "missing"
    assert len(store.document.tasks) == 4
    assert isinstance(store.submit(SetStatus("BE-011", "completed")), Failed)
    assert not path.exists()
    away.rename(path)
    assert settled(store).changes == ()
    assert store.health.state == "ok"
    applied(store.submit(SetStatus("BE-011", "completed")))


def test_a_file_replaced_by_another_inode(store: Store, path: Path) -> None:
    new = path.with_name("new.md")
    new.write_bytes(TASKS.replace(b"Log out", b"Leave"))
    new.replace(path)
    assert [change.task for change in settled(store).changes] == ["BE-011"]


@pytest.mark.parametrize("text", [b"", b"### BE-010 | Back"])
def test_emptied_or_cut_it_is_not_believed_at_once(
    store: Store, path: Path, text: bytes, clock: Callable[[float], None]
) -> None:
    path.write_bytes(text)
    clock(0.0)
    until(lambda: store.reload().again is not None and store.health.state == "held")
    assert len(store.document.tasks) == 4
    assert "of 4 tasks" in store.health.message
    path.write_bytes(TASKS)
    assert settled(store).changes == ()
    assert store.health.state == "ok"


def test_a_shrunk_file_is_believed_after_two_seconds(
    store: Store, path: Path, clock: Callable[[float], None]
) -> None:
    path.write_bytes(TASKS[: TASKS.index(b"### BE-011")])
    until(lambda: store.reload().again is not None and store.health.state == "held")
    clock(1.9)
    assert store.reload().again is not None
    assert len(store.document.tasks) == 4
    clock(0.2)
    until(lambda: store.health.state != "held" or store.reload())
    assert [task.key for task in store.document.tasks] == ["BE-010"]
    assert store.health.state == "ok"


@pytest.mark.parametrize("raw", [b"\x00\x01\x02" * 40, b"a" * 100])
def test_something_else_under_the_name_keeps_the_last_board(
    store: Store, path: Path, raw: bytes
) -> None:
    path.write_bytes(raw)
    until(lambda: store.reload() and store.health.state in ("unreadable", "held"))
    assert len(store.document.tasks) == 4
    path.write_bytes(TASKS)
    settled(store)
    assert store.health.state == "ok"


def test_a_folder_under_the_name(store: Store, path: Path) -> None:
    path.unlink()
    path.mkdir()
    until(lambda: store.reload() and store.health.state == "unreadable")
    assert store.health.message
    path.rmdir()
    path.write_bytes(TASKS)
    settled(store)
    assert store.health.state == "ok"


def test_no_file_to_begin_with(tmp_path: Path) -> None:
    with pytest.raises(Missing):
        Store(tmp_path / "task.md").open()
    assert not list(tmp_path.iterdir())


def test_opened_to_look_only(path: Path) -> None:
    store = Store(path, read_only=True)
    store.open()
    assert store.health.state == "read_only"
    result = store.submit(SetStatus("BE-011", "completed"))
    assert isinstance(result, Failed)
    assert result.kind == "read_only"
    elsewhere(path, "path.write_bytes(raw.replace(b'Log out', b'Leave'))")
    assert settled(store).changes
    assert path.read_bytes() == TASKS.replace(b"Log out", b"Leave")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser writes everywhere")
def test_without_permission_it_is_read_only(path: Path) -> None:
    path.chmod(0o444)
    store = Store(path)
    store.open()
    assert store.health.state == "read_only"
    assert "task.md" in store.health.message or store.health.message
    path.chmod(0o644)
    settled(store)
    assert store.health.state == "ok"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """The store's clock stands still; calling it lets time pass."""
    now = [time.monotonic()]

    clock = SimpleNamespace(**vars(time) | {"monotonic": lambda: now[0]})
    monkeypatch.setattr(vanishing, "time", clock)

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    return pass_by


def until(condition: Callable[[], object]) -> None:
    """Ask until the answer is yes."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "never came true"
        with contextlib.suppress(InterruptedError):
            time.sleep(0.005)


def test_the_users_own_later_edit_is_no_erasure_of_the_earlier(store: Store, path: Path) -> None:
    """Planned on a content that nobody had accounted for, it was answered by the older edit."""
    applied(store.submit(SetField("BE-010", "Technical notes", "one")))
    elsewhere(path, "path.write_bytes(raw.replace(b'Log out', b'Log off'))")
    done = applied(store.submit(SetField("BE-010", "Technical notes", "two")))
    assert done.notices == ()
    assert b"two" in path.read_bytes()
    assert b"Log off" in path.read_bytes()
    for _ in range(3):
        assert settled(store).notices == ()
    elsewhere(path, "path.write_bytes(raw.replace(b'Log off', b'Log out').replace(b'two', b'one'))")
    done = applied(store.submit(SetField("BE-010", "Technical notes", "three")))
    assert b"three" in path.read_bytes()


def test_what_the_file_said_before_is_forgotten(store: Store, path: Path) -> None:
    """A file that changes all day must not fill the memory with what it was."""
    store.attentive = True
    before = alive(Document), alive(Section)
    for count in range(50):
        path.write_bytes(TASKS.replace(b"Log out", b"Log out %d" % count))
        assert settled(store).changes
        assert all(task.field("title") for task in store.document.tasks)
        store.attention.attend()
        store.recorder.flush()
    documents, sections = alive(Document) - before[0], alive(Section) - before[1]
    assert documents <= 3
    assert sections <= 3 * len(store.document.sections)


def alive(kind: type) -> int:
    gc.collect()
    return sum(type(one) is kind for one in gc.get_objects())
