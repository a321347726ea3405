"""Which lines of a card stand in a code fence, as its author meant it.

Cards show samples of Markdown that hold fences themselves, inside a fence of the same three
backticks. Markdown ends the sample at the first inner fence; a person does not. Of all ways
to pair the fence lines the one that leaves least over is taken: every fence that names a
language begins something, every beginning has its end, and headings are not code.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCE = re.compile(r"\s*(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$")
_HEADING = re.compile(r"#{2,6}[ \t]+\S")
_SAMPLES = frozenset({"", "markdown", "md", "mdx", "text", "txt", "plaintext", "plain"})
"""Languages in which a sample is prose: its headings and lists can be read."""
_NESTING = frozenset({"markdown", "md", "mdx"})
_MOST = 2000
"""Fence lines that are weighed; a card with more is read as Markdown reads it."""
_STATES = 12
"""Readings that are followed at once."""


class Block(NamedTuple):
    """A fence and what it encloses, by indexes of lines."""

    start: int
    """The line that opens it."""
    end: int
    """The line that closes it, or the number of lines where nothing does."""
    language: str
    """In lower case; empty where it names none."""

    @property
    def is_prose(self) -> bool:
        """Whether what it holds can be read as a text rather than as code."""
        return self.language in _SAMPLES


class Fences(NamedTuple):
    """What is fenced in a text."""

    blocks: tuple[Block, ...]
    """The outer fences, in order."""
    inner: frozenset[int]
    """Lines inside a fence that stands inside another, those two fence lines included."""


class _Line(NamedTuple):
    at: int
    mark: str
    language: str


class _State(NamedTuple):
    """Which fences are open: their opening lines, None for none."""

    outer: _Line | None = None
    inner: _Line | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """States with one key go on alike."""
        marks = [line.mark if line else "" for line in self]
        return (*marks, self.outer.language if self.outer else "")


class _Way(NamedTuple):
    cost: float
    state: _State
    before: _Way | None


def fences_of(lines: list[str]) -> Fences:
    """The fences of a text, badly nested ones as they were meant."""
    marks = [
        _Line(index, found[1], found[2].lower().strip("{}.:"))
        for index, line in enumerate(lines)
        if ("`" in line or "~" in line) and (found := _FENCE.match(line))
    ]
    headings = [index for index, line in enumerate(lines) if line[:1] == "#" and _is_heading(line)]
    states = _plain(marks) if len(marks) > _MOST else _weighed(marks, headings)
    return _shape(marks, states, len(lines))


def _is_heading(line: str) -> bool:
    return _HEADING.match(line) is not None


def _closes(line: _Line, opened: _Line) -> bool:
    return not line.language and line.mark.startswith(opened.mark)


def _plain(marks: list[_Line]) -> list[_State]:
    """The state behind each fence line, as Markdown has it."""
    states, now = [], _State()
    for line in marks:
        if now.outer is None:
            now = _State(line)
        elif _closes(line, now.outer):
            now = _State()
        states.append(now)
    return states


def _weighed(marks: list[_Line], headings: list[int]) -> list[_State]:
    """The state behind each fence line, in the reading that costs least."""
    ways = [_Way(0.0, _State(), None)]
    seen = 0
    for line in marks:
        passed = seen
        while seen < len(headings) and headings[seen] < line.at:
            seen += 1
        hidden = min(seen - passed, 4) * 0.3
        best: dict[tuple[str, ...], _Way] = {}
        for way in ways:
            paid = way.cost + (hidden if _is_code(way.state) else 0.0)
            for cost, state in _steps(way.state, line):
                rival = best.get(state.key)
                if rival is None or paid + cost < rival.cost:
                    best[state.key] = _Way(paid + cost, state, way)
        ways = sorted(best.values(), key=lambda way: way.cost)[:_STATES]
    last: _Way | None = min(ways, key=lambda way: way.cost + _left_open(way.state))
    states: list[_State] = []
    while last is not None and last.before is not None:
        states.append(last.state)
        last = last.before
    return states[::-1]


def _is_code(state: _State) -> bool:
    if state.inner is not None:
        return True
    return state.outer is not None and state.outer.language not in _SAMPLES


def _left_open(state: _State) -> float:
    return (1.5 if state.outer else 0.0) + (1.0 if state.inner else 0.0)


def _steps(state: _State, line: _Line) -> list[tuple[float, _State]]:
    """What a fence line may do in a state, and how odd that is."""
    outer, inner = state
    if outer is None:
        return [(0.0, _State(line))]
    if inner is not None:
        if _closes(line, inner):
            return [(0.0, _State(outer))]
        same = line.mark[0] == inner.mark[0] and len(line.mark) >= len(inner.mark)
        return [(1.0 if same else 0.0, state)]
    ways: list[tuple[float, _State]] = []
    if _closes(line, outer):
        ways.append((0.0, _State()))
    if outer.language in _NESTING:
        ways.append((0.01, _State(outer, line)))
    elif outer.language in _SAMPLES and line.language:
        ways.append((0.5, _State(outer, line)))
    if not ways or line.language:
        short = line.mark[0] != outer.mark[0] or len(line.mark) < len(outer.mark)
        ways.append((0.0 if short and not ways else 1.0, state))
    return ways


def _shape(marks: list[_Line], states: list[_State], count: int) -> Fences:
    """The blocks and the inner lines that the states tell of."""
    blocks: list[Block] = []
    inner: set[int] = set()
    before = _State()
    for line, now in zip(marks, states, strict=True):
        if before.inner and now.inner is None:
            inner.update(range(before.inner.at, line.at + 1))
        if before.outer and now.outer is None:
            blocks.append(Block(before.outer.at, line.at, before.outer.language))
        before = now
    if before.inner:
        inner.update(range(before.inner.at, count))
    if before.outer:
        blocks.append(Block(before.outer.at, count, before.outer.language))
    return Fences(tuple(blocks), frozenset(inner))
