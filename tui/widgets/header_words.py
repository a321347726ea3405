"""What the line at the top says: which file, how much of it is shown, how it is grouped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from .words import Part, Variant, Words

if TYPE_CHECKING:
    from ...model.board.projection import Board, View

COUNTED_AT_ONCE = 2000
"""Up to so many tasks the standings are counted with the first picture."""


class Summary(NamedTuple):
    """What the header says."""

    file: str = ""
    """The file's name."""
    shown: int = 0
    """Tasks that the view lets through."""
    total: int = 0
    """Tasks in the file."""
    ready: int = 0
    waiting: int = 0
    blocked: int = 0
    """Tasks with that standing, of those shown."""
    grouping: str = ""
    """How the board is grouped, `status by category`."""
    filter: str = ""
    """The filter that is in force."""
    read_only: bool = False


class Chip(NamedTuple):
    """Something that waits for a person, and the key that leads to it."""

    key: str
    """The key as a reader knows it, `R`."""
    number: int
    text: str
    """What waits, said of `number` of them: `to review`."""
    ink: str = "chip"
    """`chip`, or `alarm` for what should not wait."""


class HeaderWords(Words):
    """File, counts, grouping and filter on one line."""

    INKS: ClassVar[Mapping[str, str]] = {
        "file": "bold",
        "quiet": "$text-muted",
        "filter": "$text-primary",
        "ready": "$text-success",
        "waiting": "$text-warning",
        "blocked": "$text-error",
        "chip": "bold $text-primary",
        "alarm": "bold $text-error",
    }
    INKS_ANSI: ClassVar[Mapping[str, str]] = {"quiet": "dim $text-muted"}

    summary: Summary = Summary()
    chips: Mapping[str, Chip] = {}

    def variants(self) -> Iterator[Variant]:
        """From everything in words down to the file's name and the filter."""
        for words, grouping in ((True, True), (True, False), (False, False)):
            left = [*self._file(), *self._count(words), *self._standings(words)]
            left += self._chips(words)
            yield Variant(left, self._right(grouping))
        short = self._chips(False)
        yield Variant([*self._file(), *self._count(False), *short], self._right(False))
        yield Variant([*self._file(), *short], self._right(False))
        yield Variant(self._file(), self._right(False))
        yield Variant([*self._right(False), Part("  "), *self._file()])

    def _file(self) -> list[Part]:
        parts = [Part(self.safe(self.summary.file), "file")]
        if self.summary.read_only:
            parts.append(Part(" read-only", "waiting"))
        return parts

    def _count(self, words: bool) -> list[Part]:
        said = self.summary
        count = f"{said.shown} of {said.total}" if said.shown != said.total else f"{said.total}"
        noun = " task" if said.total == 1 else " tasks"
        return [Part(f"  {count}{noun if words else ''}", "quiet")]

    def _standings(self, words: bool) -> list[Part]:
        said = self.summary
        parts: list[Part] = []
        for kind, count in (
            ("ready", said.ready),
            ("waiting", said.waiting),
            ("blocked", said.blocked),
        ):
            if count:
                sign = self.glyphs.standing(kind)
                gap = "   " if words or not parts else "  "
                text = f"{gap}{sign} {count} {kind}" if words else f"{gap}{sign} {count}"
                parts.append(Part(text, kind))
        return parts

    def _chips(self, words: bool) -> list[Part]:
        parts: list[Part] = []
        for _, chip in sorted(self.chips.items()):
            if chip.number:
                text = f"{chip.number} {chip.text}" if words else f"{chip.number}"
                parts.append(Part(f"   {self.safe(chip.key)} {self.safe(text)}", chip.ink))
        return parts

    def _right(self, grouping: bool) -> list[Part]:
        said = self.summary
        parts: list[Part] = []
        if grouping and said.grouping:
            parts.append(Part(self.safe(said.grouping), "quiet"))
        if said.filter:
            gap = "   " if parts else ""
            parts.append(Part(f"{gap}/{self.safe(said.filter)}", "filter"))
        return parts


def standings_of(board: Board) -> tuple[int, int, int]:
    """How many of the cards are ready, waiting and blocked."""
    kinds = board.links.count(card for column in board.columns for card in column.cards)
    return kinds["ready"], kinds["waiting"], kinds["blocked"]


def summary_of(
    board: Board, view: View, file_name: str, standings: tuple[int, int, int], read_only: bool
) -> Summary:
    """What there is to say of a board."""
    prefix = f"prefix:{view.only_prefix} " if view.only_prefix else ""
    return Summary(
        file_name,
        board.shown,
        board.total,
        *standings,
        f"{view.columns} by {view.lanes}",
        f"{prefix}{view.query}".strip(),
        read_only,
    )
