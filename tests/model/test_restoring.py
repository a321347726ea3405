"""Bringing back what was taken out, and several operations as one."""

from __future__ import annotations

import json

import pytest
from archie_board.model.document import Document, parse, reparse
from archie_board.model.merge import differences
from archie_board.model.operations import (
    Conflict,
    Operation,
    Planned,
    RenumberTask,
    RestoreLines,
    RestoreTask,
    SetField,
    SetStatus,
    Together,
    Unchanged,
    from_payload,
    section_text,
    to_payload,
)
from archie_board.model.operations.renumbering import free_id
from archie_board.model.operations.revert import hunks_of
from archie_board.model.roles import Category, Role, Roles
from archie_board.model.source import Patch, splice

FILE = """\
# Ferry

### BE-010 | Backend
- **Title**: Sign in
- **Status**: pending

### BE-011 | Backend
- **Title**: Log out
- **Status**: pending

### BE-012 | Backend
- **Title**: Passkeys
- **Status**: pending
"""

BOXES = "# Ferry\n\n- [ ] T1: Sign in\n- [x] T2: Log out\n- [ ] T3: Passkeys\n"


def done(document: Document, operation: Operation) -> Document:
    """The document after the operation, which went through JSON on its way."""
    carried = from_payload(json.loads(json.dumps(to_payload(operation))))
    assert carried == operation
    planned = carried.plan(document)
    assert isinstance(planned, Planned), planned
    after = reparse(document, document.source.write(splice(document.data, planned.patches)))
    assert {t.key for t in after.tasks} == (
        {t.key for t in document.tasks} - planned.removes
    ) | planned.adds
    assert isinstance(carried.plan(after), Unchanged)
    return after


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [FILE, FILE.rstrip("\n"), BOXES])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_task_comes_back_where_it_was(text: str, place: int, newline: str) -> None:
    whole = parse(text.replace("\n", newline).encode())
    gone = whole.tasks[place]
    behind = whole.tasks[place - 1].key if place else ""
    start = whole.start(gone.sections[0])
    cut = splice(whole.data, [Patch(start, start + len(gone.sections[0].data), b"")])
    restore = RestoreTask(gone.key, section_text(gone), behind, gone.title)
    after = done(parse(cut), restore)
    assert [task.key for task in after.tasks] == [task.key for task in whole.tasks]
    assert after.data.rstrip() == whole.data.rstrip()


def test_an_id_that_is_used_for_another_task_is_a_conflict() -> None:
    restore = RestoreTask("BE-012", "### BE-012\n- **Title**: Old\n", "", "Old")
    asked = restore.plan(parse(FILE.encode()))
    assert isinstance(asked, Conflict)
    assert asked.kind == "duplicate"


def test_several_operations_are_one_write() -> None:
    both = Together("both", (SetField("BE-010", "effort", "M"), SetStatus("BE-011", "blocked")))
    after = done(parse(FILE.encode()), both)
    effort, status = (after.task(key) for key in ("BE-010", "BE-011"))
    assert effort is not None
    assert status is not None
    assert (effort.effort, status.status) == ("M", "blocked")
    clash = Together("both", (SetField("BE-010", "effort", "M"), SetStatus("BE-099", "blocked")))
    assert isinstance(clash.plan(parse(FILE.encode())), Conflict)


def test_lines_come_back_among_what_others_did_since() -> None:
    full = FILE.replace("Sign in\n", "Sign in\n- **Effort**: M\n")
    dropped = [Patch(*found) for found in differences(full.encode(), FILE.encode())]
    restore = RestoreLines("BE-010", "restore", hunks_of(full.encode(), dropped))
    since = FILE.replace("Passkeys", "Pass keys").replace("# Ferry", "# Ferry\n\nHello.")
    after = done(parse(since.encode()), restore)
    assert after.data.decode() == since.replace("Sign in\n", "Sign in\n- **Effort**: M\n")


def test_the_newer_of_two_tasks_gets_a_free_id() -> None:
    text = FILE.replace("### BE-012", "### BE-011")
    document = parse(text.encode())
    assert [task.key for task in document.tasks] == ["BE-010", "BE-011", "BE-011#2"]
    new = free_id(document, "BE-011#2".partition("#")[0])
    after = done(document, RenumberTask("BE-011#2", new, "Passkeys"))
    assert after.data.decode() == text.replace(
        "### BE-011 | Backend\n- **Title**: Pass", f"### {new} | Backend\n- **Title**: Pass"
    )
    own = Roles((Role("BE", "Backend", "", (Category("BE", 1, "Old"), Category("BE", 11, "New"))),))
    assert (free_id(document, "BE-011"), free_id(document, "BE-011", own)) == (new, "BE-012")
    moved = RenumberTask("BE-011#2", new, "Another").plan(document)
    assert isinstance(moved, Conflict)
