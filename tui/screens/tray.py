"""The tray: one question after another, with base, theirs and mine, and the answers to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import BindingType
from textual.content import Content

from ...model.attention.answers import Way, as_of_now, edited, ways
from ...model.attention.questions import Question
from ...model.live.results import Applied
from ...model.operations import Operation, Refused, Unchanged
from ..commands import PAST, TRAY, bindings
from ..content import visible
from ..messages import FIRST
from ..widgets.past_lines import clock
from ..widgets.sides import Side, sides
from .waiting import Entry, Waiting

if TYPE_CHECKING:
    from ...model.document import Document
    from .host import Host

_MOST_LINES_ABOVE = 6
"""Lines of the file's text that are shown above the editor."""


class TrayScreen(Waiting):
    """Questions that conflicts left, and what can be done about each."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TRAY)]
    COMMANDS_HERE = (*TRAY, *PAST)
    DEFAULT_CSS = """
    TrayScreen {
        #rows { height: auto; max-height: 30%; min-height: 2; }
        #beside { height: 1fr; }
        &.-wide > #middle { layout: vertical; }
        &.-wide #beside { border-left: none; border-top: solid $panel; }
    }
    """
    noun, nouns = "question", "questions"

    def __init__(self, host: Host) -> None:
        super().__init__(host, "Questions")

    def stamp(self) -> object:
        """As `Waiting.stamp`."""
        return self.host.store.attention.stamp(), self.host.store.document

    def read(self, document: Document) -> Sequence[Entry]:
        """As `Waiting.read`; a question that the file answers by now is none any more."""
        tray = self.host.store.attention.tray
        found = []
        for question in tray.all():
            now = as_of_now(question, document)
            if now is None:
                tray.drop(question.id)
            else:
                found.append(self._entry(now, ways(now, document, self.host.board.roles)))
        return found

    def _entry(self, question: Question, answers: tuple[Way, ...]) -> Entry:
        task = "" if question.reason.startswith(question.task) else f"{question.task} "
        line = Content.assemble(
            (f"{clock(question.at)} ", "$text-muted"),
            (self.safe(task), "bold"),
            self.safe(question.reason),
        )
        words = f"{question.task} {question.reason}".casefold()
        return Entry(question.id, question.task, line, (question, answers), words)

    def full(self, entry: Entry, cells: int) -> Content:
        """As `Waiting.full`: the reason, the answers, the texts."""
        question, answers = _parts(entry)
        head = f"{question.task} {question.title}".strip()
        lines = [Content.styled(self.safe(head), "bold")] if head else []
        lines.append(Content(self.safe(question.reason)))
        for number, way in enumerate(answers[:9], 1):
            label = self.safe(way.label)
            lines.append(Content.assemble((f" {number} ", "bold $text-primary"), " ", label))
        lines += [Content(), sides(list(_texts(question)), cells, self.glyphs)]
        return Content("\n").join(lines)

    def on_key(self, event: events.Key) -> None:
        """The number of an answer gives it."""
        if event.character and event.character in "23456789":
            event.stop()
            self.action_answer(int(event.character))

    @work(name=FIRST, exclusive=True, group="answer")
    async def action_answer(self, number: int) -> None:
        """Give an answer to the question under the cursor."""
        entry = self.entry
        if entry is None:
            return
        question, answers = _parts(entry)
        if not 0 < number <= len(answers):
            self.tell(f"there is no answer {number}", "warning")
            return
        way = answers[number - 1]
        if self.host.board.read_only and (way.operations or way.text is not None):
            self.tell(self.host.board.read_only, "warning")
            return
        operations = await self._operations(question, way)
        tray = self.host.store.attention.tray
        if operations is None:
            return
        if await self.host.disk.run(tray.get, question.id) is None:
            self._too_late()
            return
        if not await self._write(operations, question):
            return
        if not way.stays:
            dropped = await self.host.disk.run(tray.drop, question.id)
            for wish in question.operations():
                self.host.board.forget_draft(wish)
            if not operations and dropped:
                self.tell(f"{way.label}: {question.task}".rstrip(": "), "done")
            elif not operations:
                self._too_late()
        self.host.count_what_waits()
        await self.look_now()

    def _too_late(self) -> None:
        """Somebody was quicker: what they answered stands."""
        self.tell("it was answered already, in another board", "warning")
        self.host.count_what_waits()
        self.look()

    async def _operations(self, question: Question, way: Way) -> tuple[Operation, ...] | None:
        """What an answer writes; None where the user left the text that was to be edited."""
        if way.text is None:
            return way.operations
        from .compose import Compose

        title = self.safe(f"{question.task}: your text".lstrip(": "))
        theirs = visible(question.theirs or "", self.glyphs.plain).splitlines()
        about = "\n".join(["the file says", *theirs[:_MOST_LINES_ABOVE]])
        dialog = Compose(title, way.text, about=about)
        dialog.keys = "ctrl+s set   esc leave"
        text = await self.app.push_screen_wait(dialog)
        if text is None:
            return None
        try:
            return (edited(question, self.host.store.document, text),)
        except Refused as problem:
            self.tell(str(problem), "warning")
            return None

    async def _write(self, operations: tuple[Operation, ...], asked: Question) -> bool:
        """Write them; False where one was refused: then the question stays as it was."""
        tray = self.host.store.attention.tray
        before = {question.id for question in await self.host.disk.run(tray.all)}
        for operation in operations:
            result = await self.host.submit(operation)
            if isinstance(result, Applied | Unchanged):
                self.tell(result.summary, "done")
                continue
            self.tell(result.reason, "warning")
            for question in await self.host.disk.run(tray.all):
                if question.id not in before:
                    await self.host.disk.run(tray.drop, question.id)
            await self.host.disk.run(tray.ask, asked)
            await self.look_now()
            return False
        return True


def _parts(entry: Entry) -> tuple[Question, tuple[Way, ...]]:
    """The question of an entry, and its answers."""
    value = entry.value
    assert isinstance(value, tuple)
    return value


def _texts(question: Question) -> Iterator[Side]:
    """The texts to show, those that there are."""
    titles = ("you saw", "the file says", "yours")
    if question.kind == "dropped":
        titles = ("", "the file says", "was dropped")
    for title, text in zip(titles, (question.base, question.theirs, question.mine), strict=True):
        if text is not None:
            yield Side(title, text)
