"""What every way to write a task down can do; the modules beside this one are the ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    from ..reading import Reading
else:
    Protocol = object  # a type checker's matter, and slow to make


class Dialect(Protocol):
    """One way to write a task down. Each is a module of `dialects`, or a value of one that holds
    what a reading needs to know of the file around: a table's columns, a legend.
    """

    @property
    def rank(self) -> int:
        """How full a statement of this kind is: of several, the highest defines the task."""

    @property
    def why(self) -> str:
        """One short line that says what made this a task: `a table row, columns ID, Task`."""

    def status_word(self, data: bytes) -> str | None:
        """The status as `Task.status` has it, where the file's own marks decide; else None."""

    def status_text(self, data: bytes) -> str | None:
        """The status in the section's own words where a quick look can tell, else None."""

    def read(self, data: bytes) -> Reading:
        """The full reading of a section that this dialect recognised."""

    def progress(self, data: bytes) -> tuple[int, int] | None:
        """How many of how many criteria are ticked where a quick look can tell, else None."""

    def summarize(self, data: bytes) -> Mapping[str, str]:
        """The values of the fields in `words.SUMMARY` by key, cheaply; absent ones are left out.

        The heading's cells stand under `area`, `heading_priority`, `heading_assignee` and
        `badge`.
        """
