"""One simulated agent, as a program: `python -m archie_board.tui.demo.agents ROLE FILE`.

It reads task.md, thinks, makes one move, and writes as its kind does: into the file, over
it by rename, or at its end. It takes no lock and knows nothing of the board. Right before
it writes it reads again, as a careful agent's edit tool does; what others wrote in between
makes it think again. It ends when its stdin does, and so with whoever started it, however
that one ends.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from . import moves
from .page import Page

_LEAST_TASKS = 10
"""With fewer the file is being replaced, or the user is up to something: hands off."""

Write = Callable[[Path, bytes, bytes], None]
"""Takes the path, what the file holds, and what it shall hold."""


def in_place(path: Path, _: bytes, new: bytes) -> None:
    """Write into the very file."""
    with path.open("r+b", buffering=0) as file:
        file.write(new)
        file.truncate()


def by_rename(path: Path, _: bytes, new: bytes) -> None:
    """Write beside the file, then take its name."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(new)
    beside.replace(path)


def by_appending(path: Path, old: bytes, new: bytes) -> None:
    """Write what is new at the end; what is no addition goes over the file by rename."""
    if not new.startswith(old):
        by_rename(path, old, new)
        return
    with path.open("ab", buffering=0) as file:
        file.write(new[len(old) :])


ROLES: dict[str, tuple[Write, dict[moves.Move, int]]] = {
    "developer-executor": (
        in_place,
        {moves.start: 3, moves.tick: 5, moves.complete: 4, moves.block: 1, moves.unblock: 2},
    ),
    "backend-architect": (
        by_rename,
        {moves.approve: 4, moves.reopen: 3, moves.comment: 1, moves.tick: 1, moves.unblock: 1},
    ),
    "backend-specialist": (
        by_appending,
        {moves.propose: 1, moves.report_below: 2, moves.tidy: 2, moves.start: 1, moves.tick: 3},
    ),
}
"""Each role: how it writes, and what it does with which weight."""


def act(role: str, path: Path, chance: Random) -> bool:
    """Make one move on the file; False if there was none to make or others were writing."""
    write, weights = ROLES[role]
    old = path.read_bytes()
    page = Page(old.decode("utf-8", "surrogateescape"))
    if len(page.tasks()) < _LEAST_TASKS or not old.endswith(b"\n"):
        return False
    choices = list(weights)
    while choices:
        move = chance.choices(choices, [weights[one] for one in choices])[0]
        if move(page, chance):
            new = page.text.encode("utf-8", "surrogateescape")
            if path.read_bytes() != old:
                return False
            write(path, old, new)
            return True
        choices.remove(move)
    return False


def main(argv: list[str] | None = None) -> int:
    """Act until stdin ends."""
    parser = argparse.ArgumentParser(description="A simulated agent of the demo.")
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", default="tidewater")
    parser.add_argument("--pause", type=float, nargs=2, default=(1.0, 4.0), metavar="SECONDS")
    arguments = parser.parse_args(argv)
    chance = Random(f"{arguments.seed} {arguments.role}")
    parent = os.getppid()
    while not _ended(chance.uniform(*arguments.pause), parent):
        try:
            act(arguments.role, arguments.file, chance)
        except OSError:
            continue  # the file is away for a moment, or for good: look again later
    return 0


def _ended(pause: float, parent: int) -> bool:
    """Wait `pause` seconds; True if stdin ended or the parent is another by now."""
    readable, _, _ = select.select([sys.stdin], [], [], pause)
    ended = bool(readable) and not os.read(sys.stdin.fileno(), 1)
    return ended or os.getppid() != parent


if __name__ == "__main__":
    sys.exit(main())
