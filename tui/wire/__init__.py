"""What reaches the terminal: only the cells that differ from what it already shows.

Textual sends the whole of every region that it thinks dirty, three full screens at start, one
more for each focus change, and sends frames as fast as keys come, however slow the line is.
This layer stands where the program meets the terminal: a subclass of Textual's driver whose
`write` reads each frame into a grid of cells, compares it with the grid last sent, and sends
the difference with as few style changes and cursor moves as it can find.

Frames are read from the text that Textual would have sent (cursor moves, styles, characters),
so the layer needs no private name of Textual's and cannot drift from what Textual draws. What
it does not understand passes through unchanged, and the next frame is then sent whole; should
that go on, the layer switches itself off and says why in `Wire.reason`.

    class ArchieApp(App[None]):
        def __init__(self) -> None:
            super().__init__()
            self.wire = install(self)  # of `wire.driver`

`ARCHIE_BOARD_NO_DIFF=1` or `install(self, enabled=False)` leaves Textual's output as it is.

Modules: pens (styles and the way from one to the next) < strokes (changed cells as text) <
cells (the two grids) < pace (how much may be under way on a slow line) < output (when a frame
goes out) < driver (the seam). Only the last one knows Textual: the first picture of a board
goes to the terminal through the others, before Textual is there (`prepaint`).
"""
