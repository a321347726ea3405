"""An application that notices what wants its user's eye: questions, alarms, and what is new.

Nothing pops up. Chips in the header count what waits, the status line says once what came, and
keys lead to it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, work

from .attendance import Attendance
from .typed import TypedApp
from .widgets.header_words import Chip

if TYPE_CHECKING:
    from ..model.history.changes import Change
    from ..model.live.store import Reloaded, Result
    from ..model.operations import Operation

POLL_SECONDS = 2.0
"""How often other boards' answers are looked for."""

SAVE_SECONDS = 30.0
"""How often it is written down what the user has seen; it is on leaving, too."""

_IDLE_SECONDS = 0.5
"""How long after the last key nobody is taken to type."""

_Stamp = tuple[object, ...]

_ACTS = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)


class AttendingApp(TypedApp):
    """Keeps the chips and marks of what wants the user's eye. Who makes one opens the store."""

    attendance: Attendance | None = None
    """Who is at the board; None for a board that only watches."""
    _stamp: _Stamp = ()
    _acted_at = float("-inf")

    async def submit(self, operation: Operation) -> Result:
        """Write an edit, and show what came of it."""
        raise NotImplementedError

    def when_idle(self, call: Callable[[], object]) -> None:
        """Call what would keep a key waiting when no key has come for a moment."""
        if monotonic() - self._acted_at < _IDLE_SECONDS:
            self.set_timer(_IDLE_SECONDS, partial(self.when_idle, call))
        else:
            self.call_next(call)

    def start_attending(self, *, present: bool) -> None:
        """From now on. `present`: somebody is at the board, who sees what it shows."""
        if present:
            self.attendance = Attendance(self.store)
            self._greet(self.attendance)
            self.set_interval(SAVE_SECONDS, self._save_seen)
        self.set_interval(POLL_SECONDS, self.count_what_waits)
        self.count_what_waits()

    def stop_attending(self) -> None:
        """Write down what the user has seen."""
        if self.attendance is not None:
            self.attendance.save()

    async def on_event(self, event: events.Event) -> None:
        """Notice the user's acts; everything else is as in any application."""
        here = self.attendance
        acts = isinstance(event, _ACTS) and not event.is_forwarded
        if acts:
            self._acted_at = monotonic()
        if here is not None and acts and here.acted(self.board.document):
            self._greet_again(here)
        await super().on_event(event)

    @work(exit_on_error=False)
    async def _greet(self, attendance: Attendance) -> None:
        """Say what changed since the user looked last, in one line."""
        self._say_news(await self.disk.run(attendance.begin))
        self.count_what_waits()

    @work(exit_on_error=False)
    async def _greet_again(self, attendance: Attendance) -> None:
        self._say_news(await self.disk.run(attendance.news))

    def _say_news(self, changes: tuple[Change, ...]) -> None:
        from ..model.history.changes import summarise

        tasks = len({change.task for change in changes})
        self.board.show_chip("news", Chip("w", tasks, "changed while you were away"))
        if changes:
            self.board.tell(f"while you were away: {summarise(changes)} (w shows it)")

    def looked_at_news(self) -> None:
        """The user has seen what was new."""
        if self.attendance is not None:
            self.attendance.looked(self.board.document)
        self.board.show_chip("news", None)

    @work(exit_on_error=False)
    async def _save_seen(self) -> None:
        if self.attendance is not None:
            await self.disk.run(self.attendance.save)

    def show_reloaded(self, seen: Reloaded) -> None:
        """As `LiveApp.show_reloaded`; what others did is looked at afterwards."""
        super().show_reloaded(seen)
        if seen.changes and self.attendance is not None:
            self.attendance.changed()
        if seen.changes or seen.notices or self.store.health.state == "held":
            self.look_at_changes()

    @work(exclusive=True, group="attend", exit_on_error=False)
    async def look_at_changes(self) -> None:
        """Raise alarms about what others changed, and offer what they dropped."""
        raised = await self.disk.run(self.store.attention.attend)
        await self._heal()
        if raised:
            more = f" (and {len(raised) - 1} more)" if len(raised) > 1 else ""
            self.board.tell(f"{raised[0].text}{more} (! shows it)", "warning")
        self.count_what_waits()

    async def _heal(self) -> None:
        """Put back what others lost by an older copy, for a user who wants that done unasked."""
        config = self.in_force.config if self.in_force is not None else None
        if config is None or config.heal != "auto" or self.store.health.state == "read_only":
            return
        tray = self.store.attention.tray
        for question in await self.disk.run(tray.all):
            if question.kind != "dropped":
                continue
            for operation in question.operations():
                await self.submit(operation)
            await self.disk.run(tray.drop, question.id)

    @work(exclusive=True, group="count", exit_on_error=False)
    async def count_what_waits(self) -> None:
        """Show in the header how much waits, and on the cards what alarms are about."""
        waits = await self.disk.run(self._waiting)
        if waits is None:
            return
        self._stamp, questions, alarmed = waits
        self.board.show_chip("tray", _chip("x", questions, "question"))
        self.board.show_chip("alarms", _chip("!", len(alarmed), "alarm")._replace(ink="alarm"))
        self.board.board_view.alarmed = frozenset(alarmed)

    def _waiting(self) -> tuple[_Stamp, int, list[str]] | None:
        """How many questions there are, and the tasks of the alarms; None if it is as before.

        With a value that is another one when something came or went.
        """
        from ..model.attention.answers import as_of_now

        attention, document = self.store.attention, self.store.document
        questions = attention.tray.count()
        stamp = (attention.stamp(), document if questions else None)
        if stamp == self._stamp:
            return None
        if questions:
            for question in attention.tray.all():
                if as_of_now(question, document) is None:
                    attention.tray.drop(question.id)
            questions = len(attention.tray.all())
        stamp = (attention.stamp(), document if questions else None)
        return stamp, questions, [rung.alarm.task for rung in attention.bell.all()]


def _chip(key: str, number: int, noun: str) -> Chip:
    return Chip(key, number, noun if number == 1 else f"{noun}s")
