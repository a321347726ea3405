"""What a merge moves about: named things (a task, a field, a criterion) and plain lines.

A task file is a sequence of tokens, a task's text again, a field that holds a list again.
Named tokens are the same thing on both sides when their keys are, whatever they say by now;
plain ones when their text is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from enum import Enum
from typing import NamedTuple

from .lines import Line, texts


class Form(Enum):
    """How two changed versions of a token are brought together."""

    LINES = "lines"
    """Not at all: it is one value, and changed twice is a conflict."""
    PARTS = "parts"
    """By its parts."""
    CELLS = "cells"
    """By the cells between its `|`."""
    LIST = "list"
    """By the elements of a list that stands on its line."""
    BOX = "box"
    """By the character in its box, and the text behind it."""


class Token(NamedTuple):
    """One thing of a sequence."""

    key: Hashable
    lines: tuple[Line, ...]
    named: bool = False
    """Whether the key is a name that occurs once in a sequence."""
    large: bool = False
    """A thing of its own, a task or a field, which is never put between a conflict's markers
    together with others."""
    form: Form = Form.LINES
    kind: str = ""
    """The key of the field that it is the value of."""
    split: Callable[[], tuple[Token, ...]] | None = None
    """What makes its parts; where it has some."""

    @property
    def blank(self) -> bool:
        """Whether it is nothing but blank lines."""
        return not self.named and all(line.blank for line in self.lines)

    @property
    def parts(self) -> tuple[Token, ...]:
        """What it consists of; itself where it is one value."""
        return self.split() if self.split else (self,)


def plain(lines: Iterable[Line]) -> list[Token]:
    """Each line as a token of its own."""
    return [Token(("line", line.text), (line,)) for line in lines]


def together(kind: str, lines: tuple[Line, ...]) -> Token:
    """Lines that belong together, as one plain token."""
    return Token((kind, texts(lines)), lines)
