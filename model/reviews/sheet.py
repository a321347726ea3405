"""A review as a reviewer works through it: the role's steps and checklist, with what the file says.

The card says what there is to look at and in which order, the file what came of it; a step
or item that only the file has stands behind. A checklist item stands below the step that is
named after its section (`Security review` for `Security`), else below the code review, which
goes through all of them; that is where a tick of it is written, whoever ticks it where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..operations.review import MarkReviewItem
from ..standards import distinct, folded, same, sentence
from .review import Review, ReviewItem, State, review_of

if TYPE_CHECKING:
    from ..roles import Role
    from ..task import Task


class SheetItem(NamedTuple):
    """One thing to judge."""

    number: str
    """`3` for the third step, `1.5` for an item of the checklist."""
    title: str
    """As the file writes it."""
    state: State
    note: str
    """Empty where nothing is said."""
    text: str = ""
    """What the card says about a step."""
    section: str | None = None
    """The checklist's section; None for a step."""
    part: str | None = None
    """The step under which the file has, or gets, a checklist item; None for a step."""
    after: tuple[str, ...] = ()
    """The titles that come before it in the card."""
    part_after: tuple[str, ...] = ()
    """The titles that come before `part`."""

    def mark(self, task: Task, state: str | None, note: str | None = None) -> MarkReviewItem:
        """The operation that gives it a state, a note, or both, as a reader who sees it like
        this wishes.
        """
        return MarkReviewItem(
            task.key,
            self.title,
            state,
            note,
            self.after,
            self.part,
            self.part_after,
            expect=self.state,
            expect_note=None if note is None else self.note,
        )


class Sheet(NamedTuple):
    """Everything that a reviewer looks at."""

    steps: tuple[SheetItem, ...]
    """The role's steps, then those that only the file has."""
    checklist: tuple[SheetItem, ...]
    """The role's checklist, then what else the file has below steps."""
    code: int
    """The index of the step that goes through the whole checklist."""
    review: Review | None
    """What the file says; None where nobody began."""

    @property
    def every(self) -> Iterator[SheetItem]:
        """The steps, then the checklist."""
        yield from self.steps
        yield from self.checklist

    @property
    def done(self) -> int:
        """How many steps are passed, failed or skipped."""
        return sum(step.state != "open" for step in self.steps)

    def below(self, index: int) -> tuple[SheetItem, ...]:
        """The checklist items that a step goes through: all in the code review, and in a step
        named after a section those of the section.
        """
        if index == self.code:
            return self.checklist
        title = self.steps[index].title
        return tuple(item for item in self.checklist if item.part and same(item.part, title))

    @property
    def failed(self) -> tuple[SheetItem, ...]:
        """Every step and item that failed."""
        return tuple(item for item in self.every if item.state == "failed")

    @property
    def still_open(self) -> tuple[SheetItem, ...]:
        """The steps that nobody judged, and the items that somebody opened again."""
        opened = self.review.every if self.review else ()
        written = {folded(item.step) for item in opened if item.state == "open"}
        items = (i for i in self.checklist if i.state == "open" and folded(i.title) in written)
        return (*(step for step in self.steps if step.state == "open"), *items)

    def matching(self, said: str) -> tuple[SheetItem, ...]:
        """What a reviewer may mean: by number, title, its beginning, that of a word, or a part."""
        said = said.strip()
        if exact := [item for item in self.every if item.number == said]:
            return tuple(exact)
        wanted = folded(said)
        if not wanted:
            return ()
        for fits in (str.__eq__, str.startswith, _begins_word, str.__contains__):
            found = [item for item in self.every if fits(folded(item.title), wanted)]
            if found:
                steps = [item for item in found if item.part is None]
                return tuple(steps if len(steps) == 1 else found)
        return ()


def _begins_word(title: str, wanted: str) -> bool:
    return f" {wanted}" in title


def sheet_of(task: Task, role: Role) -> Sheet:
    """The sheet of a task, by the steps and checklist of `role` (`Roles.reviewer`)."""
    review = review_of(task, role)
    listed_steps, checklist = distinct(role.review_steps, role.checklist)
    titles = tuple(sentence(step.title) for step in listed_steps)
    code = _code_step(titles)
    texts = [step.text for step in listed_steps]
    steps = [
        _item(str(number), title, review, text=text, after=titles[: number - 1])
        for number, (title, text) in enumerate(zip(titles, texts, strict=True), 1)
    ]
    items: list[SheetItem] = []
    listed: list[str] = []
    for section in checklist:
        home = _home(section.section, titles, code)
        for title in section.items:
            part = titles[home] if titles else sentence("Code review")
            items.append(
                _item(
                    f"{code + 1}.{len(items) + 1}",
                    title,
                    review,
                    section=section.section,
                    part=part,
                    after=tuple(listed),
                    part_after=titles[:home],
                )
            )
            listed.append(title)
    return Sheet(*_with_others(steps, items, review, code), code, review)


def _item(
    number: str,
    title: str,
    review: Review | None,
    *,
    text: str = "",
    section: str | None = None,
    part: str | None = None,
    after: tuple[str, ...] = (),
    part_after: tuple[str, ...] = (),
) -> SheetItem:
    found = review.find(title) if review else None
    state, note = (found.state, found.note or "") if found else ("open", "")
    return SheetItem(number, title, state, note, text, section, part, after, part_after)


def _code_step(titles: tuple[str, ...]) -> int:
    """The step that goes through the checklist: the one about code, else the first review."""
    for word in ("code", "checklist", "review"):
        found = next((i for i, title in enumerate(titles) if word in folded(title).split()), None)
        if found is not None:
            return found
    return 0


def _home(section: str, titles: tuple[str, ...], code: int) -> int:
    """The step under which a section's items are written."""
    named = folded(section)
    return next(
        (i for i, title in enumerate(titles) if f"{folded(title)} ".startswith(f"{named} ")), code
    )


def _with_others(
    steps: list[SheetItem], items: list[SheetItem], review: Review | None, code: int
) -> tuple[tuple[SheetItem, ...], tuple[SheetItem, ...]]:
    """The sheet's items with those that only the file has."""
    known = {folded(item.title) for item in (*steps, *items)}

    def own(found: ReviewItem, number: str, part: str | None) -> SheetItem | None:
        if folded(found.step) in known:
            return None
        known.add(folded(found.step))
        section = part and "Further items"
        return SheetItem(number, found.step, found.state, found.note or "", "", section, part)

    for found in review.items if review else ():
        part = None if found.part is None else found.part
        into = steps if part is None else items
        number = str(len(steps) + 1) if part is None else f"{code + 1}.{len(items) + 1}"
        if further := own(found, number, part):
            into.append(further)
        for inner in found.items:
            if further := own(inner, f"{code + 1}.{len(items) + 1}", found.step):
                items.append(further)
    return tuple(steps), tuple(items)
