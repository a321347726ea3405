"""Ready, waiting, blocked, unresolved; what a task unblocks; cycles."""

from __future__ import annotations

from collections import Counter

import pytest
from archie_board.model.board.dependencies import Links, Standing, links_of, unblocked_by
from archie_board.model.board.exchange import exchange
from archie_board.model.document import parse, reparse
from archie_board.model.task import Task
from hypothesis import given
from hypothesis import strategies as st


def section(task_id: str, status: str | None, depends: str, more: str = "") -> str:
    state = f"- **Status**: {status}\n" if status else ""
    return f"### {task_id} | Backend\n{state}- **Dependencies**: {depends}\n{more}\n"


def links(*sections: str) -> Links:
    return links_of(parse("".join(sections).encode()).tasks)


_LINES = st.tuples(
    st.sampled_from(["BE-001", "BE-002", "be-002", "BE-003", "FE-001"]),
    st.sampled_from(["pending", "completed", "in_progress", "blocked", None]),
    st.sampled_from(["none", "BE-001", "be-002, FE-001", "BE-003, BE-009"]),
    st.sampled_from(["", "- **Title**: One\n", "- **Title**: Two\n"]),
)


@given(
    st.lists(_LINES, max_size=6),
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 2), _LINES, st.booleans(), st.booleans()),
        max_size=5,
    ),
)
def test_links_after_edits_are_links_made_anew(
    lines: list[tuple[str, str | None, str, str]],
    edits: list[tuple[int, int, tuple[str, str | None, str, str], bool, bool]],
) -> None:
    sections = [section(*line) for line in lines]
    document = parse("".join(sections).encode())
    links = Links(document.tasks)
    for at, size, line, asked, moved in edits:
        sections[at : at + size] = [section(*line)]
        if moved:
            sections.append(sections.pop(0))
        document = reparse(document, "".join(sections).encode())
        links, anew = links.after(document.tasks), Links(document.tasks)
        for task in document.tasks:
            assert links.standing(task) == anew.standing(task)
            assert links.find(task.id) is anew.find(task.id)
            assert links.unblocks(task) == anew.unblocks(task)
            assert links.find(task.id.swapcase()) is anew.find(task.id.swapcase())
            if asked:
                kinds = Counter([anew.standing(one).kind for one in document.tasks])
                assert links.count(document.tasks) == kinds
                assert links.count([task]) == {anew.standing(task).kind: 1}


_SOME = [Task(f"T-{number}", f"T-{number}", ()) for number in range(12)]


@given(st.lists(st.sampled_from(_SOME), unique=True), st.lists(st.sampled_from(_SOME), unique=True))
def test_what_was_exchanged_is_what_one_has_and_the_other_lacks(
    old: list[Task], new: list[Task]
) -> None:
    gone, fresh, in_place = exchange(tuple(old), tuple(new))
    assert gone == tuple(task for task in old if task not in new)
    assert fresh == tuple(task for task in new if task not in old)
    assert in_place == (old == new)


def found(links: Links, task_id: str) -> Task:
    task = links.find(task_id)
    assert task is not None
    return task


@pytest.mark.parametrize("status", ["completed", "approved", "✅ Complete", "done"])
def test_a_pending_task_is_ready_when_its_dependencies_are_done(status: str) -> None:
    graph = links(section("BE-001", status, "none"), section("BE-002", "pending", "be-001"))
    task = found(graph, "BE-002")
    assert graph.is_ready(task)
    assert not graph.is_waiting(task)
    assert graph.standing(task) == Standing("ready")


@pytest.mark.parametrize("status", ["pending", "in_progress", "blocked", "qa", None])
def test_it_waits_for_what_is_not_done(status: str | None) -> None:
    graph = links(section("BE-001", status, "none"), section("BE-002", "pending", "BE-001"))
    task = found(graph, "BE-002")
    assert not graph.is_ready(task)
    assert graph.is_waiting(task)
    assert graph.waiting_on(task) == ("BE-001",)
    assert graph.standing(task) == Standing("waiting", on=("BE-001",))


def test_it_waits_for_what_the_file_does_not_define() -> None:
    graph = links(section("BE-002", None, "ARCH-001, BE-002"))
    task = found(graph, "be-002")
    assert graph.unresolved(task) == ("ARCH-001",)
    assert graph.waiting_on(task) == ("ARCH-001", "BE-002")
    assert graph.standing(task).kind == "waiting"


