"""What a section is not: a sample of some other paper, or the card itself."""

from __future__ import annotations

import re

from ..lazy import text_pattern
from . import wording
from .outline import Outline, Section

CALLED = r"check-?\s?list" + wording.CHECKLIST
"""The words by which something to tick calls itself."""
LIST = text_pattern(CALLED, re.I)
_ELSEWHERE = text_pattern(
    r"example|template|deliver|outputs?\b|task format|task creation|standard task"
    r"|acceptance criteria|test cases?\b" + wording.SAMPLE + wording.PAPER,
    re.I,
)
"""In any title above: what follows is a sample of something else."""
_OTHERWISE = text_pattern(r"hand-?off|collaborat|categor|daily|requirements? analysis", re.I)
"""In its own title: what follows is about something else."""


def is_elsewhere(section: Section) -> bool:
    """Whether it is part of something else: a task's form, an example, another paper's form."""
    is_form = "|" in section.title  # a task's heading, shown as a sample
    return bool(is_form or _ELSEWHERE.search(section.path) or _OTHERWISE.search(section.title))


def is_whole_card(outline: Outline, section: Section) -> bool:
    """Whether it is the card's own title, with everything below it."""
    return section.level == 1 and section == outline.title
