"""Questions, alarms and looks as records: over restarts, in several boards, and when damaged."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archie_board.model.attention.alarms import Alarm
from archie_board.model.attention.bell import Bell
from archie_board.model.attention.looked import Looked
from archie_board.model.attention.questions import question_of
from archie_board.model.attention.tray import Tray
from archie_board.model.document import parse
from archie_board.model.operations import Conflict, SetField

FILE = b"### BE-010 | Backend\n- **Title**: Sign \xff in\n- **Status**: pending\n"
WISH = SetField("BE-010", "description", "mine \udcff\n\u2028 text", expect="base")
CONFLICT = Conflict("it says something else now", "BE-010", "theirs", "mine", "base", "prose")
QUESTION = question_of(WISH, CONFLICT, [parse(FILE)])
ALARM = Alarm("task gone", "BE-010", "BE-010 vanished", "text \udcff", title="Sign in")


def test_a_question_survives_word_for_word_and_is_private(tmp_path: Path) -> None:
    Tray(tmp_path / "s").ask(QUESTION)
    assert Tray(tmp_path / "s").all() == (QUESTION,)
    assert QUESTION.operations() == (WISH,)
    record = tmp_path / "s" / "tray" / f"{QUESTION.id}.json"
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700
    assert list(record.parent.iterdir()) == [record]


def test_answered_in_one_board_is_gone_in_the_other(tmp_path: Path) -> None:
    one, other = Tray(tmp_path), Tray(tmp_path)
    before = other.stamp()
    one.ask(QUESTION)
    assert other.stamp() != before
    assert other.drop(QUESTION.id)
    assert one.all() == ()
    assert not one.drop(QUESTION.id)


def test_the_same_wish_refused_again_is_the_same_question(tmp_path: Path) -> None:
    tray = Tray(tmp_path)
    tray.ask(QUESTION)
    tray.ask(question_of(WISH, CONFLICT, [parse(FILE)]))
    assert tray.count() == 1
    tray.ask(question_of(SetField("BE-010", "description", "other"), CONFLICT, []))
    assert tray.count() == 2


DAMAGED = {
    "empty": b"",
    "torn": b'{"version":1,"id":"',
    "no object": b"[1, 2]",
    "deep": b"[" * 100_000,
    "other fields": b'{"version":1,"id":"x","at":"yesterday"}',
    "unknown wish": json.dumps(
        {"version": 1, "id": "x", "at": 1.0, "kind": "prose", "wishes": [{"kind": "Rm"}]}
    ).encode(),
    "other things in lists": json.dumps(
        {"version": 1, "id": "x", "at": 1.0, "kind": "shrank", "task": "", "text": ""}
        | {"reason": "", "wishes": ["SetStatus"], "tasks": [["BE-1", "text", "ARCH-1"]]}
    ).encode(),
    "a later version": json.dumps(
        {"version": 2, "id": "x", "at": 1.0, "kind": "shrank", "task": "", "text": ""}
    ).encode(),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_record_that_cannot_be_believed_is_left_alone(tmp_path: Path, damage: str) -> None:
    tray, bell, looked = Tray(tmp_path), Bell(tmp_path), Looked(tmp_path)
    tray.ask(QUESTION)
    bell.ring(ALARM)
    looked.see(FILE)
    bad = [tmp_path / "tray" / "x.json", tmp_path / "alarms" / "x.json"]
    for path in (*bad, tmp_path / "looked" / "last.json"):
        path.write_bytes(DAMAGED[damage])
    assert tray.all() == (QUESTION,)
    assert [rung.alarm for rung in bell.all()] == [ALARM]
    assert looked.last() is None
    assert all(path.exists() for path in bad)


def test_a_link_in_the_place_of_a_record_is_not_followed(tmp_path: Path) -> None:
    tray = Tray(tmp_path)
    tray.ask(QUESTION)
    record = tmp_path / "tray" / f"{QUESTION.id}.json"
    record.rename(tmp_path / "elsewhere")
    record.symlink_to(tmp_path / "elsewhere")
    assert tray.all() == ()


def test_without_a_state_folder_a_question_lives_as_long_as_the_program(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")
    tray, bell = Tray(tmp_path / "state"), Bell(tmp_path / "state")
    assert not tray.ask(QUESTION)
    assert tray.all() == (QUESTION,)
    assert tray.drop(QUESTION.id)
    assert tray.all() == ()
    assert bell.ring(ALARM)
    assert bell.count() == 1


def test_an_alarm_is_raised_once_and_stays_dismissed_for_a_while(tmp_path: Path) -> None:
    one, other = Bell(tmp_path), Bell(tmp_path)
    assert one.ring(ALARM)
    assert not other.ring(ALARM)
    rung = other.all()[0]
    assert rung.alarm == ALARM
    assert other.dismiss(rung.id)
    assert not one.ring(ALARM)
    grave = next((tmp_path / "alarms").glob("*.gone"))
    long_ago = time.time() - 3600
    os.utime(grave, (long_ago, long_ago))
    assert one.ring(ALARM)


def test_what_was_seen_is_told_byte_for_byte(tmp_path: Path) -> None:
    looked = Looked(tmp_path)
    assert looked.last() is None
    looked.see(FILE)
    looked.see(FILE + b"more")
    last = Looked(tmp_path).last()
    assert last is not None
    assert last.raw == FILE + b"more"
    assert abs(last.at - time.time()) < 60
    assert len(list((tmp_path / "looked").iterdir())) == 2
    content = next(p for p in (tmp_path / "looked").iterdir() if p.suffix != ".json")
    content.write_bytes(b"altered")
    assert looked.last() is None


def test_records_are_read_without_what_takes_long_to_import(tmp_path: Path) -> None:
    Tray(tmp_path).ask(QUESTION)
    Bell(tmp_path).ring(ALARM)
    Looked(tmp_path).see(FILE)
    code = (
        "import sys, pathlib; from archie_board.model.attention import bell, looked, tray;"
        "folder = pathlib.Path(sys.argv[1]); assert tray.Tray(folder).all();"
        "assert bell.Bell(folder).all() and looked.Looked(folder).last();"
        "assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], check=True)
