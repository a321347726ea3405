"""The net under `content`: nothing that acts on a terminal leaves in a line's text.

Every widget's lines pass the application's line filters on the way out, Textual's own
widgets included. What `content` shows as marks never gets here; what came another way is
replaced by as many blanks as it was counted as, so that no cell moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from re import Match

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ..model.visible import ACTING


class TerminalSafety(LineFilter):
    """Puts blanks in the place of control characters, bidi controls and their like.

    It takes Textual's own filters in: for each line of each widget that a change touches,
    Textual looks up what each filter made of it, by the filter's identity.
    """

    def __init__(self, others: Sequence[LineFilter] = ()) -> None:
        super().__init__()
        self.others = tuple(others)
        """Filters that come before."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, without what would act on a terminal."""
        for other in self.others:
            segments = other.apply(segments, background)
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
