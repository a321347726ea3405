"""A strip above the status line: most tasks are gone from the file, or it is; what now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from ..commands import VANISHED
from ..content import visible_line

if TYPE_CHECKING:
    from ...model.live.vanishing import Shrunk
    from ..glyphs import Glyphs


_WIDE, _TALL = 80, 18
"""Columns and lines in which all is said; else the board would have no room beside it."""


def answers(shrunk: Shrunk, answer: str) -> bool:
    """Whether there is something to answer so: a file that is gone cannot be compared or taken."""
    return not shrunk.deleted or answer in ("keep", "put_back")


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
        self._asked: tuple[Shrunk | None, int] = (None, 0)

    def show(self, shrunk: Shrunk | None, kept: int) -> None:
        """Ask, while `kept` edits wait; or go away."""
        self._asked = shrunk, kept
        self.set_class(shrunk is not None, "-shown")
        self._draw()

    def on_resize(self) -> None:
        """Say more or less."""
        self._draw()

    def _draw(self) -> None:
        shrunk, kept = self._asked
        if shrunk is None:
            return
        small = self.app.size.width < _WIDE or self.app.size.height < _TALL
        waits = "edits wait" if not kept else f"{kept} edit{'s wait' if kept > 1 else ' waits'}"
        said, rest = shrunk.text, f"  the board shows the {shrunk.was} of before, {waits}"
        if small and shrunk.deleted:
            rest = f", {waits}"
        elif small:
            said, rest = f"{shrunk.was} tasks, now {shrunk.now}", f", {waits}: {shrunk.file}"
        keys: list[tuple[str, str] | str] = []
        for command in VANISHED:
            if not answers(shrunk, command.id.partition(".")[2]):
                continue
            title = command.title.lower()
            title = title.partition(" ")[0] if small else f"{title} "
            keys += [(command.keys, "bold $text-primary"), f" {title} "]
        line = [(said, "bold $text-warning"), (rest, "$text-muted")]
        plain = [(visible_line(text, self._glyphs.plain), ink) for text, ink in line]
        first = Content.assemble(*plain)
        if small:
            first = first.truncate(max(self.app.size.width - 2, 0), ellipsis=not self._glyphs.plain)
        self.update(Content("\n").join([first, Content.assemble(*keys)]))
