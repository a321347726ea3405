"""What a review knows of the past: the text that was approved, and the round before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from ...model.reviews.review import review_of
from ...model.standards import folded
from ..messages import FIRST
from .review_checks import ReviewChecks

if TYPE_CHECKING:
    from ...model.document import Document


class ReviewPast(ReviewChecks):
    """A review that is held against what was reviewed before."""

    def on_mount(self) -> None:
        """Look for what is known of the past."""
        self._look_back()

    def take(self, document: Document) -> None:
        """As `ReviewLayout.take`; another verdict may have been given, or be stale now."""
        super().take(document)
        self._look_back()

    @work(exclusive=True, group="past", exit_on_error=False)
    async def _look_back(self) -> None:
        """Find the text that was approved, or the round before, among the versions kept."""
        from ...model.reviews import approval, rounds

        task, review = self.task_, self.sheet.review
        versions, run = self.host.store.versions, self.host.disk.run
        if rounds.is_again(task, review):
            head = review.head if review else ""
            if self.round_before is None or self.round_before.head != head:
                found = await run(rounds.when_sent_back, versions, task)
                self.round_before = review_of(found or task, self.role)
                self._draw()
            return
        basis = approval.basis_of(task)
        if basis is None or basis == self.basis:
            return
        found = await run(approval.approved_task, versions, task.key, basis)
        if found is None and not approval.names_text(basis):
            found = task  # seen for the first time
        if found is not None and basis == approval.basis_of(self.task_):
            self.basis, self.approved = basis, found
            self._draw()

    @work(name=FIRST, exit_on_error=False)
    async def action_afresh(self) -> None:
        """Open again what was passed or skipped before the rework."""
        from ...model.operations import Together

        await self._settled()
        again = [
            item.mark(self.task_, "open")
            for item in self.sheet.every
            if item.state in ("passed", "skipped") and folded(item.title) in self.earlier
        ]
        if not again:
            self.host.tell("nothing is ticked from an earlier round")
            return
        await self._written(Together(f"{self.task_.key} review: looked at afresh", tuple(again)))
