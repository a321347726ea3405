"""The line at the bottom: what happened last, which keys help, what the storage promises."""

from __future__ import annotations

from textual.reactive import reactive

from .one_line import OneLine
from .status_words import Event, StatusWords, Tone

__all__ = ["Event", "StatusLine", "Tone"]


class StatusLine(StatusWords, OneLine):
    """The last event, key hints, and the health of the file."""

    DEFAULT_CSS = """
    StatusLine { background: $panel; color: $text; }
    """

    event: reactive[Event | None] = reactive(None)
    """What happened last; None before anything did."""
    health: reactive[str] = reactive("")
    """What the storage promises, or what is wrong with the file, in a few words."""
    healthy: reactive[bool] = reactive(True)
    """Whether `health` is good news, which a narrow line leaves out."""
    hints: reactive[tuple[tuple[str, str], ...]] = reactive(())
    """Keys and what they do, the most useful first."""
    working: reactive[bool] = reactive(False)
    """Whether work is under way that takes its time: said in the place of good news."""
