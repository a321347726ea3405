"""The net under `content`: nothing that acts on a terminal leaves in a line's text.

Every widget's lines pass the application's line filters on the way out, Textual's own
widgets included. What `content` shows as marks never gets here; what came another way is
replaced by as many blanks as it was counted as, so that no cell moves.
"""

from __future__ import annotations

from re import Match

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ..model.visible import ACTING


class TerminalSafety(LineFilter):
    """Deletes control characters, bidi controls and their like from every segment."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments, without what would act on a terminal."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment
            if segment.control
            else Segment(ACTING.sub(_blank, segment.text).replace("\n", ""), segment.style)
            for segment in segments
        ]


def _blank(found: Match[str]) -> str:
    return " " * sum(get_character_cell_size(character) for character in found[0])
