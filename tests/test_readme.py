"""The README tells the truth: its commands exist, its keys are the program's, its links lead
somewhere.

The table of keys is made from the commands' declarations; `UPDATE_README=1 pytest
tests/test_readme.py` writes it anew.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from archie_board.model.board.query import parse_query
from archie_board.tui import commands
from archie_board.tui.cli.parser import COMMANDS, parse
from archie_board.tui.commands import Command
from textual.keys import format_key

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
KEYS = re.compile(r"(?<=<!-- keys -->\n).*?(?=<!-- /keys -->)", re.DOTALL)
SHOWN = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn",
    "enter": "Enter", "backspace": "Backspace", "escape": "Esc", "delete": "Del", "tab": "Tab",
    "space": "Space", "home": "Home", "end": "End",
}  # fmt: skip


def text() -> str:
    """The README."""
    return README.read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    """The lines of every fence in a language."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text(), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def shown(key: str) -> str:
    """A key as it stands on a keyboard."""
    *modifiers, name = key.split("+")
    plain = SHOWN.get(name) or format_key(name)
    return "`" + "+".join([*(m.capitalize() for m in modifiers), plain]) + "`"


def table_of_keys() -> str:
    """The table that the README shows, from the declarations."""
    declared = [value for value in vars(commands).values() if isinstance(value, tuple)]
    rows: dict[str, dict[tuple[str, str], None]] = {}
    for command in (one for group in declared for one in group if isinstance(one, Command)):
        keys = " ".join(shown(key) for key in command.keys.split(",") if key)
        if keys:
            rows.setdefault(command.group, {})[keys.replace("`|`", "`\\|`"), command.help] = None
    lines = ["| keys | what they do |", "|---|---|"]
    for group, told in rows.items():
        lines += [f"| **{group}** | |", *(f"| {keys} | {help_} |" for keys, help_ in told)]
    return "\n".join(lines) + "\n"


def test_keys_are_those_of_the_program() -> None:
    wanted = table_of_keys()
    if os.environ.get("UPDATE_README"):
        README.write_text(KEYS.sub(lambda _: wanted, text()), encoding="utf-8")
    found = KEYS.search(text())
    assert found is not None
    assert found[0] == wanted, "run `UPDATE_README=1 pytest tests/test_readme.py`"


def test_two_commands_are_enough() -> None:
    lines = [line for line in fenced("sh") if "venv .venv" in line]
    assert len(lines) == 2
    board, tests = lines
    assert board.endswith(".venv/bin/archie-board demo")
    assert tests.endswith(".venv/bin/pytest")
    for line in lines:
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install ")
        assert subprocess.run(["bash", "-nc", line], check=False).returncode == 0


def test_every_command_shown_is_understood() -> None:
    lines = [line.partition("#")[0].strip() for line in fenced("sh")]
    shown_commands = [line for line in lines if line.startswith("archie-board")]
    assert len(shown_commands) > 8
    for line in shown_commands:
        arguments = parse(shlex.split(line)[1:])
        assert arguments is None or arguments.command in line or arguments.command == "open"


def test_every_command_is_told() -> None:
    section = text().partition("## Command line")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ((?:`[a-z-]+` ?)+)\|", section, re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`([a-z-]+)`", row)]
    assert sorted(told) == sorted(name for name in COMMANDS if not name.startswith("_"))


def test_every_query_shown_means_something() -> None:
    section = text().partition("## Filter")[2].partition("\n## ")[0]
    found = re.findall(r"^\| `([^`]+)` \|.*$", section, re.MULTILINE)
    assert len(found) > 8
    for query in found:
        assert parse_query(query).terms


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)|(?:src|href)=\"(?!https?:)([^\"]+)\"", text())
    targets = {first or second for first, second in links}
    assert targets
    pictures = {target for target in targets if target.startswith("screenshots/")}
    for target in targets - pictures:
        assert (ROOT / target).exists(), target
    if not any((ROOT / "screenshots").glob("*.svg")):
        pytest.skip("no picture was made yet")
    for target in pictures:
        assert (ROOT / target).exists(), target
