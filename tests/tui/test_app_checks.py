"""Commands of a project on the board: the question, the run, the mark."""

from __future__ import annotations

import sys
from pathlib import Path

import anyio
import pytest

from ..patience import PATIENCE
from .whole import FILE, opened

pytestmark = pytest.mark.anyio

SCRIPT = "print('[/] 12 passed')\n"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A project with a command that runs a script of its own."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "check.py").write_text(SCRIPT)
    path = tmp_path / ".archie-board.toml"
    path.write_text(
        f"[[checks]]\nstep = 'API testing'\ncommand = ['{sys.executable}', 'check.py']\n"
    )
    return path


REVIEWED = "- **Risk**: clock skew\n- **Review**:\n  - [{}] {}\n"


def reviewed(box: str, text: str) -> str:
    return FILE.replace("- **Risk**: clock skew\n", REVIEWED.format(box, text))


@pytest.mark.usefixtures("settings")
async def test_nothing_runs_before_the_word_is_typed(tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text("open('ran', 'w')\n")
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        for keys in (["enter"], ["y", "enter", "ctrl+u", "escape"], ["escape"], [*"yes", "enter"]):
            await board.ask("X", "Run commands of this project?")
            await board.shows("check.py", "for API testing, 600 s at most")
            await board.press(*keys)
            if board.sees("only the word trust"):
                await board.press("escape")
            await board.hides("Run commands of this project?")
        assert not (tmp_path / "ran").exists()
        await board.says(FILE)


async def test_a_trusted_command_runs_and_marks_the_step(tmp_path: Path, settings: Path) -> None:
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.ask("X", "Run commands of this project?")
        await board.press(*"trust", "enter")
        await board.shows("Check BE-010")
        await board.press("enter")
        await board.shows("[/] 12 passed", "exit code 0", "enter passed")
        await board.press("enter")
        await board.says(reviewed("x", "API testing: [/] 12 passed"))
        (tmp_path / "check.py").write_text("print('1 failed'); raise SystemExit(1)\n")
        await board.ask("X", "The project's commands changed")
        await board.shows("-print('[/] 12 passed')", "+print('1 failed')")
        await board.press(*"trust", "enter")
        await board.shows("Check BE-010")
        await board.press("enter")
        await board.shows("exit code 1", "enter failed")
        await board.press("enter")
        await board.says(reviewed("!", "API testing: 1 failed"))
        await board.ask("X", "Check BE-010")  # trusted: nothing is asked again
        await board.press("escape")
        settings.write_text("")
        await board.press("X")
        await board.shows("no commands to run")


@pytest.mark.usefixtures("settings")
async def test_a_command_can_be_stopped_and_leaves_the_step_open(tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text(
        "import time\nprint('working', flush=True)\ntime.sleep(600)\n"
    )
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.ask("X", "Run commands of this project?")
        await board.press(*"trust", "enter")
        await board.shows("Check BE-010")
        await board.press("enter")
        await board.shows("working", "running ...")
        await board.press("escape")
        await board.shows("stopped after")
        await board.press("escape")
        await board.hides("stopped after")
        await board.says(FILE)


@pytest.mark.usefixtures("settings")
async def test_a_board_that_quits_ends_what_runs(tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text(
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\n"
        "print('working', flush=True)\ntime.sleep(600)\n"
    )
    async with opened(tmp_path / "task.md") as board:
        await board.go("BE-010")
        await board.ask("X", "Run commands of this project?")
        await board.press(*"trust", "enter")
        await board.shows("Check BE-010")
        await board.press("enter")
        await board.shows("working")
        process = int((tmp_path / "pid").read_text())
        assert Path(f"/proc/{process}").exists()
        board.app.exit()
    with anyio.fail_after(PATIENCE):
        while Path(f"/proc/{process}").exists():
            await anyio.sleep(0.01)


@pytest.mark.usefixtures("settings")
async def test_denied_commands_are_not_offered(tmp_path: Path) -> None:
    async with opened(tmp_path / "task.md", size=(80, 24)) as board:
        await board.go("BE-010")
        await board.ask("X", "Run commands of this project?")
        await board.press(*"deny", "enter")
        await board.shows("commands are not run")
        await board.ask("X", "You denied these commands")
        await board.press("escape")
        await board.says(FILE)


DONE = FILE.replace(
    "- **Status**: pending\n- **Assigned**: ana", "- **Status**: completed\n- **Assigned**: ana"
)


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("size", [(120, 40), (60, 24)])
async def test_in_a_review_the_command_runs_beside_its_step(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path / "task.md", DONE, size=size) as board:
        await board.go("BE-010")
        await board.ask("r", "Review BE-010")
        await board.ask("x", "Run commands of this project?")
        await board.press(*"trust", "enter")
        await board.shows("no command is named for “Code review”")
        await board.press("j", "x")
        await board.shows("[/] 12 passed", "exit code 0", "y marks it passed")
        await board.press("y")
        await board.until(lambda: b"- [x] API testing: [/] 12 passed\n" in board.raw)
        await board.hides("exit code 0")
        (tmp_path / "check.py").write_text("import time; print('on', flush=True); time.sleep(600)")
        await board.ask("x", "The project's commands changed")
        await board.press(*"trust", "enter")
        await board.shows("running ...")
        await board.press("x")
        await board.shows("stopped after")
        await board.press("y")
        await board.shows("no command has ended with a result yet")


@pytest.mark.usefixtures("settings")
async def test_a_flood_shows_its_end_and_that_it_is_cut(tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text(
        "for i in range(60_000): print('a line of a flood', i)\nprint('the end')\n"
    )
    async with opened(tmp_path / "task.md", DONE) as board:
        await board.go("BE-010")
        await board.ask("r", "Review BE-010")
        await board.press("j")
        await board.ask("x", "Run commands of this project?")
        await board.press(*"trust", "enter")
        await board.shows("exit code 0", "the rest is not shown", "a line of a flood")
