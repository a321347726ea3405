"""The tray: questions that wait until they are answered, over restarts and in every board."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from ..operations import Operation
from .kept import Kept
from .questions import Question, place_of, text_of
from .shelf import Shelf

_DECIDED_ANEW = ("field", "reworded", "criterion gone", "equal", "heading", "changed", "duplicate")
"""Kinds of question that a later decision about the same place settles, whatever it was."""


class Tray(Kept[Question]):
    """The questions about one task file."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the state folder of the task file."""
        super().__init__(Shelf(folder / "tray"))

    def _read(self, record: dict[str, Any]) -> Question | None:
        from . import records

        return records.question(record)

    def ask(self, question: Question) -> bool:
        """Keep a question; False if the disk did not take it, and it lives with the program."""
        return self._put(question, {"version": 1, **dataclasses.asdict(question)})

    def get(self, name: str) -> Question | None:
        """The question with this ID, if it still waits."""
        return next((question for question in self.all() if question.id == name), None)

    def drop(self, name: str) -> bool:
        """A question was answered; False if it was already, in another board."""
        unsaved = self._unsaved.pop(name, None) is not None
        return self._shelf.take(name) or unsaved

    def settle(self, operation: Operation) -> None:
        """The user carried an operation out: what it decides is no question any more."""
        if not self.count():
            return
        place, text = place_of(operation), text_of(operation)
        for question in self.all():
            for wish in question.operations():
                same = place_of(wish) == place
                if same and (question.kind in _DECIDED_ANEW or text_of(wish) == text):
                    self.drop(question.id)
