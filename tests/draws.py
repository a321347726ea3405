"""How many examples a property is tried on."""

from __future__ import annotations

from hypothesis import settings

SHARE = 3
"""Of the examples of a search, one in this many is drawn in every run: the same ones each time,
which a second time prove nothing new.
"""


def draws(search: int) -> settings:
    """Settings for a property: so many examples in a search, which draws new ones each time."""
    return settings(max_examples=search // SHARE if settings().derandomize else search)
