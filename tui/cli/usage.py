"""The help of the program and of each command: examples first, then what can be said."""

from __future__ import annotations

from . import usage_asking as asking
from . import usage_git as git
from . import usage_reviewing as reviewing
from .usage_asking import FILE as _FILE

_JSON = "  --json            print the task as JSON instead of one line"

_OVERVIEW = """\
A live board over the task.md that a team shares.

  archie-board                            open the nearest task.md
  archie-board demo                       a sample project with agents at work
  archie-board list is:ready -effort:XL   what can be started
  archie-board show BE-010                one task
  archie-board status BE-010 done         say that it is done

The board
  open        the board (default)
  demo        a board that is alive: agents at work on a sample
  init        write a starter task.md

Look
  list        tasks, filtered and sorted
  show        everything about one task
  next        the ready task to take first
  summary     one line for a status bar
  watch       changes as they happen
  snapshot    the board as text or SVG
  graph       what depends on what, and the critical path
  lint        what is wrong with the file
  doctor      what this machine and the file allow, and what is kept
  roles       what the agent cards say

Change
  add         a new task
  status      change a status
  set         change any field
  criteria    tick, add, reword, reorder
  comment     say something about a task
  review      mark steps, approve, send back

Set up
  convert     a copy in the protocol's form
  completion  for bash, zsh and fish
  merge       two versions, for git
  install-git-driver  lets git merge the task file by meaning, in this repository

`archie-board help COMMAND` tells more. Every command takes --file FILE; behind -- a value can
begin with -- too.
Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 conflict, 4 unusable file."""

_SYNOPSIS = {
    "open": "archie-board [open] [FILE] [--read-only] [--dashboard [--bell]] [--theme T] [--ascii]"
    " [--no-prepaint]",
    "demo": "archie-board demo [--theme T] [--ascii] [--keep] [--seed N] [--no-prepaint]",
    "init": "archie-board init [FILE] [--agents] [--json]",
    "list": "archie-board list [QUERY...] [--ready] [--sort KEY] [--json]",
    "show": "archie-board show ID [--json | --markdown]",
    "add": (
        "archie-board add TITLE --category C [--priority P] [--assignee A] [--effort E]"
        " [--depends ID,ID] [--description T] [--criterion T]... [--notes T] [--json]"
    ),
    "status": "archie-board status ID STATUS [--reason T] [--json]",
    "convert": "archie-board convert [FILE] [--output FILE]",
    "set": "archie-board set ID FIELD VALUE [--json]",
    "criteria": (
        "archie-board criteria ID"
        " [add T | edit N T | check N | uncheck N | remove N | move N M] [--json]"
    ),
}

