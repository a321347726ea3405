"""What open tasks hold up, the longest chains, and which task to take first."""

from __future__ import annotations

from archie_board.model.board.dependencies import Links, links_of
from archie_board.model.board.holding import Holding, weight_of, weight_of_path
from archie_board.model.board.taking import first_to_take, of_assignee, why_none
from archie_board.model.board.tally import tally
from archie_board.model.document import parse
from archie_board.model.task import Task
from hypothesis import given
from hypothesis import strategies as st


def section(number: int, depends: str = "none", **fields: str) -> str:
    cells = f"### BE-{number:03} | Backend | {fields.pop('priority', 'High')}"
    told = {"Status": "pending", "Dependencies": depends} | fields
    return cells + "".join(f"\n- **{name}**: {text}" for name, text in told.items()) + "\n\n"


def links(*sections: str) -> Links:
    return links_of(parse("".join(sections).encode()).tasks)


def taken(graph: Links) -> str | None:
    task = first_to_take(graph.tasks, graph)
    return task.id if task else None


def test_a_chain_counts_effort_and_open_tasks_only() -> None:
    graph = links(
        section(1, Effort="S"),
        section(2, "BE-001", Effort="XL"),
        section(3, "BE-001", Effort="M"),
        section(4, "BE-003", Effort="L"),
        section(5, "BE-004", Status="completed"),
    )
    holding = Holding(graph)
    first, second, third, *_ = graph.tasks
    assert [task.id for task in holding.critical_path] == ["BE-001", "BE-002"]
    assert weight_of_path(holding.critical_path) == 9
    assert (holding.chain_behind(first), holding.count_held(first)) == (8, 3)
    assert (holding.chain_behind(third), holding.count_held(third)) == (4, 1)
    assert holding.count_held(second) == 0


edges = st.integers(1, 9).flatmap(
    lambda count: st.lists(
        st.tuples(st.integers(1, count), st.integers(1, count)), max_size=14
    ).map(lambda pairs: (count, pairs))
)


@given(edges)
def test_chains_and_reach_are_those_of_a_walk(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    """Also where tasks depend on each other in circles."""
    count, pairs = drawn
    depends = {n: sorted({on for task, on in pairs if task == n}) for n in range(1, count + 1)}
    graph = links(
        *(section(n, ", ".join(f"BE-{on:03}" for on in depends[n]) or "none") for n in depends)
    )
    holding = Holding(graph)
    direct = {task: [o for o in graph.tasks if task.id in o.dependencies] for task in graph.tasks}

    def reach(task: Task) -> set[Task]:
        seen: set[Task] = set()
        todo = [task]
        while todo:
            fresh = set(direct[todo.pop()]) - seen
            seen |= fresh
            todo += fresh
        return seen

    def longest(task: Task) -> int:
        onward = [o for o in direct[task] if task not in reach(o) and o is not task]
        group = [o for o in reach(task) if task in reach(o)] or [task]
        onward += [o for g in group for o in direct[g] if task not in reach(o)]
        return max((weight_of(o) + longest(o) for o in onward), default=0)

    for task in graph.tasks:
        assert holding.count_held(task) == len(reach(task) - {task})
        assert holding.chain_behind(task) == longest(task)
    some = graph.tasks[::2]
    part = holding.behind(some)
    assert set(part.open) == set(some).union(*map(reach, some))
    for task in some:
        assert part.count_held(task) == holding.count_held(task)
        assert part.chain_behind(task) == holding.chain_behind(task)
    path = holding.critical_path
    assert weight_of_path(path) == max(weight_of(t) + longest(t) for t in graph.tasks)


def test_the_order_of_taking() -> None:
    low = section(1, priority="Low", Created="2024-01-01")
    high = section(2, Created="2024-01-03")
    older = section(3, Created="2024-01-02 09:00")
    assert taken(links(low)) == "BE-001"
    assert taken(links(low, high)) == "BE-002"
    assert taken(links(low, high, older)) == "BE-003", "the older one of two alike"
    wide = section(4) + section(5, "BE-004", Effort="S") + section(6, "BE-004", Effort="S")
    assert taken(links(low, high, older, wide)) == "BE-004", "it holds up two tasks"
    deep = section(7) + section(8, "BE-007", Effort="XL")
    assert taken(links(low, high, older, wide, deep)) == "BE-007", "a longer chain waits for it"
    critical = section(9, priority="Critical")
    assert taken(links(deep, critical)) == "BE-009"
    assert taken(links(section(10), section(11))) == "BE-010"


def test_why_nothing_is_ready() -> None:
    graph = links(section(1, Status="blocked"), section(2, "BE-001"), section(3, "BE-002, X-1"))
    assert taken(graph) is None
    told = why_none(graph.tasks, graph)
    assert told == "2 tasks waiting on BE-001 (blocked), X-1 (not in this file)"
    circle = links(section(1, "BE-002"), section(2, "BE-001"))
    assert "wait on each other" in why_none(circle.tasks, circle)
    done = links(section(1, Status="completed"), section(2, Status="completed"))
    assert why_none(done.tasks, done) == "no task is pending: 2 completed"


def test_an_exact_name_goes_before_a_part_of_one() -> None:
    graph = links(section(1, Assigned="backend"), section(2, Assigned="@backend-two"))
    assert [task.id for task in of_assignee(graph.tasks, "@Backend")] == ["BE-001"]
    assert [task.id for task in of_assignee(graph.tasks, "two")] == ["BE-002"]
    assert of_assignee(graph.tasks, " ") == []


def test_a_tally_has_every_status_and_the_files_own_words() -> None:
    bare = "### BE-009 | Backend\n- **Title**: Nothing said\n\n"
    graph = links(
        section(1), section(2, "BE-001"), section(3, Status="QA"), section(4, Status="total"), bare
    )
    assert tally(graph.tasks, graph).values() == {
        "pending": 2, "in_progress": 0, "blocked": 0, "completed": 0, "approved": 0,
        "qa": 1, "total_": 1, "no_status": 1, "ready": 2, "waiting": 1, "total": 5,
    }  # fmt: skip
