"""The text of a new task.md: one task to change, and what a task looks like."""

from __future__ import annotations

from ...model import stamp

_TEXT = """\
# Tasks

<!--
A task is a heading with an ID and a list of fields; everything else in this file is yours.

Status: pending, in_progress, blocked, completed, approved. Priority: Critical, High, Medium,
Low. Effort: S, M, L, XL. Dependencies are IDs, or none. A backend task takes the next free
number of its category:

BE-001+ database, BE-010+ authentication, BE-020+ business logic, BE-030+ validation,
BE-040+ performance, BE-050+ integrations, BE-060+ jobs, BE-070+ monitoring, BE-080+ errors
-->

### BE-001 | Backend | Medium | @backend-specialist
- **Title**: Describe the first task
- **Status**: pending
- **Assigned**: backend-specialist
- **Created**: {created}
- **Dependencies**: none
- **Estimated effort**: S
- **Description**: Say what is to be done, and how one can tell that it is done.
- **Acceptance Criteria**:
  - [ ] The title says what is to be done
  - [ ] A second task depends on this one
- **Technical notes**: Any other field is kept and shown
"""


def starter_text() -> str:
    """A starter file, created now."""
    return _TEXT.format(created=stamp.now())
