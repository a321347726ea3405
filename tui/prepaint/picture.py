"""The board's first picture as a frame of text and styles, such as Textual would send.

What a line says comes from where the widgets have it too; here it is only put side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import environ
from pathlib import Path
from typing import NamedTuple

from ...model.board.projection import Board, Column, View, project
from ...model.cards.inforce import roles_at
from ...model.document import Document
from ..content import width
from ..glyphs import Glyphs, glyphs_for
from ..hints import board_hints
from ..themes import named, variables_of
from ..widgets.arrangement import Plan, plan
from ..widgets.column_lines import ColumnLines
from ..widgets.header_words import COUNTED_AT_ONCE, HeaderWords, standings_of, summary_of
from ..widgets.status_words import StatusWords
from ..widgets.tab_words import TabWords
from ..widgets.words import Words
from .looks import Inks, Looks, depth_of

_OF_COLUMN = "$text on $background"
_OF_HEADER = "$text on $background"
_OF_STATUS = "$text on $panel"
_OF_TABS = "$text-muted on $panel"
"""What the widgets' own CSS says."""

_LEAST_LINES = 3


class Run(NamedTuple):
    """Text in one style."""

    text: str
    codes: str
    """SGR parameters."""


Row = list[Run]


class _Column(ColumnLines):
    """A column whose inks are known without a widget."""

    def __init__(self, column: Column, glyphs: Glyphs, inks: Inks) -> None:
        self.inks = inks
        self.prepare(column, glyphs)

    def reverses(self, ink: str) -> bool:
        return self.inks.reverses(ink)

    def row(self, y: int) -> Row:
        pieces = self.painter.draw(self.key(y))
        return [Run(p.text, self.inks.codes(p.ink, p.paper, p.bold)) for p in pieces]


def frame_of(
    document: Document,
    path: Path,
    size: tuple[int, int],
    theme: str | None,
    ascii_only: bool,
    environment: Mapping[str, str] = environ,
) -> str | None:
    """The frame for a terminal of `size` columns and lines; None where it cannot be known.

    `path` is the file as the user named it, `theme` what was asked for.
    """
    variables = variables_of(named(theme, bool(environment.get("NO_COLOR"))))
    if variables is None or not document.tasks or size[0] < 1 or size[1] < _LEAST_LINES:
        return None
    looks = Looks(variables, depth_of(environment))
    view = View()
    board = project(document, view, roles_at(path))
    glyphs = glyphs_for(ascii_only)
    header, status = HeaderWords(), StatusWords()
    header.glyphs = status.glyphs = glyphs
    counted = len(document.tasks) <= COUNTED_AT_ONCE
    standings = standings_of(board) if counted else (0, 0, 0)
    header.summary = summary_of(board, view, path.name, standings, read_only=False)
    status.hints = board_hints()
    rows = [
        _line(header, _OF_HEADER, size[0], looks),
        *_middle(board, size[0], size[1] - 2, glyphs, looks),
        _line(status, _OF_STATUS, size[0], looks),
    ]
    return "".join(
        f"\x1b[{y};1H" + "".join(f"\x1b[{run.codes}m{run.text}\x1b[0m" for run in row if run.text)
        for y, row in enumerate(rows, 1)
    )


def _line(words: Words, own: str, cells: int, looks: Looks) -> Row:
    inks = Inks(looks, own, words.INKS, words.INKS_ANSI)
    row = [Run(part.text, inks.codes(part.name)) for part in words.laid(cells)]
    return _filled(row, cells, inks)


def _filled(row: Row, cells: int, inks: Inks) -> Row:
    """A row made as wide as the screen."""
    missing = cells - sum(width(run.text) for run in row)
    return [*row, Run(" " * missing, inks.codes(""))]


def _middle(board: Board, cells: int, lines: int, glyphs: Glyphs, looks: Looks) -> Iterator[Row]:
    """The columns, with the cursor on the first card of all."""
    counts = [column.count for column in board.columns]
    at = next(index for index, count in enumerate(counts) if count)
    planned = plan(cells, counts, at)
    if planned.tabs:
        yield _tabs(board, at, cells, glyphs, looks)
    shown = list(_columns(board, planned, at, lines - planned.tabs, glyphs, looks))
    for y in range(lines - planned.tabs):
        yield [run for column in shown for run in column.row(y)]


def _columns(
    board: Board, planned: Plan, at: int, lines: int, glyphs: Glyphs, looks: Looks
) -> Iterator[_Column]:
    inks = Inks(looks, _OF_COLUMN, ColumnLines.INKS, ColumnLines.INKS_ANSI)
    last = planned.first + len(planned.widths) - 1
    for index, cells in enumerate(planned.widths, planned.first):
        column = _Column(board.columns[index], glyphs, inks)
        column.show(board.columns[index], board.links, frozenset(), True)
        column.active = True
        column.cursor = 0 if index == at else None
        if not planned.tabs:
            left = planned.first if index == planned.first else 0
            right = len(board.columns) - 1 - last if index == last else 0
            column.more = (left, right)
        column.fit(cells, lines, not planned.tabs)
        yield column


def _tabs(board: Board, at: int, cells: int, glyphs: Glyphs, looks: Looks) -> Row:
    inks = Inks(looks, _OF_TABS, TabWords.INKS, TabWords.INKS_ANSI)
    words = TabWords()
    words.glyphs, words.columns, words.active = glyphs, board.columns, at
    row = [Run(tab.text, inks.codes(words.ink_of(tab))) for tab in words.fitting(cells)]
    return _filled(row, cells, inks)
