"""A task file as a hurried agent sees it: lines, found and changed by plain search.

Deliberately none of the board's own reading and writing: the demo has to show that the
board gets along with programs that know nothing of it. It knows just enough Markdown for
the sample: headings of tasks, fields on one line with indented lines below, checkboxes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^### ([A-Z]+-\d+)((?: \| [^|]*)*)$")
_FIELD = re.compile(r"^- \*\*([^*]+)\*\*:(.*)$")
_BOX = re.compile(r"^(\s+- \[)([ x])(\] .*)$")


@dataclass(slots=True)
class Entry:
    """One section with a task: where its lines are, and what an agent looks for in it."""

    id: str
    start: int
    end: int
    """The line after its last line that is not blank."""
    cells: list[str]
    """The heading's cells after the ID."""
    update: bool
    """Whether a section above has the same ID."""


class Page:
    """The file's text as lines, with the sections found in it."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.entries = self._find()

    @property
    def text(self) -> str:
        """The text as it stands now."""
        return "\n".join(self.lines)

    def tasks(self) -> list[Entry]:
        """The sections that define a task, updates left out."""
        return [entry for entry in self.entries if not entry.update]

    def value(self, entry: Entry, name: str) -> str:
        """What the field says on its first line; empty where there is none."""
        place = self._field(entry, name)
        found = _FIELD.match(self.lines[place]) if place else None
        return found[2].strip() if found else ""

    def status(self, entry: Entry) -> str:
        """The word in the Status field."""
        return self.value(entry, "Status")

    def boxes(self, entry: Entry, mark: str) -> list[int]:
        """The lines of the checkboxes with `mark`, a blank or `x`."""
        found = ((i, _BOX.match(self.lines[i])) for i in range(entry.start, entry.end))
        return [i for i, box in found if box and box[2] == mark]

    def tick(self, place: int, mark: str = "x") -> None:
        """Put `mark` into the box on a line."""
        self.lines[place] = _BOX.sub(rf"\g<1>{mark}\g<3>", self.lines[place])

    def head(self, entry: Entry, cell: str) -> None:
        """Write the heading's last cell: the assignee or a badge."""
        cells = [entry.id, *entry.cells[:2], cell]
        self.lines[entry.start] = "### " + " | ".join(cells)

    def put(self, entry: Entry, name: str, value: str, after: str = "") -> None:
        """Set a field; a new one goes below the field `after`, or to the end of the task."""
        place = self._field(entry, name)
        if place:
            self.lines[place] = f"- **{name}**: {value}"
            return
        above = self._field(entry, after) if after else 0
        self._insert(above + 1 if above else entry.end, [f"- **{name}**: {value}"])

    def put_list(self, entry: Entry, name: str, items: list[str]) -> None:
        """Add items below a field, which is made at the end of the task if need be."""
        place = self._field(entry, name)
        rows = [f"  - {item}" for item in items]
        if place:
            self._insert(self._below(place, entry.end), rows)
        else:
            self._insert(entry.end, [f"- **{name}**:", *rows])

    def drop(self, entry: Entry, names: list[str]) -> None:
        """Remove fields with everything indented below them."""
        for name in names:
            place = self._field(entry, name)
            if place:
                del self.lines[place : self._below(place, entry.end)]
                self._again(entry)

    def remove(self, entry: Entry) -> None:
        """Remove a whole section and the blank line behind it."""
        end = entry.end
        while end < len(self.lines) - 1 and not self.lines[end].strip():
            end += 1
        del self.lines[entry.start : end]
        self.entries = self._find()

    def body(self, entry: Entry) -> list[str]:
        """The section's lines without its heading."""
        return self.lines[entry.start + 1 : entry.end]

    def _insert(self, place: int, rows: list[str]) -> None:
        self.lines[place:place] = rows
        self.entries = self._find()

    def _again(self, entry: Entry) -> None:
        """Find `entry` anew after lines went."""
        self.entries = self._find()
        same = next(e for e in self.entries if e.start == entry.start)
        entry.end = same.end

    def _field(self, entry: Entry, name: str) -> int:
        """The line of a field, or 0 (which is never a field's line)."""
        for place in range(entry.start + 1, entry.end):
            found = _FIELD.match(self.lines[place])
            if found and found[1] == name:
                return place
        return 0

    def _below(self, place: int, end: int) -> int:
        """The line after a field's indented lines."""
        place += 1
        while place < end and self.lines[place].startswith(" "):
            place += 1
        return place

    def _find(self) -> list[Entry]:
        found: list[Entry] = []
        seen: set[str] = set()
        hidden = False
        for place, line in enumerate(self.lines):
            if line.startswith("#") and not hidden and found and found[-1].end < 0:
                found[-1].end = place
            heading = None if hidden else _HEADING.match(line)
            if heading:
                cells = heading[2].split(" | ")[1:]
                found.append(Entry(heading[1], place, -1, cells, heading[1] in seen))
                seen.add(heading[1])
            if "<!--" in line or "-->" in line:
                hidden = "-->" not in line
        for entry in found:
            entry.end = self._trimmed(entry.start, entry.end if entry.end > 0 else len(self.lines))
        return found

    def _trimmed(self, start: int, end: int) -> int:
        while end > start + 1 and not self.lines[end - 1].strip():
            end -= 1
        return end
