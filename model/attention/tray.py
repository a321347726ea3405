"""The tray: questions that wait until they are answered, over restarts and in every board."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ..operations import Operation
from .questions import Question, place_of, text_of
from .shelf import Shelf

_DECIDED_ANEW = ("field", "reworded", "criterion gone", "equal", "heading", "changed", "duplicate")
"""Kinds of question that a later decision about the same place settles, whatever it was."""


class Tray:
    """The questions about one task file."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the state folder of the task file."""
        self._shelf = Shelf(folder / "tray")
        self._unsaved: dict[str, Question] = {}

    def ask(self, question: Question) -> bool:
        """Keep a question; False if the disk did not take it, and it lives with the program."""
        record = {"version": 1, **dataclasses.asdict(question)}
        try:
            self._shelf.put(question.id, record)
        except OSError:
            self._unsaved[question.id] = question
            return False
        self._unsaved.pop(question.id, None)
        return True

    def all(self) -> tuple[Question, ...]:
        """The questions, the oldest first. A record that cannot be believed is left alone."""
        names = self._shelf.names()
        found = list(self._unsaved.values())
        if names:
            from . import records

            for name in names:
                record = self._shelf.get(name)
                question = records.question(record) if record else None
                if question is not None and question.id == name:
                    found.append(question)
        return tuple(sorted(found, key=lambda question: question.at))

    def count(self) -> int:
        """How many there are; reads none."""
        return len(self._shelf.names()) + len(self._unsaved)

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

    def stamp(self) -> int:
        """A number that changes when questions come or go."""
        return self._shelf.stamp() + len(self._unsaved)
