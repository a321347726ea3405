"""The commands as the project's `.archie-board.toml` states them.

[[checks]]
step = "API testing"            # a step of the review, or an item of its checklist
command = ["pytest", "-q"]      # a program and its arguments; no shell
timeout = 600                   # seconds
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic.fields import Field

from ..standards import same
from ..visible import visible_line

SECONDS = 600
"""How long a command may take unless it says otherwise."""
MOST = 50
"""Commands of one project that are read."""

_Word = Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"^[^\x00]*$")]


class Check(BaseModel):
    """A command for a step or an item of a review."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    step: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    """The title of what it judges."""
    command: Annotated[list[_Word], Field(min_length=1, max_length=100)]
    """The program and its arguments."""
    timeout: Annotated[int, Field(ge=1, le=24 * 3600)] = SECONDS
    """Seconds after which it is ended."""

    @property
    def line(self) -> str:
        """The whole command as a reader can tell its words apart; safe to show."""
        import shlex

        return visible_line(shlex.join(self.command))


def checks_of(tables: Iterable[Mapping[str, Any]]) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """The commands, and a line for each table that is none."""
    found: list[Check] = []
    problems: list[str] = []
    for number, table in enumerate(tables, start=1):
        if number > MOST:
            problems.append(f"checks: only the first {MOST} are read")
            break
        try:
            found.append(Check.model_validate(dict(table)))
        except ValidationError as problem:
            first = problem.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"][:2])
            problems.append(f"check {number}, {visible_line(where)[:60]}: {first['msg']}")
    return tuple(found), tuple(problems)


def check_for(checks: Iterable[Check], title: str) -> Check | None:
    """The command that judges the step or item of this title, if there is one."""
    return next((check for check in checks if same(check.step, title)), None)
