"""Runs a command of the project and shows its output as it comes; its end proposes a mark."""

from __future__ import annotations

from collections import deque
from threading import Event
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Log, Static

from ...model.checks.commands import Check
from ...model.checks.running import Outcome, run
from ...model.checks.subject import Subject
from ...model.checks.trust import Decisions
from ...model.visible import visible_line
from .dialog import Dialog

_FLUSH_SECONDS = 0.1
_MOST_LINES = 5000


class Mark(NamedTuple):
    """What the reviewer made of a command's end."""

    state: str
    """`passed` or `failed`."""
    note: str


class Checking(Dialog[Mark]):
    """A command at work; dismissed with a mark, or None for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Take", show=False),
        Binding("p", "mark('passed')", "Passed", show=False),
        Binding("f", "mark('failed')", "Failed", show=False),
        Binding("escape,q", "leave", "Stop", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Checking {
        & > #box { width: 100; }
        Log { height: 20; max-height: 70vh; background: $panel; scrollbar-size-vertical: 1; }
        #state { height: auto; margin: 1 0 0 0; }
    }
    """
    keys = "esc stop"

    def __init__(self, check: Check, subject: Subject, decisions: Decisions) -> None:
        super().__init__()
        self.title_text = visible_line(check.step)
        self.check = check
        self.subject = subject
        self.decisions = decisions
        self.outcome: Outcome | None = None
        self.log_view = Log(highlight=False, max_lines=_MOST_LINES)
        self._stop = Event()
        self._waiting: deque[str] = deque()
        self._showing: Timer | None = None

    def content(self) -> list[Widget]:
        """The command, its output, how it stands."""
        command = Static(Content.styled(f"$ {self.check.line}", "bold"), id="command")
        return [command, self.log_view, Static(Content("running ..."), id="state")]

    def on_mount(self) -> None:
        """Start it."""
        self.log_view.focus()
        self._showing = self.set_interval(_FLUSH_SECONDS, self._show_new)
        self._run()

    def on_unmount(self) -> None:
        """What still runs is ended, whatever takes the screen away."""
        self._stop.set()

    @work(thread=True, exit_on_error=False)
    def _run(self) -> None:
        outcome = run(self.check, self.subject, self.decisions, self._waiting.append, self._stop)
        if self.is_attached:
            self.app.call_from_thread(self._ended, outcome)

    def _show_new(self) -> None:
        """Show what came since the last time."""
        parts = []
        while self._waiting:
            parts.append(self._waiting.popleft())
        if parts:
            self.log_view.write("".join(parts))

    def _ended(self, outcome: Outcome) -> None:
        self._show_new()
        if self._showing is not None:
            self._showing.stop()
        self.outcome = outcome
        state = self.query_one("#state", Static)
        state.update(_said(outcome))
        proposed = outcome.proposed
        take = f"enter {proposed}   " if proposed else ""
        box = self.query_one("#box")
        box.border_subtitle = Content(f"{take}p passed   f failed   esc leave it open")

    def action_take(self) -> None:
        """Take the mark that the end proposes."""
        if self.outcome is not None and self.outcome.proposed is not None:
            self.dismiss(Mark(self.outcome.proposed, self.outcome.note))

    def action_mark(self, state: str) -> None:
        """Take another mark than proposed."""
        if self.outcome is not None:
            self.dismiss(Mark(state, self.outcome.note))

    def action_leave(self) -> None:
        """Stop what runs; leave when nothing does."""
        if self.outcome is None:
            self._stop.set()
            self.query_one("#state", Static).update(Content("stopping ..."))
        else:
            self.dismiss(None)


def _said(outcome: Outcome) -> Content:
    """How it went, in a line."""
    seconds = f"{outcome.seconds:.1f} s"
    match outcome.ended:
        case "exit":
            text = f"exit code {outcome.code} after {seconds}"
        case "stopped":
            text = f"stopped after {seconds}"
        case _:
            text = outcome.note
    good = outcome.proposed == "passed"
    style = "bold $text-success" if good else "bold $text-warning"
    proposed = f": {outcome.proposed}" if outcome.proposed else ""
    return Content.styled(f"{text}{proposed}", style)
