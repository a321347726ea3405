"""What a record must look like to be believed. Imported only when there is one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, PlainValidator, ValidationError

from ..operations.base import Row
from .alarms import Alarm, Kind
from .questions import Question

_LONGEST = 4_000_000


def _text(value: Any) -> str:
    """Any string; pydantic's own refuses the lone surrogates that stand for bytes of a file."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError("no text")
    return value


Text = Annotated[str, PlainValidator(_text)]


class QuestionRecord(BaseModel):
    """A question of the tray."""

    version: Literal[1]
    id: str = Field(pattern="^[0-9a-zA-Z-]{1,64}$")
    at: float
    kind: Row
    task: Text = ""
    reason: Text = ""
    wishes: list[dict[str, Any]] = Field(max_length=500)
    title: Text = ""
    base: Text | None = None
    theirs: Text | None = None
    mine: Text | None = None
    candidates: list[Text] = Field(default=[], max_length=500)
    section: Text = ""
    after: Text = ""


class AlarmRecord(BaseModel):
    """An alarm that nobody dismissed yet."""

    version: Literal[1]
    id: str = Field(pattern="^[0-9a-zA-Z-]{1,64}$")
    at: float
    kind: Kind
    task: Text = ""
    text: Text = ""
    before: Text = ""
    now: Text = ""
    old: Text = ""
    new: Text = ""
    after: Text = ""
    title: Text = ""
    tasks: list[tuple[Text, Text, Text, Text]] = Field(default=[], max_length=200_000)


class LookedRecord(BaseModel):
    """What the user has seen."""

    version: Literal[1]
    at: float
    digest: str = Field(pattern="^[0-9a-f]{64}$")


def question(record: dict[str, Any]) -> Question | None:
    """The question in a record, or None if it is not one, or wants what is not understood."""
    try:
        found = QuestionRecord.model_validate(record).model_dump(exclude={"version"})
        found["wishes"], found["candidates"] = tuple(found["wishes"]), tuple(found["candidates"])
        whole = Question(**found)
        whole.operations()
    except (ValidationError, ValueError):
        return None
    return whole


def alarm(record: dict[str, Any]) -> tuple[str, float, Alarm] | None:
    """Name, time, and the alarm in a record, or None if it is not one."""
    try:
        found = AlarmRecord.model_validate(record).model_dump(exclude={"version"})
    except ValidationError:
        return None
    name, at = found.pop("id"), found.pop("at")
    found["tasks"] = tuple(tuple(one) for one in found["tasks"])
    return name, at, Alarm(**found)


def looked(record: dict[str, Any]) -> LookedRecord | None:
    """What the user has seen, or None if the record does not tell."""
    try:
        return LookedRecord.model_validate(record)
    except ValidationError:
        return None
