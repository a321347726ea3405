"""What waits for the person at the board, the oldest first; Enter goes to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ...model.reviews.queue import Kind as Group
from ...model.reviews.queue import Waiting, queue_of
from ..commands import QUEUE, bindings
from ..widgets.detail.blocks import Block, Kind, Row
from ..widgets.detail.body import Body
from ..widgets.detail.look import FAINT, QUIET, STATUS_STYLES, look_of
from ..widgets.status_line import Event, StatusLine
from .help import hints_of

if TYPE_CHECKING:
    from .host import Host

_GROUPS: dict[Group, str] = {
    "review": "To review",
    "begun": "Reviews begun",
    "asked": "Questions to you",
}
_ROOM_FOR_KEYS = 12


class QueueScreen(Screen[Waiting | None]):
    """A list that follows the file; dismissed with what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(QUEUE)]
    DEFAULT_CSS = """
    QueueScreen {
        background: $background;
        & > #head { height: 1; padding: 0 2; background: $surface; text-wrap: nowrap; }
    }
    """

    def __init__(self, host: Host, cursor: str | None = None) -> None:
        """`cursor` is the key of the task that it stands on at first."""
        super().__init__()
        self.host = host
        self.look = look_of(host.board.glyphs)
        self.waiting: tuple[Waiting, ...] = ()
        self.list = Body(self.look)
        self.list.wanted = ("task", cursor) if cursor else None
        self.status_line = StatusLine(host.board.glyphs)
        self.status_line.hints = hints_of(QUEUE, host.board.glyphs.plain)

    def compose(self) -> ComposeResult:
        """How many wait, the list, the keys."""
        yield Static(id="head", markup=False)
        yield self.list
        yield self.status_line

    def on_mount(self) -> None:
        """Follow the board; the keys go to the list."""
        board = self.host.board
        board.document_changed.subscribe(self, self._take, immediate=True)
        board.told.subscribe(self, self._tell, immediate=True)
        self._take()
        self.list.focus()

    def _take(self, _: object = None) -> None:
        self.waiting = queue_of(self.host.board.document.tasks, self.host.person)
        self.list.show(tuple(self._rows()))
        count = len(self.waiting)
        said = f"{count} waiting" if count else "nothing waits"
        head = Content.assemble((said, "bold"), (f" for @{self.host.person.name}", QUIET))
        self.query_one("#head", Static).update(head)

    def _tell(self, event: Event) -> None:
        self.status_line.event = event

    def _rows(self) -> Iterator[Row]:
        group = None
        for waiting in self.waiting:
            if waiting.kind != group:
                gap, group = group is not None, waiting.kind
                count = sum(one.kind == group for one in self.waiting)
                heading = Content.styled(_GROUPS[group], "bold")
                right = Content.styled(str(count), QUIET)
                yield Row(("group", group), Kind.TEXT, (Block(heading, right=right),), gap=gap)
            yield self._row(waiting)
        if not self.waiting:
            nothing = "Completed tasks, reviews begun and questions to you are listed here."
            yield Row(("none",), Kind.TEXT, (Block(Content.styled(nothing, FAINT)),))

    def _row(self, waiting: Waiting) -> Row:
        task, line = waiting.task, self.look.line
        status = task.status or ""
        sign = Content.styled(
            f"{self.look.glyphs.status(task.status)} ", STATUS_STYLES.get(status, "")
        )
        title = Content.assemble((line(task.key), "bold"), " ", line(task.title))
        since = Content.styled(line(waiting.since), QUIET) if waiting.since else None
        by = f"  @{line(task.assignee)}" if task.assignee else ""
        why = Content.assemble((line(waiting.why), QUIET), (by, FAINT))
        blocks = (Block(title, sign, right=since), Block(why, Content("  ")))
        return Row(("task", task.key), Kind.LINK, blocks, waiting.why, target=task.key)

    @on(Body.Chosen)
    def _chosen(self, event: Body.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Go to what the cursor is on."""
        row = self.list.row
        found = next((w for w in self.waiting if row and w.task.key == row.target), None)
        if found is not None and self.is_active:
            self.dismiss(found)

    def action_leave(self) -> None:
        """Back to the board."""
        if self.is_active:
            self.dismiss(None)

    def on_resize(self) -> None:
        """The line at the bottom is there where it takes little away."""
        self.status_line.display = self.size.height >= _ROOM_FOR_KEYS
