"""Alarms: what others did that deserves a person's eye, and what puts just that back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content

from ...model.attention.bell import Rung
from ...model.attention.restores import restore
from ...model.history.compare import compare
from ...model.live.results import Applied
from ...model.operations import Unchanged
from ..commands import ALARMS, PAST, bindings
from ..messages import FIRST
from ..widgets.past_lines import clock, comparison
from .waiting import Entry, Waiting

if TYPE_CHECKING:
    from ...model.document import Document
    from .host import Host


class AlarmScreen(Waiting):
    """The alarms that nobody dismissed yet, the oldest first."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ALARMS)]
    COMMANDS_HERE = (*ALARMS, *PAST)
    noun, nouns = "alarm", "alarms"

    def __init__(self, host: Host) -> None:
        super().__init__(host, "Alarms")

    def stamp(self) -> object:
        """As `Waiting.stamp`."""
        return self.host.store.attention.stamp()

    def read(self, document: Document) -> Sequence[Entry]:  # noqa: ARG002
        """As `Waiting.read`."""
        return [self._entry(rung) for rung in self.host.store.attention.bell.all()]

    def _entry(self, rung: Rung) -> Entry:
        alarm = rung.alarm
        line = Content.assemble((clock(rung.at), "$text-muted"), " ", self.safe(alarm.text))
        return Entry(rung.id, alarm.task, line, rung, f"{alarm.text} {alarm.kind}".casefold())

    def full(self, entry: Entry, cells: int) -> Content:  # noqa: ARG002
        """As `Waiting.full`: what happened, and the text before and after."""
        alarm = _rung(entry).alarm
        lines = [Content.styled(self.safe(alarm.text), "bold")]
        if alarm.title and alarm.title not in alarm.text:
            lines.append(Content(self.safe(alarm.title)))
        difference = compare(alarm.before, alarm.now)
        return Content("\n").join([*lines, Content(), comparison(difference, self.glyphs)])

    @work(name=FIRST, exclusive=True, group="answer")
    async def action_restore(self) -> None:
        """Put back just what the alarm is about."""
        entry = self.entry
        if entry is None:
            return
        if self.host.board.read_only:
            self.tell(self.host.board.read_only, "warning")
            return
        document = self.host.store.document
        try:
            alarm, roles = _rung(entry).alarm, self.host.board.roles
            operation = await self.host.disk.run(restore, alarm, document, roles)
        except ValueError as problem:
            self.tell(str(problem), "warning")
            return
        result = await self.host.submit(operation)
        if isinstance(result, Applied | Unchanged):
            await self._dismissed(entry, f"{result.summary} (u on the board takes it back)")
        else:
            self.tell(result.reason, "warning")

    @work(name=FIRST, exclusive=True, group="answer")
    async def action_dismiss_alarm(self) -> None:
        """The alarm was seen."""
        if self.entry is not None:
            await self._dismissed(self.entry, f"dismissed: {_rung(self.entry).alarm.text}")

    @work(name=FIRST, exclusive=True, group="answer")
    async def action_dismiss_all(self) -> None:
        """All alarms that are shown were seen."""
        for entry in list(self.shown):
            await self._dismissed(entry, f"dismissed: {_rung(entry).alarm.text}")

    async def _dismissed(self, entry: Entry, said: str) -> None:
        await self.host.disk.run(self.host.store.attention.bell.dismiss, entry.id)
        self.tell(said, "done")
        self.host.count_what_waits()
        await self.look_now()


def _rung(entry: Entry) -> Rung:
    """What an entry was made of."""
    assert isinstance(entry.value, Rung)
    return entry.value
