"""Markdown of a description or of notes, as blocks of the detail pane.

Only looks: HTML and images are off and stand there as text, a link is shown with its
address and leads nowhere. The text is the file's, so every piece goes through `visible`
and none is ever parsed as markup. markdown-it is imported by the first text that needs it.
What is too long or nested too deep is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from .blocks import Block
from .look import QUIET, Look

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LIMIT = 64 * 1024
"""Characters; longer text is shown plain, and no more of it than this."""
MOST_LINES = 1000
MOST_MARKS = 3000
"""What the parser reads in a moment; text with more lines or marks is shown plain."""
DEEPEST = 16
"""Levels of quotes and lists; what is nested deeper is shown plain."""

CODE = "$text-secondary"
_SPANS = {"strong": "bold", "em": "italic", "s": "strike", "link": "underline"}
_MARKS = re.compile(r"[\[\]*_`<>!&~|\\]")
_PLAIN = re.compile(r"[^\s\w.,;:?/()%+=@'\"-]|^\s|^[-+=\w]{1,9}[.)]\s|^[-+=]|://|www\.|\n", re.M)
"""What only text with some Markdown in it can have; a line without needs no parser."""


@lru_cache(maxsize=256)
def blocks(text: str, look: Look) -> tuple[Block, ...]:
    """`text` as blocks to lay out; the plain text where it is too long or too deep."""
    if len(text) > LIMIT or text.count("\n") > MOST_LINES or len(_MARKS.findall(text)) > MOST_MARKS:
        return plain(text, look)
    if not _PLAIN.search(text):
        return (Block(Content(look.text(text))),)
    tokens = _parser().parse(text)
    if any(token.level >= DEEPEST for token in tokens):
        return plain(text, look)
    return tuple(_Renderer(look).render(tokens)) or plain(text, look)


def plain(text: str, look: Look) -> tuple[Block, ...]:
    """`text` line by line as it stands."""
    shown = Block(Content(look.text(text[:LIMIT])), fold=True)
    if len(text) <= LIMIT:
        return (shown,)
    return shown, Block(Content.styled("the rest is too long to show: e opens it", QUIET))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # One level more than is shown, so that what is too deep is seen to be, and not cut off.
    options = {"html": False, "maxNesting": DEEPEST + 4}
    parser = MarkdownIt("commonmark", options)
    return parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])


class _Renderer:
    """Walks the tokens once and collects blocks."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.found: list[Block] = []
        self.before: list[str] = []
        """What stands left of each line, from the outermost container inwards."""
        self.marker = ""
        """The list marker that the next block begins with, in place of the last of `before`."""
        self.counts: list[int | None] = []
        """The next number of each open list; None for a list with bullets."""
        self.heading = False
        self.table: list[list[Content]] = []
        """The rows of the table that is being read."""

    def render(self, tokens: Sequence[Token]) -> list[Block]:
        """The blocks that the tokens stand for."""
        for token in tokens:
            if token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close(token)
            else:
                self._leaf(token)
        return self.found

    def _open(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.counts.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                self.counts.append(1 if start is None else int(start))
            case "list_item_open":
                self._open_item()
            case "blockquote_open":
                self.before.append(f"{self.look.quote} ")
            case "heading_open":
                self.heading = True
            case "tr_open":
                self.table.append([])

    def _close(self, token: Token) -> None:
        match token.type:
            case "bullet_list_close" | "ordered_list_close":
                self.counts.pop()
            case "list_item_close":
                self._close_item()
            case "blockquote_close":
                self.before.pop()
            case "heading_close":
                self.heading = False
            case "table_close":
                self._add_table()

    def _leaf(self, token: Token) -> None:
        match token.type:
            case "inline" if self.table:
                style = "bold" if len(self.table) == 1 else ""
                self.table[-1].append(_inline(token, self.look, style))
            case "inline":
                self._add(_inline(token, self.look, "bold" if self.heading else ""))
            case "fence" | "code_block":
                code = self.look.text(token.content.rstrip("\n"))
                self.before.append("  ")
                self._add(Content.styled(code, CODE), fold=True, gap=len(self.before) == 1)
                self.before.pop()
            case "hr":
                self._add(Content.styled(self.look.glyphs.rule * 3, QUIET))

    def _open_item(self) -> None:
        number = self.counts[-1]
        self.marker = f"{self.look.bullet} " if number is None else f"{number}. "
        if number is not None:
            self.counts[-1] = number + 1
        self.before.append(" " * len(self.marker))

    def _close_item(self) -> None:
        if self.marker:  # an item without any text still has its marker
            self._add(Content(""))
        self.before.pop()

    def _add(self, content: Content, *, fold: bool = False, gap: bool = False) -> None:
        rest = "".join(self.before)
        outer = "".join(self.before[:-1])
        first = outer + self.marker if self.marker else rest
        gap = (gap or not self.before) and bool(self.found)
        self.marker = ""
        self.found.append(
            Block(
                content, Content.styled(first, QUIET), Content.styled(rest, QUIET), gap, None, fold
            )
        )

    def _add_table(self) -> None:
        table, self.table = self.table, []
        widths = [0] * max((len(row) for row in table), default=0)
        for row in table:
            for index, cell in enumerate(row):
                widths[index] = max(widths[index], cell.cell_length)
        lines = [
            Content("  ").join(
                cell.pad_right(width - cell.cell_length)
                for cell, width in zip(row, widths, strict=False)
            )
            for row in table
        ]
        self._add(Content("\n").join(lines), fold=True)


def _inline(token: Token, look: Look, style: str) -> Content:
    """The text of a paragraph, heading or table cell."""
    parts: list[tuple[str, str]] = []
    styles = [style] if style else []
    address = ""
    for child in token.children or ():
        name = child.type.removesuffix("_open").removesuffix("_close")
        if child.nesting == 1:
            styles.append(_SPANS.get(name, ""))
            address = str(child.attrGet("href") or "") if name == "link" else address
        elif child.nesting == -1:
            if name == "link" and address and not (parts and address.endswith(parts[-1][0])):
                parts.append((f" ({look.text(address)})", QUIET))
            styles.pop()
        elif child.type == "code_inline":
            parts.append((look.text(child.content), CODE))
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(("\n" if child.type == "hardbreak" else " ", ""))
        else:
            parts.append((look.text(child.content), " ".join(filter(None, styles))))
    return Content.assemble(*parts)
