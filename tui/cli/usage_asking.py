"""The help of the commands that ask: what to take, where things stand, what is wrong."""

from __future__ import annotations

FILE = """\
  --file FILE       the task file; else $ARCHIE_BOARD_FILE, else the nearest task.md
                    (tasks.md, docs/task.md) in this folder or above it, up to the
                    root of the repository"""

SYNOPSIS = {
    "next": "archie-board next [--assignee A] [--json]",
    "roles": "archie-board roles [--json]",
    "summary": "archie-board summary [--format plain|tmux|json]",
    "lint": "archie-board lint [FILE] [--json] [--fix]",
}

DETAILS = {
    "next": f"""\
Name the ready task to take first: pending, and every dependency completed or approved.
Exit code 1 when none is, with the reason on stderr.

  archie-board next
  archie-board next --assignee backend-specialist
  archie-board status "$(archie-board next | cut -d' ' -f1)" in_progress

The order: priority, critical first; among equals the longest chain of open tasks that
waits for it (by effort: S 1, M 2, L 4, XL 8), then how many tasks it holds up, then the
oldest, then the first in the file. `archie-board graph` shows the chains.

  --assignee A      among the tasks of A only, with or without @
  --json            the task as JSON, as `show` prints it
{FILE}""",
    "roles": f"""\
Show the roles in force: the categories, review steps, checklists, criteria and templates of
each prefix, and the agent card that they come from. Cards are .claude/agents/*.md beside
the task file or above it, or the folder that `cards` names in .archie-board.toml. What
could not be read is said on stderr.

  archie-board roles
  archie-board roles --json | jq '.[] | select(.prefix == "FE") | .review_steps'

  --json            an array of roles
{FILE}""",
    "summary": f"""\
Say on one line where the tasks stand; quick enough for a status bar.

  archie-board summary
  archie-board summary --format json
  set -g status-right '#(archie-board summary --format tmux --file ~/shop/task.md)'

The last one is a line for ~/.tmux.conf.

  --format plain    words, the default; what there is none of is left out
  --format tmux     with tmux's styles
  --format json     the number of tasks in each status, ready, waiting and total
{FILE}""",
    "lint": f"""\
Say what is wrong with a task file, a line each: where, how bad, the rule, what it is.
Exit code 1 if anything is worse than info.

  archie-board lint
  archie-board lint docs/TASKS.md --json
  archie-board lint --fix

The rules:
  duplicate-id            two tasks with one ID and different titles
  conflict-marker         what a merge left behind
  circular-dependency     tasks that depend on each other
  unresolved-dependency   an ID that the file does not define
  dependency-spelling *   BE-1 where the file has BE-001
  unknown-status          a status word that is none of the known ones
  badge-mismatch *        a heading's badge that says another status than the field
  open-criteria           completed or approved with criteria open
  stale-approval          changed after it was approved
  missing-field, no-title a task without a status, priority or title
  malformed-line          a line inside a task that is nearly a field or a box
  outside-category        a number below the first category of its prefix
  unclosed-block          a fence or HTML block that nothing closes
  file-size               more than agents read of a file at once (25,000 tokens, counted
                          as a token for 4 ASCII characters and one for any other)
  doubtful, odd-line, no-tasks   worth knowing (info)

  --fix             repair what has one right answer, the rules with a star, and say what
                    was done; the badge follows the status field, unless the task holds a
                    report that speaks for the badge
  --json            an array of line, severity, rule, task, message
{FILE}""",
}