@pytest.mark.parametrize("status", ["in_progress", "completed", "approved", "qa"])
def test_only_a_task_that_has_not_begun_is_ready_or_waits(status: str) -> None:
    graph = links(section("BE-001", status, "none"), section("BE-002", status, "ARCH-001"))
    assert [graph.standing(task).kind for task in graph.tasks] == ["none", "none"]


@pytest.mark.parametrize(
    ("blocker", "reason"),
    [
        (
            "- **Blocker**: Webhook signature is not documented\n",
            "Webhook signature is not documented",
        ),
        ("- **Blocker**:\n  - No key\n  - No docs\n", "- No key"),
        ("", ""),
    ],
)
def test_a_blocked_task_says_by_what(blocker: str, reason: str) -> None:
    graph = links(section("BE-035", "blocked", "none", blocker))
    assert graph.standing(graph.tasks[0]) == Standing("blocked", reason=reason)


def test_what_a_task_unblocks() -> None:
    graph = links(
        section("BE-001", "pending", "none"),
        section("BE-002", "pending", "BE-001, be-001"),
        section("BE-003", "completed", "BE-001"),
        section("BE-004", "pending", "BE-002"),
    )
    assert [task.id for task in graph.unblocks(found(graph, "BE-001"))] == ["BE-002", "BE-003"]
    assert graph.unblocks(found(graph, "BE-004")) == ()


def test_a_dependency_means_the_first_task_with_its_id() -> None:
    graph = links(
        section("BE-001", "completed", "none", "- **Title**: One\n"),
        section("BE-001", "pending", "none", "- **Title**: Other\n"),
        section("BE-002", "pending", "BE-001"),
    )
    first, second, third = graph.tasks
    assert graph.is_ready(third)
    assert graph.unblocks(first) == (third,)
    assert graph.unblocks(second) == ()


def test_cycles_are_told_once_each_in_file_order() -> None:
    graph = links(
        section("BE-001", "pending", "BE-002"),
        section("BE-002", "pending", "BE-003, BE-005"),
        section("BE-003", "pending", "BE-001"),
        section("BE-004", "pending", "be-004"),
        section("BE-005", "pending", "BE-006"),
        section("BE-006", "pending", "none"),
    )
    assert graph.cycles() == (("BE-001", "BE-002", "BE-003"), ("BE-004",))


def test_a_long_chain_needs_no_recursion() -> None:
    size = 3000
    chain = [section(f"BE-{n:04}", "pending", f"BE-{n % size + 1:04}") for n in range(1, size + 1)]
    (cycle,) = links(*chain).cycles()
    assert len(cycle) == size


def test_the_links_of_the_same_tasks_are_the_same() -> None:
    tasks = parse(section("BE-001", "pending", "none").encode()).tasks
    assert links_of(tasks) is links_of(tasks)


@given(st.lists(st.sets(st.integers(0, 7), max_size=3), max_size=8))
def test_cycles_are_there_exactly_if_no_order_satisfies_all(edges: list[set[int]]) -> None:
    depends = [sorted(targets & set(range(len(edges)))) for targets in edges]
    graph = links(
        *(
            section(f"BE-{n:03}", "pending", ", ".join(f"BE-{other:03}" for other in targets))
            for n, targets in enumerate(depends)
        )
    )
    remaining = set(range(len(depends)))
    while free := {n for n in remaining if not remaining & set(depends[n])}:
        remaining -= free
    cycles = graph.cycles()
    assert bool(cycles) == bool(remaining)
    for cycle in cycles:
        for task_id, following in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert following in found(graph, task_id).dependencies


SEPARATORS = st.sampled_from(
    ["~", " ~ ", "..", "...", "–", " — ", " - ", " to ", ", ", "\u3000~", "\n  - "]
)
NAMES = st.sampled_from(["BE-001", "be-002", "BE-3", "FE-001", "002", "3", "`BE-002`"])


@given(st.lists(st.lists(st.tuples(SEPARATORS, NAMES), max_size=4), min_size=3, max_size=3))
def test_one_question_is_answered_as_the_whole_table_answers_it(
    named: list[list[tuple[str, str]]],
) -> None:
    ids = ("BE-001", "BE-002", "BE-003")
    depends = ("".join(piece for pair in pairs for piece in pair) for pairs in named)
    graph = links(*(section(one, None, text) for one, text in zip(ids, depends, strict=True)))
    for task in graph.tasks:
        assert unblocked_by(task, graph) == graph.unblocks(task)
