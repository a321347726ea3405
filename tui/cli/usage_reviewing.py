"""The help of the commands that review and comment."""

from __future__ import annotations

from .usage_asking import FILE

SYNOPSIS = {
    "comment": "archie-board comment ID TEXT [--author A] [--json]",
    "review": (
        "archie-board review ID [--pass STEP | --fail STEP | --skip STEP]... [--note STEP=T]..."
        " [--approve | --request-changes T] [--author A] [--json]"
    ),
}

_AUTHOR = """\
  --author A        who says it; else the project's configuration, git's user.name, or
                    the system's user
  --json            print the task as JSON instead of one line"""

DETAILS = {
    "comment": f"""\
Add a comment to a task. `@name` in it names its reader.

  archie-board comment BE-010 "Token lifetime is 15 minutes."
  archie-board comment BE-010 "@frontend-specialist /auth/login is ready" --author backend

{_AUTHOR}
{FILE}""",
    "review": f"""\
Review a completed task: mark steps, note what was found, give a verdict. All that one
call says is written at once, or nothing is. Without options: how the review stands.

  archie-board review BE-010
  archie-board review BE-010 --pass code --pass 2 --skip docs
  archie-board review BE-010 --fail perf --note "perf=login p95 is 240 ms, budget 200 ms"
  archie-board review BE-010 --pass "Input validation"
  archie-board review BE-010 --request-changes "Login is too slow"
  archie-board review BE-010 --approve --author backend-architect

  STEP              a step or an item of the checklist: its number as listed, its title,
                    or as much of it as no other has
  --pass STEP       it is good; can be repeated, like the others
  --fail STEP       it is not
  --skip STEP       it does not apply
  --note STEP=T     what is said about it; an empty text takes it away
  --approve         the task is approved; open and failed items are named on stderr
  --request-changes T   the task goes back to in progress, and T is kept with the review
{_AUTHOR}
{FILE}""",
}
