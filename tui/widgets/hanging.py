"""Text whose lines go on below themselves where they are too long: a comparison stays readable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

_LEAD = re.compile(r"(?:[-+] |  )? *(?:[-*] (?:\[.\] )?)?")
"""What a line begins with: the sign of a comparison, blanks, the mark of a list, a box."""


class Hanging(Widget):
    """Shows lines; what a line has no room for stands below its text, not below its signs."""

    DEFAULT_CSS = "Hanging { height: auto; width: 1fr; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Content] = []

    def update(self, content: Content) -> None:
        """Show other lines."""
        self._lines = content.split(allow_blank=True)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The lines that it takes."""
        return sum(1 for _ in self._shown(width))

    def render(self) -> Content:
        """The lines, as wide as there is room."""
        return Content("\n").join(self._shown(self.content_size.width))

    def _shown(self, cells: int) -> Iterator[Content]:
        for line in self._lines:
            if cells < 1 or line.cell_length <= cells:
                yield line
            else:
                yield from _hung(line, cells)


def _hung(line: Content, cells: int) -> Iterator[Content]:
    """A line in pieces of at most `cells` cells."""
    found = _LEAD.match(line.plain)
    indent = min(found.end() if found else 0, cells // 2)
    lead: Content = line[:indent]
    for piece in line[indent:].wrap(cells - indent):
        yield Content.assemble(lead, piece)
        lead = Content(" " * indent)
