"""Keys that come in one piece do what the same keys do one by one.

Two boards on two files that are alike: on the one a person types slowly, on the other all keys
of a command, and those behind it, are one write to the terminal, as from a slow line, a
clipboard or `tmux send-keys`. Whatever dialogs, screens and lists the keys open on their way,
both screens and both files end alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from archie_board.tui import commands

from .terminal import PROGRAM, Terminal

GOES = """\

### BE-012 | Backend | Low | @bert
- **Title**: Remember the device
- **Status**: pending
"""
FILE = f"""\
# Ferry

### ARCH-001 | Architecture | Critical | @system-architect
- **Title**: Choose the stack
- **Status**: completed
- **Assigned**: system-architect

### BE-001 | Backend | High | @zoe
- **Title**: Sailings and vessels
- **Status**: completed
- **Assigned**: zoe

### BE-010 | Backend | High | @ana
- **Title**: Sign in with tokens
- **Status**: pending
- **Assigned**: ana
- **Estimated effort**: L
- **Acceptance Criteria**:
  - [ ] Login returns both tokens

### BE-011 | Backend | Low | @bert
- **Title**: Log out everywhere
- **Status**: pending
{GOES}"""
SETTINGS = """\
[[checks]]
step = "API testing"
command = ["true"]
"""

QUIET = 0.02
"""Seconds without output after which a slow hand types on."""
ESCAPE, CLEAR, SEND, PALETTE = "\x1b", "\x15", "\x13", "\x10"


class Burst(NamedTuple):
    """Keys in one piece, what is on the screen when they have done their work, and the way back."""

    command: str
    """The command that it is about, as `commands` names it."""
    keys: str
    ends: str
    back: str = ""


BURSTS = (
    Burst("flow.tray", "x1q:BE-001\r", "▌BE-001"),
    Burst("flow.alarms", "!rq:ARCH-001\r", "▌ARCH-001"),
    Burst("flow.away", "wq:BE-001\r", "▌BE-001"),
    Burst("flow.next_changed", "]:ARCH-001\r", "▌ARCH-001"),
    Burst("flow.previous_changed", "[:BE-001\r", "▌BE-001"),
    Burst("find.jump", "f10\rf11\rfARCH\r", "▌ARCH-001"),
    Burst("task.status", ":BE-010\rsblo\rtoo early\r:BE-001\r", "▌BE-001"),
    Burst("task.next_status", ":BE-011\rLLno time\r:ARCH-001\r", "▌ARCH-001"),
    Burst("task.previous_status", ":BE-011\rHH:BE-001\r", "▌BE-001"),
    Burst("task.priority", ":BE-010\rpcrit\r:ARCH-001\r", "▌ARCH-001"),
    Burst("task.assignee", f":BE-011\ra{CLEAR}Dora\r:BE-001\r", "▌BE-001"),
    Burst("task.effort", ":BE-010\rExl\r:ARCH-001\r", "▌ARCH-001"),
    Burst("task.new", "nDrop the anchor\rpcrit\r:BE-001\r", "▌BE-001"),
    Burst("task.delete", ":BE-012\rDy:ARCH-001\r", "▌ARCH-001"),
    Burst("edit.undo", "uUu:BE-001\r", "▌BE-001"),
    Burst("find.filter", "/stack\r:ARCH-001\r", "▌ARCH-001", ESCAPE),
    Burst("view.columns", "vprio\r:BE-001\r", "▌BE-001", "vstat\r"),
    Burst("view.lanes", "Vassig\r:ARCH-001\r", "▌ARCH-001", "Vcate\r"),
    Burst("view.sort", "Stitle\r:BE-001\r", "▌BE-001", "Sfile\r"),
    Burst("help.keys", "?jq:ARCH-001\r", "▌ARCH-001"),
    Burst("palette", f"{PALETTE}fold all\r:BE-001\r", "▌BE-001", "Z"),
    Burst("task.open", ":ARCH-001\r\rjja Chosen and told\rk", "Chosen and told", ESCAPE),
    Burst("flow.activity", "Ajrnq:BE-001\r", "▌BE-001"),
    Burst("flow.timeline", ":BE-010\rTjjrnq:ARCH-001\r", "▌ARCH-001"),
    Burst("task.handoff", f":BE-010\r@sys\r{SEND}:BE-001\r", "▌BE-001"),
    Burst("task.implement", f":ARCH-001\rIOne\rTwo\r{SEND}:BE-001\r", "▌BE-001"),
    Burst("task.check", "Xtrust\r\r", "enter passed", ESCAPE),
    Burst("task.document", ":BE-010\rmapi\r:BE-001\r", "▌BE-001"),
    Burst("task.comment", f":BE-010\rcHello there{SEND}:BE-001\r", "▌BE-001"),
    Burst("task.review", "rpsnlooks odd\rf", "Performance check failed", ESCAPE),
    Burst("review.queue", "Rrq:BE-010", "waiting for", "q"),
)
"""What opens something, and what a quick hand types behind it: in the end the cursor is on a
card that it was not on before, and that nobody changed, which would mark it for a while."""

NARROW = (Burst("task.open", ":ARCH-001\r\rjja Chosen and told\rk", "Chosen and told", ESCAPE),)
"""The same where a task has a screen of its own."""

OPEN_NOTHING = {
    "task.edit", "task.copy", "edit.redo", "find.clear", "view.prefix", "view.fold",
    "view.fold_all", "view.pane", "view.theme", "view.redraw", "app.quit",
}  # fmt: skip


def plain(text: str) -> str:
    """A text without what differs between two programs: the time, the folder."""
    text = re.sub(r"\d{4}-\d\d-\d\d|\d\d:\d\d(:\d\d)?|\d+\.\d s", "then", text)
    return text.replace("slow", "fast")


class Pair:
    """The two boards."""

    def __init__(self, slow: Terminal, fast: Terminal, files: Sequence[Path]) -> None:
        self.slow, self.fast, self.files = slow, fast, files

    def type(self, keys: str) -> None:
        """Type on both, each in its way."""
        self.fast.type(keys)
        for key in keys:
            self.slow.type(key)
            self.slow.rest(QUIET)

    def another_writes(self, old: str, new: str) -> None:
        for file in self.files:
            text = file.read_text()
            assert old in text
            file.write_text(text.replace(old, new))

    def agree(self, *shown: str) -> None:
        """Wait until both show a text, and are alike."""
        self.slow.shows(*shown)
        try:
            self.fast.until(self._alike)
        except AssertionError:
            texts = [file.read_text() for file in self.files]
            raise AssertionError(
                f"typed slowly:\n{self.slow.text}\n\nin one piece:\n{self.fast.text}"
                f"\n\n{'' if texts[0] == texts[1] else chr(10).join(texts)}"
            ) from None

    def _alike(self) -> bool:
        self.slow.take()
        texts = [plain(file.read_text()) for file in self.files]
        return plain(self.slow.text) == plain(self.fast.text) and texts[0] == texts[1]


@contextmanager
def opened(folder: Path, columns: int) -> Iterator[Pair]:
    files = [folder / name / "task.md" for name in ("slow", "fast")]
    terminals = []
    for file in files:
        file.parent.mkdir()
        file.write_text(FILE)
        (file.parent / ".archie-board.toml").write_text(SETTINGS)
        home = str(folder / f"{file.parent.name}-home")
        state = {"XDG_STATE_HOME": f"{home}/state", "HOME": home}
        argv = (PROGRAM, "open", file)
        terminals.append(Terminal(*argv, cwd=file.parent, columns=columns, lines=40, **state))
    with terminals[0] as slow, terminals[1] as fast:
        for each in (slow, fast):
            each.shows("BE-010", "edits safe")
        yield Pair(slow, fast, files)


def have_something_waiting(pair: Pair) -> None:
    """Let an edit meet another's, and let a task vanish."""
    pair.type("a")
    pair.agree("Who has BE-010?")
    pair.type(f"{CLEAR}Cy")
    pair.another_writes("- **Assigned**: ana", "- **Assigned**: eve")
    pair.agree("Cy", "eve")
    pair.type("\r")
    pair.agree("x 1 question")
    pair.another_writes(GOES, "")
    pair.agree("! 1 alarm")


@pytest.mark.parametrize(("columns", "bursts"), [(120, BURSTS), (80, NARROW)])
def test_keys_in_one_piece_do_what_they_do_one_by_one(
    tmp_path: Path, columns: int, bursts: Sequence[Burst]
) -> None:
    with opened(tmp_path, columns) as pair:
        if bursts is BURSTS:
            have_something_waiting(pair)
        for burst in bursts:
            pair.type(burst.keys)
            pair.agree(burst.ends)
            if burst.back:
                pair.type(burst.back)
                pair.agree("task.md")


def test_every_command_that_opens_something_is_tried() -> None:
    tried = {burst.command for burst in BURSTS}
    assert tried | OPEN_NOTHING >= {one.id for one in (*commands.SCREEN, *commands.FLOWS)}
