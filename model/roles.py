"""Roles: who a prefix belongs to, and the ranges of numbers that are its categories.

A role is data: an area, an assignee, categories, standard criteria (protocol, sections 3
and 5). `BACKEND` is the role whose board this is. A prefix without a role of its own is as
good as any other: it has one category that takes every number. `Roles` answers by prefix,
so that roles read from agent cards can join or replace the built-in ones, `BUILTIN`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from . import standards, words
from .standards import Budget, ChecklistSection, Handoff, OutputTemplate, ReviewStep

OUTSIDE = "Outside every category"
"""Title for tasks whose number lies below their prefix's first range."""

_PLAIN_IDS = "Other tasks"
_WIDTH = 3
"""Digits of a number in a file that shows no other width."""


class CategoryFull(ValueError):
    """Every number of a category is taken; the message names the range."""


class Category:
    """A range of numbers under a prefix (protocol, section 3). Equal ones compare equal."""

    __slots__ = ("first", "id", "prefix", "title")

    prefix: Final[str]
    first: Final[int | None]
    """Its lowest number; None where the category takes every number of its prefix."""
    title: Final[str]
    id: Final[str]
    """`BE-010+`; the prefix alone, `ARCH`, where it takes every number."""

    def __init__(self, prefix: str, first: int | None, title: str) -> None:
        self.prefix, self.first, self.title = prefix, first, title
        ident = prefix or "other"  # written once: a board asks for it once a task
        self.id = ident if first is None else f"{prefix}-{first:0{_WIDTH}}+"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Category) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return f"Category{self._value}"

    @property
    def _value(self) -> tuple[str, int | None, str]:
        return self.prefix, self.first, self.title


class Role(NamedTuple):
    """What one prefix stands for."""

    prefix: str
    """In capitals, `BE`."""
    area: str
    """The second cell of its tasks' headings, `Backend`."""
    assignee: str
    """Who takes its tasks, without `@`; empty where nobody is known."""
    categories: tuple[Category, ...]
    """In the order of their first numbers; never empty."""
    criteria: tuple[str, ...] = ()
    """What a new task is asked to meet unless its author says otherwise."""
    review_steps: tuple[ReviewStep, ...] = ()
    """How a completed task is reviewed; empty where `Roles.reviewer` knows."""
    checklist: tuple[ChecklistSection, ...] = ()
    """What the code review goes through."""
    budgets: tuple[Budget, ...] = ()
    """What the performance check holds a task to."""
    handoffs: tuple[Handoff, ...] = ()
    """How it writes to its colleagues; empty where the built-in role knows."""
    templates: tuple[OutputTemplate, ...] = ()
    """The documents that it delivers; empty where the built-in role knows."""
    source: str = ""
    """Path of the agent card that it was read from; empty where it is built in."""


def _whole(prefix: str, area: str, assignee: str, title: str) -> Role:
    return Role(prefix, area, assignee, (Category(prefix, None, title),))


BACKEND = Role(
    prefix="BE",
    area="Backend",
    assignee="backend-specialist",
    categories=(
        Category("BE", 1, "Database schema and models"),
        Category("BE", 10, "Authentication and authorization"),
        Category("BE", 20, "Core business logic APIs"),
        Category("BE", 30, "Data validation and sanitization"),
        Category("BE", 40, "Performance optimization"),
        Category("BE", 50, "Third-party integrations (backend side)"),
        Category("BE", 60, "Background jobs and scheduling"),
        Category("BE", 70, "Logging and monitoring"),
        Category("BE", 80, "Error handling and resilience"),
    ),
    criteria=(
        "Specific technical criterion 1",
        "Performance benchmark met",
        "Security requirements implemented",
        "Tests written and passing",
        "API documentation updated",
    ),
    review_steps=standards.BACKEND_STEPS,
    checklist=standards.BACKEND_CHECKLIST,
    budgets=standards.BACKEND_BUDGETS,
)
"""The backend specialist, as the agent card describes the role."""

COLLEAGUES = (
    _whole("ARCH", "Architecture", "system-architect", "Architecture"),
    _whole("FE", "Frontend", "frontend-specialist", "Frontend"),
    _whole("INT", "Integration", "integration-specialist", "Integration"),
    _whole("TEST", "Testing", "testing-specialist", "Testing"),
    _whole("BUG", "Defects", "", "Defects"),
)
"""The prefixes in use beside the backend's (protocol, section 1)."""


