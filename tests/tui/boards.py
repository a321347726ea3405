"""Boards made from text, and an application that shows one."""

from __future__ import annotations

import html
import re

from archie_board.model.board.projection import Board, View, project
from archie_board.model.document import Document, parse, reparse
from archie_board.model.roles import BUILTIN
from archie_board.tui.glyphs import GLYPHS_UNICODE, Glyphs
from archie_board.tui.line_filter import TerminalSafety
from archie_board.tui.themes import DARK, PALETTES
from archie_board.tui.widgets.board import BoardView
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.message import Message

_CELL = 12.2
"""Width of a cell in a picture."""

_TEXT = re.compile(r'<text [^>]*? x="([\d.]+)" [^>]*?-line-(\d+)\)">(.*?)</text>')


def section(ident: str, status: str = "pending", title: str = "", **fields: str) -> str:
    """A task's text."""
    lines = [f"### {ident} | Backend | High | @dba", f"- **Title**: {title or 'Title of ' + ident}"]
    lines += [f"- **Status**: {status}", *(f"- **{key}**: {text}" for key, text in fields.items())]
    return "\n".join(lines) + "\n\n"


def many(count: int, status: str = "pending", first: int = 1) -> str:
    """Tasks from number `first` on, in the last of the categories from 80 on."""
    return "".join(section(f"BE-{number:03}", status) for number in range(first, first + count))


def board_of(text: str, view: View | None = None, previous: Board | None = None) -> Board:
    """The board of a file."""
    return project(parse(text.encode()), view or View(), BUILTIN, previous)


class BoardApp(App[None]):
    """A board view, and what it posts."""

    ENABLE_COMMAND_PALETTE = False
    safety = TerminalSafety()

    def __init__(
        self, text: str, view: View | None = None, glyphs: Glyphs = GLYPHS_UNICODE
    ) -> None:
        super().__init__()
        self.posted: list[Message] = []
        self.view_ = view or View()
        self.document: Document = parse(text.encode())
        self.board = BoardView(glyphs)
        self.board.board = project(self.document, self.view_, BUILTIN)

    def compose(self) -> ComposeResult:
        yield self.board

    def on_mount(self) -> None:
        for palette in PALETTES:
            self.register_theme(palette.theme())
        self.theme = DARK
        self.board.focus()

    def get_line_filters(self):  # type: ignore[no-untyped-def]
        return [*super().get_line_filters(), self.safety]

    def rewrite(self, text: str) -> None:
        """Another writer changed the file."""
        self.document = reparse(self.document, text.encode())
        self.board.board = project(self.document, self.view_, BUILTIN, self.board.board)

    def on_board_view_card_highlighted(self, event: BoardView.CardHighlighted) -> None:
        self.posted.append(event)

    def on_board_view_card_opened(self, event: BoardView.CardOpened) -> None:
        self.posted.append(event)

    def on_board_view_card_dropped(self, event: BoardView.CardDropped) -> None:
        self.posted.append(event)

    def on_board_view_lane_toggled(self, event: BoardView.LaneToggled) -> None:
        self.posted.append(event)
        self.board.folded ^= {event.lane_key}

    def lines(self) -> list[str]:
        """The text on the screen, line by line, read off its picture."""
        rows = [[" "] * self.size.width for _ in range(self.size.height)]
        for left, line, text in _TEXT.findall(self.export_screenshot()):
            x = round(float(left) / _CELL)
            for character in html.unescape(text).replace("\xa0", " "):
                if x < self.size.width:
                    size = cell_len(character)
                    rows[int(line)][x : x + size] = [character, *[""] * (size - 1)]
                    x += size
        return ["".join(row).rstrip() for row in rows]
