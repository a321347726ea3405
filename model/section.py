"""A stretch of the file with at most one task in it; those of a document join to the document.

Reading is lazy in two steps, because a board of ten thousand tasks shows forty cards.
`Section.summary` has the first lines of the fields and costs some microseconds;
`Section.reading` has every field and criterion with its place in the bytes, and is made
when a card is drawn or a task opened. Both are pure functions of the section's bytes, so a
section that did not change keeps them over a reload, and what is derived here never goes
stale. They take more memory than the bytes: only those that were asked for last are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING
from weakref import ref

from . import words

if TYPE_CHECKING:
    from typing import Final

    from .dialects.base import Dialect
    from .reading import Reading

_SUMMARIES, _READINGS = 20_000, 2_000
"""How many are kept: one takes about as much memory as the text of its section, ten times as much
the other.
"""


class Section:
    """A stretch of the file: one task's text, or text that belongs to the authors.

    Never changed once it is made. No two are equal, even with the same bytes.
    """

    __slots__ = ("__weakref__", "_reading", "_summary", "data", "dialect", "id")

    data: Final[bytes]
    """Its bytes; all sections of a document joined are the document."""
    id: Final[str | None]
    """The ID of the task that it states, or None for a text that states none."""
    dialect: Final[Dialect | None]
    """Who can read it; set where `id` is."""

    def __init__(
        self, data: bytes, task_id: str | None = None, dialect: Dialect | None = None
    ) -> None:
        self.data = data
        self.id = task_id
        self.dialect = dialect
        self._summary: Mapping[str, str] | None = None
        self._reading: Reading | None = None

    def __repr__(self) -> str:
        return f"Section({self.data!r}, {self.id!r})"

    @property
    def summary(self) -> Mapping[str, str]:
        """The fields that every card and list shows, as `Dialect.summarize` tells."""
        found = self._summary
        if found is None:
            found = self._summary = self.dialect.summarize(self.data) if self.dialect else {}
            _summarised.append(ref(self))
            if len(_summarised) > _SUMMARIES and (oldest := _summarised.popleft()()):
                oldest._summary = None
        return found

    @property
    def status_text(self) -> str:
        """The status in the section's own words: its `Status` field, else its heading's badge."""
        summary = self._summary
        if summary is None:
            quick = self.dialect.status_text(self.data) if self.dialect else None
            if quick:
                return quick
            summary = self.summary
        return summary.get("status") or summary.get("badge") or ""

    @property
    def status(self) -> str | None:
        """What `status_text` means, as `Task.status` tells it."""
        own = self.dialect.status_word(self.data) if self.dialect else None
        return own or words.status_of(self.status_text)

    @property
    def rank(self) -> int:
        """As `Dialect.rank`; 0 without a task."""
        return self.dialect.rank if self.dialect else 0

    @property
    def why(self) -> str:
        """Why this was read as a task, in one short line; empty without a task."""
        return self.dialect.why if self.dialect else ""

    @property
    def reading(self) -> Reading:
        """All fields and criteria. Raises `ValueError` for a section without a task."""
        found = self._reading
        if found is None:
            if self.dialect is None:
                raise ValueError("a section without a task has no reading")
            found = self._reading = self.dialect.read(self.data)
            _read.append(ref(self))
            if len(_read) > _READINGS and (oldest := _read.popleft()()):
                oldest._reading = None
        return found


_summarised: deque[ref[Section]] = deque()
_read: deque[ref[Section]] = deque()
