"""The time as the file says it: local, to the minute, as in `Created` and before a comment.

Protocol, sections 1 and 4.
"""

from __future__ import annotations

import time

FORMAT = "%Y-%m-%d %H:%M"
"""`2026-01-15 14:03`, as `strftime` takes it."""


def now() -> str:
    """The present minute."""
    return time.strftime(FORMAT)
