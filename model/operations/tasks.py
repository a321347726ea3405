"""Adding a task: its number, its text, and where it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .. import words
from ..document import Document
from ..roles import BUILTIN, Category, Role, Roles
from ..section import Section
from ..source import LINE_END, Patch, decode, encode
from . import forms
from .adding import NewTask, placed, restyled
from .base import (
    GAP,
    Plan,
    Planned,
    Refused,
    Unfit,
    one_line,
)
from .checking import checked


@dataclass(frozen=True, slots=True)
class AddTask:
    """Write a new task in the protocol's form, behind the last one of its category."""

    title: str
    category: str
    """A category's ID, `BE-010+`, or anything that `Roles.find_category` knows it by."""
    created: str
    """The time as the task shall say it, `2024-01-15 10:30`."""
    priority: str = "Medium"
    assignee: str | None = None
    """Without `@`; None for the one that the role names."""
    effort: str = ""
    depends: tuple[str, ...] = ()
    description: str = ""
    criteria: tuple[str, ...] = ()
    notes: str = ""
    id: str | None = None
    """The ID that it was given when it was first planned; it gets another if that is taken."""
    area: str = ""
    """The area of its role; with the next two what `within` took from an agent card, so that the
    operation means the same wherever it is planned again. Empty for a built-in one."""
    category_title: str = ""
    numbers: tuple[int, ...] = ()
    """The category's first number and its last, 0 for one without end; empty for every number."""

    def within(self, category: Category, roles: Roles) -> AddTask:
        """The same, in a category of these roles and with what its role says."""
        role = roles.role(category.prefix)
        if role[:4] == BUILTIN.role(category.prefix)[:4]:  # up to its categories
            return replace(self, category=category.id)
        numbers = () if category.first is None else (category.first, roles.last_of(category) or 0)
        assignee = role.assignee if self.assignee is None else self.assignee
        return replace(
            self,
            category=category.id,
            assignee=assignee,
            area=role.area,
            category_title=category.title,
            numbers=numbers,
        )

    @property
    def task(self) -> str:
        """As `Operation.task`."""
        return self.id or ""

    def describe(self) -> str:
        """As `Operation.describe`."""
        return f"new task “{one_line(self.title)[:40]}”"

    def present(self, document: Document) -> bool:
        """As `Operation.present`: a task of this title and moment stands there."""
        title, created = one_line(self.title), one_line(self.created)
        given = document.task(self.id) if self.id else None
        if given is not None and given.title == title and given.created in (created, ""):
            return True
        # Under another number too, which it gets where its own was taken by then.
        return bool(created or given is None) and any(
            task.title == title and task.created == created for task in document.tasks
        )

    def plan(self, document: Document) -> Plan:
        """As `Operation.plan`. Raises `Refused` for no title, no such category, a full range."""
        if not one_line(self.title):
            raise Refused("a task needs a title")
        if not words.priority_of(self.priority):
            raise Refused(f"no such priority: {self.priority!r}; use Critical, High, Medium or Low")
        roles = self._roles()
        category = self._category(document, roles)
        taken = [task.id for task in document.tasks]
        free = self.id and self.id.casefold() not in {used.casefold() for used in taken}
        try:
            new_id = self.id if free and self.id else roles.next_id(category, taken)
        except ValueError as problem:
            raise Unfit(str(problem)) from None
        near = _neighbour(document, new_id)
        if near is not None and forms.is_foreign(near):
            new_id = restyled(new_id, taken) if not self.id else new_id
            new = NewTask(new_id, one_line(self.title), self._given(), self.criteria)
            patch = placed(document, near, new)
        else:
            patch = _placed(document, new_id, self._text(document, new_id, category))
        summary = f"{new_id} added: {one_line(self.title)}"
        planned = Planned((patch,), new_id, summary, adds=frozenset({new_id}))
        return checked(document, replace(self, id=new_id), planned)

    def _roles(self) -> Roles:
        """The roles that it is planned with: the built-in ones, or the one that it carries."""
        if not self.area:
            return BUILTIN
        prefix = self.category.partition("-")[0].removesuffix("+").upper()
        first, last = self.numbers or (None, 0)
        ranges = [Category(prefix, first, self.category_title)]
        if last:
            ranges.append(Category(prefix, last + 1, ""))
        return Roles(own=(Role(prefix, self.area, self.assignee or "", tuple(ranges)),))

    def _category(self, document: Document, roles: Roles) -> Category:
        prefixes = {task.prefix for task in document.tasks}
        found = roles.find_category(self.category, prefixes)
        if found is None:
            known = ", ".join(c.id for c in roles.categories(prefixes))
            raise Refused(f"no one category is meant by {self.category!r}; there are {known}")
        return found

    def _given(self) -> tuple[tuple[str, str], ...]:
        """What is asked for, by field key."""
        told = (
            ("status", "pending"),
            ("priority", _capital(self.priority) if self.priority != "Medium" else ""),
            ("assignee", (self.assignee or "").lstrip("@").strip()),
            ("created", self.created),
            ("dependencies", ", ".join(self.depends)),
            ("effort", one_line(self.effort)),
            ("description", self.description.strip()),
            ("technical notes", self.notes.strip()),
        )
        return tuple((key, value) for key, value in told if value)

    def _text(self, document: Document, new_id: str, category: Category) -> list[bytes]:
        """The lines of the protocol's section 1; what is not given is left out."""
        role = self._roles().role(category.prefix)
        assignee = role.assignee if self.assignee is None else self.assignee.lstrip("@").strip()
        level = document.tasks[-1].home.reading.heading.level if document.tasks else 3
        cells = [new_id, role.area, _capital(self.priority), f"@{assignee}" if assignee else ""]
        heading = f"{'#' * level} " + " | ".join(cell for cell in cells if cell)
        fields = [
            ("Title", one_line(self.title)),
            ("Status", _pending(document)),
            ("Assigned", assignee),
            ("Created", self.created),
            ("Dependencies", ", ".join(self.depends) or "none"),
            ("Estimated effort", one_line(self.effort)),
            ("Description", self.description.strip()),
        ]
        lines = [heading, *(line for name, text in fields if text for line in _field(name, text))]
        if self.criteria:
            lines.append("- **Acceptance Criteria**:")
            lines += (f"  - [ ] {one_line(text)}" for text in self.criteria if one_line(text))
        lines += _field("Technical notes", self.notes.strip()) if self.notes.strip() else []
        return [encode(line) for line in lines]


