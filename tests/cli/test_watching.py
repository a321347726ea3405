"""`watch`: every change in order, none invented, for any reader, however the file is written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from archie_board.model.document import parse
from archie_board.model.task import Task

from ..patience import PATIENCE
from .conftest import PROGRAM, TASKS, Run

EVENT = ["at", "task", "kind", "field", "old", "new"]

WRITER = """\
import os, random, re, sys
path, seed = sys.argv[1], int(sys.argv[2])
choose = random.Random(seed)
for step in range(200):
    text = open(path, encoding="utf-8").read()
    parts = re.split(r"(?=^### )", text, flags=re.M)
    kind = choose.choice(["status", "priority", "tick", "add", "remove", "field"])
    place = choose.randrange(1, len(parts))
    if kind == "add":
        parts.insert(place, f"### BE-{100 + step} | Backend | Low\\n- **Title**: New {step}\\n"
                     f"- **Status**: pending\\n- **Acceptance Criteria**:\\n  - [ ] One\\n\\n")
    elif kind == "remove" and len(parts) > 6:
        del parts[place]
    elif kind == "status":
        word = choose.choice(["pending", "in_progress", "blocked", "completed", "approved"])
        parts[place] = re.sub(r"(Status\\*\\*: ).*", r"\\g<1>" + word, parts[place])
    elif kind == "priority":
        parts[place] = re.sub("Low|High", choose.choice(["Low", "High"]), parts[place], count=1)
    elif kind == "tick":
        parts[place] = re.sub(r"\\[.\\]", choose.choice(["[x]", "[ ]"]), parts[place], count=1)
    else:
        parts[place] = parts[place].rstrip("\\n") + f"\\n- **Note {step}**: {step}\\n\\n"
    if step == 199:
        parts.append("### END-001 | Testing\\n- **Title**: End\\n")
    text = "".join(parts)
    if choose.random() < 0.5:
        with open(path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + ".new", path)
    else:
        with open(path, "w", encoding="utf-8") as file:
            for start in range(0, len(text), 700):
                file.write(text[start : start + 700])
                file.flush()
"""


def board(count: int) -> str:
    return TASKS + "".join(
        f"\n### FE-{n:03} | Frontend | Low\n- **Title**: Page {n}\n- **Status**: pending\n"
        "- **Acceptance Criteria**:\n  - [ ] Shows\n"
        for n in range(1, count)
    )


@contextmanager
def watching(path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command, from when it watches on; ended by an interrupt at the latest."""
    process = subprocess.Popen(
        [PROGRAM, "watch", *arguments],
        cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert process.stderr.readline().startswith("archie-board: watching task.md")
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.close()
        assert process.wait(PATIENCE) in (0, 130)
        told = process.stderr.read()
        process.stderr.close()
    assert "Traceback" not in told


def content(task: Task) -> dict[str, Any]:
    """What events can tell of a task."""
    told: dict[str, Any] = {
        "title": task.title,
        "status": task.status,
        "priority": task.priority_text,
        "assignee": task.assignee,
        "effort": task.effort,
        "area": task.area,
        "dependencies": ", ".join(task.dependencies),
        "boxes": sorted(f"[{c.mark}] {c.text}" for c in task.criteria),
    }
    own = ("title", "status", "priority", "assignee", "effort", "dependencies", "criteria")
    told |= {f.name: f.text for f in task.fields if f.key not in own}
    return {name: value for name, value in told.items() if value}


def contents(raw: bytes) -> dict[str, dict[str, Any]]:
    return {task.key: content(task) for task in parse(raw).tasks}


def apply(tasks: dict[str, dict[str, Any]], event: dict[str, Any]) -> None:
    """One event on what is known; asserts that it fits there."""
    key, field, old, new = event["task"], event["field"], event["old"], event["new"]
    if event["kind"] == "added":
        assert key not in tasks
        tasks[key] = {"title": new}
    elif event["kind"] == "removed":
        assert tasks.pop(key)["title"] == old
    elif field == "criterion":
        boxes = tasks[key].setdefault("boxes", [])
        if old is not None:
            boxes.remove(old)
        tasks[key]["boxes"] = sorted([*boxes, *([new] if new is not None else [])])
        if not tasks[key]["boxes"]:
            del tasks[key]["boxes"]
    elif field not in ("text", "criteria", "sections"):
        assert tasks[key].get(field) == old, event
        tasks[key] |= {field: new}
        if new is None:
            del tasks[key][field]


@pytest.mark.parametrize("seed", [1, 2])
def test_events_replayed_on_the_first_document_give_the_last(task_file: Path, seed: int) -> None:
    task_file.write_text(board(12))
    known = contents(task_file.read_bytes())
    with watching(task_file, "--json") as watch:
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(task_file), str(seed)])
        assert watch.stdout is not None
        count = 0
        for line in watch.stdout:
            event = json.loads(line)
            assert list(event) == EVENT
            assert event["kind"] != "changed" or event["old"] != event["new"] or event["field"]
            apply(known, event)
            count += 1
            if "END-001" in known and known == contents(task_file.read_bytes()):
                break
        assert writer.wait(PATIENCE) == 0
    assert count > 20
    assert known == contents(task_file.read_bytes())


