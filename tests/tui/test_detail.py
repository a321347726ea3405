"""The detail pane by keys and mouse, on a document that operations really change."""

from __future__ import annotations

import html
import re

import pytest
from archie_board.model.board.dependencies import links_of
from archie_board.model.document import Document, parse, reparse
from archie_board.model.operations import Conflict, Operation, Planned, Refused
from archie_board.model.roles import Roles
from archie_board.model.source import splice
from archie_board.tui.screens.task import TaskScreen
from archie_board.tui.widgets.detail.pane import DetailPane
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

pytestmark = pytest.mark.anyio

FILE = """\
### BE-001 | Backend | High | @ana
- **Title**: User table
- **Status**: pending

### BE-010 | Backend | High | @ana
- **Title**: Tokens [/] [red]x
- **Status**: pending
- **Assigned**: ana
- **Dependencies**: BE-001
- **Estimated effort**: M
- **Description**: First line
  second line
- **Acceptance Criteria**:
  - [ ] One
  - [x] Two
  - [ ] Three
- **Started**: today

### FE-001 | Frontend | Low | @bert
- **Title**: Form
- **Status**: pending
- **Dependencies**: BE-010
"""


class Desk(App[None]):
    """A pane over a document in memory; carries operations out as a store does."""

    def __init__(self, text: str = FILE, key: str = "BE-010") -> None:
        super().__init__()
        self.document: Document = parse(text.encode())
        self.key = key
        self.pane = DetailPane()
        self.operations: list[Operation] = []
        self.refusals: list[str] = []
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.show()
        self.pane.focus()

    def show(self) -> None:
        document = self.document
        self.pane.show(document, document.task(self.key), links_of(document.tasks), Roles())

    def replace(self, old: str, new: str) -> None:
        """What another writer does."""
        assert old in self.text
        self.document = reparse(self.document, self.text.replace(old, new, 1).encode())
        self.show()

    @property
    def text(self) -> str:
        return self.document.raw.decode()

    def on_detail_pane_operation_requested(self, event: DetailPane.OperationRequested) -> None:
        self.operations.append(event.operation)
        try:
            plan = event.operation.plan(self.document)
        except Refused as problem:
            self.pane.draft_rejected(str(problem), event.operation)
            return
        if isinstance(plan, Conflict):
            self.pane.draft_rejected(plan.reason, event.operation)
        elif isinstance(plan, Planned):
            self.document = reparse(self.document, splice(self.document.data, plan.patches))
            self.show()

    def on_detail_pane_refused(self, event: DetailPane.Refused) -> None:
        self.refusals.append(event.reason)

    def on_detail_pane_task_followed(self, event: DetailPane.TaskFollowed) -> None:
        self.key = event.key
        self.show()

    def on_detail_pane_editor_requested(self, event: DetailPane.EditorRequested) -> None:
        self.heard.append(f"editor {event.key}")

    def on_detail_pane_closed(self) -> None:
        self.heard.append("closed")


async def go(pilot: Pilot[None], *key: str) -> None:
    """Put the cursor on a row."""
    desk = pilot.app
    assert isinstance(desk, Desk)
    desk.pane.frame.body.move_to(key)
    await pilot.pause()
    assert desk.pane.row is not None


def screen_text(app: App[None]) -> str:
    """Everything on the screen."""
    lines = re.findall(r"<text[^>]*>([^<]*)</text>", app.export_screenshot())
    return html.unescape("".join(lines)).replace("\xa0", " ")


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if c == " " else "comma" if c == "," else c for c in text))


async def test_a_line_is_edited_in_place() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "title")
        await pilot.press("enter", "end", "!", "enter")
        assert "- **Title**: Tokens [/] [red]x!\n" in desk.text
        assert desk.pane.row is not None
        assert desk.pane.row.key == ("field", "title")
        assert desk.pane.frame.body.has_focus


async def test_status_is_picked_by_its_letter_and_blocked_asks_why() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "status")
        await pilot.press("enter", "i")
        assert "BE-010" in desk.text
        assert desk.document.task("BE-010").status == "in_progress"  # type: ignore[union-attr]
        await pilot.press("enter", "b")
        await typed(pilot, "no key")
        await pilot.press("enter")
        task = desk.document.task("BE-010")
        assert task is not None
        assert (task.status, task.text("blocker")) == ("blocked", "no key")


async def test_dependencies_complete_ids_with_titles() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "dependencies")
        await pilot.press("enter", "end", "comma", "space", "f", "o", "r", "m", "tab", "enter")
        assert "- **Dependencies**: BE-001, FE-001\n" in desk.text


async def test_a_text_is_edited_on_several_lines() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "description")
        await pilot.press("enter")
        area = desk.screen.query_one(TextArea)
        assert area.text == "First line\nsecond line"
        await pilot.press("N", "enter", "ctrl+s")
        assert "- **Description**: N\n  First line\n  second line\n" in desk.text


