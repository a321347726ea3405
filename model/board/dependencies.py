"""What depends on what: ready, waiting, blocked, unresolved, unblocks, cycles.

`Links` is made of a document's tasks and works out each thing only when it is asked for: a
board of ten thousand tasks asks about the forty cards that it shows. After an edit it takes
over what was worked out before and does not concern what was edited. IDs compare without
regard to case. A dependency names the first task with its ID; one that the file does not
define is unresolved, and a task waits on it too (protocol, sections 1 and 2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, Literal, NamedTuple

from .. import words
from ..lazy import pattern
from ..section import Section
from ..task import Task
from .exchange import exchange

Kind = Literal["ready", "waiting", "blocked", "none"]


class Standing(NamedTuple):
    """Whether a task can be taken, and if not, why."""

    kind: Kind
    """`none` where the question does not arise: the task is under way or done."""
    on: tuple[str, ...] = ()
    """The IDs that a waiting task waits on, as it writes them."""
    reason: str = ""
    """The first line of a blocked task's blocker; empty where none is named."""


UNDER_WAY = Standing("none")
READY = Standing("ready")

_NONE: frozenset[str] = frozenset()


class Links:
    """The dependencies among `tasks`. Take it from `links_of`, which keeps the last one made."""

    tasks: Final[tuple[Task, ...]]

    def __init__(self, tasks: tuple[Task, ...]) -> None:
        self.tasks = tasks
        self._told: tuple[dict[Task, Kind], frozenset[str]] = {}, _NONE
        """What was said of tasks earlier, and the folded IDs of those that were edited since."""

    def after(self, tasks: tuple[Task, ...]) -> Links:
        """Those of `tasks`, with what is known here as far as it holds for them too."""
        links = Links(tasks)
        gone, fresh, in_place = exchange(self.tasks, tasks)
        # Where IDs come, go or are used twice, it may be others that they lead to.
        if not in_place or any(task.key != task.id for task in (*gone, *fresh)):
            return links
        known = vars(self)
        if "_exact" in known:
            links._exact = known["_exact"] | {task.id: task for task in fresh}
        if "_folded" in known:
            links._folded = known["_folded"] | {task.id.casefold(): task for task in fresh}
        if "_dependents" in known:
            links._carry_dependents(known["_dependents"], gone, fresh)
        told, edited = (known["_kinds"], _NONE) if "_kinds" in known else self._told
        links._told = told, edited | {task.id.casefold() for task in fresh}
        return links

    def _carry_dependents(
        self, known: dict[str, tuple[Task, ...]], gone: tuple[Task, ...], fresh: tuple[Task, ...]
    ) -> None:
        """Take over who depends on what, unless that is what was edited."""
        pairs = list(zip(gone, fresh, strict=True))
        if any(was.dependencies != task.dependencies for was, task in pairs):
            return
        found = known.copy()
        for was, task in pairs:
            for folded in {task_id.casefold() for task_id in task.dependencies}:
                found[folded] = tuple([task if one is was else one for one in found[folded]])
        self._dependents = found

    @cached_property
    def _exact(self) -> dict[str, Task]:
        return {task.id: task for task in reversed(self.tasks)}

    @cached_property
    def _folded(self) -> dict[str, Task]:
        return {task.id.casefold(): task for task in reversed(self.tasks)}

    def find(self, task_id: str) -> Task | None:
        """The task that a dependency on `task_id` means: the first one with that ID."""
        return self._exact.get(task_id) or self._folded.get(task_id.casefold())

    def waiting_on(self, task: Task) -> tuple[str, ...]:
        """The dependencies that are not completed or approved, unresolved ones included."""
        return tuple(i for i in task.dependencies if not self._is_finished(i))

    def _is_finished(self, task_id: str) -> bool:
        found = self.find(task_id)
        return found is not None and found.status in words.FINISHED

    def unresolved(self, task: Task) -> tuple[str, ...]:
        """The dependencies that the file does not define."""
        return tuple(i for i in task.dependencies if self.find(i) is None)

    def is_ready(self, task: Task) -> bool:
        """Whether the task is pending, or has no status, and nothing keeps it from starting."""
        return task.status in (None, "pending") and not self.waiting_on(task)

    def is_waiting(self, task: Task) -> bool:
        """Whether the task is pending, or has no status, and a dependency is not done."""
        return task.status in (None, "pending") and bool(self.waiting_on(task))

    def unblocks(self, task: Task) -> tuple[Task, ...]:
        """The tasks that name this one as a dependency, in file order, whatever their status."""
        if self.find(task.id) is not task:
            return ()
        return self._dependents.get(task.id.casefold(), ())

    @cached_property
    def _dependents(self) -> dict[str, tuple[Task, ...]]:
        """The tasks that depend on an ID, by the folded ID."""
        found: dict[str, dict[Task, None]] = {}
        for task in self.tasks:
            for task_id in task.dependencies:
                found.setdefault(task_id.casefold(), {})[task] = None
        return {task_id: tuple(tasks) for task_id, tasks in found.items()}

    def standing(self, task: Task) -> Standing:
        """Ready, waiting or blocked, with what a card says about it."""
        if task.status == "blocked":
            return Standing("blocked", reason=_first_line(task.text("blocker")))
        if task.status not in (None, "pending"):
            return UNDER_WAY
        waiting_on = self.waiting_on(task)
        return Standing("waiting", on=waiting_on) if waiting_on else READY

    def count(self, tasks: Iterable[Task]) -> Mapping[Kind, int]:
        """How many of `tasks` have each kind of standing."""
        return Counter(map(self._kinds.__getitem__, tasks))

    @cached_property
    def _kinds(self) -> dict[Task, Kind]:
        told, edited = self._told
        kinds: dict[Task, Kind] = {}
        for task in self.tasks:
            kind = told.get(task)
            # An edit elsewhere concerns only what has not begun and depends on it.
            if kind is None or (
                kind in ("ready", "waiting")
                and any(task_id.casefold() in edited for task_id in task.dependencies)
            ):
                kind = self._kind(task)
            kinds[task] = kind
        self._told = {}, _NONE
        return kinds

    def _kind(self, task: Task) -> Kind:
        """The kind of `standing`, without a look at what only a card says."""
        if task.status == "blocked":
            return "blocked"
        if task.status not in (None, "pending"):
            return "none"
        return "waiting" if self.waiting_on(task) else "ready"

    @cached_property
    def _cycles(self) -> tuple[tuple[str, ...], ...]:
        graph = self._graph()
        position = {task: place for place, task in enumerate(self.tasks)}
        found = [sorted(knot, key=position.__getitem__) for knot in knots(graph)]
        found.sort(key=lambda knot: position[knot[0]])
        loops = (_shortest_loop(graph, knot) for knot in found)
        return tuple(tuple(task.id for task in loop) for loop in loops)

    def _graph(self) -> dict[Task, tuple[Task, ...]]:
        edges: dict[Task, tuple[Task, ...]] = {}
        for task in self.tasks:
            found = (self.find(task_id) for task_id in task.dependencies)
            edges[task] = tuple(other for other in found if other is not None)
        return edges

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Loops of dependencies, in file order, each as IDs where each depends on the next
        and the last on the first.

        Tasks that all depend on each other can form several loops; the shortest one through
        the first of them in the file stands for all.
        """
        return self._cycles


_RANGE_MAYBE = pattern(
    rb"\d[`*\s\x80-\xff]*(?:~|\.\.|(?<=[\s\x80-\xff`*])-|-(?=[A-Z])|to\b|bis\b|a\b|(?<=[\x80-\xff]))"
    rb"[`*\s\x80-\xff]*(?:[A-Za-z][\w-]*?-?)?\d|\d[`*]*\s*[,/&+]\s*\d"
)
"""Wherever `BE-001 ~ 004` may stand, and hardly anywhere else."""


def unblocked_by(task: Task, links: Links) -> tuple[Task, ...]:
    """As `Links.unblocks`, for one question about a large file: it reads no more than the tasks
    whose text names the ID, or a range of IDs.
    """
    if links.find(task.id) is not task:
        return ()
    folded, name = task.id.casefold(), task.id.casefold().encode()

    def may_name(section: Section) -> bool:
        return name in section.data.lower() or _RANGE_MAYBE.search(section.data) is not None

    return tuple(
        other
        for other in links.tasks
        if any(map(may_name, other.sections))
        and folded in (task_id.casefold() for task_id in other.dependencies)
    )


_latest = Links(())


def links_of(tasks: tuple[Task, ...]) -> Links:
    """The `Links` of `tasks`; the same ones as long as the same tuple is asked about."""
    global _latest
    links = _latest
    if links.tasks is not tasks:
        links = _latest = links.after(tasks)
    return links


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def knots(graph: dict[Task, tuple[Task, ...]]) -> Iterator[list[Task]]:
    """The sets of tasks from each of which the others can be reached, and tasks that lead to
    themselves. `graph` has every task as a key.
    """
    return _Search(graph).knots()


class _Search:
    """Tarjan's search for tasks that all depend on each other; without recursion, for a chain
    of dependencies can be as long as the file.
    """

    def __init__(self, graph: dict[Task, tuple[Task, ...]]) -> None:
        self.graph = graph
        self.index: dict[Task, int] = {}
        self.low: dict[Task, int] = {}
        self.open: dict[Task, None] = {}
        self.path: list[tuple[Task, Iterator[Task]]] = []

    def knots(self) -> Iterator[list[Task]]:
        """Each set of such tasks, a task that depends on itself included."""
        for root in self.graph:
            if root not in self.index:
                self._enter(root)
                yield from self._walk()

    def _walk(self) -> Iterator[list[Task]]:
        while self.path:
            task, rest = self.path[-1]
            following = next(rest, None)
            if following is None:
                knot = self._leave()
                if len(knot) > 1 or (knot and task in self.graph[task]):
                    yield knot
            elif following not in self.index:
                self._enter(following)
            elif following in self.open:
                self.low[task] = min(self.low[task], self.index[following])

    def _enter(self, task: Task) -> None:
        self.index[task] = self.low[task] = len(self.index)
        self.open[task] = None
        self.path.append((task, iter(self.graph[task])))

    def _leave(self) -> list[Task]:
        """Go back from the path's last task; its set, if it is the first of one."""
        task, _ = self.path.pop()
        if self.path:
            parent = self.path[-1][0]
            self.low[parent] = min(self.low[parent], self.low[task])
        knot: list[Task] = []
        while self.low[task] == self.index[task] and task in self.open:
            knot.append(self.open.popitem()[0])
        return knot


def _shortest_loop(graph: dict[Task, tuple[Task, ...]], knot: list[Task]) -> list[Task]:
    """The shortest way from the knot's first task back to itself."""
    start, members = knot[0], set(knot)
    came_from: dict[Task, Task] = {}
    frontier = [start]
    while frontier:
        reached: list[Task] = []
        for task in frontier:
            for following in graph[task]:
                if following is start:
                    return _trace(task, start, came_from)
                if following in members and following not in came_from:
                    came_from[following] = task
                    reached.append(following)
        frontier = reached
    raise AssertionError("a knot has a way from each of its tasks back to it")


def _trace(task: Task, start: Task, came_from: dict[Task, Task]) -> list[Task]:
    way = [task]
    while way[-1] is not start:
        way.append(came_from[way[-1]])
    return way[::-1]