def _capital(priority: str) -> str:
    return priority if re.fullmatch(r"[pP]\d", priority) else one_line(priority).capitalize()


def _pending(document: Document) -> str:
    """The file's own word for a task that is to be done."""
    found = next(
        (t.sections[0].summary.get("status", "") for t in document.tasks if t.status == "pending"),
        "",
    )
    return found or "pending"


def _field(name: str, text: str) -> list[str]:
    first, *rest = decode(LINE_END.sub(b"\n", encode(text))).split("\n")
    return [f"- **{name}**: {first}", *(f"  {line}" if line.strip() else "" for line in rest)]


def _placed(document: Document, new_id: str, lines: list[bytes]) -> Patch:
    """The patch that puts a new section where it belongs, spaced as its neighbours are."""
    newline = document.newline
    text = newline.join(lines) + newline
    after = _neighbour(document, new_id)
    if after is None:
        data = document.data
        return Patch(len(data), len(data), _break(data, newline) + text)
    end = document.start(after) + len(after.data)
    gap = after.data[after.reading.end :]
    if end == len(document.data):
        before = [p for p in document.sections if p.id and p is not after]
        gap = before[-1].data[before[-1].reading.end :] if before else b""
        gap = gap if gap.strip() and GAP.match(gap) else b""
        lead = gap.lstrip(b"\r\n") if gap else b""
        return Patch(end, end, _break(document.data, newline) + lead + text)
    if not gap or not GAP.match(gap):
        gap = newline
    return Patch(end, end, text + gap)


def _break(data: bytes, newline: bytes) -> bytes:
    """What is missing between the file's last line and a new section: a line end, a blank line."""
    if not data:
        return b""
    if not data.endswith((b"\n", b"\r")):
        return newline * 2
    return b"" if data.endswith((newline * 2, b"\n\n")) else newline


def _neighbour(document: Document, new_id: str) -> Section | None:
    """The section that a new task goes behind.

    That of the lower number next to its own, else of the last task of its prefix, else of all.
    """
    prefix, number = words.split_id(new_id)
    lower = [t for t in document.tasks if t.prefix == prefix and t.number < number]
    same = [t for t in document.tasks if t.prefix == prefix]
    if lower:
        return max(lower, key=lambda t: t.number).home
    rest = same or list(document.tasks)
    return rest[-1].home if rest else None
