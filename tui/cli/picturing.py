"""`snapshot`: the board as text or SVG, without a terminal, as it looks when it is opened."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .locate import find_file
from .output import OK, UNUSABLE, USAGE, Stop, say_raw
from .parser import Arguments

if TYPE_CHECKING:
    from textual.pilot import Pilot

_SIZE = (120, 40)
_LEAST, _MOST = (20, 5), (500, 300)
"""Columns and rows that a picture may have."""

_FORMS = (".svg", ".txt")


def run_snapshot(arguments: Arguments) -> int:
    """Draw the board and print it, or write it to `--output`."""
    size = _size(arguments.size)
    output = arguments.output
    if output and not output.endswith(_FORMS):
        raise Stop(USAGE, f"{output} is no picture's name: use one that ends in .svg or .txt")
    path = find_file(arguments.path or arguments.file)
    text, svg = _drawn(Path(path), size, arguments)
    if not output:
        say_raw(text)
        return OK
    try:
        Path(output).write_text(svg if output.endswith(".svg") else text, encoding="utf-8")
    except OSError as problem:
        why = problem.strerror or problem
        raise Stop(UNUSABLE, f"{output}: {why}: name another place with --output") from None
    return OK


def _size(wanted: str | None) -> tuple[int, int]:
    if wanted is None:
        return _SIZE
    match = re.fullmatch(r"(\d{1,4})[xX,](\d{1,4})", wanted)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (_LEAST[0] <= size[0] <= _MOST[0] and _LEAST[1] <= size[1] <= _MOST[1]):
        least, most = (f"{columns}x{rows}" for columns, rows in (_LEAST, _MOST))
        raise Stop(USAGE, f"'{wanted}' is no size: use columns and rows, {least} to {most}")
    return size


def _drawn(path: Path, size: tuple[int, int], arguments: Arguments) -> tuple[str, str]:
    """The picture as text and as SVG."""
    from ...model.live.store import Store
    from .reading import parse_file

    store = Store(path, read_only=True)
    store.open(parse_file(str(path)))
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    from ..app import ArchieApp
    from ..wire.paper import put_on_paper

    look = {"theme": arguments.theme, "ascii_only": arguments.ascii}
    try:
        app = ArchieApp(path, still=True, store=store, **look)
    except ValueError as problem:
        raise Stop(USAGE, str(problem)) from None
    cells = put_on_paper(app, size)
    drawn: list[str] = []

    async def draw(pilot: Pilot[Any]) -> None:
        while not app.board.is_settled:
            await pilot.pause(0.01)
        await pilot.pause()
        lines = cells.lines[: size[1]]
        drawn.extend(("".join(f"{line}\n" for line in lines), app.export_screenshot()))
        app.exit()

    app.run(size=size, mouse=False, auto_pilot=draw)
    if not drawn:
        raise Stop(UNUSABLE, f"{path}: the board could not be drawn: try `archie-board {path}`")
    return drawn[0], drawn[1]