async def test_criteria_are_ticked_added_reworded_moved_and_removed() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "criterion", "One", "0")
        await pilot.press("space")
        assert "- [x] One\n" in desk.text
        await pilot.press("a")
        await typed(pilot, "New")
        await pilot.press("enter")
        assert "- [x] One\n  - [ ] New\n  - [x] Two\n" in desk.text
        assert desk.pane.row is not None
        assert desk.pane.row.key == ("criterion", "New", "0")
        await pilot.press("J")
        assert "- [x] Two\n  - [ ] New\n" in desk.text
        assert desk.pane.row.key == ("criterion", "New", "0")
        await pilot.press("shift+up", "i", "end", "s", "enter")
        assert "- [x] One\n  - [ ] News\n  - [x] Two\n" in desk.text
        await pilot.press("d", "n")
        assert "News" in desk.text
        await pilot.press("d", "y")
        assert "News" not in desk.text


async def test_a_field_is_added_and_removed() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await pilot.press("A")
        await typed(pilot, "Reviewer")
        await pilot.press("enter")
        await typed(pilot, "zoe")
        await pilot.press("enter")
        assert "- **Reviewer**: zoe\n" in desk.text
        await go(pilot, "field", "reviewer")
        await pilot.press("d", "y")
        assert "Reviewer" not in desk.text


async def test_a_draft_survives_escape_and_goes_on() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "title")
        await pilot.press("enter", "end", "!", "escape")
        assert desk.operations == []
        assert ("field", "title") in desk.pane.frame.body.drafts
        await pilot.press("enter")
        assert desk.screen.query_one(Input).value == "Tokens [/] [red]x!"
        await pilot.press("escape", "x")
        assert not desk.pane.frame.body.drafts


async def test_half_typed_text_stays_while_the_file_changes() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "criterion", "Three", "0")
        await pilot.press("i", "end", "!")
        before = desk.pane.frame.editor
        desk.replace("- [ ] One\n", "- [ ] Zero\n  - [ ] One\n")
        desk.replace("second line", "second line\n  third line")
        await pilot.pause()
        editor = desk.pane.frame.editor
        assert editor is before
        assert editor is not None
        assert editor.text == "Three!"
        assert desk.focused is desk.screen.query_one(Input)
        await pilot.press("enter")
        assert "- [ ] Three!\n" in desk.text


async def test_a_field_that_changed_meanwhile_is_replaced_only_on_purpose() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "title")
        await pilot.press("enter", "end", "!")
        desk.replace("Tokens [/] [red]x", "Theirs [b]")
        await pilot.pause()
        editor = desk.pane.frame.editor
        assert editor is not None
        assert editor.note == "changed meanwhile: now Theirs [b]"
        await pilot.press("enter")
        assert desk.operations == []
        assert "Theirs [b]" in desk.text
        await pilot.press("enter")
        assert "- **Title**: Tokens [/] [red]x!\n" in desk.text


async def test_a_rejected_operation_comes_back_with_its_text() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "title")
        # The store reads a newer file than the one on screen.
        newer = desk.text.replace("Tokens [/] [red]x", "Theirs")
        await pilot.press("enter", "end", "!")
        desk.document = parse(newer.encode())
        await pilot.press("enter")
        editor = desk.pane.frame.editor
        assert editor is not None
        assert editor.text == "Tokens [/] [red]x!"
        assert "Theirs" in editor.note


async def test_the_task_leaves_the_file_and_the_text_is_kept() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "title")
        await pilot.press("enter", "end", "!")
        whole = desk.text
        desk.document = parse(b"# empty\n")
        desk.show()
        await pilot.pause()
        assert desk.pane.gone
        assert "no longer in the file" in screen_text(desk)
        desk.document = parse(whole.encode())
        desk.show()
        await pilot.pause()
        assert not desk.pane.gone
        assert desk.pane.frame.editor is not None
        assert desk.pane.frame.editor.text.endswith("!")


async def test_links_are_followed_with_a_way_back_and_forward() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "needs", "BE-001")
        await pilot.press("enter")
        assert desk.pane.task_key == "BE-001"
        await go(pilot, "unblocks", "BE-010")
        await pilot.press("backspace")
        assert desk.pane.task_key == "BE-010"
        await pilot.press("right_square_bracket")
        assert desk.pane.task_key == "BE-001"
        await pilot.press("e", "q")
        assert desk.heard == ["editor BE-001", "closed"]


async def test_cursor_and_scroll_stay_when_rows_above_change() -> None:
    desk = Desk()
    async with desk.run_test(size=(60, 12), notifications=True) as pilot:
        await go(pilot, "criterion", "Three", "0")
        body = desk.pane.frame.body
        line = body.page.extent(body.cursor)[0] - body.top
        desk.replace("second line", "second line\n  third\n  fourth")
        await pilot.pause()
        assert desk.pane.row is not None
        assert desk.pane.row.key == ("criterion", "Three", "0")
        assert body.page.extent(body.cursor)[0] - body.top == line
        await pilot.resize_terminal(40, 12)
        assert desk.pane.row.key == ("criterion", "Three", "0")


