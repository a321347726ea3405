"""What the wire layer sends shows the same screen as what Textual would have sent."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, ClassVar

import anyio
import pyte
import pytest
from archie_board.tui.wire import pace as pacing
from archie_board.tui.wire.driver import driver_class, install
from archie_board.tui.wire.output import SYNC_END, SYNC_START, Output, slow_line
from archie_board.tui.wire.pace import BUDGET, QUESTION, TRIES, Pace
from archie_board.tui.wire.pens import PLAIN, Pens
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.geometry import Region, Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from ..draws import draws
from ..patience import PATIENCE

pytestmark = pytest.mark.anyio


# -- a terminal to compare on -------------------------------------------------------------


class Terminal:
    """A terminal emulator that says what a person would see."""

    def __init__(self, columns: int, lines: int) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self.stream = pyte.Stream(self.screen)
        self.received = 0

    def feed(self, data: str) -> None:
        self.received += len(data.encode())
        self.stream.feed(data)

    def seen(self) -> list[list[tuple[object, ...]]]:
        """Each row's cells; of a blank one, only what can be seen of it."""
        rows = []
        for y in range(self.screen.lines):
            row = []
            line = self.screen.buffer[y]
            for x in range(self.screen.columns):
                cell = line[x]
                mark = (cell.bg, cell.reverse, cell.underscore, cell.strikethrough)
                if cell.data == " " and not cell.reverse:
                    row.append((" ", mark))
                else:
                    row.append((cell.data, mark, cell.fg, cell.bold, cell.italics))
            rows.append(row)
        return rows

    @property
    def cursor(self) -> tuple[int, int]:
        return self.screen.cursor.x, self.screen.cursor.y


def assert_same(raw: Terminal, sent: Terminal, what: object) -> None:
    """Both terminals show the same."""
    for y, (left, right) in enumerate(zip(raw.seen(), sent.seen(), strict=True)):
        assert left == right, f"row {y} differs after {what}"
    assert raw.cursor == sent.cursor, f"the cursor differs after {what}"


async def become_same(raw: Terminal, sent: Terminal, what: object) -> None:
    """Both terminals show the same, as soon as the layer has sent what it holds back."""
    with anyio.move_on_after(PATIENCE):
        while (raw.seen(), raw.cursor) != (sent.seen(), sent.cursor):
            await anyio.sleep(0.01)
    assert_same(raw, sent, what)


# -- frames as Textual writes them --------------------------------------------------------

WIDTH, HEIGHT = 24, 5
STYLES = ["", "1", "2;38;2;9;8;7", "4;31", "7", "9;48;5;17", "1;3;38;2;1;2;3;48;2;4;5;6", "97;40"]
TEXTS = st.text("ab  │─●·é", max_size=9) | st.sampled_from(["漢字", "a漢", "🙂", "e\u0301x", "  "])
RUNS = st.lists(st.tuples(st.sampled_from(STYLES), TEXTS), max_size=4)
SPANS = st.lists(st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), RUNS), max_size=5)


