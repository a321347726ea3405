"""The first picture of a board, on the terminal before Textual has been imported.

Importing Textual takes most of the time until its first picture: five times as long as reading
the file and working out what the board shows. So what the widgets would draw first is drawn
here from the same values (`ColumnLines`, `HeaderWords`, `StatusWords`), which know nothing of
Textual, and the import follows while the reader reads.

Why that is safe:

- *No flicker.* The picture goes through the same cells as every later frame (`wire.cells`), and
  Textual's first frame is sent as the difference to it: nothing, where the two are equal, and
  a correction where they are not. A test holds them equal, cell for cell.
- *No echo, no lost key.* The terminal's line discipline is set before the first byte, to what
  Textual will set. Keys typed meanwhile wait in the kernel, and Textual reads them.
- *No broken screen.* Whatever ends the program before Textual has the terminal (an error, an
  interrupt, SIGTERM, SIGHUP) gives it back as it was. Textual is told the settings from before,
  not ours, and leaves the alternate screen that was entered here once.
- *No guess.* Where anything is unusual (an unknown theme, a terminal without a size, output
  that goes elsewhere, a file without tasks), nothing is painted and the board opens as ever.

`--no-prepaint` or `ARCHIE_BOARD_NO_PREPAINT=1` leaves it out.

Modules: looks (inks as the terminal's pens) < picture (the frame); terminal (taking it and
giving it back); `first_picture` is the way in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ...model.document import Document
    from ..wire.early import Early

__all__ = ["first_picture"]


@contextmanager
def first_picture(
    document: Document,
    path: Path,
    *,
    theme: str | None,
    ascii_only: bool,
    ready: Callable[[], None] = lambda: None,
) -> Iterator[Early | None]:
    """Show a document's board while the block runs, or nothing, with None, where it cannot be.

    The block imports Textual and runs the application. The value is for `wire.driver.install`,
    which takes the terminal over; if it never does, leaving the block gives the terminal back.
    `ready` is called before the terminal is taken.
    """
    from .picture import frame_of
    from .terminal import Terminal, terminal

    place = terminal()
    frame = None
    if place is not None:
        # What goes wrong here goes wrong again, and is told, where Textual draws the same.
        with suppress(Exception):
            frame = frame_of(document, path, place.size, theme, ascii_only)
    ready()
    if place is None or frame is None:
        yield None
        return
    with Terminal(place, frame) as early:
        yield early