_DETAILS = {
    "convert": f"""\
Write a copy of a task file in the protocol's own form. The original stays as it is;
what has no place in that form is listed on stderr.

  archie-board convert docs/TASKS.md
  archie-board convert --output task.md --file docs/TASKS.md

  --output FILE     where to write; else FILE.native.md beside the original
{_FILE}""",
    "open": f"""\
Open the board. Without a terminal, or with TERM=dumb, print it as text.

  archie-board
  archie-board docs/task.md --read-only
  archie-board --theme ansi --ascii

  --read-only       look only; nothing can be changed
  --dashboard       for a pane that only watches: no cursor, no keys at the bottom, and it
                    goes where something changes
  --bell            ring when a task is completed or blocked and waits for a person
  --theme T         a theme's name; the command palette lists them
  --ascii           draw with ASCII characters only
  --no-prepaint     draw nothing until the whole program is there
{_FILE}""",
    "demo": """\
A sample project in a temporary folder, and simulated agents that keep changing it.

  archie-board demo
  archie-board demo --keep

  --theme T         a theme's name
  --ascii           draw with ASCII characters only
  --keep            leave the folder when the board is closed, and say where it is
  --seed N          let the agents make the same moves again
  --no-prepaint     draw nothing until the whole program is there""",
    "init": f"""\
Write a starter task.md; an existing file is never overwritten.

  archie-board init
  archie-board init docs/task.md
  archie-board init --agents

  --agents          say in the project's agent instructions how to use the task file, between
                    two markers, and nowhere else: in each of AGENTS.md, CLAUDE.md,
                    .claude/CLAUDE.md, GEMINI.md and .github/copilot-instructions.md that is
                    in the repository's root; where none is, AGENTS.md is written. A task
                    file that is there already is left alone. Run it again to update.
  --json            print the new file's path as JSON
{_FILE}""",
    "list": f"""\
List tasks, in file order unless sorted.

  archie-board list
  archie-board list status:blocked,in_progress prefix:BE
  archie-board list login -is:waiting --sort priority
  archie-board list --ready --json

  QUERY             words match ID, title and text; terms are ANDed, `-` negates one,
                    values joined by `,` are ORed:
                    status:blocked  category:auth  category:BE-010+  prefix:BE
                    assignee:@backend  priority:high  effort:L  is:ready  is:waiting
                    depends:ARCH-001  has:review
  --ready           the same as is:ready
  --sort KEY        id, title, status, priority, assignee, effort or created;
                    -KEY for the other way round
  --json            an array of tasks
{_FILE}""",
    "show": f"""\
Show one task: its fields, criteria, what it waits on and what it unblocks.

  archie-board show BE-010
  archie-board show BE-010 --json
  archie-board show BE-010 --markdown

  --json            as JSON; what a reviewer said with the verdict stands under fields.Review
  --markdown        its text as it stands in the file
{_FILE}""",
    "add": f"""\
Add a task with the next free ID of its category, and print that ID.

  archie-board add "Rotate refresh tokens" --category auth --priority High
  archie-board add "Index bookings" --category BE-040+ --effort S --depends BE-001,BE-020 \\
      --criterion "p95 under 100 ms" --criterion "No table lock"

  --category C      BE-010+, a category's name, or the beginning of a word of it
  --priority P      Critical, High, Medium, Low
  --assignee A      who does it; default: the category's role
  --effort E        S, M, L, XL, or as the file says it
  --depends ID,ID   what has to be done before
  --description T   what is to be done
  --criterion T     an acceptance criterion; can be repeated
  --notes T         technical notes
{_JSON}
{_FILE}""",
    "status": f"""\
Change a task's status, in the file's own words and style.

  archie-board status BE-010 in_progress
  archie-board status BE-010 blocked --reason "Webhook signature is not documented"

  STATUS            pending, in_progress, blocked, completed, approved, or any word, which gets
                    a column of its own
  --reason T        what blocks it
{_JSON}
{_FILE}""",
    "set": f"""\
Change any field of a task, or give it a new one; an empty value removes the field. Status,
criteria, comments and review have commands of their own.

  archie-board set BE-010 priority Critical
  archie-board set BE-010 dependencies ARCH-001,BE-001
  archie-board set BE-010 "Technical notes" "Argon2id; Redis for the deny list"

  FIELD             title, priority, assignee, area, effort, dependencies, created, description,
                    or a name as the file has it
{_JSON}
{_FILE}""",
    "criteria": f"""\
List a task's acceptance criteria, or change one by its number.

  archie-board criteria BE-010
  archie-board criteria BE-010 check 2
  archie-board criteria BE-010 add "Refresh rotates the refresh token"
  archie-board criteria BE-010 edit 2 "Refresh revokes the old token"
  archie-board criteria BE-010 move 3 1

  N, M              numbers as listed, from 1
{_JSON}
{_FILE}""",
}


_SYNOPSES = (_SYNOPSIS, asking.SYNOPSIS, git.SYNOPSIS, reviewing.SYNOPSIS)
_ALL_DETAILS = (_DETAILS, asking.DETAILS, git.DETAILS, reviewing.DETAILS)


def overview() -> str:
    """What `archie-board --help` prints."""
    return _OVERVIEW


def synopsis(command: str) -> str:
    """The one-line usage of `command`."""
    return next(one[command] for one in _SYNOPSES if command in one)


def of(command: str) -> str:
    """What `archie-board COMMAND --help` prints."""
    details = next(one[command] for one in _ALL_DETAILS if command in one)
    return f"{synopsis(command)}\n\n{details}"


def about(command: str) -> str:
    """What a command is for, in one sentence."""
    lines = of(command).splitlines()
    text = " ".join(lines[2 : lines.index("", 2) if "" in lines[2:] else None])
    return text.partition(". ")[0].rstrip(".")


def version() -> str:
    """The program's name and version."""
    from importlib.metadata import version as installed

    return f"archie-board {installed('archie-board')}"