def draw(codes: str, text: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text


def cells_of(text: str) -> int:
    return sum(2 if char in "漢字🙂" else 0 if char == "\u0301" else 1 for char in text)


def spans_as_frame(spans: list[tuple[int, int, list[tuple[str, str]]]]) -> str:
    """A frame of spans, none of them over the right edge, and without half characters."""
    out = []
    for y, x, runs in spans:
        out.append(f"\x1b[{y + 1};1H" + " " * WIDTH)  # no half of a wide character stays
        out.append(f"\x1b[{y + 1};{x + 1}H")
        for codes, text in runs:
            if x + cells_of(text) > WIDTH or (text.startswith("e\u0301") and x == 0):
                break
            x += cells_of(text)
            out.append(draw(codes, text))
        out.append("\n" * (y < HEIGHT - 1))
    return "".join(out) + "\x1b[1;1H"


def whole_frame(fill: str = " ") -> str:
    rows = [f"\x1b[{y + 1};1H" + fill * WIDTH for y in range(HEIGHT)]
    return "\n".join(rows) + "\x1b[1;1H"


class Clockless:
    """An `Output` with a terminal, whose timers never fire by themselves."""

    def __init__(self, slow: bool = False) -> None:
        self.sent: list[str] = []
        self.calls: list[Callable[[], None]] = []
        self.output = Output(lambda: (WIDTH, HEIGHT), slow)
        self.output.take(self.sent.append, self.later)

    def later(self, _delay: float, call: Callable[[], None]) -> Clockless:
        self.calls.append(call)
        return self

    def cancel(self) -> None:
        self.calls.clear()

    def write(self, data: str) -> None:
        self.output.write(data, self.sent.append)

    def take(self) -> str:
        text = "".join(self.sent)
        self.sent.clear()
        return text


@given(st.lists(SPANS, max_size=6), st.sampled_from(" x"))
@draws(100)
def test_any_frames_show_the_same(frames: list[Any], fill: str) -> None:
    raw, sent, layer = Terminal(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT), Clockless()
    for frame in [whole_frame(fill), *map(spans_as_frame, frames)]:
        raw.feed(frame)
        layer.write(frame)
        sent.feed(layer.take().replace(QUESTION, ""))
        assert_same(raw, sent, frame)


@given(st.lists(st.sampled_from([*STYLES, "1;2;53", "21;8", "0;5"]), min_size=2, max_size=8))
def test_the_way_between_pens_ends_at_the_pen(styles: list[str]) -> None:
    """Followed step by step on a terminal that knows SGR, each way gives the wanted pen."""
    pens, shown, sent = Pens(), PLAIN, ""
    for codes in styles:
        wanted = pens.of(codes)
        change, shown = pens.way(shown, wanted)
        sent += change.replace("\x1b[", ";").replace("m", "")
        assert shown == wanted == pens.of(sent.lstrip(";") or "0")
        blank = pens.blank(wanted)
        assert pens.way(shown, blank) == ("", shown)  # a space in it needs nothing more


def test_a_frame_that_changes_nothing_sends_nothing() -> None:
    layer = Clockless()
    layer.write(whole_frame("x"))
    assert layer.take()
    layer.write(SYNC_START)
    layer.write(whole_frame("x"))
    layer.write(SYNC_END)
    assert layer.take() == ""


def test_a_changed_cell_sends_that_cell_between_marks() -> None:
    layer = Clockless()
    layer.output.synchronized = True
    layer.write(whole_frame("x"))
    layer.take()
    layer.write("\x1b[3;1H" + "x" * 7 + draw("1", "y") + "\x1b[1;1H")
    assert layer.take() == f"{SYNC_START}\x1b[1m\x1b[3;8Hy\x1b[m\x1b[H{SYNC_END}"


def test_text_after_a_doubtful_character_is_placed_anew() -> None:
    """Whatever width the terminal gives the family, the next letter is in its column."""
    layer = Clockless()
    layer.write(whole_frame())
    layer.take()
    layer.write("\x1b[1;1H👨\u200d👩\u200d👧z" + " " * (WIDTH - 3) + "\x1b[1;1H")
    assert "👧\x1b[1;3Hz" in layer.take()


def test_a_row_that_is_too_long_leaves_the_others_where_they_are() -> None:
    """The cursor is not where a longer screen would have it behind the last cell of a row."""
    raw, sent, layer = Terminal(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT), Clockless()
    long = "\x1b[5;1H" + "x" * (WIDTH + 1)
    ends = f"\x1b[1;{WIDTH}Hy\n\x1b[2;{WIDTH - 4}Hz"
    for frame in [whole_frame("x"), f"{long}\x1b[1;1H", f"{ends}\n{long}y\x1b[1;1H"]:
        raw.feed(frame.replace("xy\x1b", "x\x1b"))
        layer.write(frame)
        sent.feed(layer.take().replace(QUESTION, ""))
        assert_same(raw, sent, frame)


def test_what_is_not_understood_passes_and_the_next_frame_is_whole() -> None:
    raw, sent, layer = Terminal(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT), Clockless()
    link = "\x1b[2;1H\x1b]8;id=1;http://x\x1b\\link\x1b]8;;\x1b\\\x1b[1;1H"
    for frame in [whole_frame("x"), link, spans_as_frame([(3, 2, [("1", "ab")])]), whole_frame()]:
        raw.feed(frame)
        layer.write(frame)
        sent.feed(layer.take().replace(QUESTION, ""))
        assert_same(raw, sent, frame)
    assert layer.output.reason is None


def test_it_switches_itself_off_when_nothing_is_understood() -> None:
    layer = Clockless()
    for _ in range(60):
        layer.write("\x1b[1;1H\x1b[5;5;5Z")
    assert layer.output.reason is not None
    assert "not what this layer reads" in layer.output.reason
    layer.take()
    layer.write(whole_frame())
    assert layer.take() == whole_frame()


def test_after_a_resize_the_whole_screen_is_sent() -> None:
    layer = Clockless()
    layer.write(whole_frame("x"))
    layer.take()
    layer.output.resized((WIDTH, HEIGHT))
    layer.write(whole_frame("x"))
    assert layer.take().count("x") == WIDTH * HEIGHT


@pytest.mark.parametrize("settled", [False, True])
def test_a_frame_of_the_old_size_that_comes_late_is_not_taken_for_the_new_screen(
    settled: bool,
) -> None:
    raw, sent, layer = Terminal(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT), Clockless()
    size = [(WIDTH, HEIGHT)]
    layer.output = Output(lambda: size[-1], slow=False)
    layer.output.take(layer.sent.append, layer.later)

    def draw_whole(fill: str) -> None:
        width, height = size[-1]
        rows = (f"\x1b[{y + 1};1H" + fill * (width - 1) + str(y) for y in range(height))
        frame = "\n".join(rows) + "\x1b[1;1H"
        raw.feed(frame)
        layer.write(frame)
        sent.feed(layer.take().replace(QUESTION, ""))

    draw_whole("x")
    smaller = WIDTH // 2, HEIGHT - 2
    for terminal in (raw, sent):
        terminal.screen.resize(*smaller[::-1])
    layer.output.resized(smaller)
    draw_whole("x")
    if settled:
        layer.calls.pop()()
        sent.feed(layer.take().replace(QUESTION, ""))
    size.append(smaller)
    draw_whole("x")
    assert_same(raw, sent, "the frame of the new size")


def test_a_resize_that_nobody_repaints_is_repaired() -> None:
    layer = Clockless()
    layer.write(whole_frame("x"))
    layer.take()
    layer.output.resized((WIDTH, HEIGHT))
    layer.calls.pop()()
    assert layer.take().count("x") == WIDTH * HEIGHT


def test_while_another_program_has_the_terminal_nothing_is_written() -> None:
    layer = Clockless()
    layer.write(whole_frame("x"))
    layer.take()
    layer.output.leave()
    layer.write(whole_frame("y"))
    assert layer.take() == ""
    layer.output.take(layer.sent.append, layer.later)
    layer.write(spans_as_frame([]))
    assert layer.take().count("y") == WIDTH * HEIGHT


# -- pacing ------------------------------------------------------------------------------


def test_a_slow_line_carries_a_budget_and_then_the_newest_screen() -> None:
    layer = Clockless(slow=True)
    layer.write(whole_frame())
    fills = "abcdefghijklmnopqrstuvwxyz"
    for fill in fills:
        layer.write(whole_frame(fill))
    text = layer.take()
    questions = text.count(QUESTION)
    assert len(text) <= BUDGET + 2 * len(whole_frame())
    assert fills[-1] not in text.replace(QUESTION, "")
    for _ in range(questions):
        layer.output.answered()
    sent = layer.take()
    assert sent.count("z") == WIDTH * HEIGHT
    assert "y" not in sent


def test_a_frame_that_waits_goes_out_though_the_answer_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("archie_board.tui.wire.output.monotonic", lambda: now[0])
    layer = Clockless(slow=True)
    for fill in "abcdefghijklmnopqrstuvwxyz":
        layer.write(whole_frame(fill))
    assert "z" not in layer.take()
    now[0] += pacing.PATIENCE
    layer.calls.pop()()
    assert layer.take().count("z") == WIDTH * HEIGHT


def test_a_lost_answer_costs_no_more_than_patience() -> None:
    pace = Pace(slow=True)
    pace.asked(10, 0.0)
    pace.answered(0.1)
    pace.asked(BUDGET, 1.0)
    assert pace.wait(1.5) == pytest.approx(pacing.PATIENCE - 0.5)
    assert pace.wait(1.0 + pacing.PATIENCE) == 0.0


def test_a_terminal_that_never_answers_is_not_waited_for() -> None:
    pace, now = Pace(slow=True), 0.0
    for _ in range(TRIES):
        pace.asked(BUDGET, now)
        now += pace.wait(now)
        pace.wait(now)
    assert not pace.on
    assert pace.wait(now) == 0.0


@pytest.mark.parametrize(("took", "slow"), [(0.005, False), (0.2, True)])
def test_a_line_is_slow_by_its_answers(took: float, slow: bool) -> None:
    pace = Pace(slow=False)
    for now in range(3):
        if pace.asks:
            pace.asked(100, float(now))
            pace.answered(now + took)
    assert pace.on is slow
    assert pace.asks is slow


# -- a real Textual program --------------------------------------------------------------


class Cards(Widget, can_focus=True):
    """Lines with a cursor, drawn by the line interface as the board's columns are."""

    BINDINGS: ClassVar = [("j", "move(1)"), ("k", "move(-1)"), ("d", "move(7)")]
    TEXTS = ("plain text", "漢字 and kana", "cafe\u0301 ●──│", "🙂 smile", "a" * 70, "")

    def __init__(self) -> None:
        super().__init__()
        self.at = self.top = 0

    def render_line(self, y: int) -> Strip:
        index = self.top + y
        text = f"{index:3} {self.TEXTS[index % len(self.TEXTS)]}"
        mark = Style(reverse=True, bold=True) if index == self.at else Style()
        strip = Strip([Segment(text, self.rich_style + mark)])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def action_move(self, by: int) -> None:
        old, self.at = self.at, max(0, self.at + by)
        if not self.top <= self.at < self.top + self.size.height:
            self.top = max(0, self.at - self.size.height // 2)
            self.refresh()
        else:
            for line in (old, self.at):
                self.refresh(Region(0, line - self.top, self.size.width, 1))


class Question(ModalScreen[None]):
    """A dialog over the cards."""

    CSS = "Question { align: center middle; } Static, Input { width: 26; border: round red; }"
    BINDINGS: ClassVar = [("escape", "dismiss")]

    def compose(self) -> ComposeResult:
        yield Static("Really 漢字?")
        yield Input(value="typed")


class Program(App[None]):
    """What the layer is tested on."""

    CSS = "Cards { width: 1fr; border: solid green; } Screen { layout: horizontal; }"
    BINDINGS: ClassVar = [
        ("m", "ask"),
        ("t", "other_theme"),
        ("n", "tell"),
        ("s", "fold"),
    ]

    def compose(self) -> ComposeResult:
        yield Cards()
        yield Cards()

    def action_ask(self) -> None:
        self.push_screen(Question())

    def action_other_theme(self) -> None:
        self.theme = "textual-light" if self.theme == "textual-dark" else "textual-dark"

    def action_tell(self) -> None:
        self.notify("something 漢字 happened")

    def action_fold(self) -> None:
        last = self.screen.query(Cards).last()
        last.display = not last.display


class Recorder(Driver):
    """A driver that writes to an emulator."""

    terminal: Terminal

    def write(self, data: str) -> None:
        self.terminal.feed(data)

    def start_application_mode(self) -> None:
        self.resize(*self._size)  # type: ignore[misc]

    def resize(self, width: int, height: int) -> None:
        size = Size(width, height)
        self.process_message(events.Resize(size, size))

    def disable_input(self) -> None:
        """Nothing to disable."""

    def stop_application_mode(self) -> None:
        """Nothing to restore."""


def both_ways(app: App[Any], width: int, height: int) -> tuple[Terminal, Terminal]:
    """Let `app` draw on two terminals: plainly on the first, through the layer on the other."""
    raw, sent = Terminal(width, height), Terminal(width, height)
    recorder = type("Sent", (Recorder,), {"terminal": sent})
    output = Output(lambda: app.size, slow=False)
    layered = driver_class(recorder, output)

    def write(self: Driver, data: str) -> None:
        raw.feed(data)
        layered.write(self, data)

    app.driver_class = type("Both", (layered,), {"write": write})
    return raw, sent


KEYS = ["j", "j", "k", "d", "tab", "m", "escape", "t", "n", "s", "x", "left", "backspace", "resize"]


@pytest.mark.parametrize("seed", range(4))
async def test_a_program_shows_the_same_through_the_layer(seed: int) -> None:
    app = Program()
    choose = random.Random(seed)
    raw, sent = both_ways(app, 48, 12)
    async with app.run_test(headless=False, size=(48, 12), notifications=True) as pilot:
        for step in range(30):
            key = choose.choice(KEYS)
            if key == "resize":
                width, height = choose.choice([(48, 12), (36, 9), (60, 15)])
                for terminal in (raw, sent):
                    terminal.screen.resize(height, width)
                app._driver.resize(width, height)  # type: ignore[union-attr]
                await pilot.pause()
            else:
                await pilot.press(key)
            await pilot.pause()
            await become_same(raw, sent, f"{key!r}, step {step}")
    assert sent.received < raw.received


async def test_focus_in_and_out_send_nothing() -> None:
    app = Program()
    raw, sent = both_ways(app, 48, 12)
    async with app.run_test(headless=False, size=(48, 12)) as pilot:
        await become_same(raw, sent, "the start")
        plain, bytes_before = raw.received, sent.received
        for event in (events.AppBlur(), events.AppFocus()):
            app.post_message(event)
            await pilot.pause()
        assert raw.received > plain
        await become_same(raw, sent, "focus")
        assert sent.received == bytes_before


# -- the switch --------------------------------------------------------------------------


def test_the_environment_and_an_option_leave_textual_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Program()
    before = app.driver_class
    assert install(app, enabled=False).reason == "switched off by an option"
    monkeypatch.setenv("ARCHIE_BOARD_NO_DIFF", "1")
    assert "ARCHIE_BOARD_NO_DIFF" in (install(app).reason or "")
    assert app.driver_class is before


def test_another_textual_leaves_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(events, "CursorPosition")
    app = Program()
    before = app.driver_class
    assert "has no textual.events.CursorPosition" in (install(app).reason or "")
    assert app.driver_class is before


async def test_installed_it_works_in_a_headless_run_too() -> None:
    app = Program()
    installed = install(app)
    async with app.run_test() as pilot:
        await pilot.press("j")
        installed.redraw()
        assert installed.reason is None
        assert not installed.paced


def test_the_input_thread_keeps_answers_to_itself() -> None:
    """A cursor report that answers a question of ours does not reach the program."""
    heard: list[object] = []

    class Deaf(Recorder):
        terminal = Terminal(WIDTH, HEIGHT)

        def send_message(self, message: Any) -> None:
            heard.append(message)

    async def run() -> None:
        output = Output(lambda: (WIDTH, HEIGHT), slow=True)
        driver = driver_class(Deaf, output)(Program(), size=(WIDTH, HEIGHT))
        driver.start_application_mode()
        heard.clear()
        driver.write(whole_frame("x"))
        driver.process_message(events.CursorPosition(0, 0))
        assert heard == []
        driver.process_message(events.CursorPosition(0, 0))
        assert len(heard) == 1
        await asyncio.sleep(0)
        driver.stop_application_mode()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("environment", "slow"),
    [
        ({}, False),
        ({"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, True),
        ({"SSH_TTY": "/dev/pts/1", "ARCHIE_BOARD_SLOW_LINE": "0"}, False),
        ({"ARCHIE_BOARD_SLOW_LINE": "1"}, True),
    ],
)
def test_a_slow_line_is_noticed_or_told(
    environment: dict[str, str], slow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSH_CONNECTION", "SSH_TTY", "ARCHIE_BOARD_SLOW_LINE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert slow_line() is slow
