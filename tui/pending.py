"""Edits on their way into the file, and the board as it will be when they are there.

Writing takes as long as the disk needs to promise that an edit is kept. A card that the user
moves is shown in its new place at once, marked as not kept yet; the mark goes when the edit is
in the file, and the card goes back if it cannot get there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.document import Document, patched

if TYPE_CHECKING:
    from ..model.operations import Operation


class Pending:
    """The edits that were asked for and not answered, in that order."""

    def __init__(self) -> None:
        self._operations: list[Operation] = []

    @property
    def keys(self) -> frozenset[str]:
        """The tasks that they are about."""
        return frozenset(operation.task for operation in self._operations)

    def shows(self, operation: Operation) -> bool:
        """Whether an edit is of a kind that moves a card or tells one fact of it."""
        from ..model.operations import SetField, SetStatus

        return isinstance(operation, SetField | SetStatus)

    def add(self, operation: Operation) -> bool:
        """Take an edit in, if it is of a kind that is shown."""
        if not self.shows(operation):
            return False
        self._operations.append(operation)
        return True

    def remove(self, operation: Operation) -> None:
        """It is in the file, or will never be."""
        self._operations = [other for other in self._operations if other is not operation]

    def over(self, document: Document) -> Document:
        """The document with the edits that fit it; nothing is written."""
        from ..model.operations import Planned

        for operation in self._operations:
            try:
                planned = operation.plan(document)
                if isinstance(planned, Planned):
                    document = patched(document, planned.patches)
            except ValueError:
                continue  # what is wrong is said when the edit itself fails
        return document
