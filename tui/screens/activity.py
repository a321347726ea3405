"""What happened to the file, newest first: who wrote when, and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.content import Content

from ...model.history.compare import Line as Difference
from ...model.history.compare import compare, text_of
from ...model.history.past import Moment, Past
from ...model.history.restoring import one
from ..commands import ACTIVITY, PAST, bindings
from ..content import visible_line
from ..glyphs import Glyphs
from ..messages import FIRST
from ..widgets import past_lines
from ..widgets.line_list import LineList, Row
from .past import PastScreen, Submit

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.history.changes import Change
    from ...model.live.store import Store
    from ...model.operations import Operation

_AT_ONCE = 20
"""Versions after which the list is shown what was read meanwhile."""
_MOST_CHANGES = 100
"""Changes of one version that are listed."""


class _Entry(NamedTuple):
    """What a row stands for."""

    moment: Moment
    change: Change | None
    """None for the line over the changes of a version, and for what is no change of the file."""
    words: str
    """What a filter looks at."""
    row: Row
    over: bool = False
    """Whether it is the line over the changes of a version."""


class Activity(PastScreen[_Entry]):
    """All versions and their changes."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIVITY)]
    COMMANDS_HERE = (*ACTIVITY, *PAST)

    def __init__(self, store: Store, submit: Submit, glyphs: Glyphs) -> None:
        super().__init__(store, submit, glyphs, "Activity")
        self._texts: Past | None = None

    @property
    def summary(self) -> str:
        """As `PastScreen.summary`."""
        versions = sum(entry.over for entry in self.entries)
        changes = sum(entry.change is not None for entry in self.entries)
        one, other = "s" * (versions != 1), "s" * (changes != 1)
        return f"{versions} version{one}, {changes} change{other}" if versions else ""

    def read(self, past: Past, since: float) -> None:
        """As `PastScreen.read`."""
        fresh: list[_Entry] = []
        for number, moment in enumerate(past.moments(since), 1):
            fresh += self._entries(moment)
            if not self.is_attached:
                return
            if not since and (number in (1, 5) or number % _AT_ONCE == 0):
                self.app.call_from_thread(self.add, fresh, False)
                fresh = []
        self.app.call_from_thread(self.add, fresh, bool(since))

    def _entries(self, moment: Moment) -> list[_Entry]:
        who = past_lines.who(moment, self.me)
        head = past_lines.heading(moment, self.me, self.glyphs)
        found = [_Entry(moment, None, who, Row(head, stop=not moment.changes), over=True)]
        for change in moment.changes[:_MOST_CHANGES]:
            words = f"{who} {change.describe()} {change.field or ''}".casefold()
            content = Content("  ") + past_lines.brief(change, self.glyphs)
            found.append(_Entry(moment, change, words, Row(content)))
        left = len(moment.changes) - _MOST_CHANGES
        if left > 0:
            more = Content.styled(f"  and {left} more", "$text-muted")
            found.append(_Entry(moment, None, "", Row(more, stop=False)))
        for gone in moment.let_go[:_MOST_CHANGES]:
            text = visible_line(f"  let go: {gone.summary}: {gone.why}", self.glyphs.plain)
            words = f"{who} {text}".casefold()
            found.append(_Entry(moment, None, words, Row(Content.styled(text, "$text-warning"))))
        return found

    def fitting(self, entries: list[_Entry]) -> list[_Entry]:
        """As `PastScreen.fitting`, with the lines over those that match."""
        if not self.wanted:
            return entries[:]
        found: list[_Entry] = []
        head: _Entry | None = None
        for entry in entries:
            if entry.over:
                head = entry
            elif all(word in entry.words for word in self.wanted):
                if head is not None:
                    found.append(head)
                    head = None
                found.append(entry)
        return found

    # ---- beside the list

    @on(LineList.Moved)
    def _moved(self) -> None:
        entry = self.entry
        if entry is None:
            self.beside.update(Content())
            return
        lines = [past_lines.heading(entry.moment, self.me, self.glyphs)]
        lines += past_lines.deeds(entry.moment, self.glyphs)
        if entry.change is not None:
            lines += [Content(), past_lines.told(entry.change, self.glyphs)]
            lines += past_lines.before_and_after(entry.change, self.glyphs)
            self._compare(entry, Content("\n").join(lines))
        self.beside.update(Content("\n").join(lines))

    @work(thread=True, exclusive=True, group="beside", exit_on_error=False)
    def _compare(self, entry: _Entry, above: Content) -> None:
        """Show the task's text before and after."""
        assert entry.change is not None
        if self._texts is None:
            self._texts = Past(self.store.versions)
        past, key = self._texts, entry.change.task
        after = past.document(entry.moment.version.digest)
        before = past.document(entry.moment.before.digest) if entry.moment.before else None
        found = compare(text_of(before, key), text_of(after, key))
        self.app.call_from_thread(self._compared, entry, above, found)

    def _compared(self, entry: _Entry, above: Content, lines: list[Difference]) -> None:
        if entry is self.entry:
            title = Content.styled("its text", "$text-muted")
            below = past_lines.comparison(lines, self.glyphs)
            self.beside.update(Content("\n").join([above, Content(), title, below]))

    # ---- keys

    @on(LineList.Taken)
    def action_open(self) -> None:
        """Open the task on the board."""
        entry = self.entry
        if entry is not None and entry.change is not None:
            self.leave_for(entry.change.task, self.store.document)

    @work(name=FIRST)
    async def action_bring_back(self) -> None:
        """Give the task back what this change took."""
        entry = self.entry
        if entry is None or entry.change is None or entry.moment.before is None:
            return
        change, digest = entry.change, entry.moment.before.digest
        what = f"what {change.task} was before"

        def make(now: Document) -> Operation | None:
            return one(change.task, change, self.then(digest), now)

        await self.bring_back(what, make)

    @work(name=FIRST)
    async def action_timeline(self) -> None:
        """The history of the task under the cursor."""
        from .timeline import Timeline

        entry = self.entry
        if entry is not None and entry.change is not None:
            screen = Timeline(self.store, self.submit, self.glyphs, entry.change.task)
            key = await self.app.push_screen_wait(screen)
            if key is not None:
                self.dismiss(key)
