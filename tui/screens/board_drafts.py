"""What was typed about tasks and not saved, to be written down and to be taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .board_open import BoardWithTask

if TYPE_CHECKING:
    from ...model.attention.typed import Typed


class BoardWithDrafts(BoardWithTask):
    """A board that is asked now and then for what is half typed."""

    def typed(self) -> frozenset[Typed]:
        """What was typed about tasks and not saved, what is being typed included."""
        if "drafts" not in vars(self):
            return frozenset()
        own = self._screen_of_task
        for pane in (self.pane, own.pane if own is not None else None):
            if pane is not None:
                pane.keep_what_is_typed()
        return self.drafts.as_typed()

    def bring_back(self, kept: Sequence[Typed]) -> None:
        """Take up again what was typed earlier."""
        if kept:
            self.drafts.take_up(kept)
            self._show_open()
