"""Merging under random edits of both sides: nothing is lost, nothing is invented."""

from __future__ import annotations

from collections import Counter

from archie_board.model.document import Document, parse
from archie_board.model.merging import merge_files
from archie_board.model.merging.identity import end_of
from archie_board.model.task import Task
from hypothesis import assume, given
from hypothesis import strategies as st

from ..draws import draws
from . import foreign
from .edits import FIELDS, applied, by_hand, operated
from .strategies import MARKS, TEXTS, files

Trio = tuple[bytes, bytes, bytes]


@st.composite
def trios(draw: st.DrawFn) -> Trio:
    """A file and what two sides made of it."""
    base = draw(st.one_of(files(), files(), foreign.files()))
    edits = st.one_of(operated(base), by_hand(base))
    return base, draw(edits), draw(edits)


def words(data: bytes) -> Counter[bytes]:
    """What a reader would miss: the lines' texts, without blanks."""
    lines = (line.strip(b"\xef\xbb\xbf \t\r\n") for line in data.splitlines())
    return Counter(line for line in lines if line)


def told(task: Task) -> tuple[object, ...]:
    return (
        task.title,
        task.status,
        task.priority_text,
        task.assignee,
        sorted((c.text, c.mark) for c in task.criteria),
        sorted((f.key, f.text) for f in task.fields if f.key != "criteria"),
    )


@given(trios())
@draws(60)
def test_a_side_that_changed_nothing_changes_nothing(trio: Trio) -> None:
    base, ours, _ = trio
    assert merge_files(base, ours, base).data == ours
    assert merge_files(base, base, ours).data == ours
    assert merge_files(base, ours, ours).data == ours


@given(trios())
@draws(200)
def test_no_line_is_lost(trio: Trio) -> None:
    base, ours, theirs = trio
    merged = merge_files(base, ours, theirs)
    old, left, right = words(base), words(ours), words(theirs)
    ids = [new for pair in merged.renumbered for new in pair]
    wanted = (left - old) + (right - old) + (old - ((old - left) + (old - right)))
    missing = {
        line
        for line in wanted.keys() - words(merged.data).keys()
        if not line.startswith((b"#", b"|", b"- [", b"* [", b"+ ["))
        and not any(one.encode() in line.upper() for one in ids)
    }
    assert not missing


@given(trios())
@draws(150)
def test_a_clean_merge_is_read_as_both_were(trio: Trio) -> None:
    base, ours, theirs = trio
    merged = merge_files(base, ours, theirs)
    assume(not merged.conflicts)
    old, left, right = (Counter(t.id for t in parse(one).tasks) for one in trio)
    new = dict(merged.renumbered)
    added = (left - old) + (right - old)
    kept = {task_id for task_id in old if left[task_id] and right[task_id]}
    have = {task.id.casefold() for task in parse(merged.data).tasks}
    for task_id in {*added, *kept}:
        assert task_id.casefold() in have or new.get(task_id, "").casefold() in have


@given(trios())
@draws(150)
def test_the_sides_can_be_exchanged(trio: Trio) -> None:
    base, ours, theirs = trio
    one, other = merge_files(base, ours, theirs), merge_files(base, theirs, ours)
    assume(not one.renumbered and not other.renumbered)
    assert bool(one.conflicts) == bool(other.conflicts)
    if not one.conflicts:
        assert words(one.data).keys() == words(other.data).keys()


@st.composite
def orderly(draw: st.DrawFn) -> bytes:
    """A file in which each ID and criterion stands once."""
    parts = ["# Board", ""]
    for task_id in ("BE-001", "BE-010", "ARCH-002"):
        boxes = [f"  - [{draw(MARKS)}] {n} {draw(TEXTS)}" for n in range(draw(st.integers(0, 3)))]
        parts += [
            f"### {task_id} | Backend | Medium | @ana",
            f"- **Title**: {draw(TEXTS)}",
            "- **Status**: pending",
            f"- **Description**: {draw(TEXTS)}",
            "- **Acceptance Criteria**:",
            *boxes,
            "- **Comments**:",
            "  - 2024-01-16 14:35 @ana: begun",
            "",
        ]
    return draw(st.sampled_from(["\n", "\r\n"])).join(parts).encode()


@given(orderly(), st.data())
@draws(100)
def test_edits_of_different_fields_merge_as_if_made_one_after_the_other(
    base: bytes, data: st.DataObject
) -> None:
    keys = [task.key for task in parse(base).tasks]
    places = [(key, at) for key in keys for at in range(len(FIELDS))]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True, max_size=6))
    split = data.draw(st.integers(0, len(chosen)))
    text = data.draw(TEXTS)

    def edited(start: bytes, edits: list[tuple[str, int]]) -> bytes:
        for key, at in edits:
            task = parse(start).task(key)
            assert task is not None
            start = applied(start, FIELDS[at](task, text))
        return start

    ours, theirs = edited(base, chosen[:split]), edited(base, chosen[split:])
    merged = merge_files(base, ours, theirs)
    assert not merged.conflicts
    both = edited(ours, chosen[split:])
    assert _all(parse(merged.data)) == _all(parse(both))


def _all(document: Document) -> dict[str, object]:
    return {task.key: told(task) for task in document.tasks}


@given(st.one_of(files(), foreign.files()))
@draws(200)
def test_where_a_section_ends_is_known_without_reading_it(data: bytes) -> None:
    for part in parse(data).sections:
        if part.id is not None:
            assert end_of(part) == part.reading.end, part.data
