"""Roles from cards: one card a prefix, and the built-in role for what a card lacks."""

from __future__ import annotations

import os
from typing import NamedTuple

from ..config import Config, load
from ..roles import BACKEND, BUILTIN, COLLEAGUES, Category, Role, Roles
from .card import Card, Problem, read_card
from .finding import CardText, texts


class InForce(NamedTuple):
    """The roles of a project, and what is to be said about where they come from."""

    roles: Roles
    """`BUILTIN` itself where no card says otherwise."""
    problems: tuple[Problem, ...] = ()
    config: Config | None = None


def roles_for(
    task_file: str | os.PathLike[str], *, config: Config | None = None, whole: bool = True
) -> InForce:
    """The roles in force for a task file. Never fails: what cannot be read is a problem.

    Without `whole` reviews, handoffs and documents are left out, which is quicker.
    """
    config = config if config is not None else load(task_file)
    found, problems = texts(task_file, config)
    cards, more = _read(found, whole=whole)
    if not cards:
        return InForce(BUILTIN, (*problems, *more), config)
    return InForce(roles_of(cards), (*problems, *more), config)


def _read(found: list[CardText], *, whole: bool) -> tuple[list[Card], list[Problem]]:
    """One card a prefix: the nearest folder's; in it one that shows the form of its tasks
    before one that only names them, then the first by name.
    """
    cards: dict[str, list[tuple[int, bool, int, Card]]] = {}
    for place, text in enumerate(found):
        card = read_card(text.text, text.path, whole=whole)
        if card is not None:
            entry = (text.depth, not card.has_format, place, card)
            cards.setdefault(card.prefix, []).append(entry)
    chosen: list[Card] = []
    problems: list[Problem] = []
    for rivals in cards.values():
        first, *others = sorted(rivals)
        chosen.append(first[3])
        problems += first[3].problems
        for depth, _, _, card in others:
            if depth == first[0]:
                said = f"{card.prefix} is {first[3].path}'s already: this card is skipped"
                problems.append(Problem(card.path, card.line, said))
    return chosen, problems


def roles_of(cards: list[Card]) -> Roles:
    """The roles that cards describe, among the built-in ones.

    The backend comes first, then the others of the protocol in its order, then the rest.
    """
    made = {card.prefix: role_of(card) for card in cards}
    made.setdefault(BACKEND.prefix, BACKEND)
    known = [BACKEND.prefix, *(role.prefix for role in COLLEAGUES)]
    order = [p for p in known if p in made] + sorted(p for p in made if p not in known)
    return Roles(own=tuple(made[prefix] for prefix in order))


def role_of(card: Card) -> Role:
    """A card as a role: what it lacks comes from the built-in one (protocol, section 5)."""
    builtin = BUILTIN.role(card.prefix)
    categories = card.categories
    if not categories and card.prefix == BACKEND.prefix:
        categories = BACKEND.categories
    elif not categories:
        title = builtin.categories[0].title
        categories = (Category(card.prefix, None, card.area if title == card.prefix else title),)
    reviewer = BUILTIN.reviewer(card.prefix)
    return Role(
        card.prefix,
        card.area or builtin.area,
        card.assignee or builtin.assignee,
        categories,
        card.criteria or BACKEND.criteria,
        card.review_steps or reviewer.review_steps,
        card.checklist or reviewer.checklist,
        card.budgets or reviewer.budgets,
        card.handoffs,
        card.templates,
        card.path,
    )
