"""The round trip through the user's editor: real processes, a real file, no shell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from archie_board.tui.editor import NoEditor, command_of, edit_text
from textual.app import App, SuspendNotSupported


class Terminal(App[object]):
    """An app that can give its terminal away."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


class NoTerminal(App[object]):
    """An app that cannot."""

    def suspend(self) -> Iterator[None]:  # type: ignore[override]
        raise SuspendNotSupported("no")


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose `edit.py` is the editor; it tells where it was and what it saw."""
    script = tmp_path / "my edit.py"
    script.write_text(
        "import os, sys\n"
        "path = sys.argv[-1]\n"
        f"log = open({str(tmp_path / 'log')!r}, 'w')\n"
        "mode = lambda path: oct(os.stat(path).st_mode & 0o777)\n"
        "log.write(mode(path) + mode(os.path.dirname(path)))\n"
        "log.write(' ' + path)\n"
        "data = open(path, 'rb').read()\n"
        "open(path, 'wb').write(data.replace(b'old', b'new'))\n"
        "sys.exit(3 if b'fail' in data else 0)\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} '{script}'")
    return tmp_path


def test_the_text_comes_back_changed(editor: Path) -> None:
    assert edit_text(Terminal(), "old \udcff\r\n", ".md") == "new \udcff\r\n"
    modes, path = (editor / "log").read_text().split()
    assert modes == "0o6000o700"
    assert path.endswith(".md")
    assert not Path(path).exists()


@pytest.mark.usefixtures("editor")
def test_unchanged_is_none() -> None:
    assert edit_text(Terminal(), "same\n", ".md") is None


@pytest.mark.usefixtures("editor")
def test_an_editor_that_fails_changes_nothing() -> None:
    with pytest.raises(NoEditor, match="code 3"):
        edit_text(Terminal(), "old fail", ".md")


@pytest.mark.usefixtures("editor")
def test_a_terminal_that_cannot_be_given_away_is_said() -> None:
    with pytest.raises(NoEditor, match="terminal"):
        edit_text(NoTerminal(), "old", ".md")


def test_an_editor_that_does_not_exist_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor -x")
    with pytest.raises(NoEditor, match="/no/such/editor cannot be started"):
        edit_text(Terminal(), "old", ".md")


def test_visual_goes_first_and_arguments_are_split() -> None:
    assert command_of({"VISUAL": "code -w 'a b'", "EDITOR": "vi"}) == ["code", "-w", "a b"]
    assert command_of({"VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    with pytest.raises(NoEditor, match="EDITOR"):
        command_of({"EDITOR": "vi 'open"})


def test_without_any_editor_it_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoEditor, match="set \\$EDITOR"):
        command_of({})
