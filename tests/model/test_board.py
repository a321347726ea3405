"""The board as a projection: order, counts, grouping, and what stays the same object."""

from __future__ import annotations

import pytest
from archie_board.model.board.grouping import AXES
from archie_board.model.board.projection import SORTS, Board, View, project
from archie_board.model.board.query import QueryError
from archie_board.model.document import Document, parse, reparse
from archie_board.model.roles import BUILTIN
from archie_board.model.words import STATUSES
from hypothesis import given
from hypothesis import strategies as st


def section(task_id: str, status: str = "", cells: str = "Backend", **fields: str) -> str:
    lines = [f"### {task_id} | {cells}"]
    if status:
        lines.append(f"- **Status**: {status}")
    lines += [f"- **{name.capitalize()}**: {value}" for name, value in fields.items()]
    return "\n".join(lines) + "\n\n"


TEXT = "".join(
    (
        section("BE-020", "pending", "Backend | Low", title="b", created="2024-01-02", effort="XL"),
        section("BE-011", "pending", "Backend | High", title="a", dependencies="BE-099"),
        section("BE-001", "completed", "Backend | Critical", assigned="Zoe", effort="S"),
        section("TEST-001", "QA failed", "Testing", assigned="adam", created="2024-01-03"),
        section("BE-010", "pending", "Backend | P0", title="C", effort="m (2 days)"),
        section("ARCH-001", "approved", "Architecture | Medium"),
        section("BE-000", "", "Backend"),
        section("OPS-1", "🕓 Deferred", "Operations"),
    )
)
DOCUMENT = parse(TEXT.encode())


def show(**view: object) -> Board:
    return project(DOCUMENT, View(**view), BUILTIN)  # type: ignore[arg-type]


def ids(board: Board) -> list[str]:
    return [card.id for column in board.columns for card in column.cards]


def outline(board: Board) -> dict[str, dict[str, list[str]]]:
    return {
        column.key: {lane.key: [card.id for card in lane.cards] for lane in column.lanes}
        for column in board.columns
    }


def test_the_board_by_status_and_category() -> None:
    assert outline(show()) == {
        "pending": {"BE-010+": ["BE-011", "BE-010"], "BE-020+": ["BE-020"]},
        "in_progress": {},
        "blocked": {},
        "completed": {"BE-001+": ["BE-001"]},
        "approved": {"ARCH": ["ARCH-001"]},
        "qa_failed": {"TEST": ["TEST-001"]},
        "deferred": {"OPS": ["OPS-1"]},
        "no status": {"BE-000+": ["BE-000"]},
    }


def test_columns_carry_titles_and_unknown_statuses_their_own_word() -> None:
    assert [column.title for column in show().columns] == [
        "Pending",
        "In progress",
        "Blocked",
        "Completed",
        "Approved",
        "QA failed",
        "🕓 Deferred",
        "no status",
    ]


def test_status_columns_are_there_even_when_the_file_is_empty() -> None:
    board = project(parse(b""), View(), BUILTIN)
    assert tuple(column.key for column in board.columns) == STATUSES
    assert (board.total, board.shown) == (0, 0)


def test_counts() -> None:
    board = show(columns="prefix", lanes="status", query="-id:BE-001")
    be = board.columns[0]
    assert (board.total, board.shown) == (8, 7)
    assert (be.key, be.count) == ("BE", 4)
    assert [(lane.key, lane.count, lane.total) for lane in be.lanes] == [
        ("pending", 3, 3),
        ("no status", 1, 1),
    ]
    (pending,) = show(lanes="none", only_prefix="be").columns[0].lanes
    assert (pending.title, pending.count, pending.total) == ("All tasks", 3, 5)


@pytest.mark.parametrize(
    ("axis", "titles"),
    [
        (
            "category",
            [
                "Database schema and models",
                "Authentication and authorization",
                "Core business logic APIs",
                "Outside every category",
                "Architecture",
                "Testing",
                "OPS",
            ],
        ),
        ("assignee", ["adam", "Zoe", "nobody"]),
        ("priority", ["Critical", "High", "Medium", "Low", "no priority"]),
        ("effort", ["S", "M", "XL", "no estimate"]),
        ("prefix", ["BE", "ARCH", "TEST", "OPS"]),
        ("none", ["All tasks"]),
    ],
)
def test_groups_stand_in_their_own_order(axis: str, titles: list[str]) -> None:
    assert [column.title for column in show(columns=axis).columns] == titles


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("file", "BE-020 BE-011 BE-010"),
        ("id", "BE-010 BE-011 BE-020"),
        ("priority", "BE-010 BE-011 BE-020"),
        ("created", "BE-020 BE-011 BE-010"),
        ("title", "BE-011 BE-020 BE-010"),
        ("ready", "BE-010 BE-020 BE-011"),
    ],
)
def test_cards_are_sorted(sort: str, expected: str) -> None:
    board = show(lanes="none", sort=sort, query="status:pending")
    assert [card.id for card in board.columns[0].cards] == expected.split()