class Roles:
    """Every role in force, by prefix. Prefixes compare without regard to case."""

    def __init__(
        self, own: tuple[Role, ...] = (BACKEND,), others: tuple[Role, ...] = COLLEAGUES
    ) -> None:
        self.own = own
        """Roles with categories of their own; they come first on a board."""
        self.others = others
        self._made: dict[str, Role] = {}
        self._ranges: dict[str, tuple[list[int], tuple[Category, ...]]] = {}

    @cached_property
    def by_prefix(self) -> dict[str, Role]:
        """The roles by prefix, in the order in which a board shows them."""
        found: dict[str, Role] = {}
        for role in (*self.own, *self.others):
            found.setdefault(role.prefix.upper(), role)
        return found

    @property
    def all(self) -> tuple[Role, ...]:
        """Every role, in the order in which a board shows them."""
        return tuple(self.by_prefix.values())

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {prefix: rank for rank, prefix in enumerate(self.by_prefix)}

    def role(self, prefix: str) -> Role:
        """The role of `prefix`; one with a single category for a prefix that has none."""
        prefix = prefix.upper()
        known = self.by_prefix.get(prefix) or self._made.get(prefix)
        if known is None:
            known = self._made[prefix] = _whole(prefix, prefix, "", prefix or _PLAIN_IDS)
        return known

    def reviewer(self, prefix: str) -> Role:
        """The role of `prefix` as a reviewer needs it: what it lacks comes from `BACKEND`."""
        role = self.role(prefix)
        return role._replace(
            review_steps=role.review_steps or BACKEND.review_steps,
            checklist=role.checklist or BACKEND.checklist,
            budgets=role.budgets or BACKEND.budgets,
        )

    def category_of(self, task_id: str) -> Category | None:
        """The category that the ID's number falls in; None below its prefix's first range."""
        found = self.place_of(task_id)
        return None if found.title == OUTSIDE else found

    def place_of(self, task_id: str) -> Category:
        """Like `category_of`, with a category titled `OUTSIDE` (number 0) instead of None."""
        prefix, number = words.split_id(task_id)
        starts, categories = self._ranges.get(prefix) or self._ranges_of(prefix)
        return categories[bisect_right(starts, number)]

    def _ranges_of(self, prefix: str) -> tuple[list[int], tuple[Category, ...]]:
        """Where the categories of a prefix start, and for each number of starts passed the
        category reached; before the first start that is none.
        """
        categories = self.role(prefix).categories
        starts = [category.first or 0 for category in categories]
        found = starts, (Category(prefix, 0, OUTSIDE), *categories)
        self._ranges[prefix] = found
        return found

    def order_of(self, category: Category) -> tuple[int, str, int]:
        """Sorts categories as a board shows them: by role, then by number, outsiders last."""
        first = category.first or 0
        if category.title == OUTSIDE:
            first = 1 << 62
        return (self._rank.get(category.prefix, len(self._rank)), category.prefix, first)

    def prefix_order(self, prefix: str) -> tuple[int, str]:
        """Sorts prefixes as a board shows them; those without a role come last."""
        return (self._rank.get(prefix, len(self._rank)), prefix)

    def categories(self, prefixes: Iterable[str] = ()) -> Iterator[Category]:
        """Every category of every role, then those of the other `prefixes` (as in the file)."""
        further = sorted({prefix.upper() for prefix in prefixes} - self.by_prefix.keys())
        for role in (*self.all, *map(self.role, further)):
            yield from role.categories

    def matching(self, text: str, prefixes: Iterable[str] = ()) -> tuple[Category, ...]:
        """The categories that `text` may mean: those of the best way in which any matches.

        From best to worst: the ID (with or without `+`), the whole title, the title's
        beginning, the beginning of a word in it, any part of it.
        """
        wanted = " ".join(text.casefold().split())
        if not wanted:
            return ()
        graded = [(_grade(c, wanted), c) for c in self.categories(prefixes)]
        best = min((grade for grade, _ in graded), default=_NO_MATCH)
        return tuple(c for grade, c in graded if grade == best < _NO_MATCH)

    def find_category(self, text: str, prefixes: Iterable[str] = ()) -> Category | None:
        """The one category that `text` means; None where none or several match."""
        found = self.matching(text, prefixes)
        return found[0] if len(found) == 1 else None

    def last_of(self, category: Category) -> int | None:
        """The highest number of a category; None where it goes on without end."""
        if category.first is None:
            return None
        starts = [c.first for c in self.role(category.prefix).categories if c.first is not None]
        return min((start - 1 for start in starts if start > category.first), default=None)

    def next_id(self, category: Category, used_ids: Iterable[str]) -> str:
        """The lowest free ID of a category, written as wide as the file writes the prefix.

        Raises `CategoryFull` where every number of the range is in use.
        """
        prefix = category.prefix.upper()
        texts = [used for used in used_ids if words.split_id(used)[0] == prefix]
        taken = {words.split_id(used)[1] for used in texts}
        width = _width_of(text.rpartition("-")[2] for text in texts)
        number, last = category.first or 1, self.last_of(category)
        while number in taken:
            number += 1
        if last is not None and number > last:
            span = f"{prefix}-{category.first:0{width}} to {prefix}-{last:0{width}}"
            raise CategoryFull(f"{category.title} is full: every ID from {span} is taken")
        return f"{prefix}-{number:0{width}}"


BUILTIN = Roles()
"""The roles in force where no agent card says otherwise."""


_NO_MATCH = 5


def _grade(category: Category, wanted: str) -> int:
    """How well `wanted` (folded) names a category; 0 is best, `_NO_MATCH` not at all."""
    ident, title = category.id.casefold(), category.title.casefold()
    if wanted in (ident, ident.removesuffix("+")):
        return 0
    ways = (title == wanted, title.startswith(wanted), f" {wanted}" in f" {title}", wanted in title)
    return next((grade for grade, matches in enumerate(ways, start=1) if matches), _NO_MATCH)


def _width_of(numbers: Iterable[str]) -> int:
    """The digits to which a file pads its numbers, judged by the padded ones where it has any."""
    found = list(numbers)
    padded = Counter(len(digits) for digits in found if digits.startswith("0"))
    if padded:
        return padded.most_common(1)[0][0]
    return min([_WIDTH, *(len(digits) for digits in found)])
