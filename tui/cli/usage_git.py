"""The help of the commands for git and for pictures."""

from __future__ import annotations

from .usage_asking import FILE

SYNOPSIS = {
    "merge": (
        "archie-board merge BASE OURS THEIRS [--marker-size N] [--path NAME]"
        " [--ours-label T] [--theirs-label T]"
    ),
    "install-git-driver": "archie-board install-git-driver [FILE]",
    "snapshot": (
        "archie-board snapshot [FILE] [--size 120x40] [--output FILE.svg|FILE.txt]"
        " [--theme T] [--ascii]"
    ),
}

DETAILS = {
    "merge": """\
Merge two versions of a task file that grew from a third, by meaning, into OURS. For git,
which `archie-board install-git-driver` tells; by hand:

  archie-board merge base.md task.md theirs.md

Edits of different tasks, fields and criteria come together, and so do comments and tasks
that both sides added; a number that both gave to a new task is given anew to theirs, and
what they wrote about it goes along. The same field changed twice is a conflict with git's
markers around that field. Text between tasks is merged by lines.

Exit code 0: merged. 1: conflicts are left in OURS, as git expects it of a driver.
4: one of the files cannot be read or is no text; OURS is as it was.

  --marker-size N   characters of a marker, git's %L
  --path NAME       the file's name in what is told, git's %P
  --ours-label T, --theirs-label T   what stands behind the markers""",
    "snapshot": f"""\
Draw the board as it looks when it is opened, without a terminal; prints it as text.

  archie-board snapshot
  archie-board snapshot --size 80x24 --ascii
  archie-board snapshot --output board.svg --theme light

  --size CxR        columns and rows; default 120x40
  --output FILE     write a picture, .svg, or the text, .txt
  --theme T         a theme's name
  --ascii           draw with ASCII characters only
{FILE}""",
    "install-git-driver": f"""\
Let git merge the task file with `archie-board merge`: on merge, rebase, cherry-pick, pull.

  archie-board install-git-driver

Writes a line into .gitattributes at the repository's root, to be committed, and the command
into this clone's configuration, so each clone runs it once. Run again, it changes nothing.

{FILE}""",
}
