"""A card says what matters in the room that it has."""

from __future__ import annotations

import pytest
from archie_board.model.board.dependencies import links_of
from archie_board.model.document import parse
from archie_board.tui.content import width
from archie_board.tui.glyphs import GLYPHS_ASCII, GLYPHS_UNICODE
from archie_board.tui.widgets.card import Facts, Shape, card_lines, facts_of, shape_for
from hypothesis import given
from hypothesis import strategies as st

FACTS = Facts(
    id="BE-010",
    title="Implement JWT authentication",
    finished=False,
    priority="high",
    effort="M",
    done=2,
    total=5,
    kind="waiting",
    reason="ARCH-001 +1",
    assignee="backend-specialist",
    updated=False,
    duplicate="",
)


def shown(facts: Facts, cells: int, shape: Shape | None = None) -> list[str]:
    lines = card_lines(facts, cells, shape or shape_for(cells), GLYPHS_UNICODE)
    return ["".join(piece.text for piece in line).rstrip() for line in lines]


def roles(facts: Facts, cells: int) -> set[str]:
    lines = card_lines(facts, cells, shape_for(cells), GLYPHS_UNICODE)
    return {piece.role for line in lines for piece in line}


def test_a_card_has_as_many_lines_as_its_shape() -> None:
    assert [shape_for(c).value for c in (16, 33, 34, 63, 64, 200)] == [3, 3, 2, 2, 1, 1]
    assert shown(FACTS, 22) == ["BE-010 Implement JWT", "authentication", "△ M 2/5 ◌ ARCH-001 +1"]
    assert shown(FACTS, 40) == [
        "BE-010 Implement JWT authentication",
        "△ M 2/5 ◌ ARCH-001 +1 backend-specialist",
    ]
    (line,) = shown(FACTS, 100)
    assert line.startswith("BE-010 Implement JWT authentication ")
    assert "△ M" in line
    assert line.endswith("backend-specialist")


def test_a_short_title_leaves_the_last_line_free() -> None:
    assert shown(FACTS._replace(title="Short"), 22)[1:] == ["△ M 2/5 ◌ ARCH-001 +1", ""]


def test_the_assignee_goes_first_then_the_reason() -> None:
    ready = FACTS._replace(kind="ready", reason="")
    assert shown(ready, 30, Shape.NARROW)[2] == "△ M 2/5 ● ready backend-speci…"
    assert shown(ready, 18)[2] == "△ M 2/5 ● ready"
    assert shown(ready, 13)[2] == "△ M 2/5 ●"
    assert shown(FACTS, 17)[2] == "△ M 2/5 ◌ ARCH-0…"
    assert shown(FACTS, 13)[2] == "△ M 2/5 ◌"


def test_states_are_told_by_signs_of_their_own() -> None:
    for glyphs in (GLYPHS_UNICODE, GLYPHS_ASCII):
        for signs in (glyphs.statuses, glyphs.standings, glyphs.priorities):
            assert len(set(signs.values())) == len(signs)
            assert all(width(sign) == 1 for sign in signs.values())
    assert all(sign.isascii() for sign in GLYPHS_ASCII.statuses.values())


def test_what_is_done_steps_back() -> None:
    finished = FACTS._replace(finished=True, kind="none", reason="", done=5)
    assert roles(finished, 22) == {"id-done", "done", "meta", "", "assignee"}
    assert "criteria-done" in roles(FACTS._replace(done=5), 22)


def test_badges() -> None:
    assert shown(FACTS._replace(updated=True), 22)[0].startswith("BE-010↻ ")
    assert shown(FACTS._replace(duplicate="#2"), 22)[0].startswith("BE-010#2 ")


def test_facts_come_from_the_file_and_are_safe() -> None:
    text = (
        "### BE-001 | Backend | High | @dba\n- **Title**: [/] \x1b[2J x\n"
        "- **Dependencies**: BE-9, X-1\n- **Acceptance Criteria**:\n  - [x] a\n  - [ ] b\n"
        "### BE-002 | Backend | Low\n- **Status**: blocked\n- **Blocker**: no docs\n"
    )
    document = parse(text.encode())
    links = links_of(document.tasks)
    first, second = (facts_of(task, links.standing(task)) for task in document.tasks)
    assert (first.title, first.kind, first.reason) == ("[/] ␛[2J x", "waiting", "BE-9 +1")
    assert (first.done, first.total, first.assignee) == (1, 2, "dba")
    assert (second.title, second.kind, second.reason) == ("(no title)", "blocked", "no docs")


@pytest.mark.parametrize("shape", list(Shape))
@given(
    st.integers(12, 120),
    st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cf"]), max_size=60),
    st.sampled_from(["none", "ready", "waiting", "blocked"]),
    st.text("abcé日", max_size=30),
)
def test_every_line_is_exactly_as_wide_as_the_column(
    shape: Shape, cells: int, text: str, kind: str, reason: str
) -> None:
    facts = FACTS._replace(title=text, kind=kind, reason=reason, id=reason or "A-1", assignee=text)
    for line in card_lines(facts, cells, shape, GLYPHS_UNICODE):
        assert sum(width(piece.text) for piece in line) == cells
