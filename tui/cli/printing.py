"""The board as text, for where none can be drawn: a pipe, a log, a dumb terminal."""

from __future__ import annotations

from ...model.board.projection import Board, Column, View, project
from ...model.cards.inforce import roles_at
from ...model.document import Document
from ...model.task import Task
from ...model.visible import visible_line
from .output import table, terminal_columns

_LIMITS = (14, 10, 24, 6, 7, 34)


def board_text(document: Document, path: str) -> str:
    """Every column with its lanes and cards, one card a line; safe to print."""
    if not document.tasks:
        return (
            f"{visible_line(path)}: no tasks. A task is a heading and a list of fields:\n\n"
            "### BE-010 | Backend | High | @backend-specialist\n"
            "- **Title**: Implement JWT authentication\n- **Status**: pending\n"
        )
    board = project(document, View(), roles_at(path))
    ready = sum(board.links.is_ready(task) for task in document.tasks)
    tasks = "1 task" if board.total == 1 else f"{board.total} tasks"
    head = f"{visible_line(path)}: {tasks}, {ready} ready\n"
    return head + "".join(_column(c, board) for c in board.columns if c.count)


def _column(column: Column, board: Board) -> str:
    cards = iter(
        table([_card(card, board) for card in column.cards], _LIMITS, _room()).splitlines()
    )
    lines = ["", f"{visible_line(column.title).upper()} {column.count}"]
    for lane in column.lanes:
        lines.append(f"  {visible_line(lane.title)} {lane.count}")
        lines += [f"    {next(cards)}" for _ in lane.cards]
    return "\n".join(lines) + "\n"


def _card(task: Task, board: Board) -> tuple[str, ...]:
    done, total = task.progress
    criteria = f"{done}/{total}" if total else ""
    standing = board.links.standing(task)
    match standing.kind:
        case "waiting":
            state = f"waits on {' '.join(standing.on)}"
        case "ready":
            state = "ready"
        case _:
            state = ""
    return (task.key, task.priority or "", task.assignee, task.effort, criteria, state, task.title)


def _room() -> int | None:
    columns = terminal_columns()
    return None if columns is None else columns - 4
