"""Criteria without number: what is left out changes nothing of what is read."""

from __future__ import annotations

from archie_board.model.dialects import native
from archie_board.model.dialects.shortening import MOST, restored, shortened
from archie_board.model.document import parse
from archie_board.model.operations.base import Planned
from archie_board.model.operations.criteria import CheckCriterion, RemoveCriterion
from archie_board.model.operations.criterion import CriterionRef
from archie_board.model.source import splice
from hypothesis import given
from hypothesis import strategies as st

from ..draws import draws

TASK = "### BE-001 | Backend\n- **Title**: Many\n- **Status**: pending\n"

BOXES = st.builds(
    lambda indent, marks: "".join(f"{indent}- [{mark}] c\n" for mark in marks),
    st.sampled_from(("  ", "  ", "", "    ")),
    st.lists(st.sampled_from(" x"), min_size=1, max_size=9),
)
OTHERS = st.sampled_from(
    (
        "- **Acceptance Criteria**:\n",
        "- **Technical notes**: some\n",
        "    more of it\n",
        "  text\n",
        "\n",
        "#### Below\n",
        "  1. [ ] counted\n",
        "```\n",
        "- **Status**: completed\n",
    )
)


@given(st.lists(st.one_of(BOXES, BOXES, OTHERS), max_size=12).map("".join))
@draws(1500)
def test_what_is_left_is_read_as_if_all_were_there(text: str) -> None:
    data = (TASK + "- **Acceptance Criteria**:\n" + text).encode()
    short, whole = shortened(data, 2), native.read(data)
    if short is None:
        return
    found = restored(native.read(short.data), short)
    if found is None:
        return
    assert [(f.key, f.block, f.value) for f in found.fields] == [
        (f.key, f.block, f.value) for f in whole.fields
    ]
    assert all(
        (a.key in ("criteria", "comments")) or a.text == b.text
        for a, b in zip(found.fields, whole.fields, strict=True)
    )
    places = {c.block: (c.text, c.box, c.body, c.mark) for c in whole.criteria}
    assert all(places[c.block] == (c.text, c.box, c.body, c.mark) for c in found.criteria)
    assert found.end == whole.end
    assert found.progress == whole.progress
    assert len(found.criteria) < len(whole.criteria)


def test_a_task_with_very_many_criteria_is_counted_whole_and_edited_in_place() -> None:
    boxes = "".join(f"  - [{'x' if n % 2 else ' '}] number {n}\n" for n in range(30_000))
    raw = f"{TASK}- **Acceptance Criteria**:\n{boxes}- **Priority**: High\n".encode()
    task = parse(raw).tasks[0]
    assert task.progress == (15_000, 30_000)
    assert task.sections[0].reading.progress == (15_000, 30_000)
    assert len(task.criteria) == MOST + 1
    assert task.priority == "high"
    for criterion in (task.criteria[0], task.criteria[MOST - 2], task.criteria[-1]):
        line = f"  - [{criterion.mark}] {criterion.text}\n".encode()
        reference = CriterionRef.to(task, criterion)
        ticked = CheckCriterion(task.key, reference, not criterion.done).plan(parse(raw))
        assert isinstance(ticked, Planned)
        mark = b"[ ]" if criterion.done else b"[x]"
        assert splice(raw, ticked.patches) == raw.replace(line, line[:4] + mark + line[7:])
        removed = RemoveCriterion(task.key, reference).plan(parse(raw))
        assert isinstance(removed, Planned)
        assert splice(raw, removed.patches) == raw.replace(line, b"")
