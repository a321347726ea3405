"""An application that keeps what is being typed: over a restart, a crash, a terminal that goes."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from .settings import SettingsApp

if TYPE_CHECKING:
    from ..model.attention.typed import Typed

KEEP_SECONDS = 2.0
"""How often what is being typed is written down; it is on leaving, too."""


class TypedApp(SettingsApp):
    """Writes half-typed texts down, and brings them back. Who makes one opens the store."""

    _typed: frozenset[Typed] = frozenset()
    """What is written down, as far as this board did it or read it."""

    @work(exit_on_error=False)
    async def bring_back_typed(self) -> None:
        """Offer again what was typed and not saved when a board ended, and keep it from now on."""
        kept = await self.disk.run(lambda: self.store.attention.typed.all())
        self._typed = frozenset(kept)
        self.board.bring_back(kept)
        there = dict.fromkeys(t.task for t in kept if self.board.document.task(t.task))
        if there:
            text = "a half-typed text is kept" if len(kept) == 1 else "half-typed texts are kept"
            self.board.tell(f"{', '.join(there)}: {text}; enter opens the task", "warning")
        self.set_interval(KEEP_SECONDS, self.keep_typed)

    def keep_typed(self) -> None:
        """Write down what is new, and forget what was saved or dropped."""
        now = self.board.typed()
        if now == self._typed:
            return
        self.disk.later(partial(self._write_down, self._typed - now, now - self._typed))
        self._typed = now

    def _write_down(self, old: frozenset[Typed], new: frozenset[Typed]) -> None:
        texts = self.store.attention.typed
        for text in old:
            texts.forget(text)
        for text in new:
            with suppress(OSError):  # the status line says where nothing can be kept
                texts.keep(text)

    def exit(self, *arguments: object, **named: object) -> None:
        """As in any application; what is being typed is kept."""
        self.keep_typed()
        super().exit(*arguments, **named)  # type: ignore[arg-type]
