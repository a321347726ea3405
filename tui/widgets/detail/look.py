"""How the detail pane writes: file text made visible, and the signs that only it needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...content import visible, visible_line
from ...glyphs import GLYPHS_UNICODE, Glyphs

STATUS_STYLES = {
    "pending": "$text-secondary",
    "in_progress": "$text-primary",
    "blocked": "$text-error",
    "completed": "$text-accent",
    "approved": "$text-success",
}
"""The colour of each status, as the themes mean it."""
PRIORITY_STYLES = {"critical": "$text-error", "high": "$text-warning", "low": "$text-muted"}
LONGEST = 4 * 1024
"""Characters of one line that are shown: a title, a short field, a criterion."""
QUIET = "$text-muted"
FAINT = "$text-disabled"


@dataclass(frozen=True, eq=False, slots=True)
class Look:
    """Signs and text for one kind of terminal."""

    glyphs: Glyphs = field(default=GLYPHS_UNICODE)
    full: str = "━"
    empty: str = "─"
    """The filled and the empty part of a progress meter."""
    draft: str = "✎"
    """A row with a half-typed text."""
    warning: str = "▲"
    bullet: str = "•"
    quote: str = "│"
    nothing: str = "—"
    """Where the file says nothing, and something can be said."""

    def text(self, text: str) -> str:
        """File text of any length, with marks for what would act on the terminal."""
        return visible(text, self.glyphs.plain)

    def line(self, text: str) -> str:
        """File text on one line; of a very long one the beginning, and how long it is."""
        if len(text) > LONGEST:
            told = f"too large to show: {len(text):,} characters, the first {LONGEST:,} are "
            return told + visible_line(text[:LONGEST], self.glyphs.plain)
        return visible_line(text, self.glyphs.plain)


def look_of(glyphs: Glyphs) -> Look:
    """The look that goes with a set of glyphs."""
    if glyphs.plain:
        return Look(glyphs, "#", "-", "~", "!", "*", "|", "-")
    return Look(glyphs)
