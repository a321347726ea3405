"""`roles`: what is in force for the project, where it came from, and what could not be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .locate import find_file
from .output import OK, json_lines, say, say_raw, warn
from .parser import Arguments

if TYPE_CHECKING:
    from ...model.roles import Role

BUILT_IN = "built-in"
"""What is said for a card where a role was read from none."""


def run_roles(arguments: Arguments) -> int:
    """Print every role. What is wrong with a card or the configuration is on stderr."""
    from ...model.cards.builtin import completed
    from ...model.cards.forming import roles_for

    found = roles_for(os.path.abspath(find_file(arguments.file)))  # noqa: PTH100
    roles = [completed(found.roles.reviewer(role.prefix)) for role in found.roles.all]
    if arguments.json:
        say_raw(json_lines([_shape(role) for role in roles]) + "\n")
    else:
        say("\n\n".join("\n".join(_text(role)) for role in roles))
    for warning in found.config.warnings if found.config else ():
        warn(warning)
    for problem in found.problems:
        warn(str(problem))
    return OK


def _shape(role: Role) -> dict[str, Any]:
    return {
        "prefix": role.prefix,
        "area": role.area,
        "assignee": role.assignee,
        "source": role.source or BUILT_IN,
        "categories": [{"id": one.id, "title": one.title} for one in role.categories],
        "review_steps": [{"title": one.title, "text": one.text} for one in role.review_steps],
        "checklist": [{"section": one.section, "items": list(one.items)} for one in role.checklist],
        "templates": [one.title for one in role.templates],
        "criteria": list(role.criteria),
    }


def _text(role: Role) -> list[str]:
    """A role for a reader: who, from where, then what it holds."""
    who = f"  @{role.assignee}" if role.assignee else ""
    lines = [f"{role.prefix}  {role.area}{who}  ({role.source or BUILT_IN})"]
    lines += [f"  {one.id:<9} {one.title}" for one in role.categories]
    lines += _listed("review", [one.title for one in role.review_steps])
    items = sum(len(one.items) for one in role.checklist)
    sections = [f"{one.section} ({len(one.items)})" for one in role.checklist]
    lines += _listed(f"checklist, {items} items", sections)
    lines += _listed("criteria", list(role.criteria))
    lines += _listed("handoffs", [f"@{one.colleague}" for one in role.handoffs])
    lines += _listed("documents", [one.title for one in role.templates])
    return lines


def _listed(name: str, entries: list[str]) -> list[str]:
    return [f"  {name}: {', '.join(entries)}"] if entries else []
