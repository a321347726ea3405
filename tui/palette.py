"""The command palette: every command of the board, every task of the file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.command import Hit, Hits, Provider
from textual.screen import Screen

from .commands import DETAIL, FLOWS, SCREEN
from .content import literal, visible
from .screens.board import BoardScreen
from .screens.help import key_names
from .screens.later import TaskScreen


def system_commands(screen: Screen[Any]) -> Iterable[SystemCommand]:
    """The commands that can be run on `screen`, each with its keys and what it does."""
    if isinstance(screen, BoardScreen):
        for command in (*SCREEN, *FLOWS):
            name, _, rest = command.action.partition("(")
            flow = name == "flow"
            why_not = screen.why_not_flow(rest.strip("')")) if flow else screen.why_not(name)
            # The palette reads help as markup, and `[` is a key.
            keys = key_names(command.keys).replace("[", "\\[")
            help_text = f"{keys}   {command.help}"
            if why_not:
                help_text = f"Not now: {why_not}."
            yield SystemCommand(
                command.title,
                help_text,
                partial(screen.run_action, f"app.{command.action}" if flow else command.action),
            )
    elif isinstance(screen, TaskScreen):
        for command in DETAIL:
            yield SystemCommand(
                command.title, command.help, partial(screen.pane.run_action, command.action)
            )


class TaskProvider(Provider):
    """Tasks by ID and title, once something is typed."""

    async def search(self, query: str) -> Hits:
        """The tasks that match what is typed."""
        board, matcher = _board(self.screen), self.matcher(query)
        if board is None:
            return
        for task in board.document.tasks:
            text = visible(f"{task.key} {task.title}")
            score = matcher.match(text)
            if score > 0:
                go = partial(board.go_to, task.key)
                # The matcher's own highlighting would read a title as markup.
                yield Hit(score, literal(text), go, text, "Go to the task")


def _board(screen: Screen[Any]) -> BoardScreen | None:
    return next((s for s in screen.app.screen_stack if isinstance(s, BoardScreen)), None)
