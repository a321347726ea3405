"""What a journal line must look like to be believed. Imported only when there is one."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from .values import Entry, Intent


class Record(BaseModel):
    """An intent, with what was last tried for it."""

    kind: Literal["intent"]
    id: str = Field(min_length=1, max_length=64)
    at: float
    owner: str = Field(max_length=300)
    summary: str = Field(max_length=10_000)
    payload: dict[str, Any]
    base: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    new: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    in_place: bool = False

    def intent(self) -> Intent:
        """The value that the storage works with."""
        return Intent(self.id, self.payload, self.summary, self.at)

    def entry(self) -> Entry:
        """The intent with the hashes of what it was planned on and would have made."""
        return Entry(self.intent(), self.base, self.new, self.in_place)


def validated(line: dict[str, Any]) -> Record | None:
    """The record in a line, or None if it is not one."""
    try:
        return Record.model_validate(line)
    except ValidationError:
        return None
