"""Running the project's commands in a review: output below the step, its end as a proposal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from ..messages import FIRST
from .review_marking import ReviewMarking

if TYPE_CHECKING:
    from textual.message import Message

    from ...model.checks.commands import Check
    from ...model.reviews.sheet import SheetItem
    from ..widgets.review.run_pane import RunPane


class ReviewChecks(ReviewMarking):
    """A review whose steps can have a command each."""

    run_pane: RunPane | None = None
    """The command that runs or ran last, as it is shown."""
    judged: SheetItem | None = None
    """What that command is about."""

    def on_mount(self) -> None:
        """Find out which steps have a command."""
        self._find_commands()

    @work(exclusive=True, group="commands", exit_on_error=False)
    async def _find_commands(self) -> None:
        self.commands = await asyncio.to_thread(_commands_of, self.host.store.path)
        if self.commands:
            self.show_evidence()

    @work(name=FIRST, exclusive=True, group="check", exit_on_error=False)
    async def action_check(self) -> None:
        """Run the command of the step or item; a second time, stop it."""
        from ...model.checks.commands import check_for
        from ..widgets.review.run_pane import RunPane
        from .checking import decisions, trusted

        if self.run_pane is not None and self.run_pane.outcome is None:
            self.run_pane.stop()
            return
        item = self.item
        subject = await trusted(self.host) if item is not None else None
        if item is None or subject is None:
            return
        check = check_for(subject.checks, item.title)
        if check is None:
            named = ", ".join(one.step for one in subject.checks[:6])
            self.host.tell(f"no command is named for “{item.title}”; there are {named}", "warning")
            return
        self.judged, self.run_pane = item, RunPane(check, subject, decisions())
        if self.has_class("-single"):
            self.add_class("-side")
        await self.show_output(self.run_pane)

    def on_run_pane_ended(self, event: Message) -> None:
        """Say what the end proposes."""
        event.stop()
        outcome = self.run_pane.outcome if self.run_pane is not None else None
        if outcome is not None and outcome.proposed is not None and self.judged is not None:
            self.host.tell(f"{self.judged.title}: y marks it {outcome.proposed}, p or f otherwise")

    async def action_take_check(self) -> None:
        """Mark the step as the command's end proposes, with its last line as a note."""
        outcome = self.run_pane.outcome if self.run_pane is not None else None
        item = self.judged
        if item is None or outcome is None or outcome.proposed is None:
            self.host.tell("no command has ended with a result yet: x runs one", "warning")
            return
        state, note = outcome.proposed, outcome.note
        self._write(lambda: self._fresh_item(item).mark(self.task_, state, note))
        self.judged = self.run_pane = None
        await self.show_output()


def _commands_of(path: object) -> tuple[Check, ...]:
    """The commands that the project names, trusted or not."""
    from ...model.config import load

    tables = load(str(path)).checks
    if not tables:
        return ()
    from ...model.checks.commands import checks_of

    return checks_of(tables)[0]
