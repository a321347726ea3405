"""What screens ask of the application, which alone talks to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ..model.operations import Operation

FIRST = "first"
"""The name of a worker that comes before the next key, as `@work(name=FIRST)`: the key waits
until the worker shows a screen of its own, or has ended. See `turns`."""


class EditRequested(Message):
    """The user edited something."""

    def __init__(self, operation: Operation) -> None:
        super().__init__()
        self.operation = operation


class StepRequested(Message):
    """The user wants the last edit taken back, or done again."""

    def __init__(self, *, forward: bool) -> None:
        super().__init__()
        self.forward = forward


class EditorRequested(Message):
    """The user wants a task's text in an editor."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class FlowRequested(Message):
    """The user wants to go through one of `tui/flows/`."""

    def __init__(self, flow: str, key: str | None = None, about: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.flow = flow
        self.key = key
        """The task that it is about, if it is about one."""
        self.about = about
        """The row of the task, for a flow that is about one."""


class LookRequested(Message):
    """The file is to be read again now."""


class PutBackRequested(Message):
    """The user wants back what is gone from a file that shrank."""


class KeepShowingRequested(Message):
    """The user goes on with what a file that shrank said before."""
