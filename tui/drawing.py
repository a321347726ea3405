"""An application as far as what it draws leaves it: to a terminal, or as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from textual.filter import LineFilter

from .line_filter import TerminalSafety
from .readable import ReadableApp


class DrawingApp(ReadableApp):
    """Lets no text act on the terminal, and draws pictures that every program shows alike."""

    _safety = TerminalSafety()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and the net that lets nothing act on the terminal."""
        others = tuple(super().get_line_filters())
        if others != self._safety.others:
            self._safety = TerminalSafety(others)  # one for as long as it is the same: see there
        return [self._safety]

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """As Textual's, for programs too that drop blanks at the beginning of a text."""
        from .picture import begin_at_letters

        return begin_at_letters(super().export_screenshot(title=title, simplify=simplify))
