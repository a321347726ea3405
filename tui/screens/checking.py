"""Asks whether the project's commands may run, and runs one in a box of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from ...model.checks.commands import Check
from ...model.checks.subject import Subject, Unfit, subject_of
from ...model.checks.trust import Decisions
from ...model.config import PROJECT_FILE, load
from ...model.storage.storage import default_root
from ...model.visible import visible_line
from ..widgets.review.run_pane import RunPane
from .dialog import Dialog
from .trust import Trust

if TYPE_CHECKING:
    from .host import Host


def decisions() -> Decisions:
    """What the user decided about projects' commands."""
    return Decisions(default_root())


async def trusted(host: Host) -> Subject | None:
    """The project's commands, if the user trusts them or does so now; None otherwise."""
    config = await asyncio.to_thread(load, host.store.path)
    if config.project_file is None or not config.checks:
        place = config.project_file or f"{config.root}/{PROJECT_FILE}"
        host.tell(f"no commands to run: [[checks]] in {place} would name some", "warning")
        return None
    kept = decisions()
    try:
        subject = await asyncio.to_thread(subject_of, config.project_file, config.root)
        standing = await asyncio.to_thread(kept.standing, subject)
        if standing.state != "trusted":
            answer = await host.push_screen_wait(Trust(subject, standing))
            if answer is not None:
                await asyncio.to_thread(kept.decide, subject, answer)
            if answer != "trust":
                host.tell("the project's commands are not run", "warning")
                return None
    except Unfit as problem:
        host.tell(str(problem), "warning")
        return None
    if subject.checks:
        return subject
    host.tell(subject.problems[0] if subject.problems else "no commands to run", "warning")
    return None


class Mark(NamedTuple):
    """What the reviewer made of a command's end."""

    state: str
    """`passed` or `failed`."""
    note: str


class Checking(Dialog[Mark]):
    """A command at work; dismissed with a mark, or None for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "take", "Take", show=False, priority=True),
        Binding("p", "mark('passed')", "Passed", show=False),
        Binding("f", "mark('failed')", "Failed", show=False),
        Binding("escape,q", "leave", "Stop", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Checking {
        & > #box { width: 100; padding: 0; }
        RunPane { height: 24; max-height: 80vh; }
    }
    """
    keys = "esc stop"

    def __init__(self, check: Check, subject: Subject) -> None:
        super().__init__()
        self.title_text = visible_line(check.step)
        self.pane = RunPane(check, subject, decisions())

    def content(self) -> list[Widget]:
        """The command at work."""
        return [self.pane]

    def on_mount(self) -> None:
        """The keys go to the output."""
        self.pane.output.focus()

    @on(RunPane.Ended)
    def _ended(self, event: RunPane.Ended) -> None:
        proposed = event.outcome.proposed
        take = f"enter {proposed}   " if proposed else ""
        box = self.query_one("#box")
        box.border_subtitle = Content(f"{take}p passed   f failed   esc leave it open")

    def action_take(self) -> None:
        """Take the mark that the end proposes."""
        outcome = self.pane.outcome
        if outcome is not None and outcome.proposed is not None:
            self.dismiss(Mark(outcome.proposed, outcome.note))

    def action_mark(self, state: str) -> None:
        """Take another mark than proposed."""
        if self.pane.outcome is not None:
            self.dismiss(Mark(state, self.pane.outcome.note))

    def action_leave(self) -> None:
        """Stop what runs; leave when nothing does."""
        if self.pane.outcome is None:
            self.pane.stop()
        else:
            self.dismiss(None)
