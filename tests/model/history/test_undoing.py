"""Undo over restarts: each session is a process of its own, on one file and one journal."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

from archie_board.model import operations
from archie_board.model.live.store import Applied, Failed, Store
from archie_board.model.operations import Conflict

from ...patience import PATIENCE
from .conftest import TASKS

SESSION = """
import sys
from pathlib import Path
from archie_board.model.operations import *
from archie_board.model.live.store import Applied, Store
store = Store(Path(sys.argv[1])); store.open(); store.recover(); store.remember()
for call in sys.argv[2:]:
    made = eval(call)
    result = made() if callable(made) else store.submit(made)
    assert isinstance(result, Applied), result
store.close()
"""
EDITS = (
    'SetStatus("BE-011", "in_progress")',
    'CheckCriterion("BE-010", CriterionRef("One"))',
    'AddTask("Passkeys", "BE-010+", "2026-01-15 10:30", criteria=("Works",))',
    'DeleteTask("BE-011")',
    'SetField("BE-010", "Technical notes", "- Argon2id\\n- Redis")',
)


def session(path: Path, *calls: str) -> bytes:
    """A board that is opened, does something, and is closed; the file after it."""
    subprocess.run([sys.executable, "-c", SESSION, str(path), *calls], check=True, timeout=PATIENCE)
    return path.read_bytes()


def opened(path: Path) -> Store:
    store = Store(path)
    store.open()
    store.recover()
    store.remember()
    return store


def test_no_operation_hides_its_kind_from_the_journal() -> None:
    for name in operations._KINDS:
        fields = dataclasses.fields(getattr(operations, name))
        assert "kind" not in {field.name for field in fields}, name


def test_each_edit_of_earlier_sessions_is_taken_back_byte_for_byte(path: Path) -> None:
    states = [path.read_bytes(), *(session(path, edit) for edit in EDITS)]
    store = opened(path)
    assert store.undo_label == "BE-010: Technical notes = - Argon2id - Redis"
    for state in reversed(states[:-1]):
        assert isinstance(store.undo(), Applied)
        assert path.read_bytes() == state
    assert store.undo_label is None
    for state in states[1:]:
        assert isinstance(store.redo(), Applied)
        assert path.read_bytes() == state
    assert store.redo_label is None


def test_what_was_taken_back_stays_so_and_can_be_done_again(path: Path) -> None:
    states = [path.read_bytes(), *(session(path, edit) for edit in EDITS[:3])]
    assert session(path, "store.undo", "store.undo") == states[1]
    assert session(path, "store.undo") == states[0]
    assert session(path, "store.redo", "store.redo") == states[2]
    assert session(path, "store.undo") == states[1]
    store = opened(path)
    assert store.undo_label == "BE-011: status = in progress"
    assert store.redo_label is not None
    session(path, EDITS[4])
    assert opened(path).redo_label is None, "a new edit ends what can be done again"


def test_what_others_changed_since_is_refused_with_the_reason(path: Path) -> None:
    session(path, EDITS[0], EDITS[1])
    store = opened(path)
    path.write_bytes(path.read_bytes().replace(b"[x] One", b"[x] One, twice"))
    refused = store.undo()
    assert isinstance(refused, Conflict)
    assert "the lines were changed since" in refused.reason
    assert isinstance(store.undo(), Applied), "the edit before it can still be taken back"
    assert path.read_bytes() == TASKS.replace("[ ] One", "[x] One, twice").encode()


def test_it_reaches_around_what_others_wrote_beside_it(path: Path) -> None:
    session(path, EDITS[0])
    path.write_bytes(path.read_bytes().replace(b"# Ferry", b"# Ferry\n\nOur plan."))
    session(path, EDITS[1])
    store = opened(path)
    assert isinstance(store.undo(), Applied)
    assert isinstance(store.undo(), Applied)
    assert path.read_bytes() == TASKS.replace("# Ferry", "# Ferry\n\nOur plan.").encode()


def test_a_board_that_still_runs_keeps_its_edits_to_itself(path: Path) -> None:
    store = opened(path)
    from archie_board.model.operations import SetStatus

    assert isinstance(store.submit(SetStatus("BE-011", "blocked")), Applied)
    assert store.undo_label is not None
    out = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from archie_board.model.live.store import Store;"
            "s = Store(Path(sys.argv[1])); s.open(); s.remember(); print(s.undo_label)",
            str(path),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout.strip() == "None"


def test_a_journal_of_nonsense_leaves_nothing_to_undo(path: Path) -> None:
    session(path, EDITS[0], EDITS[1])
    store = opened(path)
    journal = Path(store.versions.folder).parent / "journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text().split("\n") if line]
    for line in lines:
        line["payload"] = [] if line["kind"] == "done" else {"kind": "SetStatus", "task": 3}
        line["base"] = line["summary"] = {}
    journal.write_text("\n".join(map(json.dumps, lines)) + "\n\xff[[[\n")
    store = opened(path)
    refused = store.undo()
    assert isinstance(refused, Failed)
    assert "not kept any more" in refused.reason
    assert b"in_progress" in path.read_bytes()


def test_a_version_that_is_gone_is_said_to_be(path: Path) -> None:
    session(path, EDITS[0])
    store = opened(path)
    for folder in ("snap", "versions"):
        for content in (Path(store.versions.folder).parent / folder).iterdir():
            content.unlink()
    refused = store.undo()
    assert isinstance(refused, Failed)
    assert "not kept any more" in refused.reason
    assert isinstance(store.undo(), Failed)
