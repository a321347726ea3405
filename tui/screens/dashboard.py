"""The board for a pane that only watches: all room for cards, and it goes where things happen.

No cursor, no keys at the bottom. What changed last is told in the header, where the board
says how it is grouped; a line at the bottom comes only when something is wrong with the file.
Changed cards are marked, and the newest one is brought into sight. The bell rings, if asked
for, when a task begins to wait for a person: completed, so that a review is due, or blocked.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...model.document import Document
from ...model.roles import Roles
from ..glyphs import Glyphs
from ..widgets.header import BoardHeader
from ..widgets.status_line import Tone
from ..widgets.words import Variant
from .board import BoardScreen

if TYPE_CHECKING:
    from ...model.history.changes import Change

ONLY_WATCHES = "a dashboard only watches: open the board itself to edit"

_WAITS_FOR_A_PERSON = frozenset({"completed", "blocked"})


class DashboardHeader(BoardHeader):
    """The board's header, in which what happened last goes before words for the numbers."""

    def variants(self) -> Iterator[Variant]:
        """As `HeaderWords.variants`, the grouping's place kept as long as there is room."""
        yield next(iter(super().variants()))
        left = [*self._file(), *self._count(False), *self._standings(False), *self._chips(False)]
        yield Variant(left, self._right(True))
        yield Variant(self._file(), self._right(True))
        yield Variant(self._right(True))
        yield from super().variants()


class Dashboard(BoardScreen):
    """Shows the board and follows the action."""

    DEFAULT_CSS = """
    Dashboard {
        StatusLine { display: none; }
        &.-trouble StatusLine { display: block; }
    }
    """

    def __init__(
        self, document: Document, roles: Roles, glyphs: Glyphs, file_name: str, *, bell: bool
    ) -> None:
        super().__init__(document, roles, glyphs, file_name, hints=False)
        self.header = DashboardHeader(glyphs)
        self.board_view.cursor_shown = False
        self.read_only = ONLY_WATCHES
        self._bell = bell
        self._waiting = _waiting(document)
        self._last = ""

    def take(self, document: Document, changes: Iterable[Change] = ()) -> None:
        """As `BoardLayout.take`; go where something changed, and ring where it is asked for."""
        changes = tuple(changes)
        super().take(document, changes)
        self._follow(changes)
        waiting = _waiting(document)
        if self._bell and waiting - self._waiting:
            self.app.bell()
        self._waiting = waiting

    def _follow(self, changes: tuple[Change, ...]) -> None:
        """Bring the last changed card into sight that the board shows."""
        for change in reversed(changes):
            if change.kind != "removed" and self.board_view.select(change.task):
                return

    def tell(self, text: str, tone: Tone = "change") -> None:
        """Say what happened in the header; trouble on a line of its own."""
        super().tell(text, tone)
        if tone in ("warning", "error"):
            self.add_class("-trouble")
        else:
            self.remove_class("-trouble")
            self._last = f"{time.strftime('%H:%M')} {text}"
            self._summarise()

    def show_health(self, text: str, good: bool, read_only: str) -> None:
        """Say what is wrong with the file; that nobody can edit here is no news."""
        fine = good or bool(read_only)
        super().show_health("" if fine else text, fine, ONLY_WATCHES)
        self.set_class(not fine, "-trouble")

    def _summarise(self) -> None:
        super()._summarise()
        said = self.header.summary
        self.header.summary = said._replace(grouping=self._last or said.grouping, read_only=False)


def _waiting(document: Document) -> frozenset[str]:
    """The keys of the tasks that wait for a person."""
    return frozenset(task.key for task in document.tasks if task.status in _WAITS_FOR_A_PERSON)