def test_a_slow_reader_gets_one_step_and_blocks_nobody(task_file: Path) -> None:
    """More than a pipe holds is written while nobody reads; what is read then is not all of it."""
    many = "".join(f"### FE-{n:03} | Frontend\n- **Title**: {'x' * 400}\n" for n in range(1, 300))
    first = many
    task_file.write_text(first)
    known = contents(first.encode())
    with watching(task_file, "--json") as watch:
        assert watch.stdout is not None
        for step in range(30):
            task_file.write_text(many.replace("x" * 10, f"{step:010}"))
        last = many.replace("xxx", "end") + "### END-001 | End\n- **Title**: End\n"
        (task_file.parent / "new").write_text(last)
        (task_file.parent / "new").replace(task_file)
        count = 0
        for line in watch.stdout:
            apply(known, json.loads(line))
            count += 1
            if "END-001" in known and known == contents(last.encode()):
                break
    assert count < 30 * 299 / 2, "steps were joined"


def test_the_programs_own_edits_are_told_for_eyes(run: Run, task_file: Path) -> None:
    with watching(task_file) as watch:
        assert watch.stdout is not None
        assert run("status", "BE-011", "in_progress").returncode == 0
        assert watch.stdout.readline()[9:] == "BE-011 pending -> in_progress\n"
        assert run("add", "Esc \x1b[31m", "--category", "auth").returncode == 0
        assert watch.stdout.readline()[9:] == "BE-012 added: Esc ␛[31m\n"


def test_a_file_that_goes_and_comes_back_is_waited_for(task_file: Path) -> None:
    with watching(task_file, "--json") as watch:
        assert watch.stdout is not None
        assert watch.stderr is not None
        task_file.unlink()
        assert "note: task.md does not exist" in watch.stderr.readline()
        task_file.write_text(TASKS.replace("High", "Low"))
        events = [json.loads(watch.stdout.readline()) for _ in range(2)]
        assert [(e["task"], e["field"], e["new"]) for e in events] == [
            ("ARCH-001", "priority", "Low"),
            ("BE-001", "priority", "Low"),
        ]


def test_a_file_emptied_for_good_is_told_in_the_end(task_file: Path) -> None:
    with watching(task_file, "--json") as watch:
        assert watch.stdout is not None
        task_file.write_text("")
        events = [json.loads(watch.stdout.readline()) for _ in range(4)]
        assert {event["kind"] for event in events} == {"removed"}


@pytest.mark.parametrize(
    ("end", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (None, 0)]
)
def test_how_it_ends(task_file: Path, end: signal.Signals | None, code: int) -> None:
    """By a signal, or when its reader goes, even if nothing changes any more."""
    process = subprocess.Popen(
        [PROGRAM, "watch"],
        cwd=task_file.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stderr.readline()
    if end is None:
        process.stdout.close()
    else:
        process.send_signal(end)
    assert process.wait(PATIENCE) == code
    assert process.stderr.read() == ""
    assert {p.name for p in task_file.parent.iterdir()} == {".git", "task.md"}


def test_what_cannot_be_watched(run: Run, tmp_path: Path) -> None:
    assert run("watch", "--file", "gone.md").returncode == 4
    assert run("watch", "--file", str(tmp_path)).returncode == 4
