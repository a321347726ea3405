"""A strip above the status line: most tasks are gone from the file; what to make of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from ..commands import VANISHED
from ..content import visible_line

if TYPE_CHECKING:
    from ...model.live.vanishing import Shrunk
    from ..glyphs import Glyphs


class ShrunkStrip(Static):
    """Shown until the user has decided; the keys stay with the board."""

    DEFAULT_CSS = """
    ShrunkStrip {
        height: auto; padding: 0 1; background: $panel; color: $text; display: none;
        &.-shown { display: block; }
    }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(markup=False)
        self._glyphs = glyphs

    def show(self, shrunk: Shrunk | None, kept: int) -> None:
        """Ask, while `kept` edits wait; or go away."""
        self.set_class(shrunk is not None, "-shown")
        if shrunk is None:
            return
        said = visible_line(shrunk.text, self._glyphs.plain)
        waits = "edits wait" if not kept else f"{kept} edit{'s wait' if kept > 1 else ' waits'}"
        rest = f"  the board shows the {shrunk.was} of before, {waits}"
        keys = [
            part
            for command in VANISHED
            for part in ((command.keys, "bold $text-primary"), f" {command.title.lower()}  ")
        ]
        self.update(
            Content.assemble((said, "bold $text-warning"), (rest, "$text-muted"), "\n", *keys)
        )
