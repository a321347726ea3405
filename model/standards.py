"""What a role's work is measured by: the steps of its review, checklist, budgets (protocol, 4).

They are data, read from an agent card or built in. A review in the file names a step or an
item by its title; `same` says when two titles mean the same one.
"""

from __future__ import annotations

from typing import NamedTuple


class ReviewStep(NamedTuple):
    """One step of a review, as the card lists them."""

    title: str
    """`Code Review`."""
    text: str = ""
    """What is to be done in it: `Verify implementation quality`; empty where it says nothing."""


class ChecklistSection(NamedTuple):
    """A group of the checklist that the code review goes through."""

    section: str
    """`Architecture & Design`."""
    items: tuple[str, ...]
    """What is checked, in the card's order."""


class Budget(NamedTuple):
    """How long something may take, or how large it may be."""

    name: str
    """`simple GET`."""
    limit: str
    """`100 ms`, as a reader wants it; for times the 95th percentile."""


class Handoff(NamedTuple):
    """How a role writes to a colleague, or about what it received from one (protocol, 4)."""

    colleague: str
    """Who is written to, without `@`: `frontend-specialist`."""
    title: str
    """The card's own words: `Collaborating with Frontend Specialist`."""
    text: str
    """What is written, with line feeds; its facts are an example's, to be replaced."""
    received: bool = False
    """Whether it answers something that came from the colleague."""


class OutputTemplate(NamedTuple):
    """The form of a document that a role delivers."""

    title: str
    """`API Specification Template`."""
    text: str
    """Markdown, with line feeds."""


BACKEND_STEPS = (
    ReviewStep("Code Review", "Verify implementation quality"),
    ReviewStep("API Testing", "Test endpoints with Postman/curl"),
    ReviewStep("Performance Check", "Verify response times"),
    ReviewStep("Security Review", "Validate security measures"),
    ReviewStep("Documentation Review", "Verify API docs"),
    ReviewStep("Integration Check", "Confirm compatibility"),
    ReviewStep("Next Tasks", "Create dependent tasks"),
)
"""The review of a completed backend task."""

BACKEND_CHECKLIST = (
    ChecklistSection(
        "Architecture & Design",
        (
            "Follows established patterns and conventions",
            "Proper separation of concerns",
            "Error handling implemented correctly",
            "Performance considerations addressed",
        ),
    ),
    ChecklistSection(
        "Security",
        (
            "Input validation and sanitization",
            "Authentication and authorization checks",
            "No sensitive data in logs or responses",
            "SQL injection prevention",
            "XSS prevention measures",
        ),
    ),
    ChecklistSection(
        "Testing",
        (
            "Unit tests cover business logic",
            "Integration tests for database operations",
            "API contract tests written",
            "Error scenarios tested",
        ),
    ),
    ChecklistSection(
        "Documentation",
        (
            "API endpoints documented (OpenAPI)",
            "Code comments for complex logic",
            "README updated if needed",
            "Environment variables documented",
        ),
    ),
)
"""What a backend code review looks at."""

BACKEND_BUDGETS = (
    Budget("simple GET", "100 ms"),
    Budget("complex query", "500 ms"),
    Budget("POST/PUT", "200 ms"),
    Budget("10 MB upload", "2 s"),
)
"""Response times at the 95th percentile."""


def folded(title: str) -> str:
    """`title` as it is compared: without case, markup, punctuation and doubled blanks."""
    from .words import fold

    return fold(title)


def same(one: str, other: str) -> bool:
    """Whether two titles name the same step or item."""
    return one == other or folded(one) == folded(other)


def sentence(title: str) -> str:
    """A title as the file writes it: `Code review` for the card's `Code Review`.

    Names and abbreviations (`API`, `OpenAPI`) keep their capitals.
    """
    first, *rest = title.split(" ") if title else [""]
    return " ".join([first, *(word.lower() if word.istitle() else word for word in rest)])


def distinct(
    steps: tuple[ReviewStep, ...], checklist: tuple[ChecklistSection, ...]
) -> tuple[tuple[ReviewStep, ...], tuple[ChecklistSection, ...]]:
    """Steps and checklist with a title of its own for each step and item.

    A review in the file names them by title. A step that a card lists twice gets a number; an
    item of two sections, or of a step's title, gets its section: `Documented, Security`.
    """
    titles = [step.title for step in steps] + [i for part in checklist for i in part.items]
    if len(set(map(folded, titles))) == len(titles):
        return steps, checklist
    taken: set[str] = set()

    def own(title: str, section: str = "") -> str:
        further = title
        if folded(further) in taken and section:
            further = f"{title}, {section}"
        number = 2
        while folded(further) in taken:
            further, number = f"{title} {number}", number + 1
        taken.add(folded(further))
        return further

    told = tuple(step._replace(title=own(step.title)) for step in steps)
    parts = (
        part._replace(items=tuple(own(item, part.section) for item in part.items))
        for part in checklist
    )
    return told, tuple(parts)
