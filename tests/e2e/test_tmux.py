"""The board in a real tmux: the README's configuration, and what only a multiplexer does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from archie_board.tui.demo.project import sample

from .terminal import PROGRAM
from .tmux import MISSING, Tmux, until

pytestmark = pytest.mark.skipif(MISSING, reason="there is no tmux")

README = Path(__file__).parents[2] / "README.md"
LETTERS = re.compile(r"[qx]{4,}|lq|mq|xx")
"""How lines look where a terminal's line drawing was not understood."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = tmp_path / "a project"
    project.mkdir()
    (project / ".git").mkdir()
    (project / "task.md").write_bytes(sample())
    return project


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "task.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def readme_conf() -> str:
    found = re.search(
        r"<!-- tmux-conf -->\n```tmux\n(.*?)```", README.read_text("utf-8"), re.DOTALL
    )
    assert found is not None
    return found[1]


def test_the_readmes_configuration_does_what_it_says(folder: Path) -> None:
    with Tmux(folder, readme_conf(), 140, 40) as tmux, tmux.attached() as user:
        # Where the tasks stand is in the status line, and follows the file.
        user.shows("7 ready", "3 blocked")
        assert "#[" not in user.text
        change(folder, "**Status**: blocked", "**Status**: in_progress")
        user.shows("2 blocked")

        # The board in a popup; leaving it leaves the popup.
        user.type("\x02T")
        user.shows("task.md", "BE-003", "status by category", "quit")
        user.type("q")
        user.until(lambda: "┐" not in user.text, "the popup closed")

        # A dashboard below, which goes where something changes.
        user.type("\x02B")
        user.shows("task.md", "41 tasks")
        user.until(lambda: "quit" not in user.text, "no keys in a dashboard")
        assert tmux("display-message", "-p", "#{pane_index}").strip() == "0"
        change(folder, "Remind passengers", "Remember passengers")
        user.shows("Remember")

        # The bell marks the window in which it rang.
        user.type("\x02W")
        window = ("display-message", "-p", "#{window_name}")
        tmux.until(lambda: tmux(*window).strip() == "work", "a window of its own")
        user.until(lambda: user.text.count("task.md") == 1, "the window's own dashboard")
        tmux.shows("task.md", target="work.1")
        change(folder, "**Status**: pending", "**Status**: completed")
        tmux.until(
            lambda: "1" in tmux("display-message", "-p", "-t", "first", "#{window_bell_flag}")
        )
        user.until(lambda: re.search(r"0:first-?!", user.text), "the bell in the status line")


@pytest.mark.parametrize(
    ("term", "variables"),
    [
        ("screen-256color", {}),
        ("tmux-256color", {}),
        ("xterm", {}),
        ("linux", {}),
        ("vt100", {}),
        ("tmux-256color", {"LANG": "C", "LC_ALL": "C"}),
        ("screen", {"NO_COLOR": "1"}),
    ],
)
def test_lines_are_lines_in_every_terminal(
    folder: Path, term: str, variables: dict[str, str]
) -> None:
    with Tmux(folder, f"set -g default-terminal {term}", 80, 24) as tmux:
        tmux.run(PROGRAM, **variables)
        tmux.shows("task.md", "BE-003")
        tmux("send-keys", "-t", ":", "s")
        tmux.shows("Status of", "approved")
        shown = tmux.shown()
        plain = term == "linux" or variables.get("LANG") == "C"
        assert not LETTERS.search(shown)
        assert shown.isascii() == plain, shown
        assert ("+--" if plain else "──") in shown
        tmux("send-keys", "-t", ":", "Escape")
        tmux.until(lambda: "Status of" not in tmux.shown())
        tmux("send-keys", "-t", ":", "j", "Enter")
        tmux.shows("Acceptance criteria", "BE-012")
        assert not LETTERS.search(tmux.shown())


def test_it_is_resized_while_it_is_used(folder: Path) -> None:
    with Tmux(folder, columns=80, lines=24) as tmux:
        tmux.run(PROGRAM)
        tmux.shows("BE-003")
        tmux("send-keys", "-t", ":", "j", "j")
        tmux.until(lambda: re.search(r"▌BE-022", tmux.shown()))
        for columns, lines in ((40, 12), (200, 60), (20, 5), (5, 2), (80, 24)):
            tmux("resize-window", "-x", str(columns), "-y", str(lines))
            if columns >= 20:
                tmux.until(lambda: re.search(r"▌BE-022", tmux.shown()), f"{columns}x{lines}")
                assert len(tmux.shown().splitlines()) <= lines
        tmux("send-keys", "-t", ":", "k")
        tmux.until(lambda: re.search(r"▌BE-012", tmux.shown()))


