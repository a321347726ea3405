"""What this machine and a task file allow, what is kept of it, what is wrong and what to do.

Looking is all that is done: nothing is written anywhere, nothing is repaired.
"""

from __future__ import annotations

from .file import look_at_the_file
from .finding import Finding, State
from .kept import look_at_what_is_kept

__all__ = ["Finding", "State", "look_at_the_file", "look_at_what_is_kept"]
