"""`graph`: what depends on what, as text, for Mermaid, and for Graphviz.

A title is anybody's text. In Mermaid every character that may mean something there becomes its
number, in DOT quotes and backslashes are escaped; nodes are named by numbers of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ...model import words
from ...model.board.dependencies import Links, links_of
from ...model.board.holding import Holding, is_open, weight_of_path
from ...model.document import Document
from ...model.task import Task
from ...model.visible import visible_line
from .output import OK, USAGE, Stop, say_raw, table, terminal_columns
from .parser import Arguments
from .reading import read_document

_TITLE = 60
_NAMED = 6
"""How many of the tasks that one holds up are named."""
_LIMITS = (16, 14, 6)

_FILLS = {
    "ready": "palegreen", "waiting": "lightyellow", "in_progress": "lightblue",
    "blocked": "lightcoral", "completed": "plum", "approved": "lightgrey",
}  # fmt: skip


def run_graph(arguments: Arguments) -> int:
    """Print the graph; a circle is part of the answer."""
    form = arguments.format or "text"
    draw = _FORMS.get(form)
    if draw is None:
        raise Stop(USAGE, f"there is no format {form}: use {', '.join(_FORMS)}")
    document, _ = read_document(arguments.file)
    say_raw("".join(f"{line}\n" for line in draw(_graph_of(document, everything=arguments.all))))
    return OK


class _Graph(NamedTuple):
    """What is drawn."""

    links: Links
    tasks: tuple[Task, ...]
    missing: tuple[str, ...]
    """IDs that these tasks depend on and the file does not define."""
    circular: frozenset[tuple[str, str]]
    """Pairs of IDs along the circles: the first one depends on the second."""

    def edges(self) -> Iterator[tuple[str, str]]:
        """Pairs of keys among what is drawn: the first one has to be done before the second."""
        drawn = {*(task.key for task in self.tasks), *self.missing}
        for task in self.tasks:
            for task_id in task.dependencies:
                found = self.links.find(task_id)
                before = found.key if found else task_id
                if before in drawn:
                    yield before, task.key


def _graph_of(document: Document, *, everything: bool) -> _Graph:
    links = links_of(document.tasks)
    wanted = [task for task in document.tasks if everything or is_open(task)]
    found = {links.find(task_id) for task in wanted for task_id in task.dependencies}
    chosen = set(wanted) | found
    tasks = tuple(task for task in document.tasks if task in chosen)
    missing = dict.fromkeys(task_id for task in tasks for task_id in links.unresolved(task))
    pairs = {(a, b) for loop in links.cycles() for a, b in zip(loop, loop[1:] + loop[:1])}  # noqa: B905
    return _Graph(links, tasks, tuple(missing), frozenset(pairs))


def _state(task: Task, links: Links) -> str:
    standing = links.standing(task).kind
    return standing if standing in ("ready", "waiting") else task.status or "pending"


def _label(task: Task) -> str:
    title = visible_line(task.title)
    short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
    return f"{task.key}: {short}" if short else task.key


def _nodes(graph: _Graph) -> dict[str, str]:
    """A name for each key that no title and no keyword can collide with."""
    keys = [*(task.key for task in graph.tasks), *graph.missing]
    return {key: f"n{number}" for number, key in enumerate(keys, 1)}


_MERMAID_SPECIAL = re.compile(r"[^\w .,:/-]", re.ASCII)


def _mermaid_text(text: str) -> str:
    return "".join(f"#{ord(c)};" if c.isascii() and _MERMAID_SPECIAL.match(c) else c for c in text)


def _as_mermaid(graph: _Graph) -> Iterator[str]:
    names = _nodes(graph)
    yield "flowchart LR"
    for task in graph.tasks:
        state = _state(task, graph.links)
        style = f":::{state}" if state in _FILLS else ""
        yield f'  {names[task.key]}["{_mermaid_text(_label(task))}"]{style}'
    for task_id in graph.missing:
        yield f'  {names[task_id]}("{_mermaid_text(visible_line(task_id))} is not in this file")'
    for before, after in graph.edges():
        arrow = "-. circle .->" if (after, before) in graph.circular else "-->"
        yield f"  {names[before]} {arrow} {names[after]}"
    for state, fill in _FILLS.items():
        yield f"  classDef {state} fill:{fill},color:black"


def _dot_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _as_dot(graph: _Graph) -> Iterator[str]:
    names = _nodes(graph)
    yield "digraph tasks {"
    yield "  rankdir=LR; node [shape=box, style=filled, fillcolor=white];"
    for task in graph.tasks:
        fill = _FILLS.get(_state(task, graph.links), "white")
        yield f'  {names[task.key]} [label="{_dot_text(_label(task))}", fillcolor={fill}];'
    for task_id in graph.missing:
        label = _dot_text(visible_line(task_id))
        yield f'  {names[task_id]} [label="{label} is not in this file", style=dashed];'
    for before, after in graph.edges():
        style = ' [color=red, label="circle"]' if (after, before) in graph.circular else ""
        yield f"  {names[before]} -> {names[after]}{style};"
    yield "}"


def _as_text(graph: _Graph) -> Iterator[str]:
    holding = Holding(graph.links)
    path = holding.critical_path
    if len(path) > 1:
        yield f"Critical path: {len(path)} tasks, weight {weight_of_path(path)}"
        yield from _rows(path, lambda _: "")
    holders = [task for task in holding.open if holding.count_held(task)]
    if holders:
        yield from ("",) * (len(path) > 1)
        yield "Holds up"
        holders.sort(key=holding.count_held, reverse=True)
        yield from _rows(holders, lambda task: _held(task, holding))
    for loop in graph.links.cycles():
        yield from ("", f"Circle: {visible_line(' -> '.join([*loop, loop[0]]))}")
    for task_id in graph.missing:
        users = ", ".join(t.id for t in graph.tasks if task_id in t.dependencies)
        yield from ("", f"Not in this file: {visible_line(task_id)}, needed by {users}")
    if len(path) < 2 and not holders and not graph.missing:
        yield "No open task depends on another."


def _rows(tasks: Iterable[Task], behind: Callable[[Task], str]) -> list[str]:
    rows = [
        (task.id, words.plain_word(task.status or "-"), task.effort, behind(task) + task.title)
        for task in tasks
    ]
    room = terminal_columns()
    return [f"  {line}" for line in table(rows, _LIMITS, room and room - 2).splitlines()]


def _held(task: Task, holding: Holding) -> str:
    """How many it holds up, and which of them directly."""
    direct = [other.id for other in holding.held_by[task] if other is not task]
    more = f" and {len(direct) - _NAMED} more" if len(direct) > _NAMED else ""
    count = holding.count_held(task)
    return f"{count} ({', '.join(direct[:_NAMED])}{more})  "


_FORMS: dict[str, Callable[[_Graph], Iterator[str]]] = {
    "text": _as_text,
    "mermaid": _as_mermaid,
    "dot": _as_dot,
}
