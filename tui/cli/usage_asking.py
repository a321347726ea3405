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
    "doctor": "archie-board doctor [FILE] [--json]",
    "watch": "archie-board watch [--json]",
    "graph": "archie-board graph [--format mermaid|dot|text] [--all]",
    "completion": "archie-board completion bash|zsh|fish",
    "__complete": "archie-board __complete [--line LINE | -- WORDS...]",
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
    "doctor": f"""\
Say what this machine and the file allow (how it is written, leases, watching, the terminal),
what is kept in your state folder (edits that wait, history), what is wrong and what to do.
Writes nothing. Exit code 1 if something is wrong.

  archie-board doctor
  archie-board doctor docs/task.md --json

  --json            an object: file, ok, findings (name, state, text, todo); a state is
                    fine, note or wrong
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
    "watch": f"""\
Print what changes in the task file, one event a line, until interrupted.

  archie-board watch
  archie-board watch --json | jq -r 'select(.field == "status") | .task + " " + .new'

Every change shows, whoever made it; several within a moment, or while the reader is busy,
show as one step from the last state that was told. A file that is missing or half written is
waited for; one without any task is believed after five seconds.

  --json            {{"at", "task", "kind", "field", "old", "new"}}; kind is added, removed or
                    changed. `new` of an added task and `old` of a removed one is its title;
                    the fields of an added task follow as changes from null.
{FILE}""",
    "graph": f"""\
Print what depends on what.

  archie-board graph
  archie-board graph --format mermaid >> docs/plan.md
  archie-board graph --format dot | dot -Tsvg > plan.svg

As text: the critical path first, the chain of open tasks that takes longest (by effort: S 1,
M 2, L 4, XL 8, none as M), then each open task that holds up others, those that hold up most
first, then circles of dependencies.

  --format F        text (default), mermaid or dot
  --all             finished tasks too; else those alone that an open task depends on
{FILE}""",
    "completion": """\
Print what lets a shell complete commands, options, and the IDs, statuses, categories and
fields of the task file at hand.

  archie-board completion bash > ~/.local/share/bash-completion/completions/archie-board
  archie-board completion zsh > ~/.zfunc/_archie-board      (a folder of $fpath)
  archie-board completion fish > ~/.config/fish/completions/archie-board.fish

For one session of bash: eval "$(archie-board completion bash)".""",
    "__complete": "What a shell's completion asks for: how the words can go on, one a line.",
}
