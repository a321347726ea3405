"""`python -m archie_board.tui.cli` is the program `archie-board`."""

from __future__ import annotations

import sys

from . import main

if __name__ == "__main__":
    sys.exit(main())
