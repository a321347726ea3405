"""From a key to the last byte of what it paints, and how many bytes that is."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from .figures import Figure, median, spread
from .start import CARD
from .terminal import Burst, Session, open_board


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a user does over and over."""

    name: str
    keys: tuple[str, ...]
    """Typed one after the other, each one a sample."""
    before: str = ""
    """Typed first, unmeasured."""
    after: str = ""
    """Typed last, unmeasured."""
    measured: tuple[bool, ...] = (True,)
    """Which of `keys` count, over and over."""
    quiet: float = 0.03
    """Seconds without output after which the screen is done; more where a file is written."""
    kept: bool = False
    """Whether it is shown before it is in the file: the two are told apart."""


ESCAPE = "\x1b"
ACTIONS = (
    Action("cursor", ("j", "j", "j", "k", "k", "k")),
    Action("page", ("\x1b[6~", "\x1b[5~")),
    Action("column changed", ("l", "h")),
    Action("card moved", ("L", "H"), quiet=0.3, kept=True),
    Action("filter letter", ("c", "a", "c", "h"), before="/", after=ESCAPE * 2),
    Action("detail opened", ("\r", ESCAPE), measured=(True, False)),
)


def measure(
    path: Path, size: int, home: Path, samples: int, columns: int = 120, lines: int = 40
) -> list[Figure]:
    """Every action on one open board."""
    figures: list[Figure] = []
    choose = random.Random(size)
    mark = "" if (columns, lines) == (120, 40) else f" at {columns}x{lines}"
    with open_board(path, home, columns, lines) as session:
        session.until(CARD)
        session.settle(1.5)
        session.send("\x1b[O")
        focus = len(session.settle())
        session.send("\x1b[I")
        focus += len(session.settle())
        figures.append(Figure(f"focus in and out{mark}: bytes", size, focus, "B"))
        for action in ACTIONS:
            bursts, sent = _repeat(session, action, samples, choose)
            name = f"{action.name}{mark}"
            if not bursts:
                print(f"{name}: nothing is painted", file=sys.stderr)
                continue
            last = [burst.last for burst in bursts]
            if action.kept:
                figures += spread(f"{name}, first paint", size, [burst.first for burst in bursts])
                figures += spread(f"{name}, until kept", size, last)
            else:
                figures += spread(name, size, last)
            figures.append(Figure(f"{name}: bytes", size, median(sent), "B", f"max {max(sent):,}"))
    return figures


def _repeat(
    session: Session, action: Action, samples: int, choose: random.Random
) -> tuple[list[Burst], list[int]]:
    bursts: list[Burst] = []
    sent: list[int] = []
    for tried in range(samples):
        if len(bursts) >= samples or (tried == 2 and not bursts):  # a key that paints nothing
            break
        if action.before:
            session.send(action.before)
            session.settle()
        for index, key in enumerate(action.keys):
            burst = session.press(key, action.quiet)
            rest = session.settle(0.1)  # what is painted a moment later counts as bytes only
            if action.measured[index % len(action.measured)] and burst.data:
                bursts.append(burst)
                sent.append(len(burst.data) + len(rest))
            sleep(choose.uniform(0.0, 0.05))  # not in step with the program's own timers
        for key in action.after:
            session.send(key)
            session.settle(0.2)
    return bursts, sent
