"""The help of the commands that ask: what to take, where things stand, what is wrong."""

from __future__ import annotations

FILE = """\
  --file FILE       the task file; else $ARCHIE_BOARD_FILE, else the nearest task.md
                    (tasks.md, docs/task.md) in this folder or above it, up to the
                    root of the repository"""

SYNOPSIS = {
    "next": "archie-board next [--assignee A] [--json]",
    "summary": "archie-board summary [--format plain|tmux|json]",
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
}
