"""The form for a new task: the operation that it answers with writes the task."""

from __future__ import annotations

from datetime import datetime

import pytest
from archie_board.model.document import Document, parse
from archie_board.model.operations import AddTask, Planned
from archie_board.model.roles import Roles
from archie_board.model.source import splice
from archie_board.tui.screens.new_task import NewTask
from textual.app import App
from textual.widgets import Static

pytestmark = pytest.mark.anyio

FILE = "### BE-010 | Backend | High | @ana\n- **Title**: Tokens\n- **Status**: pending\n"
NOW = datetime(2026, 1, 2, 3, 4)


class Form:
    """A form that is filled in by keys."""

    def __init__(self, text: str = FILE, depends: tuple[str, ...] = ()) -> None:
        self.document = parse(text.encode())
        self.depends = depends
        self.said: dict[str, str] = {}
        """What stood in the lines of the form before it was closed."""


def form(text: str = FILE, depends: tuple[str, ...] = ()) -> Form:
    return Form(text, depends)


async def fill(given: Form, *keys: str, size: tuple[int, int] = (80, 30)) -> AddTask | None:
    """What the form answers; None while it is open or after Escape."""
    roles = Roles()
    chosen = roles.find_category("BE-010+")
    app: App[None] = App()
    answers: list[AddTask | None] = []
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = NewTask(given.document, roles, category=chosen, depends=given.depends, now=NOW)
        app.push_screen(screen, answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        if screen.is_current:
            for where in ("#id", ".problem"):
                given.said[where] = str(screen.query_one(where, Static).content)
            given.said["title"] = screen.title_entry.value
            strips = screen._compositor.render_strips()
            given.said["screen"] = "\n".join(strip.text for strip in strips)
    return answers[0] if answers else None


def added(operation: AddTask | None, text: str = FILE) -> Document:
    assert operation is not None
    document = parse(text.encode())
    plan = operation.plan(document)
    assert isinstance(plan, Planned)
    return parse(splice(document.data, plan.patches))


async def test_a_title_is_enough() -> None:
    task = added(await fill(form(), *"Log", "enter")).task("BE-011")
    assert task is not None
    assert (task.title, task.status, task.assignee) == ("Log", "pending", "backend-specialist")
    assert (task.priority, task.effort, task.created) == ("medium", "M", "2026-01-02 03:04")
    assert [c.text for c in task.criteria] == list(Roles().role("BE").criteria)


async def test_every_field_is_taken_at_the_smallest_size() -> None:
    keys = [*"Log", "tab", "h", "tab", "x", "tab", "end", "2", "tab", *"be-010"]
    keys += ["tab", "tab", *"Why", "enter", *"so", "tab", "ctrl+s"]
    task = added(await fill(form(), *keys, size=(40, 12))).task("BE-011")
    assert task is not None
    assert (task.priority, task.effort) == ("high", "XL")
    assert task.assignee == "backend-specialist2"
    assert task.dependencies == ("BE-010",)
    assert task.text("description") == "Why\nso"


async def test_another_category_brings_its_own_role() -> None:
    screen = form(depends=("BE-010",))
    keys = ["shift+tab", "ctrl+u", *"front", "tab", "tab", *"Form", "enter"]
    operation = await fill(screen, *keys)
    task = added(operation).task("FE-001")
    assert task is not None
    assert (task.area, task.assignee) == ("Frontend", "frontend-specialist")
    assert task.dependencies == ("BE-010",)


async def test_what_is_missing_is_said_and_nothing_is_lost() -> None:
    screen = form()
    assert await fill(screen, "enter", size=(40, 12)) is None
    assert screen.said[".problem"] == "a task needs a title"
    assert "a task needs a title" in screen.said["screen"]
    screen = form()
    assert await fill(screen, *"Log", "shift+tab", "ctrl+u", *"zzz", "enter") is None
    assert "zzz" in screen.said[".problem"]
    assert screen.said["title"] == "Log"


async def test_a_full_category_says_so_before_anything_is_typed() -> None:
    text = "".join(f"### BE-{n:03} | Backend\n- **Title**: x\n\n" for n in range(10, 20))
    screen = form(text)
    assert await fill(screen, *"Log", "enter") is None
    assert "BE-010" in screen.said["#id"]


async def test_escape_leaves_at_once_where_nothing_was_typed() -> None:
    screen = form()
    assert await fill(screen, "tab", "h", "escape") is None
    assert not screen.said, "it is gone"


async def test_what_was_typed_takes_two_escapes() -> None:
    screen = form()
    for keys in ("escape",), ("escape", "x", "escape"):
        assert await fill(screen, *"Log", *keys) is None
        assert screen.said[".problem"] == "esc again drops this task, ctrl+s adds it"
        screen.said.clear()
    assert await fill(screen, *"Log", "escape", "escape") is None
    assert not screen.said, "it is gone"
