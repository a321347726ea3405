"""A command of the project at work: its output as it comes, and how it ended."""

from __future__ import annotations

from collections import deque
from threading import Event
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Log, Static

from ....model.checks.commands import Check
from ....model.checks.running import Outcome, run
from ....model.checks.subject import Subject
from ....model.checks.trust import Decisions

_SHOW_SECONDS = 0.1
"""How often new output is shown; a flood is one write then."""
_MOST_LINES = 5000


class RunPane(Vertical):
    """Runs a command when it is shown, and ends it when it goes."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    RunPane {
        height: 14;
        max-height: 55vh;
        background: $panel;
        & > Static { height: auto; padding: 0 1; }
        & > #command { text-style: bold; background: $surface; }
        & > Log { height: 1fr; background: $panel; scrollbar-size-vertical: 1; }
    }
    """

    class Ended(Message):
        """The command has ended."""

        def __init__(self, pane: RunPane, outcome: Outcome) -> None:
            super().__init__()
            self.pane = pane
            self.outcome = outcome

    def __init__(self, check: Check, subject: Subject, decisions: Decisions) -> None:
        super().__init__()
        self.check = check
        self.subject = subject
        self.decisions = decisions
        self.outcome: Outcome | None = None
        """How it ended; None while it runs."""
        self.output = Log(highlight=False, max_lines=_MOST_LINES)
        self._stop = Event()
        self._unshown: deque[str] = deque()
        self._showing: Timer | None = None

    def compose(self) -> ComposeResult:
        """The command, its output, how it stands."""
        yield Static(Content(f"$ {self.check.line}"), id="command")
        yield self.output
        yield Static(Content("running ..."), id="state")

    def on_mount(self) -> None:
        """Start it."""
        self._showing = self.set_interval(_SHOW_SECONDS, self._show_new)
        self._start()

    def on_unmount(self) -> None:
        """What still runs is ended, whatever takes the pane away."""
        self._stop.set()

    def stop(self) -> None:
        """End it before its time."""
        if self.outcome is None:
            self._stop.set()
            self.query_one("#state", Static).update(Content("stopping ..."))

    @work(thread=True, exit_on_error=False)
    def _start(self) -> None:
        take = self._unshown.append
        outcome = run(self.check, self.subject, self.decisions, take, self._stop)
        self.call_later(self._conclude, outcome)

    def _show_new(self) -> None:
        """Show what came since the last time."""
        parts = []
        while self._unshown:
            parts.append(self._unshown.popleft())
        if not parts:
            return
        output, follows = self.output, self.output.is_vertical_scroll_end
        lines = "".join(parts).splitlines(keepends=True)
        output.write("".join(lines[-_MOST_LINES:]), scroll_end=False)
        # The log measures itself before it drops its oldest lines: its end lay below its text.
        output.virtual_size = output.virtual_size.with_height(output.line_count)
        if follows:
            output.scroll_end(animate=False, immediate=True, x_axis=False)

    def _conclude(self, outcome: Outcome) -> None:
        self._show_new()
        if self._showing is not None:
            self._showing.stop()
        self.outcome = outcome
        self.query_one("#state", Static).update(_told(outcome))
        self.post_message(self.Ended(self, outcome))


def _told(outcome: Outcome) -> Content:
    """How it went, in a line."""
    seconds = f"{outcome.seconds:.1f} s"
    match outcome.ended:
        case "exit":
            text = f"exit code {outcome.code} after {seconds}"
        case "stopped":
            text = f"stopped after {seconds}"
        case _:
            text = outcome.note
    style = "bold $text-success" if outcome.proposed == "passed" else "bold $text-warning"
    proposed = f": {outcome.proposed}" if outcome.proposed else ""
    return Content.assemble((f"{text}{proposed}", style))
