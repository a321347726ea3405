"""What a record must look like to be believed: any program of the user may have written it.

Checked by hand, field by field. A board reads records as it opens, and pydantic's import alone
would take nine megabytes and more time than its first picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from ..operations.base import Row
from .alarms import Alarm, Kind
from .questions import Question
from .typed import Typed

_LONGEST = 4_000_000
_MOST, _MOST_TASKS = 500, 200_000
_NAME = re.compile("[0-9a-zA-Z-]{1,64}")
_DIGEST = re.compile("[0-9a-f]{64}")

_Check = Callable[[object], bool]
_Shape = dict[str, _Check]
"""The fields of a record, by name."""


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _matches(pattern: re.Pattern[str]) -> _Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_or_none(check: _Check) -> _Check:
    return lambda value: value is None or check(value)


def _is_list(of: _Check, most: int) -> _Check:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(of, value))


def _is_kept_task(value: object) -> bool:
    return isinstance(value, list) and len(value) == 4 and all(map(_is_text, value))


_NAMED: _Shape = {"id": _matches(_NAME), "at": _is_number}
_QUESTION: _Shape = _NAMED | {
    "kind": lambda value: value in get_args(Row),
    "wishes": _is_list(lambda wish: isinstance(wish, dict), _MOST),
    "candidates": _is_list(_is_text, _MOST),
    **dict.fromkeys(("task", "reason", "title", "section", "after"), _is_text),
    **dict.fromkeys(("base", "theirs", "mine"), _is_or_none(_is_text)),
}
_ALARM: _Shape = _NAMED | {
    "kind": lambda value: value in get_args(Kind),
    "tasks": _is_list(_is_kept_task, _MOST_TASKS),
    **dict.fromkeys(("task", "text", "before", "now", "old", "new", "after", "title"), _is_text),
}
_TYPED: _Shape = {
    "at": _is_number,
    "place": _is_list(_is_text, 8),
    **dict.fromkeys(("task", "text", "base", "reason"), _is_text),
}
_LOOKED: _Shape = {"at": _is_number, "digest": _matches(_DIGEST)}


class LookedRecord(NamedTuple):
    """What the user has seen."""

    at: float
    digest: str


class TypedRecord(NamedTuple):
    """A half-typed text, and when it was written down."""

    at: float
    typed: Typed


def question(record: Mapping[str, Any]) -> Question | None:
    """The question in a record, or None if it is not one, or wants what is not understood."""
    found = _told(record, _QUESTION)
    try:
        whole = Question(**found)
        whole.operations()
    except (TypeError, ValueError):
        return None
    return whole


def alarm(record: Mapping[str, Any]) -> tuple[str, float, Alarm] | None:
    """Name, time, and the alarm in a record, or None if it is not one."""
    found = _told(record, _ALARM)
    try:
        return found.pop("id"), found.pop("at"), Alarm(**found)
    except (KeyError, TypeError):
        return None


def typed(record: Mapping[str, Any]) -> TypedRecord | None:
    """The half-typed text in a record, or None if it is not one."""
    found = _told(record, _TYPED)
    try:
        return TypedRecord(found.pop("at"), Typed(**found))
    except (KeyError, TypeError):
        return None


def looked(record: Mapping[str, Any]) -> LookedRecord | None:
    """What the user has seen, or None if the record does not tell."""
    try:
        return LookedRecord(**_told(record, _LOOKED))
    except TypeError:
        return None


def _told(record: Mapping[str, Any], shape: _Shape) -> dict[str, Any]:
    """The fields of `shape` that the record has, lists as tuples; none where one is not as it
    should be. A later version may add fields.
    """
    told = {name: record[name] for name in shape if name in record}
    if record.get("version") != 1 or not all(shape[name](told[name]) for name in told):
        return {}
    return {name: _frozen(value) for name, value in told.items()}


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
