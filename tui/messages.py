"""What screens ask of the application, which alone talks to the store."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from ..model.operations import Operation


@dataclass
class EditRequested(Message):
    """The user edited something."""

    operation: Operation


@dataclass
class StepRequested(Message):
    """The user wants the last edit taken back, or done again."""

    forward: bool


@dataclass
class EditorRequested(Message):
    """The user wants a task's text in an editor."""

    key: str


class LookRequested(Message):
    """The file is to be read again now."""
