"""One thing that was looked at."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["fine", "note", "wrong"]


class Finding(NamedTuple):
    """What a look came to."""

    name: str
    """What was looked at, in a word or two: `journal`."""
    state: State
    """`note`: nothing is wrong, but it is good to know."""
    text: str
    """What there is, on one line."""
    todo: str = ""
    """What to do about it; empty where nothing has to be done."""
