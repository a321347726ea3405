"""Rows for the thread of a task: the newest comment first, `@names` marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from textual.content import Content

from ....model.reviews.comments import Comment, comments_of, mentions
from ....model.task import Task
from . import markdown
from .blocks import Block, Kind, Row, RowKey
from .look import QUIET, Look

HEADING: RowKey = ("comments",)
NAME = "bold $text-primary"


def comment_rows(task: Task, look: Look) -> Iterator[Row]:
    """The heading and the comments, the last one of the file on top; nothing where none is."""
    thread = comments_of(task)
    if not thread:
        return
    count = Content.styled(str(len(thread)), QUIET)
    yield Row(
        HEADING, Kind.TEXT, (Block(Content.styled("Comments", "bold"), right=count),), gap=True
    )
    for number, comment in reversed(list(enumerate(thread))):
        yield _row(number, comment, look)


def _row(number: int, comment: Comment, look: Look) -> Row:
    author = Content.styled(f"@{look.line(comment.author)}", NAME) if comment.author else None
    at = Content.styled(look.line(comment.at or ""), QUIET)
    head = Block(author or Content.styled("somebody", QUIET), right=at)
    text = tuple(_named(block) for block in markdown.blocks(comment.text, look))
    body = tuple(replace(block, first=Content("  ") + block.first) for block in text)
    said = f"{comment.at} {comment.author} {comment.text}"
    return Row(("comment", str(number), said), Kind.FLOW, (head, *body), said, target="comment")


def _named(block: Block) -> Block:
    """A block whose `@names` stand out."""
    content = block.content
    for start, end, _ in mentions(content.plain):
        content = content.stylize(NAME, start, end)
    return replace(block, content=content) if content is not block.content else block
