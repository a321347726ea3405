"""How long tests wait for what has to come: no measure of anything, and nothing waits it out.

A wait ends as soon as its condition holds, so a long one costs nothing where all is well, and a
machine that is busy with other things fails nobody.
"""

from __future__ import annotations

PATIENCE = 60.0
"""Seconds after which a condition is taken to never come true, and a process to hang."""
