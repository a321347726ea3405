"""Where the time of the start, or of keys, goes: the program under Python's own profiler.

What a profiler adds is not spread evenly: read it for what is called how often, and take times
from the other parts.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

from .start import ANSWERED, CARD
from .terminal import Session

KEYS = ("j", "j", "k", "\x1b[6~", "\x1b[5~", "l", "h")
PROGRAM = """\
import cProfile, pstats, signal, sys
profile = cProfile.Profile()

def switch(number, frame):
    if number == signal.SIGUSR1:
        return profile.enable()
    profile.disable()
    with open(sys.argv[2], "w") as file:
        for order in ("cumtime", "tottime"):
            pstats.Stats(profile, stream=file).sort_stats(order).print_stats(40)

signal.signal(signal.SIGUSR1, switch)
signal.signal(signal.SIGUSR2, switch)
if sys.argv[1] == "start":
    profile.enable()
from archie_board.tui.cli import main
sys.exit(main(["open", sys.argv[3]]))
"""


def measure(what: str, path: Path, home: Path) -> str:
    """The functions that took longest while the program started, or answered some keys."""
    with tempfile.NamedTemporaryFile("r", prefix="archie-profile-") as told:
        argv = [sys.executable, "-c", PROGRAM, what, told.name, str(path)]
        with Session(argv, home) as session:
            session.until(CARD)
            session.send("j")
            session.until(ANSWERED)
            if what == "keys":
                session.settle(2.0)
                os.kill(session.pid, signal.SIGUSR1)
                for key in KEYS * 5:
                    session.press(key)
            os.kill(session.pid, signal.SIGUSR2)
            session.settle(2.0)
        return told.read()