def test_it_goes_on_while_nobody_is_attached(folder: Path) -> None:
    with Tmux(folder) as tmux:
        tmux.run(PROGRAM)
        with tmux.attached() as user:
            user.shows("BE-003", "quit")
            user.type("/")
            user.shows("keep")
            user.type("is:ready\r")
            user.shows("7 of 41")
            user.type("\x02d")
            assert user.ended() == 0
        change(folder, "Archive sailings", "Shelve sailings")
        tmux.shows("Shelve")
        with tmux.attached() as user:
            user.shows("Shelve", "7 of 41")
            user.type("q")
            tmux.until(lambda: tmux("list-panes", "-F", "#{pane_dead}") or True)


def test_one_tmux_in_another(folder: Path) -> None:
    inner = Tmux(folder, "set -g prefix C-a\nset -g status off", 100, 28)
    with inner, Tmux(folder) as outer:
        inner.run(PROGRAM)
        inner.shows("BE-003")
        command = ["env", "-u", "TMUX", "tmux", "-L", inner.name, "attach"]
        outer.run(*command)
        outer.shows("BE-003", "Pending")
        outer("send-keys", "-t", ":", "j")
        outer.until(lambda: re.search(r"▌BE-012", outer.shown()))
        change(folder, "Archive sailings", "Shelve sailings")
        outer.shows("Shelve")
        assert not LETTERS.search(outer.shown())


def test_mouse_focus_and_paste(folder: Path) -> None:
    with Tmux(folder, "set -g mouse on\nset -g focus-events on") as tmux:
        tmux.run(PROGRAM)
        tmux("split-window", "-d", "-v", "-l", "4")
        with tmux.attached() as user:
            user.shows("BE-003", "BE-011")
            mouse = ("display-message", "-p", "-t", ":.0", "#{mouse_sgr_flag}")
            tmux.until(lambda: tmux(*mouse).strip() == "1", "the board listens to the mouse")
            user.shows("edits safe")  # what a click can hit is laid out
            row = next(y for y, line in enumerate(user.text.split("\n"), 1) if "BE-011" in line)
            column = user.text.split("\n")[row - 1].index("BE-011") + 1
            user.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
            user.until(lambda: "▌BE-011" in user.text, "a click moves the cursor")

            # The other pane has the focus for a while: keys go there, and come back.
            user.type("\x02o")
            tmux.until(lambda: tmux("display-message", "-p", "#{pane_index}").strip() == "1")
            user.type("\x02o")
            tmux.until(lambda: tmux("display-message", "-p", "#{pane_index}").strip() == "0")
            user.type("k")
            user.type("j")
            user.until(lambda: "▌BE-011" in user.text, "keys after the focus came back")

            # A paste is text, and no line of it is a key.
            user.type("/")
            user.shows("keep")
            tmux("set-buffer", "is:ready -effort:L")
            tmux("paste-buffer", "-p", "-t", ":.0")
            user.shows("/is:ready -effort:L", "of 41")
            user.type("\x1b")
            tmux("set-buffer", "q\nDq\n")
            user.until(lambda: "of 41" not in user.text, "the filter dropped")
            before = (folder / "task.md").read_bytes()
            tmux("paste-buffer", "-p", "-t", ":.0")
            user.type("k")
            user.until(lambda: "▌BE-011" not in user.text, "the board goes on")
            assert "Delete" not in user.text
            assert (folder / "task.md").read_bytes() == before


def test_nothing_is_left_when_tmux_is_killed(folder: Path) -> None:
    with Tmux(folder) as tmux:
        tmux.run(PROGRAM)
        tmux("split-window", "-d", "-v", "archie-board open --dashboard")
        tmux.shows("BE-003", target=":.0")
        tmux.shows("task.md", target=":.1")
        found = [int(pid) for pid in tmux("list-panes", "-F", "#{pane_pid}").split()]
        tmux("kill-server")
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in found), "all are gone")
