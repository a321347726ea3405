"""The line at the top: which file, how much of it is shown, and how it is grouped."""

from __future__ import annotations

from collections.abc import Mapping

from textual.reactive import reactive

from .header_words import Chip, HeaderWords, Summary
from .one_line import OneLine

__all__ = ["BoardHeader", "Chip", "Summary"]


class BoardHeader(HeaderWords, OneLine):
    """File, counts, grouping and filter on one line."""

    DEFAULT_CSS = """
    BoardHeader { background: $background; color: $text; }
    """

    summary: reactive[Summary] = reactive(Summary())
    """What the line says; assign a new one."""

    chips: reactive[Mapping[str, Chip]] = reactive({})
    """What waits for a person, by a name of its owner's; assign a new mapping."""
