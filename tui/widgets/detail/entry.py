"""A line of input that knows what is likely to be typed: names, IDs with titles, words.

The choices show below the line as soon as something typed matches. Up and Down walk through
them, Enter takes the one walked to, Tab the first. In a list (`many`) a choice completes
the part between commas that the text cursor stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ...content import visible_line

MOST_MATCHES = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be entered."""

    value: str
    note: str = ""
    """What tells a reader which one it is: a title."""
    mark: str = ""
    style: str = ""
    """A sign before it, and its colour."""


def matching(choices: Iterable[Choice], typed: str, most: int = MOST_MATCHES) -> list[Choice]:
    """The choices that have every word of `typed`, those that begin with it first."""
    words = typed.casefold().split()
    if not words:
        return []
    begin: list[Choice] = []
    rest: list[Choice] = []
    for choice in choices:
        value = choice.value.casefold()
        if value.startswith(words[0]) and len(words) == 1:
            begin.append(choice)
        elif all(word in value or word in choice.note.casefold() for word in words):
            rest.append(choice)
        if len(begin) >= most:
            break
    return (begin + rest)[:most]


class Line(Input):
    """An input without a frame. The text of a file is taken as it is, never as markup."""

    def __init__(self, value: str = "", placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False


class Entry(Vertical):
    """An input with completion."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "walk(1)", "Next match", show=False),
        Binding("up,ctrl+p", "walk(-1)", "Previous match", show=False),
        Binding("tab", "complete", "Complete", show=False),
    ]
    DEFAULT_CSS = """
    Entry {
        height: auto;
        width: 1fr;
        & > Line { width: 1fr; background: $panel; }
        & > #matches { height: auto; display: none; background: $surface; }
    }
    """

    @dataclass
    class Submitted(Message):
        """Enter was pressed on the text."""

        entry: Entry
        value: str

        @property
        def control(self) -> Entry:
            """The entry that it comes from."""
            return self.entry

    @dataclass
    class Changed(Message):
        """Text or matches changed; the entry may need another height."""

        entry: Entry
        value: str

        @property
        def control(self) -> Entry:
            """The entry that it comes from."""
            return self.entry

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        choices: Sequence[Choice] = (),
        many: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.choices = choices
        self.many = many
        self.matches: list[Choice] = []
        self.at = -1
        """The match that was walked to; -1 for none."""
        self._line = Line(value, placeholder)
        self._line.cursor_position = len(value)
        self._settled = value
        """A text for which no matches are offered: what was there, or what was completed."""

    def compose(self) -> ComposeResult:
        """The line and the matches below it."""
        yield self._line
        yield Static(id="matches", markup=False)

    @property
    def value(self) -> str:
        """The text as typed."""
        return self._line.value

    @value.setter
    def value(self, text: str) -> None:
        self._settled = text
        self._line.value = text
        self._line.cursor_position = len(text)

    @property
    def lines(self) -> int:
        """The height that it needs."""
        return 1 + len(self.matches)

    def take_focus(self) -> None:
        """Put the text cursor into the line."""
        self._line.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        typed = "" if event.value == self._settled else self._part()[2]
        self._offer(matching(self._open_choices(), typed))
        self.post_message(self.Changed(self, event.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self.at >= 0:
            self._take(self.matches[self.at])
        else:
            self.post_message(self.Submitted(self, self.value))

    def _open_choices(self) -> Iterable[Choice]:
        """The choices that are not in the list already."""
        if not self.many:
            return self.choices
        begin, end, _ = self._part()
        others = self.value[:begin] + self.value[end:]
        named = {part.strip().casefold() for part in others.split(",")}
        return (c for c in self.choices if c.value.casefold() not in named)

    def _part(self) -> tuple[int, int, str]:
        """Where the part under the text cursor begins and ends, and the part."""
        text, at = self.value, self._line.cursor_position
        if not self.many:
            return 0, len(text), text.strip()
        begin = text.rfind(",", 0, at) + 1
        end = text.find(",", at)
        end = len(text) if end < 0 else end
        return begin, end, text[begin:end].strip()

    def _take(self, choice: Choice) -> None:
        begin, end, _ = self._part()
        before, after = self.value[:begin], self.value[end:]
        blank = " " if before else ""
        self.value = f"{before}{blank}{choice.value}{after}"
        self._line.cursor_position = len(before + blank + choice.value)
        self._offer([])
        self.post_message(self.Changed(self, self.value))

    def _offer(self, matches: list[Choice]) -> None:
        self.matches, self.at = matches, -1
        self._show()

    def _show(self) -> None:
        shown = self.query_one("#matches", Static)
        shown.display = bool(self.matches)
        lines = []
        width = max((len(visible_line(choice.value)) for choice in self.matches), default=0)
        for place, choice in enumerate(self.matches):
            here = place == self.at
            value = visible_line(choice.value).ljust(width)
            line = Content.assemble(
                (value, "bold" if here else ""), "  ", (visible_line(choice.note), "$text-muted")
            )
            room = max(self.size.width, 8)
            line = line.truncate(room, ellipsis=True).pad_right(max(room - line.cell_length, 0))
            lines.append(line.stylize("reverse") if here else line)
        shown.update(Content("\n").join(lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Walking and completing need something to complete."""
        if action == "walk":
            return bool(self.matches)
        return action != "complete" or bool(self.matches)

    def action_walk(self, step: int) -> None:
        """Go to the next or previous match."""
        self.at = max(-1, min(self.at + step, len(self.matches) - 1))
        self._show()

    def action_complete(self) -> None:
        """Take the match that was walked to, or the first."""
        self._take(self.matches[max(self.at, 0)])

    def on_click(self, event: events.Click) -> None:
        """A click takes a match."""
        event.stop()
        if (
            event.widget is not None
            and event.widget.id == "matches"
            and event.y < len(self.matches)
        ):
            self._take(self.matches[event.y])
            self.take_focus()
