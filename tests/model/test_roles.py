"""Roles and categories: the ranges of protocol section 3 and the IDs that they hand out."""

from __future__ import annotations

import pytest
from archie_board.model.roles import BACKEND, BUILTIN, OUTSIDE, Category, CategoryFull, Role, Roles
from hypothesis import given
from hypothesis import strategies as st

ROLES = BUILTIN


@pytest.mark.parametrize(
    ("task_id", "category"),
    [
        ("BE-001", "BE-001+"),
        ("BE-009", "BE-001+"),
        ("BE-010", "BE-010+"),
        ("be-029", "BE-020+"),
        ("BE-089", "BE-080+"),
        ("BE-4711", "BE-080+"),
        ("ARCH-001", "ARCH"),
        ("OPS-7", "OPS"),
        ("no id", "other"),
    ],
)
def test_a_range_goes_up_to_the_next_and_the_last_goes_on(task_id: str, category: str) -> None:
    found = ROLES.category_of(task_id)
    assert found is not None
    assert found.id == category


def test_below_the_first_range_is_no_category() -> None:
    assert ROLES.category_of("BE-000") is None
    assert ROLES.place_of("BE-000").title == OUTSIDE


@pytest.mark.parametrize(
    ("prefix", "title"),
    [
        ("ARCH", "Architecture"),
        ("fe", "Frontend"),
        ("INT", "Integration"),
        ("TEST", "Testing"),
        ("BUG", "Defects"),
        ("OPS", "OPS"),
    ],
)
def test_a_prefix_without_ranges_has_one_category(prefix: str, title: str) -> None:
    assert [c.title for c in ROLES.role(prefix).categories] == [title]


def test_the_built_in_role_is_the_cards() -> None:
    assert (BACKEND.prefix, BACKEND.area, BACKEND.assignee) == (
        "BE",
        "Backend",
        "backend-specialist",
    )
    assert len(BACKEND.categories) == 9
    assert len(BACKEND.criteria) == 5


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("BE-010+", "BE-010+"),
        ("be-010", "BE-010+"),
        ("Authentication and authorization", "BE-010+"),
        ("auth", "BE-010+"),
        ("logging", "BE-070+"),
        ("Arch", "ARCH"),
        ("monitor", "BE-070+"),
        ("side)", "BE-050+"),
        ("data", None),
        ("", None),
        ("nothing like it", None),
    ],
)
def test_find_category(text: str, category: str | None) -> None:
    found = ROLES.find_category(text)
    assert (found.id if found else None) == category


def test_an_unclear_name_tells_what_it_may_mean() -> None:
    assert [c.id for c in ROLES.matching("data")] == ["BE-001+", "BE-030+"]


def test_a_prefix_of_the_file_is_a_category_too() -> None:
    assert ROLES.find_category("ops") is None
    found = ROLES.find_category("ops", prefixes=["OPS", "BE"])
    assert found == Category("OPS", None, "OPS")


def category(ident: str) -> Category:
    found = ROLES.find_category(ident)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ident", "used", "expected"),
    [
        ("BE-010+", [], "BE-010"),
        ("BE-010+", ["BE-010", "be-011", "BE-013", "FE-012"], "BE-012"),
        ("BE-010+", ["BE-0001"], "BE-0010"),
        ("BE-001+", ["BE-1", "BE-10"], "BE-2"),
        ("BE-001+", ["BE-100"], "BE-001"),
        ("BE-080+", [f"BE-{n:03}" for n in range(80, 1000)], "BE-1000"),
        ("ARCH", ["ARCH-001"], "ARCH-002"),
    ],
)
def test_next_id_is_the_lowest_free_one(ident: str, used: list[str], expected: str) -> None:
    assert ROLES.next_id(category(ident), used) == expected


def test_a_full_range_names_itself() -> None:
    used = [f"BE-{n:03}" for n in range(10, 20)]
    with pytest.raises(CategoryFull, match="BE-010 to BE-019"):
        ROLES.next_id(category("BE-010+"), used)


@given(st.sets(st.integers(1, 120), max_size=119), st.sampled_from(BACKEND.categories))
def test_a_new_id_is_free_and_in_its_category(taken: set[int], wanted: Category) -> None:
    used = [f"BE-{n:03}" for n in taken]
    try:
        fresh = ROLES.next_id(wanted, used)
    except CategoryFull:
        last = ROLES.last_of(wanted)
        assert last is not None
        assert wanted.first is not None
        assert set(range(wanted.first, last + 1)) <= taken
    else:
        assert fresh not in used
        assert ROLES.category_of(fresh) == wanted


def test_a_role_from_elsewhere_replaces_the_builtin_and_the_single_category() -> None:
    front = Role("FE", "Frontend", "frontend-specialist", (Category("FE", 20, "Views"),))
    roles = Roles(own=(front,))
    assert roles.category_of("FE-030") == Category("FE", 20, "Views")
    assert roles.category_of("FE-001") is None
    assert roles.role("BE").categories[0].id == "BE"
    assert sorted(["TEST", "FE", "OPS", "ARCH"], key=roles.prefix_order) == [
        "FE",
        "ARCH",
        "TEST",
        "OPS",
    ]