@pytest.mark.parametrize("sort", SORTS)
def test_sorting_cards_moves_no_column(sort: str) -> None:
    assert [c.key for c in show(sort=sort).columns] == [c.key for c in show().columns]


def test_a_query_that_means_nothing_is_said() -> None:
    with pytest.raises(QueryError):
        show(query="foo:bar")


def test_locate_finds_what_is_shown() -> None:
    board = show()
    place = board.locate("ARCH-001")
    assert place is not None
    column, lane, card = place
    assert board.columns[column].lanes[lane].cards[card].id == "ARCH-001"
    assert show(only_prefix="BE").locate("ARCH-001") is None


def test_a_second_task_with_a_used_id_is_a_card_too() -> None:
    text = section("BE-001", "pending", title="One") + section("BE-001", "pending", title="Two")
    board = project(parse(text.encode()), View(), BUILTIN)
    assert board.locate("BE-001") == (0, 0, 0)
    assert board.locate("BE-001#2") == (0, 0, 1)


views = st.builds(
    View,
    query=st.sampled_from(["", "is:ready", "-status:pending", "priority:high,low"]),
    columns=st.sampled_from(AXES),
    lanes=st.sampled_from(AXES),
    sort=st.sampled_from(SORTS),
    only_prefix=st.sampled_from([None, "BE", "OPS"]),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    numbers = draw(st.lists(st.integers(0, 120), unique=True, max_size=12))
    return parse(
        "".join(
            section(
                f"{draw(st.sampled_from(['BE', 'ARCH', 'OPS']))}-{number:03}",
                draw(st.sampled_from(["", "pending", "done", "QA", "blocked"])),
                draw(st.sampled_from(["Backend", "Backend | High", "Backend | Low | @zoe"])),
                effort=draw(st.sampled_from(["", "M", "xl"])),
            )
            for number in numbers
        ).encode()
    )


@given(documents(), views)
def test_every_shown_task_stands_on_the_board_once(document: Document, view: View) -> None:
    board = project(document, view, BUILTIN)
    cards = [card for column in board.columns for card in column.cards]
    assert len(cards) == len(set(cards)) == board.shown <= board.total == len(document.tasks)
    for column in board.columns:
        assert column.count == len(column.cards) == sum(lane.count for lane in column.lanes)
        for lane in column.lanes:
            assert 0 < lane.count == len(lane.cards) <= lane.total
            assert all(board.locate(card.key) is not None for card in lane.cards)


@given(documents(), views)
def test_the_lanes_of_all_columns_are_in_one_order(document: Document, view: View) -> None:
    board = project(document, view, BUILTIN)
    before: set[tuple[str, str]] = set()
    totals: dict[str, int] = {}
    for column in board.columns:
        keys = [lane.key for lane in column.lanes]
        before |= {(a, b) for n, a in enumerate(keys) for b in keys[n + 1 :]}
        for lane in column.lanes:
            totals[lane.key] = totals.get(lane.key, 0) + lane.count
    assert not any((b, a) in before for a, b in before)
    assert all(totals[g.key] == g.total for column in board.columns for g in column.lanes)


def test_what_did_not_change_is_the_same_object() -> None:
    first = show()
    moved = TEXT.replace(
        "### BE-020 | Backend | Low\n- **Status**: pending",
        "### BE-020 | Backend | Low\n- **Status**: blocked",
    )
    after = reparse(DOCUMENT, moved.encode())
    second = project(after, View(), BUILTIN, first)
    kept = [b.key for a, b in zip(first.columns, second.columns, strict=True) if a is b]
    assert kept == ["in_progress", "completed", "approved", "qa_failed", "deferred", "no status"]
    assert second.columns[0].lanes[0] is first.columns[0].lanes[0]
    assert outline(second) == outline(project(after, View(), BUILTIN))


@given(documents(), documents(), views)
def test_the_board_before_changes_nothing_that_is_shown(
    old: Document, new: Document, view: View
) -> None:
    before = project(old, view, BUILTIN)
    lent = project(new, view, BUILTIN, before)
    fresh = project(new, view, BUILTIN)
    assert outline(lent) == outline(fresh)
    assert [(c.title, c.count) for c in lent.columns] == [(c.title, c.count) for c in fresh.columns]
    assert project(new, view, BUILTIN, fresh).columns == fresh.columns
