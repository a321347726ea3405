"""What the screens of questions, alarms and news share: entries that come and go behind a list."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from ..content import visible_line
from ..messages import FIRST
from ..widgets.line_list import LineList, Row
from .list_screen import ListScreen

if TYPE_CHECKING:
    from ...model.document import Document
    from .host import Host

_PLAIN = str.maketrans("“”", '""')
"""Marks of our own sentences, for a terminal that shows ASCII alone."""

_LOOK_SECONDS = 0.5
"""How often it is looked whether entries came or went."""

_SLOW_SECONDS = 0.3
"""After so long a first look says that it is under way."""


class Entry(NamedTuple):
    """One thing that waits."""

    id: str
    task: str
    """Key of the task that it is about; may be empty."""
    line: Content
    value: object
    """What the screen made the entry of."""
    words: str
    """What the filter looks at."""


class Waiting(ListScreen[Entry]):
    """A list of what waits, read behind it; each entry is shown in full below or beside it."""

    noun: ClassVar[str] = "entry"
    nouns: ClassVar[str] = "entries"

    def __init__(self, host: Host, title: str) -> None:
        super().__init__(host.board.glyphs, title)
        self.host = host
        self._stamp: object = None
        self._looking = False
        self._filled = asyncio.Event()
        self.rows.empty = ""

    def on_mount(self) -> None:
        """The keys go to the list, which is read behind them."""
        self.rows.focus()
        self.look()
        self._fill()
        self.set_interval(_LOOK_SECONDS, self._look_again)

    def _look_again(self) -> None:
        if not self._looking:  # else a look that takes longer would never come to its end
            self.look()

    @work(name=FIRST, exit_on_error=False)
    async def _fill(self) -> None:
        """Let the next key wait for the list, but not for one that takes its time."""
        try:
            await asyncio.wait_for(self._filled.wait(), _SLOW_SECONDS)
        except TimeoutError:
            self.rows.empty = f"looking {self.glyphs.ellipsis}"
            self.rows.refresh()

    # ---- for those who say what waits

    def stamp(self) -> object:
        """A value that differs when `read` would find something else. On the store's thread."""
        raise NotImplementedError

    def read(self, document: Document) -> Sequence[Entry]:
        """What waits. On the store's thread."""
        raise NotImplementedError

    def full(self, entry: Entry, cells: int) -> Content:
        """An entry in full, on lines of `cells` columns."""
        raise NotImplementedError

    # ---- the list

    @work(exclusive=True, group="look", exit_on_error=False)
    async def look(self) -> None:
        """Show what waits by now."""
        await self.look_now()

    async def look_now(self) -> None:
        """As `look`; what waits is shown when this returns."""
        self._looking = True
        try:
            found = await self.host.disk.run(self._read)
        finally:
            self._looking = False
        if found is not None and self.is_attached:
            self._stamp, entries = found
            self.entries = list(entries)
            self._show()
        self._filled.set()

    def _read(self) -> tuple[object, Sequence[Entry]] | None:
        if self.stamp() == self._stamp:
            return None
        found = self.read(self.host.store.document)
        return self.stamp(), found

    def _show(self) -> None:
        here = self.entry
        self.shown = [e for e in self.entries if all(word in e.words for word in self.wanted)]
        ids = [entry.id for entry in self.shown]
        at = ids.index(here.id) if here is not None and here.id in ids else max(self.rows.at, 0)
        self.rows.empty = "nothing matches" if self.entries else f"no {self.nouns}"
        self.rows.show([Row(entry.line) for entry in self.shown], at)
        count = len(self.entries)
        told = f"{count} {self.noun if count == 1 else self.nouns}"
        self.query_one("#title", Static).update(Content(f"{self.title_text}  {told}"))
        if not self.shown:
            self.beside.update(Content())

    def narrow(self) -> None:
        """As `ListScreen.narrow`."""
        self._show()

    @on(LineList.Moved)
    def show_full(self) -> None:
        """Show the entry under the cursor in full."""
        entry = self.entry
        if entry is not None:
            cells = (self.beside.size.width or self.size.width - 2) or 40
            self.beside.update(self.full(entry, cells))

    def on_resize(self, event: Resize) -> None:
        """As `ListScreen.on_resize`; texts side by side may be stacked now."""
        super().on_resize(event)
        self.call_after_refresh(self.show_full)

    @on(LineList.Taken)
    def action_open(self) -> None:
        """Open the task on the board."""
        entry = self.entry
        if entry is not None and entry.task:
            self.leave_for(entry.task, self.host.store.document)

    def safe(self, text: str) -> str:
        """Text from outside, fit to be shown on one line."""
        shown = visible_line(text, self.glyphs.plain)
        return shown.translate(_PLAIN) if self.glyphs.plain else shown
