"""What the activity view and a task's history share: reading behind the list, and the bringing
back of what was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from ...model.history.past import Past
from ..glyphs import Glyphs
from ..messages import FIRST
from ..widgets.line_list import Row
from .list_screen import ListScreen

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.live.store import Result, Store
    from ...model.operations import Operation


class Entry(Protocol):
    """What a row of the list stands for."""

    @property
    def words(self) -> str:
        """What a filter looks at."""
        ...

    @property
    def row(self) -> Row:
        """How it is shown."""
        ...


T = TypeVar("T")
E = TypeVar("E", bound=Entry)
Submit = Callable[["Operation"], Awaitable["Result"]]

_SLOW_SECONDS = 0.3
"""After so long a reading says how far it is."""

_LOOK_SECONDS = 0.5
"""How often it is looked whether something was written."""


class PastScreen(ListScreen[E]):
    """A list of what was, newest first."""

    def __init__(self, store: Store, submit: Submit, glyphs: Glyphs, title: str) -> None:
        super().__init__(glyphs, title)
        self.store = store
        self.submit = submit
        self._past: Past | None = None
        self._of = 0
        self._newest = 0.0
        self._seen: Document | None = None
        self.reading = True
        self._filled = asyncio.Event()
        self.me = ""
        """This process, as the journal names it."""

    def on_mount(self) -> None:
        """The keys go to the list, which is read behind them."""
        self.rows.focus()
        self.set_interval(_LOOK_SECONDS, self._look)
        self._read()
        self._fill()

    @work(name=FIRST, exit_on_error=False)
    async def _fill(self) -> None:
        """Let the next key wait for the list, but not for one that takes its time."""
        try:
            await asyncio.wait_for(self._filled.wait(), _SLOW_SECONDS)
        except TimeoutError:
            self.show_title()

    def _look(self) -> None:
        """Whatever was written since belongs at the top of the list."""
        if not self.reading and self.store.document is not self._seen:
            self._read()

    def _read(self) -> None:
        self.reading, self._seen = True, self.store.document
        self._read_all()

    @work(thread=True, group="read", exit_on_error=False)
    def _read_all(self) -> None:
        from ...model.storage.journal import owner_of_this_process

        self.me = owner_of_this_process()
        past, since = self.store.past, self._newest
        versions = past.versions()
        fresh = sum(version.at > since for version in versions)
        self._newest = versions[-1].at if versions else since
        if fresh:
            self._past, self._of = past, fresh
            self.read(past, since)
        if self.is_attached:
            self.app.call_from_thread(self._finished)

    def read(self, past: Past, since: float) -> None:
        """Read what is newer than `since`, in a thread, and bring it to the list."""
        raise NotImplementedError

    def add(self, fresh: list[E], first: bool) -> None:
        """Bring entries to the list, before all others or behind them."""
        if not self.is_attached:
            return
        fits = self.fitting(fresh)
        rows = [entry.row for entry in fits]
        if first:
            self.entries[:0], self.shown[:0] = fresh, fits
            self.rows.put_first(rows)
        else:
            self.entries += fresh
            self.shown += fits
            self.rows.add(rows)

    def fitting(self, entries: list[E]) -> list[E]:
        """The entries that match the filter."""
        return [one for one in entries if all(word in one.words for word in self.wanted)]

    def narrow(self) -> None:
        """As `ListScreen.narrow`; the cursor stays on its entry."""
        at = self.entry
        self.shown = self.fitting(self.entries)
        place = next((n for n, entry in enumerate(self.shown) if entry is at), 0)
        self.rows.empty = self._why_empty()
        self.rows.show([entry.row for entry in self.shown], place)

    def _finished(self) -> None:
        self.reading = False
        self._filled.set()
        self.rows.empty = self._why_empty()
        self.rows.refresh()
        self.show_title()

    def _why_empty(self) -> str:
        if self.line.value.strip():
            return "nothing matches"
        if self.reading:
            return "nothing yet"
        problem = self.store.recorder.problem
        if problem:
            return f"no history: {problem}"
        if self.store.health.state == "read_only":
            return "no history is kept of a file that is opened to look only"
        return "nothing is kept yet"

    def show_title(self) -> None:
        """Say what this is, and how far its reading is."""
        text = self.title_text
        if self.reading and self._of > 1 and self._past is not None:
            text += f"  reading {self._past.passed} of {self._of} versions {self.glyphs.ellipsis}"
            self.set_timer(_SLOW_SECONDS, self.show_title)
        elif self.summary:
            text += f"  {self.summary}"
        self.query_one("#title", Static).update(Content(text))

    @property
    def summary(self) -> str:
        """How much there is, in a few words."""
        return ""

    # ---- bringing back

    async def aside(self, call: Callable[[], T]) -> T:
        """The result of a slow call that touches no widget, made beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(None, call)

    def then(self, digest: str) -> Document:
        """The file as a version had it. Raises `ValueError` for one that is not kept any more."""
        then = Past(self.store.versions).document(digest)
        if then is None:
            raise ValueError("that version is not kept any more")
        return then

    async def bring_back(self, what: str, make: Callable[[Document], Operation | None]) -> None:
        """Ask whether to carry out what `make` makes for the file as it is now, and do it."""
        from .later import Confirm

        now = self.store.document
        found = await self.aside(lambda: _prospect(now, make))
        if isinstance(found, str):
            self.tell(found, "warning")
            return
        operation, text = found
        if self.store.health.state == "read_only":
            self.tell(f"read-only: {self.store.health.message}", "warning")
        elif await self.app.push_screen_wait(
            Confirm(f"Bring back {what}?", text, yes="Bring back", no="Leave as it is")
        ):
            self._say(await self.submit(operation))

    def _say(self, result: Result) -> None:
        from ...model.live.store import Applied
        from ...model.operations import Unchanged

        if isinstance(result, Applied | Unchanged):
            self.tell(result.summary, "done")
        else:
            self.tell(result.reason, "warning")


def _prospect(
    now: Document, make: Callable[[Document], Operation | None]
) -> tuple[Operation, str] | str:
    """The operation and what it would change, told; or why there is nothing to do."""
    from ...model.document import reparse
    from ...model.history.changes import changes
    from ...model.live.planning import written
    from ...model.operations import Conflict, Unchanged
    from ...model.visible import visible

    operation = make(now)
    if operation is None:
        return "the file says so already"
    try:
        planned = operation.plan(now)
    except ValueError as problem:
        return f"not possible: {problem}"
    if isinstance(planned, Unchanged):
        return planned.summary
    if isinstance(planned, Conflict):
        return planned.reason
    raw = written(now, planned)
    if not isinstance(raw, bytes):
        return raw.reason
    told = [change.describe() for change in changes(now, reparse(now, raw))]
    text = "\n".join(visible(line) for line in told[:8])
    more = f"\nand {len(told) - 8} more" if len(told) > 8 else ""
    return operation, f"{text}{more}\n\nUndo takes it back."
