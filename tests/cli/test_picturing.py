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


TEXT = re.compile(
    r'<text class="[\w-]+-r(\d+)" x="([\d.]+)"[^>]*clip-path="url\(#[\w-]+-line-(\d+)\)">([^<]*)<'
)
STYLE = re.compile(r"\.[\w-]+-r(\d+) {([^}]*)}")


def drawn_in(svg: str, lines: int) -> list[tuple[str, ...]]:
    """Every text of a picture's first `lines`: its line, place, look and characters."""
    looks = dict(STYLE.findall(svg))
    found = [
        (line, x, looks[look], html.unescape(text)) for look, x, line, text in TEXT.findall(svg)
    ]
    return [entry for entry in found if int(entry[0]) < lines]


def text_of(svg: str, lines: int) -> str:
    """The characters of a picture's first `lines`, without blanks."""
    return "".join("".join(entry[3].split()) for entry in drawn_in(svg, lines))


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
    """All but the line at the bottom, which on a board tells what the disk promises for edits."""
    columns, lines = (int(number) for number in re.findall(r"\d+", name)[:2])
    golden = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    done = run("snapshot", *options, "--output", "board.svg", NO_COLOR=None)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    drawn = (tmp_path / "board.svg").read_text(encoding="utf-8")
    assert drawn_in(drawn, lines - 1) == drawn_in(golden, lines - 1)
    shown = run("snapshot", file, *options).stdout
    assert "".join(shown.split()) == text_of(drawn, lines)
    assert shown.count("\n") == lines
    assert max(map(len, shown.splitlines())) <= columns


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
