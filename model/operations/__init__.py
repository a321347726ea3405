"""Every edit that can be made, as frozen values that are planned on the fresh file.

`plan` turns an operation into patches, a `Conflict`, or `Unchanged`. `to_payload` and
`from_payload` carry an operation through the journal.

An operation's module is imported when it is first asked for: a command makes one edit of one kind,
and all kinds together take longer to import than everything else that it does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from .base import Answer, Conflict, Operation, Plan, Planned, Refused, Unchanged, Unfit
    from .comments import AddComment
    from .criteria import (
        AddCriterion,
        CheckCriterion,
        EditCriterion,
        MoveCriterion,
        RemoveCriterion,
    )
    from .criterion import CriterionRef
    from .fields import SetField, value_of
    from .implementing import AddTasks
    from .noting import AddNote
    from .renumbering import RenumberTask
    from .repairs import AlignBadge
    from .restoring import RestoreLines, RestoreTask
    from .revert import Revert
    from .review import MarkReviewItem
    from .rewording import EditComment, EditVerdictNote
    from .sections import DeleteTask, ReplaceSection, digest_of, section_text
    from .status import SetStatus
    from .tasks import AddTask
    from .together import Together
    from .verdict import GiveVerdict

__all__ = [
    "AddComment",
    "AddCriterion",
    "AddNote",
    "AddTask",
    "AddTasks",
    "AlignBadge",
    "Answer",
    "CheckCriterion",
    "Conflict",
    "CriterionRef",
    "DeleteTask",
    "EditComment",
    "EditCriterion",
    "EditVerdictNote",
    "GiveVerdict",
    "MarkReviewItem",
    "MoveCriterion",
    "Operation",
    "Plan",
    "Planned",
    "Refused",
    "RemoveCriterion",
    "RenumberTask",
    "ReplaceSection",
    "RestoreLines",
    "RestoreTask",
    "Revert",
    "SetField",
    "SetStatus",
    "Together",
    "Unchanged",
    "Unfit",
    "digest_of",
    "from_payload",
    "section_text",
    "to_payload",
    "value_of",
]

_KINDS = {
    "AddComment": "comments",
    "AddCriterion": "criteria",
    "AddNote": "noting",
    "AddTask": "tasks",
    "AddTasks": "implementing",
    "AlignBadge": "repairs",
    "CheckCriterion": "criteria",
    "DeleteTask": "sections",
    "EditComment": "rewording",
    "EditCriterion": "criteria",
    "EditVerdictNote": "rewording",
    "GiveVerdict": "verdict",
    "MarkReviewItem": "review",
    "MoveCriterion": "criteria",
    "RemoveCriterion": "criteria",
    "RenumberTask": "renumbering",
    "ReplaceSection": "sections",
    "RestoreLines": "restoring",
    "RestoreTask": "restoring",
    "Revert": "revert",
    "SetField": "fields",
    "SetStatus": "status",
    "Together": "together",
}
"""The operations, each with the module that it stands in."""
_OTHERS = {
    "Answer": "base",
    "Conflict": "base",
    "CriterionRef": "criterion",
    "Operation": "base",
    "Plan": "base",
    "Planned": "base",
    "Refused": "base",
    "Unfit": "base",
    "Unchanged": "base",
    "digest_of": "sections",
    "section_text": "sections",
    "value_of": "fields",
}


def __getattr__(name: str) -> Any:
    """The name from its module, imported now."""
    from importlib import import_module

    place = _KINDS.get(name) or _OTHERS.get(name)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{place}", __name__), name)
    globals()[name] = found
    return found


def to_payload(operation: Operation) -> dict[str, Any]:
    """The operation as values that JSON knows."""
    return {"kind": type(operation).__name__, **_plain(operation)}


def _plain(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for entry in dataclasses.fields(value):
        part = getattr(value, entry.name)
        if isinstance(part, tuple):
            part = [_plain_part(p) for p in part]
        plain[entry.name] = _plain(part) if dataclasses.is_dataclass(part) else part
    return plain


def _plain_part(part: Any) -> Any:
    if type(part).__name__ in _KINDS:
        return to_payload(part)
    return _plain(part) if dataclasses.is_dataclass(part) else part


def from_payload(payload: Mapping[str, Any]) -> Operation:
    """The operation that `to_payload` wrote. Raises `ValueError` for any other payload."""
    rest = {name: part for name, part in payload.items() if name != "anchor"}
    name = str(rest.pop("kind", None))
    if name not in _KINDS:
        raise ValueError(f"no such operation: {payload.get('kind')!r}")
    kind = __getattr__(name)
    try:
        if isinstance(rest.get("criterion"), Mapping):
            from .criterion import CriterionRef

            rest["criterion"] = CriterionRef(**rest["criterion"])
        if "marks" in rest:
            rest["marks"] = [from_payload(mark) for mark in rest["marks"]]
        if "hunks" in rest:
            from .revert import Hunk

            rest["hunks"] = tuple(Hunk(**hunk) for hunk in rest["hunks"])
        if "tasks" in rest:
            rest["tasks"] = tuple(map(from_payload, rest["tasks"]))
        if "operations" in rest:
            rest["operations"] = tuple(map(from_payload, rest["operations"]))
        rest = {name: tuple(v) if isinstance(v, list) else v for name, v in rest.items()}
        return cast("Operation", kind(**rest))
    except (AttributeError, TypeError) as problem:
        raise ValueError(f"a damaged {name}: {problem}") from None
