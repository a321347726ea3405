"""The history on a real disk: what is kept, bounded, shared between processes, and survived."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archie_board.model.document import parse
from archie_board.model.history.contents import Contents
from archie_board.model.history.past import Past
from archie_board.model.history.values import Bounds
from archie_board.model.history.versions import Versions
from archie_board.model.live.store import Applied, Store
from archie_board.model.operations import SetField, SetStatus
from archie_board.model.storage.snapshots import digest
from hypothesis import given
from hypothesis import strategies as st

from ...patience import PATIENCE
from .conftest import TASKS


def opened(path: Path) -> Store:
    store = Store(path)
    store.open()
    return store


def kept(store: Store) -> list[bytes | None]:
    return [store.versions.content(one.digest) for one in store.versions.all()]


@given(st.lists(st.binary(max_size=300) | st.just(TASKS.encode() * 40), min_size=1, max_size=60))
def test_every_version_comes_back_as_it_was(contents: list[bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        store = Contents(folder)
        before: tuple[str, bytes] | None = None
        for number, data in enumerate(contents):
            grown = data + b"%d" % number + TASKS.encode()
            store.put(grown, digest(grown), before)
            before = (digest(grown), grown)
            assert store.get(digest(grown)) == grown
        for number, data in enumerate(contents):
            grown = data + b"%d" % number + TASKS.encode()
            assert store.get(digest(grown)) == grown
            other = store.other(digest(grown), grown)
            assert other is None or digest(other[1]) == other[0]


def test_a_version_costs_what_it_changes(tmp_path: Path) -> None:
    text = "".join(f"### BE-{n} | a\n- **Title**: {digest(b'%d' % n)}\n" for n in range(5000))
    versions = Versions(str(tmp_path / "versions"))
    states = [text.replace("BE-77 ", f"BE-77 {n} ").encode() for n in range(100)]
    for number, state in enumerate(states):
        versions.add([(float(time.time() + number), state)], "me")
    whole = (tmp_path / "versions" / digest(states[0])).stat().st_size
    assert versions.size() < whole * 6, "one in 33 is whole, the others are small"
    assert [versions.content(v.digest) for v in versions.all()] == states


def test_edits_and_foreign_writes_are_kept_with_who_made_them(path: Path) -> None:
    store = opened(path)
    assert isinstance(store.submit(SetStatus("BE-011", "in_progress")), Applied)
    mine = path.read_bytes()
    path.write_bytes(mine.replace(b"Log out", b"Log off"))
    foreign = path.read_bytes()
    store.reload()
    assert isinstance(store.submit(SetField("BE-010", "title", "Enter")), Applied)
    past = store.past
    assert kept(store) == [TASKS.encode(), mine, foreign, path.read_bytes()]
    moments = list(past.moments())
    told = [([c.describe() for c in m.changes], [d.summary for d in m.deeds]) for m in moments]
    assert told == [
        (["BE-010 title Sign in -> Enter"], ["BE-010: title = Enter"]),
        (["BE-011 title Log out -> Log off"], []),
        (["BE-011 pending -> in_progress"], ["BE-011: status = in progress"]),
        ([], []),
    ]
    assert [m.is_mine for m in moments] == [True, False, True, False]
    states = [(s.task.title if s.task else None) for s in past.states("BE-011")]
    assert states == ["Log off", "Log out", "Log out"]
    first = past.at(moments[-1].version.at)
    assert first is not None
    assert first.raw == TASKS.encode()
    assert past.at(moments[-1].version.at - 1) is None


def test_what_became_of_an_edit_is_told(path: Path) -> None:
    store = opened(path)
    older = path.read_bytes()
    assert isinstance(store.submit(SetStatus("BE-011", "in_progress")), Applied)
    path.write_bytes(older.replace(b"Sign in", b"Log in"))
    store.reload()
    assert b"in_progress" in path.read_bytes(), "done again"
    mine = path.read_bytes()
    path.write_bytes(mine.replace(b"in_progress", b"pending"))
    store.reload()
    moments = list(store.past.moments())
    assert [m.is_mine for m in moments] == [False, True, False, True, False]
    assert [d.again for m in moments for d in m.deeds] == [True, False]
    assert [g.summary for g in moments[0].let_go] == ["BE-011: status = in progress"]
    assert not any(m.let_go for m in moments[1:])


def test_a_write_that_carries_a_foreign_one_keeps_both(path: Path) -> None:
    store = opened(path)
    foreign = path.read_bytes().replace(b"Log out", b"Log off")
    path.write_bytes(foreign)
    assert isinstance(store.submit(SetStatus("BE-011", "blocked")), Applied)
    store.recorder.flush()
    assert kept(store) == [TASKS.encode(), foreign, path.read_bytes()]
    assert [m.is_mine for m in store.past.moments()] == [True, False, False]


def test_looking_writes_nothing_beside_the_file_and_nothing_at_all_to_look_only(
    path: Path, own_home: Path
) -> None:
    before = path.stat()
    store = Store(path, read_only=True)
    store.open()
    store.recorder.flush()
    store.close()
    assert not (own_home / "xdg_state_home").exists()
    store = opened(path)
    store.close()
    assert not (own_home / "xdg_state_home").exists(), "a command that changed nothing"
    store = opened(path)
    store.recorder.flush()
    assert kept(store) == [TASKS.encode()]
    assert [entry.name for entry in path.parent.iterdir()] == ["task.md"]
    assert (before.st_ino, before.st_mtime_ns) == (path.stat().st_ino, path.stat().st_mtime_ns)
    store = opened(path)
    store.recorder.flush()
    assert len(store.versions.all()) == 1, "an unchanged file is no new version"


def test_the_bounds_hold_and_the_newest_stay(tmp_path: Path) -> None:
    now = time.time()
    versions = Versions(str(tmp_path / "a"), Bounds(versions=10))
    for number in range(100):
        versions.add([(now + number / 100, b"%d" % number)], "me")
    assert 10 <= len(versions.all()) <= 30
    assert versions.content(versions.all()[-1].digest) == b"99"
    versions = Versions(str(tmp_path / "b"), Bounds(days=1))
    for number in range(10):
        versions.add([(now - 86400 * (10 - number), b"%d" % number)], "me")
    assert len(versions.all()) == 2
    versions = Versions(str(tmp_path / "c"), Bounds(megabytes=0.5))
    for number in range(30):
        versions.add([(now + number / 100, os.urandom(100_000))], "me")
    assert 2 <= len(versions.all()) <= 5


def test_the_user_sets_the_bounds_or_switches_it_off(path: Path, own_home: Path) -> None:
    settings = own_home / "xdg_config_home" / "archie-board" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[history]\nversions = 0\n")
    store = opened(path)
    assert isinstance(store.submit(SetStatus("BE-011", "blocked")), Applied)
    store.recorder.flush()
    assert kept(store) == []
    assert store.recorder.problem == "switched off in the settings"
    settings.write_text("[history]\nversions = 30\ndays = 2\nmegabytes = 3\n")
    assert opened(path).versions.bounds == Bounds(30, 2, 3)


@pytest.mark.parametrize(
    "harm",
    [
        lambda log: log.unlink(),
        lambda log: log.write_bytes(b"\xff" * 10_000 + b"\n{\n[" + b"[" * 100_000),
        lambda log: log.write_bytes(b'{"kind":"version","at":"x","digest":3,"seen_by":[]}\n' * 9),
        lambda log: log.write_bytes(log.read_bytes()[:-40]),
        lambda log: os.truncate(log, 50_000_000),
        lambda log: [p.write_bytes(b"x") for p in log.parent.iterdir() if len(p.name) == 64],
        lambda log: [p.unlink() for p in log.parent.iterdir() if len(p.name) == 64],
        lambda log: (log.unlink(), log.mkdir()),
    ],
)
def test_a_damaged_history_is_in_nobodys_way(path: Path, harm: object) -> None:
    store = opened(path)
    for status in ("in_progress", "blocked", "completed"):
        assert isinstance(store.submit(SetStatus("BE-011", status)), Applied)
    store.recorder.flush()
    assert callable(harm)
    harm(Path(store.versions.folder) / "log.jsonl")
    store = opened(path)
    store.recover()
    assert isinstance(store.submit(SetStatus("BE-011", "pending")), Applied)
    moments = list(store.past.moments())
    assert all(isinstance(m.changes, tuple) for m in moments)
    assert path.read_bytes() == TASKS.encode()


def test_without_a_state_folder_there_is_no_history_and_it_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/nowhere")
    store = opened(path)
    assert isinstance(store.submit(SetStatus("BE-011", "blocked")), Applied)
    assert list(store.past.moments()) == []
    assert "directory" in store.recorder.problem
    store.close()


WRITER = """
import sys
from pathlib import Path
from archie_board.model.operations import SetField
from archie_board.model.live.store import Store
store = Store(Path(sys.argv[1])); store.open()
for n in range(12):
    print(store.submit(SetField(sys.argv[2], "Technical notes", f"{sys.argv[2]} {n}")))
    store.reload(); store.recorder.flush()
store.close()
"""


def test_boards_that_write_at_once_share_one_history(path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(path)]
    running = [
        subprocess.Popen([*command, key], stdout=subprocess.DEVNULL) for key in ("BE-010", "BE-011")
    ]
    assert [process.wait(PATIENCE) for process in running] == [0, 0]
    store = opened(path)
    documents = [parse(raw) for raw in kept(store) if raw is not None]
    assert len(documents) == len(store.versions.all())
    for key in ("BE-010", "BE-011"):
        notes = [d.task(key).text("technical notes") for d in documents]  # type: ignore[union-attr]
        seen = list(dict.fromkeys(note for note in notes if note))
        assert seen == [f"{key} {n}" for n in range(12)], "each edit, in the order made"
    mine = [m for m in store.past.moments() if m.is_mine]
    assert len(mine) == 24
    assert Past(store.versions).document(store.versions.all()[-1].digest) is not None
