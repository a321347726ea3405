"""A review that is gone through again, after changes were requested and the task came back.

The file keeps one review (protocol, section 4): what was ticked before the changes stays ticked,
and does not say so. Which marks are of the earlier round shows in the file as it was when the
changes were requested; a mark that says the same as then was not made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..standards import folded
from .review import Review, review_of
from .sighting import first_seen

if TYPE_CHECKING:
    from ..history.versions import Versions
    from ..task import Task


def is_again(task: Task, review: Review | None) -> bool:
    """Whether a task came back completed, and its last verdict is of before that."""
    asked = review is not None and review.verdict == "changes_requested"
    return asked and task.status == "completed"


def when_sent_back(versions: Versions, task: Task) -> Task | None:
    """The task as it was when the changes were requested, that its review names; None where no
    kept content shows it.
    """
    review = review_of(task)
    words = _words(review)
    if not words:
        return None
    return first_seen(versions, task.key, words, lambda one: _words(review_of(one)) == words)


def _words(review: Review | None) -> str:
    if review is None or review.verdict != "changes_requested":
        return ""
    return review.head.split("\n", 1)[0].strip()


def earlier(review: Review | None, before: Review | None) -> frozenset[str]:
    """The titles (folded) of what is judged, and says the same as in the round `before`."""
    if review is None or before is None:
        return frozenset()
    told = {folded(item.step): (item.state, item.note) for item in before.every}
    return frozenset(
        folded(item.step)
        for item in review.every
        if item.state != "open" and told.get(folded(item.step)) == (item.state, item.note)
    )
