"""What a file is cut into before it is decided which lines of it state a task."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..markdown.syntax import Line
from .foreign import PLAIN, Foreign, Setting
from .headings import RestTask
from .leads import Lead

if TYPE_CHECKING:
    from .base import Dialect


@dataclass(slots=True)
class Found:
    """A stretch of lines that may state a task."""

    kind: str
    """`heading`, `box`, `item`, `row` or `details`."""
    piece: int
    first: int
    after: int
    lead: Lead
    dialect: Dialect

    @property
    def id(self) -> str:
        """The ID in one case."""
        return self.lead.id.text.casefold()

    def rest(self) -> Found:
        """The same task where it goes on behind tasks nested in it."""
        setting = self.dialect.setting if isinstance(self.dialect, Foreign) else Setting()
        dialect = RestTask(Setting(setting.legend), self.lead.id.text)
        return replace(self, kind="rest", dialect=dialect)


@dataclass(slots=True)
class Piece:
    """A stretch that begins with a heading, or the text before the first."""

    data: bytes
    level: int
    native_id: str | None
    lines: list[Line] = field(default_factory=list)
    setting: Setting = PLAIN
    """For what stands in the piece."""
    outer: Setting = PLAIN
    """For the piece's own heading."""
    found: list[Found] = field(default_factory=list)
    mentions: bool = False
    """Whether it stands below a heading over mentions of tasks."""
