"""While you were away: the tasks that changed since the user looked last, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from ...model.history.changes import Change
from ...model.history.compare import compare, text_of
from ..commands import NEWS, PAST, bindings
from ..widgets.past_lines import clock, comparison, told
from .waiting import Entry, Waiting

if TYPE_CHECKING:
    from ...model.document import Document
    from ..attendance import Attendance
    from .host import Host

_MOST_CHANGES = 12


class NewsScreen(Waiting):
    """One line for each task that changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(NEWS)]
    COMMANDS_HERE = (*NEWS, *PAST)
    noun, nouns = "task changed", "tasks changed"

    def __init__(self, host: Host, attendance: Attendance) -> None:
        super().__init__(host, f"Since {clock(attendance.since)}")
        self.attendance = attendance

    def stamp(self) -> object:
        """As `Waiting.stamp`."""
        return self.host.store.document, self.attendance.baseline

    def read(self, document: Document) -> Sequence[Entry]:
        """As `Waiting.read`."""
        grouped: dict[str, list[Change]] = {}
        for change in self.attendance.news():
            grouped.setdefault(change.task, []).append(change)
        return [self._entry(document, key, changes) for key, changes in grouped.items()]

    def _entry(self, document: Document, key: str, changes: list[Change]) -> Entry:
        more = f"  and {len(changes) - 1} more" if len(changes) > 1 else ""
        line = told(changes[0], self.glyphs) + Content.styled(more, "$text-muted")
        words = " ".join(change.describe() for change in changes).casefold()
        baseline = self.attendance.baseline
        texts = (text_of(baseline, key), text_of(document, key))
        return Entry(key, key, line, (changes, *texts), words)

    def full(self, entry: Entry, cells: int) -> Content:  # noqa: ARG002
        """As `Waiting.full`: each change in a line, then the text before and after."""
        assert isinstance(entry.value, tuple)
        changes, before, after = entry.value
        lines = [told(change, self.glyphs) for change in changes[:_MOST_CHANGES]]
        if len(changes) > _MOST_CHANGES:
            lines.append(Content.styled(f"and {len(changes) - _MOST_CHANGES} more", "$text-muted"))
        difference = comparison(compare(before, after), self.glyphs)
        return Content("\n").join([*lines, Content(), difference])
