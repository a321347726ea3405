"""Bringing back: what was written is shown as of any moment, and restored byte for byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from archie_board.model.document import Document, parse, reparse
from archie_board.model.history.changes import between
from archie_board.model.history.compare import compare
from archie_board.model.history.past import Past
from archie_board.model.history.restoring import one, whole
from archie_board.model.history.versions import Versions
from archie_board.model.live.planning import written
from archie_board.model.operations import Operation, Planned, Refused, Revert
from archie_board.model.source import splice
from hypothesis import assume, given
from hypothesis import strategies as st

from ...draws import draws
from ..strategies import files

TITLES = st.sampled_from(["Sign in", "Log [/] out", "日本語", "a: b"])
STATUS = st.sampled_from(["pending", "in_progress", "completed", "blocked", "needs review"])
BOXES = st.lists(
    st.tuples(st.sampled_from(" x"), st.sampled_from(["One", "Two", "Three [x]", "Vier"])),
    max_size=4,
    unique_by=lambda box: box[1],
)
FIELDS = st.dictionaries(
    st.sampled_from(["Estimated effort", "Technical notes", "Risk", "Assigned", "Dependencies"]),
    st.sampled_from(["M", "ana", "BE-002", "two\n  lines", "a | b"]),
    max_size=3,
)


@st.composite
def tasks(draw: st.DrawFn, ids: tuple[str, ...]) -> str:
    """A file with these tasks, as a careful author writes them."""
    parts = ["# Ferry\n\nOur plan.\n"]
    for task_id in ids:
        lines = [f"### {task_id} | Backend | High | @ana", f"- **Title**: {draw(TITLES)}"]
        lines.append(f"- **Status**: {draw(STATUS)}")
        lines += [f"- **{name}**: {value}" for name, value in draw(FIELDS).items()]
        boxes = draw(BOXES)
        if boxes:
            lines += ["- **Acceptance Criteria**:", *(f"  - [{m}] {t}" for m, t in boxes)]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


IDS = ("BE-001", "BE-002", "BE-010")


def carried_out(operation: Operation, document: Document) -> tuple[Document, Revert] | None:
    planned = operation.plan(document)
    if not isinstance(planned, Planned):
        return None
    raw = written(document, planned)
    assert isinstance(raw, bytes), raw
    return reparse(document, raw), Revert.of(document, planned)


def undone(after: Document, back: Revert) -> bytes:
    planned = back.plan(after)
    assert isinstance(planned, Planned), planned
    return after.source.write(splice(after.data, planned.patches))


@given(st.data())
def test_a_whole_task_comes_back_and_undo_is_identity(data: st.DataObject) -> None:
    present = st.lists(st.sampled_from(IDS), unique=True, min_size=1).map(sorted).map(tuple)
    newline = data.draw(st.sampled_from(["\n", "\r\n"]))
    then = parse(data.draw(present.flatmap(tasks)).replace("\n", newline).encode())
    now = parse(data.draw(present.flatmap(tasks)).replace("\n", newline).encode())
    for key in IDS:
        operation = whole(key, then, now)
        was = then.task(key)
        if operation is None:
            assert not between(was, now.task(key))
            continue
        done = carried_out(operation, now)
        assert done is not None, operation
        after, back = done
        found = after.task(key)
        if was is None:
            assert found is None
        else:
            assert found is not None
            assert after.source_of(found).rstrip() == then.source_of(was).rstrip()
        for other in now.tasks:
            if other.key != key:
                same = after.task(other.key)
                assert same is not None
                assert after.source_of(same).rstrip() == now.source_of(other).rstrip()
        assert undone(after, back) == now.raw


@given(tasks(("BE-001", "BE-010")), tasks(("BE-001", "BE-010")))
def test_each_change_comes_back_alone_and_undo_is_identity(old: str, new: str) -> None:
    then, now = parse(old.encode()), parse(new.encode())
    was, is_now = then.task("BE-010"), now.task("BE-010")
    for change in between(was, is_now):
        operation = one("BE-010", change, then, now)
        if operation is None:
            continue
        try:
            done = carried_out(operation, now)
        except Refused:
            assert "|" in repr(operation), "only what an author may write and an edit may not"
            continue
        assert done is not None, operation
        after, back = done
        left = between(was, after.task("BE-010"))
        assert change not in left or change.field == "criteria", operation
        assert undone(after, back) == now.raw


@draws(60)
@given(files(), files())
def test_odd_files_are_restored_or_left_alone(old: bytes, new: bytes) -> None:
    try:
        then, now = parse(old), parse(new)
    except ValueError:
        assume(False)
    for key in {task.key for task in (*then.tasks, *now.tasks)}:
        operation = whole(key, then, now)
        if operation is None:
            continue
        try:
            planned = operation.plan(now)
        except ValueError:
            continue
        if not isinstance(planned, Planned):
            continue
        raw = written(now, planned)
        if isinstance(raw, bytes):
            back = Revert.of(now, planned).plan(reparse(now, raw))
            if isinstance(back, Planned):
                after = reparse(now, raw)
                assert after.source.write(splice(after.data, back.patches)) == now.raw


@given(st.lists(tasks(("BE-001", "BE-010")), min_size=1, max_size=12))
def test_the_file_as_of_a_moment_is_what_was_written_then(states: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        versions = Versions(str(Path(folder, "versions")))
        import time

        start = time.time() - 1000
        for number, state in enumerate(states):
            versions.add([(start + 10 * number, state.encode())], "me")
        past = Past(versions)
        for number, state in reversed(list(enumerate(states))):
            found = past.at(start + 10 * number + 5)
            assert found is not None
            assert found.raw == state.encode()
        told = [change for moment in past.moments() for change in moment.changes]
        assert bool(told) <= (len(set(states)) > 1)
        for key in ("BE-001", "BE-010"):
            texts = [parse(s.encode()) for s in states]
            sources = [d.source_of(t) for d in texts if (t := d.task(key)) is not None]
            told_states = [s.document.source_of(s.task) for s in past.states(key) if s.task]
            distinct = [t for n, t in enumerate(sources) if n == 0 or sources[n - 1] != t]
            assert list(reversed(told_states)) == distinct


@given(
    st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12)
)
def test_a_comparison_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    lines = compare("\n".join(old), "\n".join(new))
    gone = [line.text for line in lines if line.kind == "gone"]
    come = [line.text for line in lines if line.kind == "come"]
    assert sorted([*old, *come]) == sorted([*new, *gone])
    assert bool(lines) == (old != new)
