"""One agent card read as the configuration of a role (protocol, section 5).

`read_card` takes what a person would find in it, in whatever words and form, and says what
it could not read. It never fails for what a card holds.
"""

from __future__ import annotations

from typing import NamedTuple

from ..lazy import text_pattern
from ..roles import Category
from ..standards import Budget, ChecklistSection, Handoff, OutputTemplate, ReviewStep
from . import identity, numbering
from .identity import Identity
from .lists import heading_text
from .outline import Outline, outline_of

_MOST_CRITERIA = 100
_HINT = text_pattern(r"[A-Z][A-Z0-9]{0,11}-(?:[XxNn#?_\[<{0]|\d{1,4}\+)|\b(?i:ID|prefix)\W")


class Problem(NamedTuple):
    """Something in a card that could not be read, or not be used."""

    path: str
    """The card as the user knows it."""
    line: int
    """Counted from 1; 0 where it is about the whole card."""
    text: str
    """One line, safe to show."""
    lacks: bool = False
    """Whether the card merely leaves something to the built-in role."""

    def __str__(self) -> str:
        """`path:line: text`."""
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


class Card(NamedTuple):
    """What a card says of its role; what it does not say is empty."""

    path: str
    prefix: str
    line: int
    """Where the prefix stands, from 1."""
    area: str
    assignee: str
    categories: tuple[Category, ...]
    criteria: tuple[str, ...]
    review_steps: tuple[ReviewStep, ...] = ()
    checklist: tuple[ChecklistSection, ...] = ()
    budgets: tuple[Budget, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    templates: tuple[OutputTemplate, ...] = ()
    problems: tuple[Problem, ...] = ()
    has_format: bool = True
    """Whether it shows how its tasks are written; else it only lists ranges of numbers."""


def may_be_card(text: str) -> bool:
    """Whether it is worth reading: one that names no form of an ID has no task format."""
    return _HINT.search(text) is not None


def read_card(text: str, path: str, *, whole: bool = True) -> Card | None:
    """The role that a card describes, or None for a card without a task format.

    Without `whole` reviews, handoffs and documents are left out, which is quicker.
    """
    if not may_be_card(text):
        return None
    outline = outline_of(text)
    name = path.replace("\\", "/").rpartition("/")[2]
    who = identity.identity_of(outline, name[:-3] if name.lower().endswith(".md") else name)
    if who is None:
        return None
    categories, misread = numbering.categories_of(outline, who.prefix)
    criteria = who.criteria or identity.done_criteria(outline)
    problems = tuple(Problem(path, one.line + 1, one.text) for one in misread[:20])
    card = Card(
        path,
        who.prefix,
        who.line + 1,
        who.area,
        who.assignee,
        categories,
        criteria[:_MOST_CRITERIA],
        problems=problems,
        has_format=bool(who.format_lines),
    )
    return _completed(card, outline, who) if whole else card


def _completed(card: Card, outline: Outline, who: Identity) -> Card:
    from . import budgets, checklists, papers, reviewing

    card = card._replace(
        review_steps=reviewing.steps_of(outline),
        checklist=checklists.checklist_of(outline),
        budgets=budgets.budgets_of(outline),
        handoffs=papers.handoffs_of(outline),
        templates=papers.templates_of(outline, who.line if who.format_lines else -1),
    )
    problems = (*card.problems, *_unread(card, outline), *_lacking(card))
    return card._replace(problems=problems)


def _unread(card: Card, outline: Outline) -> list[Problem]:
    """Sections that are called a review or a checklist, in a form that cannot be read."""
    from . import checklists, reviewing

    steps = None if card.review_steps else reviewing.unread_steps(outline)
    checklist = None if card.checklist else checklists.unread_checklist(outline)
    pairs = ((steps, "steps"), (checklist, "items to tick"))
    return [
        Problem(
            card.path,
            found.line + 1,
            f"“{heading_text(found.title)}” lists no {what} that can be read",
        )
        for found, what in pairs
        if found is not None
    ]


def _lacking(card: Card) -> list[Problem]:
    """One line that says what the card does not say."""
    parts = {
        "categories": card.categories,
        "acceptance criteria": card.criteria,
        "review steps": card.review_steps,
        "checklist": card.checklist,
        "handoff templates": card.handoffs,
        "output templates": card.templates,
    }
    missing = [name for name, part in parts.items() if not part]
    if not missing:
        return []
    text = f"no {', no '.join(missing)} found: the built-in role's are used"
    return [Problem(card.path, card.line, text, lacks=True)]
