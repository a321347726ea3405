"""`snapshot`: the same picture as the board's, without a terminal."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from archie_board.tui.demo.project import sample

from .conftest import Run

PICTURES = Path(__file__).parents[2] / "screenshots"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "task.md"
    text = sample()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def text_of(svg: str) -> str:
    """The characters of a picture, line by line, without blanks."""
    lines: dict[int, str] = {}
    for line, text in re.findall(r"clip-path=\"url\(#[\w-]*-line-(\d+)\)\">([^<]*)</text>", svg):
        lines[int(line)] = lines.get(int(line), "") + html.unescape(text)
    return "".join("".join(lines[at].split()) for at in sorted(lines))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("board-120x40-dark", []),
        ("board-120x40-light", ["--theme", "light"]),
        ("board-40x12-dark", ["--size", "40x12"]),
        ("board-120x40-ascii", ["--ascii"]),
    ],
)
def test_it_is_the_boards_own_picture(
    run: Run, file: Path, tmp_path: Path, name: str, options: list[str]
) -> None:
    golden = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    done = run("snapshot", *options, "--output", "board.svg", NO_COLOR=None)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    drawn = (tmp_path / "board.svg").read_text(encoding="utf-8")
    assert re.sub(r"terminal-\d+", "board", drawn) == golden
    shown = run("snapshot", file, *options).stdout
    assert "".join(shown.split()) == text_of(drawn)
    columns, _, lines = re.search(r"(\d+)(x)(\d+)", name).groups()  # type: ignore[union-attr]
    assert shown.count("\n") == int(lines)
    assert max(map(len, shown.splitlines())) <= int(columns)


def test_it_needs_nothing_and_touches_nothing(run: Run, file: Path) -> None:
    before = file.stat()
    shown = run("snapshot", "--size", "60x12", TERM=None, HOME=None, NO_COLOR="1")
    assert "BE-003" in shown.stdout
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in file.parent.iterdir()] == ["task.md"]


def test_a_file_commands_no_terminal(run: Run, file: Path) -> None:
    file.write_text(
        "### BE-001 | Backend\n- **Title**: \x1b]0;owned\x07 [/] 日本 x\u202e\n", "utf-8"
    )
    shown = run("snapshot", "--size", "60x12").stdout
    assert "BE-001" in shown
    assert "[/] 日本 x" in shown
    assert not set(shown) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--size", "3x3"], 2, "no size"),
        (["--size", "wide"], 2, "no size"),
        (["--output", "board.png"], 2, ".svg or .txt"),
        (["--theme", "puce"], 2, "no theme"),
        (["--output", "no/where.svg"], 4, "--output"),
        (["missing.md"], 4, "missing.md"),
    ],
)
def test_what_is_wrong_is_one_line(
    run: Run, file: Path, arguments: list[str], code: int, said: str
) -> None:
    assert file.exists()
    done = run("snapshot", *arguments)
    assert done.returncode == code
    assert said in done.stderr
