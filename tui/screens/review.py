"""Ending a review: the verdict, what is asked before it, and the tasks that come next."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from ...model import stamp
from ...model.operations import GiveVerdict
from ...model.operations.verdict import NOT_YET, early
from ..commands import REVIEW, bindings
from ..messages import FIRST, FlowRequested, StepRequested
from ..widgets.review.steps import step_key
from .review_past import ReviewPast

NAMED = 6
"""How many failed or open items a question names."""


class ReviewScreen(ReviewPast):
    """A review, run by keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(REVIEW)]

    @work(name=FIRST, exit_on_error=False)
    async def action_approve(self) -> None:
        """Approve; asks where something failed or is open, or the reviewer did the work."""
        from .later import Confirm

        await self._settled()
        if self.task_.status in NOT_YET:
            self.host.tell(early(self.task_), "warning")
            return
        seen = self._verdict("approved", "")
        doubts = self._doubts()
        if doubts:
            title, text = f"Approve {self.task_.key}?", "\n".join(doubts)
            line = self.look.text
            if not await self.app.push_screen_wait(
                Confirm(line(title), line(text), yes="Approve", no="Go on with the review")
            ):
                return
        if not await self._written(seen):
            self._say_what_is_next()

    def _doubts(self) -> list[str]:
        """What speaks against an approval, a line each."""
        from ...model.handover.executor import is_executor

        doubts = []
        for kind, items in (("Failed", self.sheet.failed), ("Open", self.sheet.still_open)):
            if items:
                more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
                doubts.append(f"{kind}: {', '.join(i.title for i in items[:NAMED])}{more}.")
        open_criteria = sum(not criterion.done for criterion in self.task_.criteria)
        if open_criteria:
            verb = "is" if open_criteria == 1 else "are"
            doubts.append(
                f"{open_criteria} of {len(self.task_.criteria)} criteria {verb} not ticked."
            )
        if is_executor(self.task_, self.person):
            doubts.append(f"You, @{self.person.name}, did this work.")
        return doubts

    def _verdict(self, verdict: str, note: str) -> GiveVerdict:
        """The verdict on the task as it is shown now."""
        from ...model.reviews.approval import digest_of

        review = self.sheet.review
        return GiveVerdict(
            self.task_.key,
            verdict,
            self.person.name,
            stamp.now(),
            note,
            seen=digest_of(self.task_),
            expect=review.head if review else "",
            expect_status=self.task_.status,
        )

    def _say_what_is_next(self) -> None:
        """Go to the last step, which shows what can be taken now."""
        last = self.sheet.steps[-1]
        self.steps.move_to(step_key(last))
        self.show_evidence()
        ready = [t.key for t in self._links.unblocks(self.task_) if self._links.is_ready(t)]
        if ready:
            self.host.tell(f"{self.task_.key} approved; ready: {', '.join(ready)}", "done")

    @work(name=FIRST, exit_on_error=False)
    async def action_request_changes(self) -> None:
        """Ask what has to change, and send the task back."""
        await self._settled()
        failed = ", ".join(item.title for item in self.sheet.failed[:NAMED])
        question = f"Failed: {failed}. Say more, or nothing." if failed else ""
        text = ""
        while True:
            said = await self._asked(f"What has to change in {self.task_.key}?", text, question)
            if said is None:
                return
            question = await self._written(self._verdict("changes_requested", said))
            if not question:
                return
            text = said

    @work(name=FIRST, exit_on_error=False)
    async def action_new_task(self) -> None:
        """Write a task that depends on this one."""
        from .later import NewTask

        category = self.roles.category_of(self.task_.id)
        form = NewTask(self.document, self.roles, category=category, depends=[self.task_.id])
        operation = await self.app.push_screen_wait(form)
        if operation is not None:
            await self._written(operation)

    def action_comment(self) -> None:
        """Say something about the task."""
        self.post_message(FlowRequested("comment", self.task_.key))

    def action_undo(self) -> None:
        """Take the last edit back."""
        self.post_message(StepRequested(forward=False))

    def action_help(self) -> None:
        """Show the keys."""
        from .later import Help

        self.app.push_screen(Help(REVIEW, plain=self.look.glyphs.plain))