async def test_a_click_ticks_a_box_and_a_second_click_edits() -> None:
    desk = Desk()
    async with desk.run_test(size=(60, 40), notifications=True) as pilot:
        body = desk.pane.frame.body
        start, _ = body.page.extent(("criterion", "One", "0"))
        await pilot.click(body, offset=(3, start))
        assert "- [x] One\n" in desk.text
        start, _ = body.page.extent(("field", "title"))
        await pilot.click(body, offset=(6, start), times=2)
        assert desk.pane.frame.editor is not None


async def test_a_read_only_file_is_not_edited_and_says_why() -> None:
    desk = Desk()
    desk.pane.read_only = "task.md is read-only"
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "criterion", "One", "0")
        await pilot.press("space", "a", "d", "i", "A")
        assert desk.operations == []
        assert desk.pane.frame.editor is None
        assert set(desk.refusals) == {"task.md is read-only"}


async def test_hostile_text_is_shown_as_text() -> None:
    hostile = "[/] [link=http://a]b \x1b]0;t\x07 \u202eevil \x9b31m"
    desk = Desk(FILE.replace("Tokens [/] [red]x", hostile).replace("First line", hostile))
    async with desk.run_test(size=(100, 50), notifications=True) as pilot:
        await pilot.press("v", "g", "enter", "escape", "G")
        await go(pilot, "field", "description")
        await pilot.press("enter", "escape", "d", "n")
        shown = screen_text(desk)
        assert "[/] [link=http://a]b" in shown
        assert not any(mark in shown for mark in ("\x1b", "\u202e", "\x9b"))


async def test_keys_move_over_all_rows_and_back() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 12), notifications=True) as pilot:
        body = desk.pane.frame.body
        places = [row.key for row in body.page.rows if row.selectable]
        await pilot.press("G")
        assert (body.cursor, body.top + body.size.height) == (places[-1], len(body.page.lines))
        await pilot.press("k", "up")
        assert body.cursor == places[-3]
        await pilot.press("home")
        assert (body.cursor, body.top) == (places[0], 0)
        await pilot.press("pagedown", "ctrl+u", "j", "down")
        assert body.cursor == places[2]


async def test_a_text_taller_than_the_screen_is_scrolled_before_it_is_left() -> None:
    long = "\n".join(f"  - point {n}" for n in range(30))
    desk = Desk(FILE.replace("First line\n  second line", f"Points\n{long}"))
    async with desk.run_test(size=(40, 12), notifications=True) as pilot:
        await go(pilot, "field", "description")
        body = desk.pane.frame.body
        top = body.top
        await pilot.press("j", "j")
        assert (body.cursor, body.top) == (("field", "description"), top + 2)


async def test_what_changed_is_marked_and_an_unrelated_change_moves_nothing() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        body = desk.pane.frame.body
        page = body.page
        desk.replace("Form", "Login form")
        await pilot.pause()
        assert body.page is not page  # it is named under Unblocks
        page = body.page
        desk.replace("@bert", "@carl")
        await pilot.pause()
        assert body.page is page
        desk.replace("**Started**: today", "**Started**: yesterday")
        await pilot.pause()
        assert body.fresh == {("unblocks", "FE-001"), ("field", "started")}


async def test_a_narrow_terminal_shows_the_same_pane_on_a_screen_of_its_own() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 24), notifications=True) as pilot:
        screen = TaskScreen(drafts=desk.pane.drafts)
        desk.push_screen(screen)
        await pilot.pause()
        document = desk.document
        screen.pane.show(document, document.task("BE-010"), links_of(document.tasks), Roles())
        await pilot.press("enter", "end", "!", "escape")
        assert desk.pane.drafts.places("BE-010") == {("field", "title")}
        assert "enteredit" in screen_text(desk).replace(" ", "")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "enter edit" not in screen_text(desk)
        await pilot.press("escape")
        assert desk.screen is not screen


async def test_without_a_task_no_key_does_harm() -> None:
    desk = Desk(key="BE-404")
    async with desk.run_test(size=(40, 12), notifications=True) as pilot:
        assert "No task is open." in screen_text(desk)
        await pilot.press(*"jkgGiadAvxeJK", "enter", "space", "backspace", "pagedown")
        await pilot.resize_terminal(80, 24)
        assert desk.operations == []
        assert desk.heard == []
        await pilot.press("q")
        assert desk.heard == ["closed"]


async def test_an_effort_of_ones_own_is_typed_and_comes_back_when_rejected() -> None:
    desk = Desk()
    async with desk.run_test(notifications=True) as pilot:
        await go(pilot, "field", "effort")
        await pilot.press("enter", "G", "enter")
        await pilot.press("ctrl+u", "2", "d")
        newer = desk.text.replace("effort**: M", "effort**: L")
        desk.document = parse(newer.encode())
        await pilot.press("enter")
        editor = desk.pane.frame.editor
        assert editor is not None
        assert editor.text == "2d"
        assert "now “L”" in editor.note
        desk.show()
        await pilot.press("enter", "enter")
        assert "- **Estimated effort**: 2d\n" in desk.text
