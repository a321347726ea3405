"""The history of one task: every state that the file gave it, newest first, with what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.content import Content

from ...model.history.changes import between
from ...model.history.compare import compare, text_of
from ...model.history.past import Moment, Past, State
from ...model.history.restoring import one, whole
from ..commands import PAST, TIMELINE, bindings
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
    from ...model.task import Task


class _Entry(NamedTuple):
    """A state of the task."""

    moment: Moment
    task: Task | None
    text: str
    """The task's text in the file; empty where there was none."""
    changes: tuple[Change, ...]
    words: str
    row: Row


class Timeline(PastScreen[_Entry]):
    """The states of a task, each compared with the one before, or with what it is now."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TIMELINE)]
    COMMANDS_HERE = (*TIMELINE, *PAST)

    def __init__(self, store: Store, submit: Submit, glyphs: Glyphs, key: str) -> None:
        super().__init__(store, submit, glyphs, f"History of {visible_line(key, glyphs.plain)}")
        self.key = key
        self.with_now = False
        """Compare with the task as it is now, not with the state before."""

    @property
    def summary(self) -> str:
        """As `PastScreen.summary`."""
        states = len(self.entries)
        against = "now" if self.with_now else "the state before"
        return f"{states} state{'s' * (states != 1)}, compared with {against}" if states else ""

    def read(self, past: Past, since: float) -> None:
        """As `PastScreen.read`."""
        fresh: list[_Entry] = []
        for state in past.states(self.key, since):
            if not self.is_attached:
                return
            fresh.append(self._entry_of(state))
            if not since:
                self.app.call_from_thread(self.add, fresh, False)
                fresh = []
        self.app.call_from_thread(self.add, fresh, bool(since))

    def _entry_of(self, state: State) -> _Entry:
        who = past_lines.who(state.moment, self.me)
        first = state.changes[0] if state.changes else None
        more = f" (and {len(state.changes) - 1} more)" if len(state.changes) > 1 else ""
        told = past_lines.brief(first, self.glyphs, task=False) if first else Content()
        by = "$text-success" if state.moment.is_mine else "$text-muted"
        clock = past_lines.clock(state.moment.version.at)
        gap = "  " if first else ""
        content = Content.assemble(
            (f"{clock} ", "$text-muted"), told, (more, "$text-muted"), (gap + who, by)
        )
        words = " ".join([who, *(change.describe() for change in state.changes)]).casefold()
        text = state.document.source_of(state.task) if state.task is not None else ""
        return _Entry(state.moment, state.task, text, state.changes, words, Row(content))

    def add(self, fresh: list[_Entry], first: bool) -> None:
        """As `PastScreen.add`."""
        super().add(fresh, first)
        if len(self.entries) == 2:
            self._moved()  # now there is a state before the first

    # ---- beside the list

    @on(LineList.Moved)
    def _moved(self) -> None:
        entry = self.entry
        if entry is None:
            self.beside.update(Content())
            return
        if self.with_now:
            title = f"then ({past_lines.clock(entry.moment.version.at)}) and now"
            old, new = entry.text, text_of(self.store.document, self.key)
        else:
            place = self.entries.index(entry) + 1
            title = "what changed"
            old, new = self.entries[place].text if place < len(self.entries) else "", entry.text
        lines = [past_lines.heading(entry.moment, self.me, self.glyphs)]
        lines += past_lines.deeds(entry.moment, self.glyphs)
        lines += [Content(), Content.styled(title, "$text-muted")]
        same = Content("no difference")
        found = compare(old, new)
        lines.append(past_lines.comparison(found, self.glyphs) if found else same)
        self.beside.update(Content("\n").join(lines))

    # ---- keys

    def action_compare(self) -> None:
        """Compare with now, or with the state before again."""
        self.with_now = not self.with_now
        self.show_title()
        self._moved()

    @on(LineList.Taken)
    def action_open(self) -> None:
        """Open the task on the board."""
        self.leave_for(self.key, self.store.document, "; r brings it back")

    @work(name=FIRST)
    async def action_bring_back(self) -> None:
        """Make the task what it was then."""
        entry = self.entry
        if entry is None:
            return
        clock = past_lines.clock(entry.moment.version.at)
        digest = entry.moment.version.digest
        await self.bring_back(
            f"{self.key} of {clock}", lambda now: whole(self.key, self.then(digest), now)
        )

    @work(name=FIRST)
    async def action_bring_back_one(self) -> None:
        """Choose one thing of then, and bring it back."""
        from .later import Choice, Choose

        entry, document = self.entry, self.store.document
        if entry is None:
            return
        found = between(entry.task, document.task(self.key))
        if not found:
            self.tell("the file says so already")
            return
        choices = [Choice(str(number), change.describe()) for number, change in enumerate(found, 1)]
        chosen = await self.app.push_screen_wait(Choose("Bring back which of these?", choices))
        if chosen is None:
            return
        change, digest = found[int(chosen) - 1], entry.moment.version.digest

        def make(now: Document) -> Operation | None:
            return one(self.key, change, self.then(digest), now)

        await self.bring_back(f"what {self.key} was", make)
