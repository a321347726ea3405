"""An application in which a key comes after everything that the keys before it led to.

Textual gives a key to what has the focus when the key is read. What a key leads to comes some
messages later, and later still where a worker does it: a dialog, a list, a card that is gone.
Keys that were typed meanwhile (on a slow line they come in one piece, as from a clipboard or
from `tmux send-keys`) would go to the board, where letters move cards. So a key is kept, behind
those before it, until two things are true:

- What the one before was about has come to rest. Something that goes through the queues of the
  focused widget and its parents, as keys do, comes back to the application behind all of it. It
  goes several times, since what the key led to may have posted messages that lead to others,
  and from the start again when the focus is another one than before.
- No worker is under way that comes first: one by the name of `FIRST` that has neither ended nor
  a screen of its own to show. So does what looks for a palette's hits, but for letters: they
  only make it look for others.

Keys that lead to nothing, letters of a text and steps of a cursor, go behind each other at
once, as Textual does it; what comes behind them waits until they have come to rest. Typed at a
hand's speed, no key waits for anything.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from textual import events
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import Screen, ScreenResultType
from textual.worker import Worker, get_current_worker

from .attending import AttendingApp
from .commands import moves
from .live import WONDER_SECONDS
from .messages import FIRST

_ROUNDS = 4
"""Times that the messages of a key may lead to further ones: in the palette, Enter is a text
submitted, then an option selected, then a command."""

_MOVES = moves()

_LOOK_SECONDS = 0.005
"""How often it is looked whether what comes first is done, while a key waits for it."""

_ACTS = (events.Paste, events.MouseDown, events.MouseUp)
"""What may lead to something, among what is pasted or pointed."""

_WAYS_OUT = ("escape", "ctrl+c", "ctrl+q")
"""Keys that wait no more when the board says that it works."""


class TurnApp(AttendingApp):
    """Gives what is typed one by one, in order."""

    _under_way = False
    """Whether a key was given and what it led to has not come to rest."""
    _light = False
    """Whether a key was given that leads to nothing, and nobody knows whether it is done."""
    _since = 0.0
    """What was typed before, by the clock of messages, is dropped."""
    _waiting_since = 0.0
    """Since when a key waits for a worker; 0 where none does."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._kept: deque[events.Event] = deque()
        self._shows: WeakKeyDictionary[Worker[Any], Screen[Any]] = WeakKeyDictionary()
        self._passed: WeakSet[Worker[Any]] = WeakSet()
        self._saying = ExitStack()

    async def push_screen_wait(  # type: ignore[override]
        self, screen: Screen[ScreenResultType], *, mode: str | None = None
    ) -> ScreenResultType:
        """As Textual's; from now on the keys go to the screen, if they waited for it."""
        self._shows[get_current_worker()] = screen
        return await super().push_screen_wait(screen, mode=mode)

    async def on_event(self, event: events.Event) -> None:
        """Keep what is typed until it is its turn."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif event.time < self._since:
            return
        elif self._waits_too_long() and isinstance(event, events.Key) and event.key in _WAYS_OUT:
            self.forget_typed()
            self._passed.update(self._first(event))
            if event.key != "escape":
                await super().on_event(event)
        elif self._under_way or self._first(event) or (self._light and not self._is_light(event)):
            self._keep(event)
        else:
            await self._give(event)

    @property
    def at_rest(self) -> bool:
        """Whether all that was typed was given, and has led where it leads."""
        return not self._kept and not self._under_way

    def forget_typed(self) -> None:
        """Drop what was typed until now and not given yet."""
        self._kept.clear()
        self._since = events.Event().time

    def _keep(self, event: events.Event) -> None:
        if self._kept and self._kept[-1].can_replace(event):
            self._kept.pop()
        self._kept.append(event)
        if not self._under_way:
            self._come_to_rest()

    async def _give(self, event: events.Event) -> None:
        light = self._is_light(event)
        self._light = self._light or light
        await super().on_event(event)
        if not light:
            self._come_to_rest()

    def _is_light(self, event: events.Event) -> bool:
        """Whether an event leads to nothing else: no dialog, no edit, no other focus."""
        if not isinstance(event, events.Key):
            return not isinstance(event, _ACTS)
        focused = self.focused
        if focused is None:
            return False
        if event.is_printable and focused.check_consume_key(event.key, event.character):
            return True
        text = self.screen.is_modal or focused.check_consume_key("j", "j")
        return event.key in _MOVES and not text

    def _come_to_rest(self, start: DOMNode | None = None, rounds: int = 0) -> None:
        """Go through the queues, `rounds` times from `start` by now, until nothing moves."""
        self._under_way = True
        here = self.focused or self.screen
        done = rounds if here is start else 0
        if done == _ROUNDS:
            self.call_later(self._rested)
        else:
            self._climb(here, lambda: self._come_to_rest(here, done + 1))

    def _climb(self, node: DOMNode | None, then: Callable[[], None]) -> None:
        """Call `then` behind all that waits in the queues from `node` up to the application."""
        while node is not None and node is not self:
            if node.call_later(self._climb, node.parent, then):
                return
            node = node.parent
        self.call_later(then)

    async def _rested(self) -> None:
        """Give what was kept, or wait on for what comes first."""
        if self._kept and self._first(self._kept[0]):
            if not self._waiting_since:
                self._waiting_since = monotonic()
                self._saying.enter_context(self.at_work())
            loop = asyncio.get_running_loop()
            loop.call_later(_LOOK_SECONDS, self.call_later, self._come_to_rest)
            return
        self._waiting_since = 0.0
        self._saying.close()
        self._under_way = self._light = False
        while self._kept and not self._under_way:
            if self._light and not self._is_light(self._kept[0]):
                self._come_to_rest()
            else:
                await self._give(self._kept.popleft())

    def _first(self, event: events.Event) -> list[Worker[Any]]:
        """The workers that come before an event."""
        stack = self.screen_stack
        letter = isinstance(event, events.Key) and event.is_printable
        return [
            worker
            for worker in self.workers
            if not worker.is_finished
            and worker not in self._passed
            and self._shows.get(worker) not in stack
            and (worker.name == FIRST or (isinstance(worker.node, CommandPalette) and not letter))
        ]

    def _waits_too_long(self) -> bool:
        """Whether a key waits for so long that the board says it works."""
        since = self._waiting_since
        return bool(since) and monotonic() - since > WONDER_SECONDS
