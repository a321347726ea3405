"""What a row of the detail pane is made of, and how it is laid out on lines.

A `Row` is something that the cursor can stand on, or a piece of text between: a value
without any width in it. `lay_out` gives its lines for a width. Rows are known by their key,
which says what they show (a field, a criterion by text and ordinal, a dependency by ID),
so that cursor and drafts stay where they are when the file changes around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from textual.content import Content

RowKey = tuple[str, ...]
"""What a row shows: `("field", "title")`, `("criterion", text, ordinal)`, `("needs", ID)`."""

MIN_TEXT = 8
"""Columns that text gets, however deep it is indented."""

LABEL_SHARE = 0.4
"""How much of the width the labels of a group may take before they stand on a line alone."""


_NO_CONTENT = Content("")


class Kind(Enum):
    """What Enter, Space and a click do on a row."""

    TEXT = auto()
    """Nothing: it is there to be read."""
    FIELD = auto()
    """Edits the field."""
    CRITERION = auto()
    """Edits or ticks the criterion."""
    CRITERIA = auto()
    """Adds a criterion: the heading over them."""
    LINK = auto()
    """Follows to another task."""
    FLOW = auto()
    """Starts the flow that `Row.target` names: an answer to a comment, the review."""
    FOLD = auto()
    """Opens or closes what stands under it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or lines that stand as they are."""

    content: Content
    first: Content = _NO_CONTENT
    """What stands before its first line: a list marker, a box, a label."""
    rest: Content | None = None
    """What stands before its other lines; blanks as wide as `first` when None."""
    gap: bool = False
    """Whether a blank line goes before it."""
    right: Content | None = None
    """What stands at the right edge of its first line."""
    fold: bool = False
    """Whether long lines break anywhere, as code does, instead of between words."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something to read, and perhaps to act on."""

    key: RowKey
    kind: Kind
    blocks: tuple[Block, ...]
    text: str = ""
    """What the file says, unrendered: what an editor starts from and what a change is seen by."""
    label: str = ""
    """What stands before the text, in its column."""
    label_width: int = 0
    """The width of the widest label in its group."""
    gap: bool = False
    """Whether a blank line goes before it."""
    indent: int = 0
    """Columns before its text."""
    target: str = ""
    """The key of the task that a link leads to; the name of a flow."""

    @property
    def selectable(self) -> bool:
        """Whether the cursor can stand on it."""
        return self.kind is not Kind.TEXT


def lay_out(row: Row, width: int) -> list[Content]:
    """The lines of `row`, none wider than `width`, its gap not among them."""
    width = max(width, MIN_TEXT)
    lines: list[Content] = []
    blocks = list(_labelled(row, width))
    for index, block in enumerate(blocks):
        if block.gap and index:
            lines.append(Content(""))
        lines.extend(_lines(block, row.indent, width))
    return lines


def column(row: Row, width: int) -> int:
    """The column where the text of a labelled row begins; its indentation otherwise."""
    if not row.label or row.label_width > width * LABEL_SHARE:
        return row.indent
    return row.indent + row.label_width + 2


def _labelled(row: Row, width: int) -> Iterator[Block]:
    """The blocks of `row`, with its label before the first where there is room, else above."""
    if not row.label:
        yield from row.blocks
        return
    label = Content.styled(row.label, "$text-muted")
    beside = column(row, width) - row.indent
    if not beside or len(row.blocks) != 1:
        yield Block(label)
        for block in row.blocks:
            yield _pushed(block, Content("  "))
        return
    # A label wider than its column (a long name among short ones) pushes its own text only.
    yield _pushed(row.blocks[0], label.pad_right(max(beside - label.cell_length, 2)))


def _pushed(block: Block, before: Content) -> Block:
    blanks = Content(" " * before.cell_length)
    rest = block.rest if block.rest is not None else Content(" " * block.first.cell_length)
    return Block(
        block.content, before + block.first, blanks + rest, block.gap, block.right, block.fold
    )


def _lines(block: Block, indent: int, width: int) -> Iterator[Content]:
    first = Content(" " * indent) + block.first
    rest = block.rest if block.rest is not None else Content(" " * block.first.cell_length)
    rest = Content(" " * indent) + rest
    right = block.right.cell_length + 1 if block.right else 0
    room = max(width - first.cell_length - right, MIN_TEXT)
    pieces = _broken(block, room)
    for index, piece in enumerate(pieces):
        line = (rest if index else first) + piece
        if index == 0 and block.right:
            line = line.pad_right(max(width - line.cell_length - right, 0) + 1) + block.right
        yield line.truncate(width) if line.cell_length > width else line


def _broken(block: Block, width: int) -> list[Content]:
    if not block.fold:
        return block.content.wrap(width) or [Content("")]
    lines = block.content.split(allow_blank=True) or [Content("")]
    return [piece for line in lines for piece in line.fold(width)]


def label_width(labels: Iterable[str], most: int = 20) -> int:
    """The column that aligns `labels`; the ones longer than `most` push their own text."""
    return max((len(label) for label in labels if len(label) <= most), default=0)
